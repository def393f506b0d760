//! Names beside their dots: greedy, most important first, never one over another.

use std::collections::HashMap;

use super::svg::text_width;

/// A box of pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    pub(super) fn around(at: (f64, f64), radius: f64) -> Self {
        Self {
            left: at.0 - radius,
            top: at.1 - radius,
            right: at.0 + radius,
            bottom: at.1 + radius,
        }
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether all of another box lies in it.
    pub(super) fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    /// Whether a point lies in it.
    pub(super) fn contains(&self, (x, y): (f64, f64)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    fn cells(&self, size: f64) -> impl Iterator<Item = (i32, i32)> + use<> {
        let cell = |value: f64| (value / size).floor() as i32;
        let (left, right) = (cell(self.left), cell(self.right));
        let (top, bottom) = (cell(self.top), cell(self.bottom));
        (top..=bottom).flat_map(move |y| (left..=right).map(move |x| (x, y)))
    }
}

/// A name that wants a place.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub(super) text: String,
    pub(super) at: (f64, f64),
    /// Radius of its dot.
    pub(super) radius: f64,
    /// Font size.
    pub(super) size: f64,
    /// How much line it may cover before it is left out, as a part of its area.
    pub(super) patience: f64,
    /// Whether it is written in any case, if need be away from its dot or over something else.
    pub(super) must: bool,
}

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) area: Rect,
    /// Left end of the baseline.
    pub(super) at: (f64, f64),
    /// A line from the dot, where the name stands away from it.
    pub(super) leader: Option<[(f64, f64); 2]>,
}

/// Side of the cells that lines are noted in, and of those that boxes are found by.
const FINE: f64 = 5.0;
const COARSE: f64 = 60.0;

/// What names must not or should not cover.
#[derive(Debug, Default)]
pub(super) struct Obstacles {
    boxes: Vec<Rect>,
    by_cell: HashMap<(i32, i32), Vec<u32>>,
    lines: HashMap<(i32, i32), f64>,
}

impl Obstacles {
    /// Nothing may cover this box.
    pub(super) fn block(&mut self, area: Rect) {
        let index = self.boxes.len() as u32;
        for cell in area.cells(COARSE) {
            self.by_cell.entry(cell).or_default().push(index);
        }
        self.boxes.push(area);
    }

    /// Names had better not cover this line.
    pub(super) fn avoid(&mut self, line: &[(f64, f64)], weight: f64) {
        for pair in line.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let length = libm::hypot(b.0 - a.0, b.1 - a.1);
            let steps = (length / FINE).ceil().clamp(1.0, 10_000.0) as u32;
            let cell =
                |from: f64, to: f64, part: f64| ((from + part * (to - from)) / FINE).floor() as i32;
            for step in 0..steps {
                let part = f64::from(step) / f64::from(steps);
                let cell = (cell(a.0, b.0, part), cell(a.1, b.1, part));
                let noted = self.lines.entry(cell).or_default();
                *noted = noted.max(weight);
            }
        }
    }

    pub(super) fn is_blocked(&self, area: &Rect) -> bool {
        area.cells(COARSE).any(|cell| {
            let near = self.by_cell.get(&cell).into_iter().flatten();
            near.copied()
                .any(|index| self.boxes[index as usize].overlaps(area))
        })
    }

    /// How much line a box covers, as a part of its cells.
    pub(super) fn covered(&self, area: &Rect) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0_f64);
        for cell in area.cells(FINE) {
            sum += self.lines.get(&cell).copied().unwrap_or_default();
            count += 1.0;
        }
        sum / count.max(1.0)
    }
}

/// The spots tried around a dot, best first: how the box lies to it across and down, and what the
/// position costs by itself.
const SPOTS: &[(f64, f64, f64)] = &[
    (1.0, 0.0, 0.00),
    (1.0, -1.0, 0.02),
    (1.0, 1.0, 0.03),
    (-1.0, 0.0, 0.03),
    (-1.0, -1.0, 0.04),
    (-1.0, 1.0, 0.05),
    (0.0, -1.0, 0.04),
    (0.0, 1.0, 0.06),
];

