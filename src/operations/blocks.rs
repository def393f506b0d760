//! The parts of a railway between points that every way has to pass.

/// Steps of a network by their biconnected component, seen without directions.
///
/// A way that comes to no point twice enters each component once, by the point that is nearest to its start,
/// and never comes back there. So for a given start every step to that point of its component can be left
/// out, and no such way is lost.
pub(super) struct Blocks {
    /// By step.
    block: Vec<u32>,
    /// By node: the components that it is in.
    of_node: Vec<Vec<u32>>,
    /// By component: its nodes.
    nodes: Vec<Vec<u32>>,
}

const NONE: u32 = u32::MAX;

impl Blocks {
    /// Over steps between so many nodes.
    pub(super) fn of(nodes: usize, steps: &[(u32, u32)]) -> Self {
        let mut near: Vec<Vec<(u32, u32)>> = vec![Vec::new(); nodes];
        for (step, (tail, head)) in (0_u32..).zip(steps) {
            near[*tail as usize].push((*head, step));
            near[*head as usize].push((*tail, step));
        }
        let mut blocks = Self {
            block: vec![NONE; steps.len()],
            of_node: vec![Vec::new(); nodes],
            nodes: Vec::new(),
        };
        let mut depth = vec![NONE; nodes];
        let mut low = vec![NONE; nodes];
        for root in 0..nodes as u32 {
            if depth[root as usize] != NONE {
                continue;
            }
            depth[root as usize] = 0;
            low[root as usize] = 0;
            // node, the one before, and how many of its neighbours were looked at
            let mut path: Vec<(u32, u32, usize)> = vec![(root, NONE, 0)];
            let mut open: Vec<u32> = vec![root];
            while let Some((node, before, at)) = path.last_mut() {
                let (node, before) = (*node as usize, *before);
                if let Some((next, _)) = near[node].get(*at) {
                    *at += 1;
                    let next = *next as usize;
                    if depth[next] == NONE {
                        depth[next] = depth[node] + 1;
                        low[next] = depth[next];
                        open.push(next as u32);
                        path.push((next as u32, node as u32, 0));
                    } else {
                        low[node] = low[node].min(depth[next]);
                    }
                    continue;
                }
                path.pop();
                if before == NONE {
                    break;
                }
                let up = before as usize;
                low[up] = low[up].min(low[node]);
                if low[node] >= depth[up] {
                    blocks.close(before, node as u32, &mut open);
                }
            }
        }
        for (step, (tail, head)) in steps.iter().enumerate() {
            let both = blocks.of_node[*tail as usize].iter();
            let mut both = both.filter(|block| blocks.of_node[*head as usize].contains(block));
            blocks.block[step] = both.next().copied().unwrap_or(NONE);
        }
        blocks
    }

    /// The nodes from one on are a component, with the one above it.
    fn close(&mut self, above: u32, from: u32, open: &mut Vec<u32>) {
        let block = self.nodes.len() as u32;
        let first = open.iter().rposition(|node| *node == from).unwrap_or(0);
        let mut nodes = open.split_off(first);
        nodes.push(above);
        for node in &nodes {
            self.of_node[*node as usize].push(block);
        }
        self.nodes.push(nodes);
    }

    /// By step, whether a way from a node that comes to no node twice can take it.
    pub(super) fn away_from(&self, start: u32, steps: &[(u32, u32)]) -> Vec<bool> {
        let mut entry = vec![NONE; self.nodes.len()];
        let (mut todo, mut seen) = (vec![start], vec![false; self.of_node.len()]);
        seen[start as usize] = true;
        while let Some(node) = todo.pop() {
            for block in &self.of_node[node as usize] {
                let entry = &mut entry[*block as usize];
                if *entry != NONE {
                    continue;
                }
                *entry = node;
                for inside in &self.nodes[*block as usize] {
                    if !std::mem::replace(&mut seen[*inside as usize], true) {
                        todo.push(*inside);
                    }
                }
            }
        }
        let steps = self.block.iter().zip(steps);
        steps
            .map(|(block, (_, head))| {
                entry
                    .get(*block as usize)
                    .is_some_and(|entry| entry != head)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every way from a node that comes to no node twice.
    fn ways(start: u32, steps: &[(u32, u32)], open: &[bool]) -> Vec<Vec<usize>> {
        let (mut found, mut stack) = (Vec::new(), vec![(vec![start], Vec::new())]);
        while let Some((nodes, way)) = stack.pop() {
            for (step, (tail, head)) in steps.iter().enumerate() {
                if open[step] && nodes.last() == Some(tail) && !nodes.contains(head) {
                    let mut longer: (Vec<u32>, Vec<usize>) = (nodes.clone(), way.clone());
                    longer.0.push(*head);
                    longer.1.push(step);
                    stack.push(longer);
                }
            }
            found.push(way);
        }
        found.sort_unstable();
        found
    }

    proptest! {
        #[test]
        fn no_way_without_a_circle_is_lost(
            steps in prop::collection::vec((0_u32..7, 0_u32..7), 0..14),
            start in 0_u32..7,
        ) {
            let blocks = Blocks::of(7, &steps);
            let open = blocks.away_from(start, &steps);
            prop_assert_eq!(
                ways(start, &steps, &open),
                ways(start, &steps, &vec![true; steps.len()])
            );
        }
    }

    #[test]
    fn nothing_leads_back_out_of_a_branch() {
        // a line from 0 to 2 with a branch to 3, both ways
        let steps = [(0, 1), (1, 0), (1, 2), (2, 1), (1, 3), (3, 1)];
        let open = Blocks::of(4, &steps).away_from(0, &steps);
        assert_eq!(open, [true, false, true, false, true, false]);
    }
}
