//! What figures have in common is drawn as it is stated: groups of factors.

use trade_corridor::planner::{FactorGroups, FactorGroupsError, Sampling, Unknown};
use trade_corridor::prelude::*;

use crate::questions::PLANNER;
use crate::stages::{Stages, request};

/// A table of one group over all truck rates of Georgia.
fn table(share: &str) -> FactorGroups {
    let text = format!(
        "group,figures,mode,country,share,basis,source,note\n\
         trucks,rate,road,GE,{share},assumed,A-0,the same diesel\n"
    );
    FactorGroups::from_csv(&text).expect("test data")
}

/// Two stages of 100 km, each by a road of its own whose rate rests on an assumption of its own.
fn two() -> Planner {
    Stages::new()
        .road(0, [0.8, 1.0, 1.25], "A-0")
        .road(1, [0.8, 1.0, 1.25], "A-1")
        .planner()
}

fn deviation(planner: &Planner, groups: FactorGroups) -> f64 {
    let sampling = Sampling::default().draws(4_096).groups(groups);
    let sure = planner.confidence_with(&request(), &sampling).unwrap();
    let usd: Vec<f64> = sure
        .cost()
        .draws()
        .iter()
        .map(|cost| cost.as_usd())
        .collect();
    let mean = usd.iter().sum::<f64>() / usd.len() as f64;
    assert!((mean - 200.0).abs() < 0.3, "{mean}");
    let square = usd
        .iter()
        .map(|usd| (usd - mean) * (usd - mean))
        .sum::<f64>();
    (square / usd.len() as f64).sqrt()
}

#[test]
fn a_sum_is_as_wide_as_its_correlation_says_by_hand() {
    let planner = two();
    let apart = deviation(&planner, FactorGroups::none());
    // Of two that vary alike, a sum varies by the root of 2 (1 + correlation). The law is nearly linear in z, so
    // values are correlated as z is, within a hundredth.
    for (share, correlation) in [("0.25", 0.25), ("0.5", 0.5), ("1", 1.0)] {
        let wide = deviation(&planner, table(share));
        let by_hand = apart * (1.0_f64 + correlation).sqrt();
        assert!(
            (wide / by_hand - 1.0).abs() < 0.015,
            "{share}: {wide} {by_hand}"
        );
    }
    // By shares of 0.9 and 0.4 the root of their product.
    let text = "group,figures,cites,share,basis,source,note\n\
                trucks,rate,A-0,0.9,derived,A-0,one\n\
                trucks,rate,A-1,0.4,derived,A-1,other\n";
    let wide = deviation(&planner, FactorGroups::from_csv(text).unwrap());
    let by_hand = apart * 1.6_f64.sqrt();
    assert!((wide / by_hand - 1.0).abs() < 0.015, "{wide} {by_hand}");
}

#[test]
fn what_has_all_in_common_is_one_thing() {
    let sampling = Sampling::default().draws(1_024);
    let ask = |planner: &Planner, groups| {
        let sampling = sampling.clone().groups(groups);
        planner.confidence_with(&request(), &sampling).unwrap()
    };
    let together = ask(&two(), table("1"));
    assert_eq!(together.unknowns, 1);
    // As if both were of one assumption.
    let one = Stages::new()
        .road(0, [0.8, 1.0, 1.25], "A-0")
        .road(1, [0.8, 1.0, 1.25], "A-0")
        .planner();
    let one = ask(&one, FactorGroups::none());
    assert_eq!(together.cost(), one.cost());
    let [unknown] = together.what_decides() else {
        panic!("{:?}", together.what_decides());
    };
    assert_eq!(unknown.group.as_deref(), Some("trucks"));
    assert!(unknown.assumed && unknown.sources == ["A-0"] && unknown.rows == 1);
    assert!((unknown.share - 1.0).abs() < 0.01, "{}", unknown.share);
}

