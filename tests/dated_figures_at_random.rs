//! On random tables with dates, answers are those of the nearest rows alone.

use crate::by_hand::{large, network, small};
use crate::dated_figures::{RAILWAY, Row, on, truck, warned};
use crate::questions::Dice;
use trade_corridor::prelude::*;

/// A group of rows that say the same of days that do not meet: a table, cells before the dates, one
/// figure each, and the dates.
struct Group {
    table: &'static str,
    before: String,
    after: &'static str,
    rows: Vec<(u32, Option<Date>, Option<Date>)>,
}

impl Group {
    fn row(&self, (figure, from, to): (u32, Option<Date>, Option<Date>)) -> (&'static str, String) {
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        let (from, to) = (day(from), day(to));
        let before = self.before.replace('#', &figure.to_string());
        (self.table, format!("{before}{from},{to}{}", self.after))
    }

    /// The row that counts on a day, worked out day by day.
    fn nearest(&self, day: Date) -> Option<(u32, bool)> {
        let valid = |day: Date| {
            let mut rows = self.rows.iter();
            let row = rows.find(|(_, from, to)| {
                from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
            });
            row.map(|(figure, ..)| *figure)
        };
        let (mut before, mut after) = (day, day);
        for days in 0..4_000 {
            if let Some(figure) = valid(before).or_else(|| valid(after)) {
                return Some((figure, days > 0));
            }
            before = before.yesterday().unwrap();
            after = after.tomorrow().unwrap();
        }
        None
    }
}

fn few(dice: &mut Dice, sides: usize) -> i16 {
    i16::try_from(dice.below(sides)).unwrap()
}

fn groups(dice: &mut Dice) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut put = |table, before: &str, after| {
        let mut rows = Vec::new();
        let mut year = 2018 + few(dice, 4);
        for at in 0..dice.below(4) {
            let first = date(year, 1 + dice.below(6) as i8, 1);
            let last = date(year + few(dice, 2), 7 + dice.below(6) as i8, 28);
            let from = (at > 0 || dice.below(3) > 0).then_some(first);
            let end = dice.below(4) == 0;
            rows.push((1 + dice.below(50) as u32, from, (!end).then_some(last)));
            if end {
                break;
            }
            year = last.year() + 1 + few(dice, 2);
        }
        groups.push(Group {
            table,
            before: before.to_owned(),
            after,
            rows,
        });
    };
    put(
        "borders",
        "x-de-pl-a-road,*,*,road,*,#,#,#,USD,2025,,",
        ",,S",
    );
    put("borders", ",DE,PL,road,*,#,#,#,USD,2025,,", ",,S");
    put(
        "borders",
        "x-cz-pl-b-road,PL,CZ,road,*,#,#,#,USD,2025,,",
        ",,S",
    );
    put("borders", ",*,*,*,*,#,#,#,USD,2025,,", ",,S");
    put("fees", "PL,road,*,entry,,,#,USD,2025,,", ",,S");
    put("fees", "PL,road,TR,entry,,,#,USD,2025,,", ",,S");
    put("fees", "CZ,road,*,entry,,,#,USD,2025,R,", ",,S");
    put(
        "handling",
        "CZ-one,CZ,unload,*,*,,#,#,#,#,#,#,USD,2025,",
        ",,S",
    );
    put(
        "handling",
        ",CZ,unload,truck,*,,#,#,#,#,#,#,USD,2025,",
        ",,S",
    );
    put("speeds", "PL,road,*,,#,1,24,", ",,S");
    put("speeds", "PL,road,truck,,#,1,24,", ",,S");
    put("speeds", "*,road,truck,,#,1,24,", ",,S");
    put(
        "tariffs",
        ",PL,*,road,truck,any,any,per_hour,#,USD,2025,,,,,,,haulage,,",
        ",,S",
    );
    for unit in ["20ft", "40ft"] {
        let before =
            format!("R,DE,*,rail,container_train,{unit},any,per_km,#,USD,2025,,,,,,,haulage,,");
        put("tariffs", &before, ",,S");
    }
    groups
}

#[test]
fn answers_are_those_of_the_nearest_rows_alone() {
    let mut dice = Dice::new(12);
    let (mut inside, mut outside) = (0, 0);
    for _ in 0..60 {
        let groups = groups(&mut dice);
        let all = groups.iter().flat_map(|group| {
            let rows = group.rows.iter();
            rows.map(|row| group.row(*row))
        });
        let mut all: Vec<(&str, String)> = all.collect();
        dice.shuffle(&mut all);
        let all: Vec<Row<'_>> = all.iter().map(|(of, row)| (*of, row.as_str())).collect();
        let day = date(
            2016 + few(&mut dice, 14),
            1 + dice.below(12) as i8,
            1 + dice.below(28) as i8,
        );
        let alone = groups.iter().filter_map(|group| {
            let (figure, _) = group.nearest(day)?;
            Some(group.row((figure, None, None)))
        });
        let alone: Vec<(&str, String)> = alone.collect();
        let alone: Vec<Row<'_>> = alone.iter().map(|(of, row)| (*of, row.as_str())).collect();
        let (all, alone) = (network(&all), network(&alone));
        for (group, shipment) in groups.iter().rev().zip([large(10.0), small(10.0)]) {
            if let Some((_, off)) = group.nearest(day) {
                let found = on(&all, day, RAILWAY, shipment);
                let expected = on(&alone, day, RAILWAY, shipment);
                assert_eq!(found.cost(), expected.cost(), "{day}\n{found}\n{expected}");
                let tables = warned(&found);
                assert_eq!(tables.iter().any(|(table, _)| *table == "tariffs"), off);
            }
        }
        let ends = ("DE-one", "CZ-one");
        let found = on(&all, day, ends, truck());
        let expected = on(&alone, day, ends, truck());
        assert!(expected.warnings().is_empty());
        assert_eq!(found.cost(), expected.cost(), "{day}\n{found}\n{expected}");
        assert_eq!(found.time(), expected.time(), "{day}\n{found}\n{expected}");
        assert_eq!(found.steps.len(), expected.steps.len());
        let off = groups.iter().filter_map(|group| group.nearest(day));
        if off.clone().any(|(_, off)| off) {
            outside += usize::from(!found.warnings().is_empty());
        } else {
            inside += 1;
            assert!(found.warnings().is_empty(), "{found}");
        }
        assert!(found.warnings().len() <= off.filter(|(_, off)| *off).count());
    }
    assert!(outside > 20, "{inside} inside, {outside} outside");
}
