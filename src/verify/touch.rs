//! What a step touches, for rules to judge.

use crate::code::Country;
use crate::network::{Conveyance, Mode, OperatorId, PlaceId, Role};
use crate::route::Step;

/// What an operation touches, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Touch<'s> {
    pub(super) mode: Option<Mode>,
    pub(super) conveyances: Vec<Conveyance>,
    pub(super) countries: Vec<Country>,
    pub(super) border: Option<(Country, Country)>,
    pub(super) parties: Vec<(&'s str, OperatorId, Role)>,
    /// Plates of the shipment's own trucks, when the goods ride in one.
    pub(super) carrier: Option<Country>,
    pub(super) places: Vec<(&'s str, PlaceId)>,
    pub(super) flag: Option<Country>,
    /// The service of a vessel whose flag is not recorded.
    pub(super) unflagged: Option<&'s str>,
    pub(super) link: Option<&'s str>,
    pub(super) line: Option<&'s str>,
    pub(super) service: Option<&'s str>,
    pub(super) crossing: Option<&'s str>,
    pub(super) gauge_change: bool,
    /// The train or through rate of which it is a part.
    pub(super) whole: Option<&'s Step>,
}

impl Touch<'_> {
    /// Touches nothing again, and keeps its room.
    pub(super) fn clear(&mut self) {
        let Self {
            mode,
            conveyances,
            countries,
            border,
            parties,
            carrier,
            places,
            flag,
            unflagged,
            link,
            line,
            service,
            crossing,
            gauge_change,
            whole,
        } = self;
        *whole = None;
        conveyances.clear();
        countries.clear();
        parties.clear();
        places.clear();
        (*mode, *border, *carrier, *flag) = (None, None, None, None);
        (*unflagged, *link, *line) = (None, None, None);
        (*service, *crossing, *gauge_change) = (None, None, false);
    }

    /// Whether only a rule that speaks of links or lines can tell the two apart.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let Self {
            mode,
            conveyances,
            countries,
            border,
            parties,
            carrier,
            places,
            flag,
            unflagged,
            link: _,
            line: _,
            service,
            crossing,
            gauge_change,
            whole,
        } = self;
        let same_whole = match (whole, other.whole) {
            (None, None) => true,
            (Some(one), Some(other)) => std::ptr::eq(*one, other),
            _ => false,
        };
        same_whole
            && *mode == other.mode
            && *border == other.border
            && *carrier == other.carrier
            && *flag == other.flag
            && *unflagged == other.unflagged
            && *gauge_change == other.gauge_change
            && *service == other.service
            && *crossing == other.crossing
            && *countries == other.countries
            && *conveyances == other.conveyances
            && *places == other.places
            && *parties == other.parties
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_and_lines_leave_touches_alike() {
        let portugal: Country = "PT".parse().unwrap();
        let one = Touch {
            parties: vec![("CP", OperatorId::new(0), Role::RailwayUndertaking)],
            ..Touch::default()
        };
        let alter = |change: &dyn Fn(&mut Touch<'static>)| {
            let mut other = one.clone();
            change(&mut other);
            other
        };
        let manager = ("CP", OperatorId::new(0), Role::InfrastructureManager);
        let others: [(&str, Touch<'_>); 12] = [
            ("mode", alter(&|it| it.mode = Some(Mode::Rail))),
            (
                "conveyance",
                alter(&|it| it.conveyances.push(Conveyance::Truck)),
            ),
            ("country", alter(&|it| it.countries.push(portugal))),
            (
                "border",
                alter(&|it| it.border = Some((portugal, portugal))),
            ),
            ("party", alter(&|it| it.parties[0] = manager)),
            ("plates", alter(&|it| it.carrier = Some(portugal))),
            (
                "place",
                alter(&|it| it.places.push(("PTLIS", PlaceId::new(0)))),
            ),
            ("flag", alter(&|it| it.flag = Some(portugal))),
            ("no flag", alter(&|it| it.unflagged = Some("ferry"))),
            ("service", alter(&|it| it.service = Some("ferry"))),
            ("crossing", alter(&|it| it.crossing = Some("x"))),
            ("gauge", alter(&|it| it.gauge_change = true)),
        ];
        for (what, other) in &others {
            assert!(!one.is_like(other) && !other.is_like(&one), "{what}");
            assert!(other.is_like(&other.clone()), "{what}");
        }
        let elsewhere = alter(&|it| (it.link, it.line) = (Some("link"), Some("line")));
        assert!(one.is_like(&elsewhere));
    }
}