#[test]
fn shares_of_a_group_and_of_its_rows_are_those_by_hand() {
    let sampling = Sampling::default().draws(4_096).groups(table("0.5"));
    let sure = two().confidence_with(&request(), &sampling).unwrap();
    assert_eq!(sure.unknowns, 3);
    // Half of each variance, and twice the covariance: 2 of 3 for what is common, a sixth for each alone.
    let share = |is: &dyn Fn(&Unknown) -> bool| {
        let mut found = sure.what_decides().iter().filter(|one| is(one));
        let one = found.next().unwrap();
        assert!(found.next().is_none());
        one.share
    };
    let group = share(&|one| one.group.is_some());
    assert!((group - 2.0 / 3.0).abs() < 0.015, "{group}");
    for source in ["A-0", "A-1"] {
        let own = share(&|one| one.group.is_none() && one.sources == [source]);
        assert!((own - 1.0 / 6.0).abs() < 0.015, "{source}: {own}");
    }
}

#[test]
fn each_figure_keeps_its_quantiles() {
    let planner = Stages::new()
        .road(0, [0.7, 1.0, 1.5], "A-0")
        .road(1, [1.0; 3], "A-1")
        .planner();
    for groups in [FactorGroups::none(), table("0.3"), table("1")] {
        let sampling = Sampling::default().draws(4_096).groups(groups);
        let sure = planner.confidence_with(&request(), &sampling).unwrap();
        let cost = sure.cost();
        assert!((cost.low().as_usd() - 170.0).abs() < 0.6, "{}", cost.low());
        assert!(
            (cost.high().as_usd() - 250.0).abs() < 1.5,
            "{}",
            cost.high()
        );
    }
}

#[test]
fn an_empty_table_is_what_was_without_it() {
    let request = Request::new("Tashkent", "Istanbul").policy(Policy::russia_excluded());
    let sampling = Sampling::default().draws(32);
    let ask = |groups| {
        let sampling = sampling.clone().groups(groups);
        PLANNER.confidence_with(&request, &sampling).unwrap()
    };
    let empty = "group,figures,share,basis,source,note\n";
    let none = ask(FactorGroups::none());
    assert_eq!(ask(FactorGroups::from_csv(empty).unwrap()), none);
    let together = ask(FactorGroups::embedded());
    assert_eq!(together.answer, none.answer);
    assert_ne!(together.cost(), none.cost());
    // Networks without the sources of the embedded table have none of its groups.
    let hand = two();
    let sampling = Sampling::default().draws(32);
    let apart = sampling.clone().groups(FactorGroups::none());
    assert_eq!(
        hand.confidence_with(&crate::stages::request(), &sampling),
        hand.confidence_with(&crate::stages::request(), &apart)
    );
}

#[test]
fn groups_that_do_not_fit_the_network_are_refused() {
    let planner = two();
    let refused = |rows: &str| {
        let text = format!("group,figures,country,cites,share,basis,source,note\n{rows}");
        let groups = FactorGroups::from_csv(&text).unwrap();
        let sampling = Sampling::default().draws(2).groups(groups);
        let error = planner.confidence_with(&request(), &sampling).unwrap_err();
        (error.code(), error.to_string())
    };
    let (code, told) = refused("ships,wait,,,0.5,assumed,A-0,storms\n");
    assert_eq!(code, "factor_group_of_nothing");
    assert!(
        told.contains("line 2: group `ships` names no figure"),
        "{told}"
    );
    let (code, told) = refused("trucks,rate,AM,,0.5,assumed,A-0,diesel\n");
    assert_eq!(code, "factor_group_of_nothing", "{told}");
    let (code, told) = refused("trucks,rate,,,0.5,assumed,A-9,diesel\n");
    assert_eq!(code, "factor_group_unknown");
    assert!(
        told.contains("source `A-9`, which the network does not have"),
        "{told}"
    );
    let (code, _) = refused("trucks,rate,,A-9,0.5,assumed,A-0,diesel\n");
    assert_eq!(code, "factor_group_unknown");
    let twice = "trucks,rate,,,0.2,assumed,A-0,diesel\ntrucks,rate,GE,,0.2,assumed,A-0,diesel\n";
    let (code, told) = refused(twice);
    assert_eq!(code, "factor_groups_overlap");
    assert!(told.contains("a rate by road of GE"), "{told}");
    let above = "trucks,rate,,,0.7,assumed,A-0,diesel\nmoney,rate,GE,,0.301,assumed,A-0,lari\n";
    assert_eq!(refused(above).0, "factor_groups_overlap");
}

