//! What has no price says why, and what to do.

use trade_corridor::costing::{LoadUnit, Unpriced};
use trade_corridor::network::{Network, Product};
use trade_corridor::quantity::Distance;

#[test]
fn reasons_name_what_is_missing() {
    let network = Network::europe_central_asia();
    let (record, _) = network.handling().next().unwrap();
    let (service, _) = network.services().next().unwrap();
    let (rate, _) = network.through_rates().next().unwrap();
    let unit = LoadUnit::Wagon;
    let product = Product::Truck;
    let reasons = [
        (
            Unpriced::UnknownOperation {
                arc: 7,
                operations: 7,
            },
            "there is no operation 7: the model has 7",
        ),
        (
            Unpriced::ForeignQuote,
            "the quote reads the prices of another world; make it with the `quote` of this model",
        ),
        (
            Unpriced::NotSold { product, unit },
            "no haulage by truck is sold to a wagon of this mass there",
        ),
        (
            Unpriced::NoBand {
                product,
                distance: Distance::from_metres(1_500),
            },
            "no haulage by truck is sold over 1.5 km",
        ),
        (
            Unpriced::Handling { record, unit },
            "the handling record has no price for a wagon; add one or leave all its prices empty",
        ),
        (
            Unpriced::Service { service, unit },
            "the service has no price for a wagon",
        ),
        (
            Unpriced::ThroughRate { rate, unit },
            "the through rate has no price for a wagon",
        ),
    ];
    for (reason, text) in reasons {
        assert_eq!(reason.to_string(), text);
        let saved = serde_json::to_string(&reason).unwrap();
        assert_eq!(serde_json::from_str::<Unpriced>(&saved).unwrap(), reason);
    }
}
