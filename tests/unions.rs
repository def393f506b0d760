//! Who belongs to the European Union is told by a table, by days.

use trade_corridor::atlas::{Atlas, AtlasError};
use trade_corridor::prelude::*;

const MANIFEST: &str = "schema = 1\nname = \"test\"\nprice_year = 2025\n";

fn members(network: &Network, day: Date) -> Vec<String> {
    let unions = network.unions().iter();
    let mut members: Vec<String> = unions
        .filter(|member| member.union == "EU" && member.validity.contains(day))
        .map(|member| member.country.to_string())
        .collect();
    members.sort();
    members
}

fn load(unions: &str) -> Result<Network, AtlasError> {
    let sources = "id,kind,title,url,date,licence,note\nS,published,A list,,2020,,\n";
    let tables = [("sources.csv", sources), ("unions.csv", unions)];
    let tables = tables.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Atlas::texts(MANIFEST, tables)?.load()
}

#[test]
fn members_join_and_leave() {
    let network = Network::europe_central_asia();
    let count = |day| members(network, day).len();
    assert_eq!(count(date(1957, 12, 31)), 0);
    assert_eq!(count(date(1958, 1, 1)), 6);
    assert_eq!(count(date(2004, 5, 1)), 25);
    assert_eq!(count(date(2013, 7, 1)), 28);
    assert_eq!(count(date(2020, 2, 1)), 27);
}

#[test]
fn the_preset_for_shippers_in_the_union_lists_its_members() {
    let text = include_str!("../data/policies/eu-shipper.toml");
    let expected = members(Network::europe_central_asia(), date(2026, 11, 22));
    let lists: Vec<Vec<&str>> = text
        .lines()
        .filter_map(|line| line.split_once("countries = [\"AT\""))
        .map(|(_, rest)| rest.split('"').skip(1).step_by(2).collect())
        .collect();
    assert!(lists.len() >= 4, "{}", lists.len());
    for list in lists {
        assert_eq!(list, expected[1..], "beside AT");
    }
}

#[test]
fn tables_without_unions_know_the_european_union() {
    let network = Atlas::texts(MANIFEST, []).unwrap().load().unwrap();
    assert_eq!(members(&network, date(2026, 11, 22)).len(), 27);
    let none = load("union,country,valid_from,valid_to,source\n").unwrap();
    assert!(none.unions().is_empty());
}

#[test]
fn nobody_belongs_twice_on_one_day() {
    let rows =
        "union,country,valid_from,valid_to,source\nEU,AT,1995-01-01,,S\nEU,AT,2000-01-01,,S\n";
    let error = load(rows).unwrap_err().to_string();
    assert!(error.contains("`AT in EU` is said twice"), "{error}");
}