/// How far names that have to be written may stand from their dots, and what that costs.
const AWAY: &[(f64, f64)] = &[
    (0.0, 0.0),
    (14.0, 0.35),
    (30.0, 0.6),
    (52.0, 0.9),
    (80.0, 1.3),
];
/// What it costs to lie over a dot or another name.
const OVER: f64 = 3.0;

fn spot(wish: &Wish, across: f64, down: f64, away: f64) -> Spot {
    let width = text_width(&wish.text, wish.size);
    let (ascent, descent) = (wish.size * 0.78, wish.size * 0.24);
    let height = ascent + descent;
    let gap = wish.radius + 2.0 + away;
    // Diagonal spots move in a little, so that the dot stays beside the corner.
    let reach = if down == 0.0 { gap } else { gap * 0.6 };
    let left = wish.at.0 - width / 2.0 + across * (width / 2.0 + reach);
    let rise = if across == 0.0 { gap } else { gap * 0.4 };
    let top = wish.at.1 - height / 2.0 + down * (height / 2.0 + rise);
    Spot {
        area: Rect {
            left,
            top,
            right: left + width,
            bottom: top + height,
        },
        at: (left, top + ascent),
        leader: (away > 0.0).then(|| {
            let near = |value: f64, low: f64, high: f64| value.clamp(low, high);
            let end = (
                near(wish.at.0, left, left + width),
                near(wish.at.1, top, top + height),
            );
            [wish.at, end]
        }),
    }
}

/// A spot for each name that finds one inside the frame, in the order of importance that the names
/// come in. Names that have to be written find one in any case.
pub(super) fn place(wishes: &[Wish], obstacles: &mut Obstacles, frame: &Rect) -> Vec<Option<Spot>> {
    let mut spots = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let found = if wish.must {
            Some(forced(wish, obstacles, frame))
        } else {
            free(wish, obstacles, frame)
        };
        if let Some(spot) = found {
            obstacles.block(spot.area);
        }
        spots.push(found);
    }
    spots
}

/// The best spot beside the dot that covers nothing.
fn free(wish: &Wish, obstacles: &Obstacles, frame: &Rect) -> Option<Spot> {
    let mut best: Option<(f64, Spot)> = None;
    for (across, down, cost) in SPOTS {
        let spot = spot(wish, *across, *down, 0.0);
        if !frame.holds(&spot.area) || obstacles.is_blocked(&spot.area) {
            continue;
        }
        let covered = obstacles.covered(&spot.area);
        if covered <= wish.patience && best.is_none_or(|(least, _)| covered + cost < least) {
            best = Some((covered + cost, spot));
        }
    }
    best.map(|(_, spot)| spot)
}

/// The least bad spot, near or away from the dot, pushed into the frame if need be.
fn forced(wish: &Wish, obstacles: &Obstacles, frame: &Rect) -> Spot {
    let mut best: Option<(f64, Spot)> = None;
    for (away, far) in AWAY {
        for (across, down, cost) in SPOTS {
            let spot = spot(wish, *across, *down, *away);
            if !frame.holds(&spot.area) {
                continue;
            }
            let over = if obstacles.is_blocked(&spot.area) {
                OVER
            } else {
                0.0
            };
            let cost = cost + far + over + obstacles.covered(&spot.area);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, spot));
            }
        }
    }
    best.map_or_else(
        || pushed(spot(wish, 1.0, 0.0, 0.0), frame),
        |(_, spot)| spot,
    )
}

