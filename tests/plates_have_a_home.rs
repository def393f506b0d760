//! The shipment's own trucks are an operator too: a rule on domiciles reads their plates.

use trade_corridor::network::Conveyance;
use trade_corridor::prelude::*;

#[test]
fn russian_plates_are_kept_out_by_the_rule_on_operators() {
    let network = Network::europe_central_asia();
    let today = Scenario::on(date(2026, 11, 22));
    let planner = Planner::new(network, &today).expect("the embedded atlas");
    let russia: Country = "RU".parse().expect("a code");
    let trailer = Shipment::trailer(Mass::from_kg(20_000)).expect("fits");
    let rule = Rule::exclude_domicile(russia);
    let request = Request::new("Tashkent", "Almaty").policy(Policy::new("no RU").with(rule));

    let turkish = planner
        .cheapest(&request.clone().shipment(trailer))
        .expect("a way by road");
    assert!(
        turkish
            .steps
            .iter()
            .any(|step| step.conveyances.contains(&Conveyance::Truck))
    );
    let refused = planner.cheapest(&request.clone().shipment(trailer.with_plate(russia)));
    let text = refused.expect_err("only trucks take trailers").to_string();
    assert!(text.contains("plates of RU"), "{text}");

    let mut swapped = turkish;
    swapped.shipment = trailer.with_plate(russia);
    let found = trade_corridor::verify::verify(&swapped, &request.policy, network, &today);
    assert!(found.is_err(), "the verifier reads the plates by itself");
}
