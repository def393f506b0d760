//! What rules keep out of a search is counted, and told by one example that no order of rows changes.

use crate::by_hand::{CONTAINERS, network, small};
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;

#[test]
fn the_sample_is_the_operation_with_the_first_codes() {
    // Codes: DE-isl, DE-one, DE-thr, DE-two. The link to the isle is made first, or last.
    for id in ["a0", "z0"] {
        let row = format!("{id},DE-thr,DE-isl,rail,DE,100,1435,,both,open,,,,,,S");
        let network = network(&[CONTAINERS, ("links", &row)]);
        let planner = Planner::new(&network, &Scenario::on(date(2026, 11, 22))).unwrap();
        for (links, sample) in [
            (vec![id, "l1"], "Three–Isle"),
            (vec![id, "l2"], "Three–Isle"),
            (vec!["l1", "l2"], "One–Two"),
            (vec!["l2"], "Two–Three"),
        ] {
            let links: Vec<String> = links.into_iter().map(str::to_owned).collect();
            let count = links.len();
            let policy = Policy::new("no links").with(Rule::Exclude(Subject::Link { links }));
            let request = Request::new("DE-one", "CZ-one")
                .shipment(small(10.0))
                .policy(policy);
            let kept = planner.kept_out(&request).unwrap();
            assert_eq!(kept.rules.len(), 1);
            assert!(kept.rules[0].operations >= 2 * count, "{kept}");
            let named = format!("the link {sample} ");
            assert!(
                kept.rules[0].sample.to_string().contains(&named),
                "{}",
                kept.rules[0].sample
            );
        }
    }
}
