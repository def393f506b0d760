use super::*;

#[test]
fn the_embedded_rows_are_about_figures_of_the_embedded_network() {
    let network = Network::europe_central_asia();
    // Read anew it is held against the network row by row.
    let groups = FactorGroups::from_csv(TABLE).unwrap();
    assert_eq!(groups.rows(), FactorGroups::embedded().rows());
    let found = groups.over(network).unwrap();
    let mut figures = vec![0; found.names.len()];
    let mut matched = vec![false; found.len()];
    let mut problems = Vec::new();
    network.each_ranged(&mut |which, _, sources| match found.of(
        network,
        which,
        sources,
        &mut matched,
    ) {
        Ok(own) => own
            .iter()
            .for_each(|(group, _)| figures[*group as usize] += 1),
        Err(error) => problems.push(error.to_string()),
    });
    for (at, matched) in matched.iter().enumerate() {
        if !matched {
            problems.extend(found.nothing(at).map(|error| error.to_string()));
        }
    }
    for (name, figures) in found.names.iter().zip(&figures) {
        if *figures < 2 {
            problems.push(format!("`{name}` is about {figures} figures"));
        }
    }
    problems.dedup();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