/// A spot moved into the frame.
fn pushed(mut spot: Spot, frame: &Rect) -> Spot {
    let area = spot.area;
    let right = (frame.right - area.right).min(0.0) + (frame.left - area.left).max(0.0);
    let down = (frame.bottom - area.bottom).min(0.0) + (frame.top - area.top).max(0.0);
    spot.area = Rect {
        left: area.left + right,
        top: area.top + down,
        right: area.right + right,
        bottom: area.bottom + down,
    };
    spot.at = (spot.at.0 + right, spot.at.1 + down);
    spot
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crowd(count: u32) -> Vec<Wish> {
        // A fixed scatter: multiples of the golden ratio.
        (0..count)
            .map(|index| {
                let part = |factor: f64| (f64::from(index) * factor).fract() * 400.0;
                Wish {
                    text: format!("Place {index}"),
                    at: (part(0.618_033_988_75), part(0.754_877_666_25)),
                    radius: 2.5,
                    size: 11.0,
                    patience: 1.0,
                    must: false,
                }
            })
            .collect()
    }

    const PAPER: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 400.0,
        bottom: 400.0,
    };

    #[test]
    fn labels_never_overlap_and_stay_on_the_map() {
        let wishes = crowd(300);
        let mut obstacles = Obstacles::default();
        for wish in &wishes {
            obstacles.block(Rect::around(wish.at, wish.radius));
        }
        let spots = place(&wishes, &mut obstacles, &PAPER);
        let placed: Vec<&Spot> = spots.iter().flatten().collect();
        assert!(placed.len() > 40 && placed.len() < 300, "{}", placed.len());
        for (index, spot) in placed.iter().enumerate() {
            assert!(PAPER.holds(&spot.area));
            for other in &placed[index + 1..] {
                assert!(!spot.area.overlaps(&other.area), "{spot:?} {other:?}");
            }
            for wish in &wishes {
                assert!(!spot.area.overlaps(&Rect::around(wish.at, wish.radius)));
            }
        }
    }

    #[test]
    fn the_first_name_gets_the_spot() {
        let mut wishes = crowd(1);
        wishes[0].at = (100.0, 100.0);
        wishes.push(Wish {
            text: "Later".into(),
            ..wishes[0].clone()
        });
        let spots = place(&wishes, &mut Obstacles::default(), &PAPER);
        let first = spots[0].expect("room for one");
        assert!(first.area.left > 100.0);
        assert_ne!(spots[1].expect("room for another").at, first.at);
    }

    #[test]
    fn lines_push_a_name_away_or_out() {
        let mut wishes = crowd(1);
        wishes[0].at = (200.0, 200.0);
        let mut obstacles = Obstacles::default();
        obstacles.avoid(&[(200.0, 200.0), (400.0, 200.0)], 1.0);
        let spots = place(&wishes, &mut obstacles, &PAPER);
        assert!(spots[0].expect("room above").area.bottom <= 200.0);

        let mut everywhere = Obstacles::default();
        for row in 0..100 {
            let y = f64::from(row) * 4.0;
            everywhere.avoid(&[(0.0, y), (400.0, y)], 1.0);
        }
        wishes[0].patience = 0.2;
        assert_eq!(place(&wishes, &mut everywhere, &PAPER), [None]);
    }

    #[test]
    fn names_that_have_to_be_written_are() {
        let mut obstacles = Obstacles::default();
        let mut wishes = crowd(1);
        wishes[0].at = (200.0, 200.0);
        wishes[0].must = true;
        obstacles.block(Rect::around((200.0, 200.0), 20.0));
        let spot = place(&wishes, &mut obstacles, &PAPER)[0].expect("written");
        assert!(!Rect::around((200.0, 200.0), 20.0).overlaps(&spot.area));
        let [from, to] = spot.leader.expect("away from the dot");
        assert_eq!(from, (200.0, 200.0));
        assert!(spot.area.contains(to));

        obstacles.block(PAPER);
        let spot = place(&wishes, &mut obstacles, &PAPER)[0].expect("written over everything");
        assert!(PAPER.holds(&spot.area));
        wishes[0].text = "a name that is longer than the map is wide, whatever the map".into();
        wishes[0].at = (-30.0, 500.0);
        assert!(place(&wishes, &mut obstacles, &PAPER)[0].is_some());
    }
}
