//! What one subject says of what a step touches.

use super::judge::{Judge, Outcome};
use super::touch::Touch;
use crate::code::Country;
use crate::network::{Carriage, Mode, Party, Role};
use crate::policy::Subject;

/// Every value must be inside (required) or outside (excluded).
fn every<'v, T: 'v>(
    require: bool,
    values: impl IntoIterator<Item = &'v T>,
    inside: impl Fn(&T) -> bool,
    tell: impl Fn(&T) -> String,
) -> Outcome {
    let mut outcome = Outcome::NotConcerned;
    for value in values {
        if inside(value) != require {
            return Outcome::Broken(tell(value));
        }
        outcome = Outcome::Held;
    }
    outcome
}

/// The shipment's own trucks are a road carrier too, from where their plates are.
fn with_plates(
    operators: Outcome,
    countries: &[Country],
    roles: &[Role],
    touch: &Touch<'_>,
    require: bool,
) -> Outcome {
    let own = !countries.is_empty() && (roles.is_empty() || roles.contains(&Role::RoadCarrier));
    let plates = every(
        require,
        touch.carrier.iter().filter(|_| own),
        |country| countries.contains(country),
        |country| format!("a road carrier with plates of {country} moves the goods"),
    );
    match (operators, plates) {
        (broken @ Outcome::Broken(_), _) | (_, broken @ Outcome::Broken(_)) => broken,
        (Outcome::Held, _) | (_, Outcome::Held) => Outcome::Held,
        _ => Outcome::NotConcerned,
    }
}

impl Judge<'_> {
    /// Excluded: none of the values is in the subject. Required: all are.
    pub(super) fn subject(&self, subject: &Subject, touch: &Touch<'_>, require: bool) -> Outcome {
        let named = |what: &'static str, value: Option<&str>, names: &[String]| {
            every(
                require,
                value.as_ref(),
                |value| names.iter().any(|name| name == value),
                |value| format!("{what} {value}"),
            )
        };
        match subject {
            Subject::Consortium { consortium, .. } if require => {
                self.run_by(consortium, subject, touch)
            }
            Subject::Territory { countries } => every(
                require,
                &touch.countries,
                |country| countries.contains(country),
                |country| format!("it enters {country}"),
            ),
            Subject::Border { pairs } => every(
                require,
                &touch.border,
                |(from, to)| pairs.contains(&[*from, *to]),
                |(from, to)| format!("it crosses from {from} into {to}"),
            ),
            Subject::Crossing { crossings } => named("crossing", touch.crossing, crossings),
            Subject::Operator { operators, roles } => {
                self.operators(touch, roles, require, |id, _| {
                    operators.iter().any(|name| name == id)
                })
            }
            Subject::Domicile { countries, roles } => {
                let operators = self.operators(touch, roles, require, |_, party| {
                    countries.contains(&self.home(party))
                });
                with_plates(operators, countries, roles, touch, require)
            }
            Subject::Owner {
                countries, roles, ..
            } => {
                let counted = self.known(subject).and_then(|known| known.counted.as_ref());
                let operators = self.operators(touch, roles, require, |_, party| {
                    counted.is_some_and(|counted| counted.share(party).is_some())
                });
                with_plates(operators, countries, roles, touch, require)
            }
            Subject::Member { .. } | Subject::Consortium { .. } => {
                let known = self.known(subject);
                self.operators(touch, &[], require, |_, party| {
                    known.is_some_and(|known| known.parties.contains(&party))
                })
            }
            Subject::Call { countries, .. } => {
                let known = self.known(subject);
                every(
                    require,
                    &touch.places,
                    |(_, id)| {
                        let home = self.network.place(*id).map(|place| place.country);
                        home.is_some_and(|home| countries.contains(&home))
                            || known.is_some_and(|known| known.places.contains(id))
                    },
                    |(code, _)| format!("it calls at {code}"),
                )
            }
            Subject::Flag { countries } => every(
                require,
                &touch.flag,
                |flag| countries.contains(flag),
                |flag| format!("the vessel flies the flag of {flag}"),
            ),
            Subject::Mode { modes } => every(
                require,
                &touch.mode,
                |mode| modes.contains(mode),
                |mode| format!("it is by {mode}"),
            ),
            Subject::Carriage { carriages } => every(
                require,
                touch
                    .carriages
                    .iter()
                    .filter(|carriage| !require || **carriage != Carriage::Depot),
                |carriage| carriages.contains(carriage),
                |carriage| format!("the goods ride in {carriage}"),
            ),
            Subject::GaugeChange => every(
                require,
                touch.gauge_change.then_some(&()),
                |()| true,
                |()| "the gauge changes".to_owned(),
            ),
            Subject::Link { links } => named("link", touch.link, links),
            Subject::Line { lines } => named("line", touch.line, lines),
            Subject::Service { services } => named("service", touch.service, services),
        }
    }

    fn operators(
        &self,
        touch: &Touch<'_>,
        roles: &[Role],
        require: bool,
        inside: impl Fn(&str, Party) -> bool,
    ) -> Outcome {
        let concerned = |role: Role| {
            if roles.is_empty() {
                !require || role != Role::StateAgency
            } else {
                roles.contains(&role)
            }
        };
        let parties = touch.parties.iter();
        every(
            require,
            parties.filter(|(_, _, role)| concerned(*role)),
            |(id, operator, _)| inside(id, Party::Operator(*operator)),
            |(id, operator, role)| {
                let party = Party::Operator(*operator);
                let name = self.network.party_name(party).unwrap_or(id);
                format!("{name} is {}", role.as_str().replace('_', " "))
            },
        )
    }

    pub(super) fn home(&self, party: Party) -> Country {
        match party {
            Party::Operator(id) => self.network.operator_at(id).domicile,
            Party::Owner(id) => self.network.owner_at(id).country,
        }
    }

    /// Land moves in the countries are run by the consortium or a member.
    fn run_by(&self, consortium: &str, subject: &Subject, touch: &Touch<'_>) -> Outcome {
        let land = matches!(
            touch.mode,
            Some(Mode::Rail | Mode::Road | Mode::InlandWaterway)
        );
        let Some(known) = self.known(subject) else {
            return Outcome::NotConcerned;
        };
        let mut countries = touch.countries.iter();
        let here = countries.any(|country| known.homes.contains(country));
        if !land || touch.border.is_some() || touch.gauge_change || !here {
            return Outcome::NotConcerned;
        }
        let mut parties = touch.parties.iter();
        let run = parties.any(|(_, id, _)| known.parties.contains(&Party::Operator(*id)));
        if run {
            Outcome::Held
        } else {
            Outcome::Broken(format!("nobody of {consortium} runs it"))
        }
    }
}
