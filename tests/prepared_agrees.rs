//! A prepared question, a matrix cell and a single question give the same answer.

use trade_corridor::network::PlaceId;
use trade_corridor::planner::Reason;
use trade_corridor::prelude::*;

#[test]
fn matrix_cells_equal_single_questions_with_their_reasons() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).expect("the atlas");
    let shipment = Shipment::container_40ft(Mass::from_kg(20_000)).expect("fits");
    let policy = Policy::russia_excluded();
    let queries = [
        "CNHGS", "Tashkent", "Tbilisi", "Istanbul", "Vienna", "Moscow", "Yerevan",
    ];
    let places: Vec<PlaceId> = queries
        .iter()
        .map(|query| network.find_place(query).expect("a place"))
        .collect();
    for objective in [Objective::Cost, Objective::Time, Objective::Distance] {
        let matrix = planner
            .matrix(&places, &places, &shipment, &policy, &objective)
            .expect("a matrix");
        for outside in [places.len(), usize::MAX] {
            assert!(matrix.get(outside, 0).is_none() && matrix.get(0, outside).is_none());
        }
        let prepared = planner
            .prepare(&shipment, &policy, &objective)
            .expect("prepared");
        for (row, from) in queries.iter().enumerate() {
            for (column, to) in queries.iter().enumerate() {
                let request = Request::new(*from, *to)
                    .shipment(shipment)
                    .policy(policy.clone());
                let single = planner.best(&request, &objective);
                let again = prepared.route(places[row], places[column]);
                match (matrix.get(row, column).expect("inside"), single) {
                    (Ok(value), Ok(route)) => {
                        assert_eq!(Some(*value), route.value(), "{from} to {to}");
                        let mut again = again.expect("a way");
                        assert!(again.certificate.is_none());
                        again.certify(&policy, planner.world()).expect("sound");
                        assert_eq!(again, route);
                        let least = prepared.least(places[row], places[column]);
                        assert_eq!(least.expect("a way"), *value);
                    }
                    (Err(cell), Err(Error::NoRoute(single))) => {
                        assert_eq!(again.unwrap_err(), Error::NoRoute(cell.clone()));
                        assert_eq!((cell.from(), cell.to()), (single.from(), single.to()));
                        // Why no way leads there is looked for where one question is asked.
                        let searched = *cell.reason() == Reason::Unexamined;
                        assert_eq!(searched, single.code() == "blocked_by_rules", "{single}");
                        assert!(searched || cell == &single, "{cell} but {single}");
                    }
                    (cell, single) => panic!("{from} to {to}: {cell:?} but {single:?}"),
                }
            }
        }
    }
}
