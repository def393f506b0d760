use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use crate::atlas::Atlas;
use crate::network::{Line, Network, Provenance, SourceId, SourceKind};

pub(super) fn find(network: &Network, tables: Option<&Atlas>, findings: &mut Vec<Finding>) {
    let mut look = |what: &str, code: &str, provenance: &Provenance| {
        if provenance.all().next().is_none() {
            let record = match provenance.origin.file() {
                Some(_) => format!("{what} {code} ({})", provenance.origin),
                None => format!("{what} {code}"),
            };
            findings.push(Finding::RecordWithoutSource { record });
        }
    };
    for (_, row) in network.places() {
        look("place", row.code.as_str(), &row.provenance);
    }
    for (_, row) in network.crossings() {
        look("crossing", &row.code, &row.provenance);
    }
    for (_, row) in network.links() {
        look("link", &row.id, &row.provenance);
    }
    // The default line of a country and mode, if no table names it, is nobody's record.
    let described =
        |row: &&Line| row.provenance.origin.file().is_some() || !row.managers.is_empty();
    for row in network.lines().map(|(_, row)| row).filter(described) {
        look("line", &row.id, &row.provenance);
    }
    for (_, row) in network.operators() {
        look("operator", &row.id, &row.provenance);
    }
    for (_, row) in network.owners() {
        look("owner", &row.id, &row.provenance);
    }
    for (_, row) in network.services() {
        look("service", &row.id, &row.provenance);
    }
    for (_, row) in network.through_rates() {
        look("through rate", &row.id, &row.provenance);
    }
    for (_, row) in network.tariffs() {
        look("tariff", &row.id, &row.provenance);
    }
    for (_, row) in network.projects() {
        look("project", &row.id, &row.provenance);
    }
    let stakes = network.stakes().iter().map(|row| &row.provenance);
    let members = network.members().iter().map(|row| &row.provenance);
    for (what, provenance) in stakes
        .map(|row| ("stake", row))
        .chain(members.map(|row| ("membership", row)))
        .chain(
            network
                .handling()
                .map(|(_, row)| ("handling", &row.provenance)),
        )
        .chain(
            network
                .borders()
                .map(|(_, row)| ("border control", &row.provenance)),
        )
        .chain(network.fees().iter().map(|row| ("fee", &row.provenance)))
        .chain(
            network
                .closures()
                .iter()
                .map(|row| ("closure", &row.provenance)),
        )
        .chain(
            network
                .plates()
                .iter()
                .map(|row| ("rule on plates", &row.provenance)),
        )
        .chain(
            network
                .hazards()
                .iter()
                .map(|row| ("hazard", &row.provenance)),
        )
        .chain(
            network
                .speeds()
                .iter()
                .map(|row| ("speed", &row.provenance)),
        )
        .chain(
            network
                .emissions()
                .iter()
                .map(|row| ("emission factor", &row.provenance)),
        )
        .chain(
            network
                .exchange_rates()
                .iter()
                .map(|row| ("exchange rate", &row.provenance)),
        )
    {
        look(what, "", provenance);
    }
    jumps(network, findings);
    exact_assumptions(network, findings);
    let Some(tables) = tables else {
        return;
    };
    let citations = tables.citations();
    for found in citations.uncited {
        findings.push(Finding::ValueWithoutSource {
            origin: found.origin.to_string(),
            column: found.column,
            value: found.value,
        });
    }
    for (source, origin) in citations.unused {
        let origin = origin.to_string();
        findings.push(Finding::SourceUnused { source, origin });
    }
}

fn exact_assumptions(network: &Network, findings: &mut Vec<Finding>) {
    let mut by_source: BTreeMap<SourceId, (usize, BTreeSet<String>)> = BTreeMap::new();
    network.each_figure(&mut |file, exact, sources| {
        if !exact {
            return;
        }
        let kind = |id: &SourceId| network.source(*id).map(|source| source.kind);
        let assumed = sources
            .iter()
            .filter(|id| kind(id) == Some(SourceKind::Assumed));
        for id in assumed {
            let (figures, files) = by_source.entry(*id).or_default();
            *figures += 1;
            files.extend(file.map(str::to_owned));
        }
    });
    for (id, (figures, files)) in by_source {
        if let Some(source) = network.source(id) {
            let source = source.id.to_string();
            findings.push(Finding::AssumedExactly {
                source,
                figures,
                files: files.into_iter().collect(),
            });
        }
    }
}

/// Between years of one currency, a price level does not do this; a new unit under the old code does.
const JUMP: f64 = 100.0;

fn jumps(network: &Network, findings: &mut Vec<Finding>) {
    let rates = network.exchange_rates().iter();
    let mut rates: Vec<_> = rates
        .map(|row| (&*row.currency, row.year, row.usd.value()))
        .collect();
    rates.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    for pair in rates.windows(2) {
        let [(code, first, before), (other, second, after)] = [pair[0], pair[1]];
        let times = (after / before).max(before / after);
        if code == other && times >= JUMP {
            findings.push(Finding::RateJump {
                currency: code.to_owned(),
                years: [first, second],
                times: times.round() as u64,
            });
        }
    }
}