#[test]
fn tables_with_faults_tell_them_all() {
    let read = |text: &str| match FactorGroups::from_csv(text) {
        Err(FactorGroupsError::Faulty { faults }) => faults,
        other => panic!("{other:?}"),
    };
    let head = "group,figures,mode,country,share,basis,source,note\n";
    let faults = read(&format!(
        "{head}a,rates,lorry,GEO,0,guessed,,\nb,rate,road,GE,1.5,assumed,A;,n\nc,rate,road,GE,0.12345,derived,A,n\n\
         d,rate,road,GE;,0.5,derived,A,n\nshort,rate\n,rate,,,0.5,derived,A,n\n"
    ));
    let told: Vec<(u64, &str)> = faults
        .iter()
        .map(|fault| (fault.line, fault.column.as_deref().unwrap_or("")))
        .collect();
    let expected = [
        (2, "figures"),
        (2, "mode"),
        (2, "country"),
        (2, "share"),
        (2, "basis"),
        (2, "source"),
        (2, "note"),
        (3, "share"),
        (3, "source"),
        (4, "share"),
        (5, "country"),
        (6, ""),
        (7, "group"),
    ];
    assert_eq!(told, expected);
    assert!(
        faults[0].reason.contains("none of `rate`"),
        "{}",
        faults[0].reason
    );
    let faults = read("group,figure,share,share,basis,source\n");
    let columns: Vec<&str> = faults
        .iter()
        .filter_map(|it| it.column.as_deref())
        .collect();
    assert_eq!(columns, ["figure", "share", "figures", "note"]);
    assert!(faults[0].reason.contains("did you mean `figures`?"));
    let long = "x".repeat((1 << 20) + 1);
    let error = FactorGroups::from_csv(&long).unwrap_err();
    assert_eq!(error.code(), "factor_groups_too_large");
    // A byte order mark and another order of columns are read.
    let text = "\u{feff}note,source,basis,share,figures,group\nn,A-0,assumed,0.5,rate,g\n";
    let groups = FactorGroups::from_csv(text).unwrap();
    assert_eq!(
        (groups.rows().len(), groups.rows()[0].share_per_mille),
        (1, 500)
    );
}

#[test]
fn groups_of_the_embedded_table_state_their_reasoning() {
    let groups = FactorGroups::embedded();
    assert!(groups.rows().len() > 40);
    for row in groups.rows() {
        assert!(!row.sources.is_empty() && row.note.len() > 20, "{row:?}");
    }
    // What is derived from a formula is what the formula gives.
    let share = |name: &str| {
        let mut rows = groups.rows().iter().filter(|row| &*row.group == name);
        f64::from(rows.next().unwrap().share_per_mille) / 1_000.0
    };
    let both = |one: f64, other: f64| (one * one - other * other) / (one * one + other * other);
    let range = |low: f64, high: f64| (high / low).ln();
    let back = range(0.711, 1.333);
    let drift = ((1_256.0_f64 / 945.0).ln() / 0.571).powi(2);
    for (name, by_hand) in [
        ("ge-truck-rates", both(range(0.493, 1.304), back)),
        ("cn-truck-rates", both(range(0.7, 1.6), back)),
        ("carec-truck-drift", drift),
        ("tm-truck-rates", both(range(0.391, 2.558), back) - drift),
        ("rail-sides", 1.0 / 6.0),
    ] {
        assert!((share(name) - by_hand).abs() < 0.001, "{name}: {by_hand}");
    }
}
