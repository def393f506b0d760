//! What one subject says of what a step touches.

use super::business::home;
use super::business_rules::{Scope, along};
use super::judge::{Judge, Outcome};
use super::touch::Touch;
use crate::code::{Country, Name, Named};
use crate::network::{Conveyance, Mode, Party, Regime, Role};
use crate::policy::{Actor, Finding, Ownership, Subject};

/// Every value must be inside (required) or outside (excluded).
fn every<'v, T: 'v>(
    require: bool,
    values: impl IntoIterator<Item = &'v T>,
    inside: impl Fn(&T) -> bool,
    find: impl Fn(&T) -> Finding,
) -> Outcome {
    let mut outcome = Outcome::NotConcerned;
    for value in values {
        if inside(value) != require {
            return Outcome::Broken(Box::new(find(value)));
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
        |country| Finding::Carrier { country: *country },
    );
    match (operators, plates) {
        (broken @ Outcome::Broken(_), _) | (_, broken @ Outcome::Broken(_)) => broken,
        (Outcome::Held, _) | (_, Outcome::Held) => Outcome::Held,
        (Outcome::NotConcerned, Outcome::NotConcerned) => Outcome::NotConcerned,
    }
}

/// Where operators are required, somebody must be on record for what moves the goods: a carrier of the
/// mode, or anybody else of whom the rule speaks. A rule that names terminals asks for one where goods
/// are handled.
fn manned(outcome: Outcome, roles: &[Role], touch: &Touch<'_>, require: bool) -> Outcome {
    if !require || !matches!(outcome, Outcome::NotConcerned) || touch.border.is_some() {
        return outcome;
    }
    let lifted = touch.conveyances.len() == 2;
    let role = match touch.mode {
        Some(Mode::Rail) => Role::RailwayUndertaking,
        Some(Mode::Road) => Role::RoadCarrier,
        Some(Mode::Sea | Mode::InlandWaterway) => Role::ShippingLine,
        None if lifted && roles.contains(&Role::Terminal) => Role::Terminal,
        None => return outcome,
    };
    let speaks = |role| roles.is_empty() || roles.contains(&role);
    if !speaks(role) || touch.carrier.is_some() && speaks(Role::RoadCarrier) {
        return outcome;
    }
    Outcome::Broken(Box::new(Finding::Nobody { role }))
}

impl Judge<'_> {
    /// Excluded: none of the values is in the subject. Required: all are.
    pub(super) fn subject(&self, subject: &Subject, touch: &Touch<'_>, require: bool) -> Outcome {
        let named = |value: Option<&str>, names: &[String], find: &dyn Fn(Name) -> Finding| {
            every(
                require,
                value.as_ref(),
                |value| names.iter().any(|name| name == value),
                |value| find(Name::from(*value)),
            )
        };
        match subject {
            Subject::Territory { countries } => every(
                require,
                &touch.countries,
                |country| countries.contains(country),
                |country| Finding::Territory { country: *country },
            ),
            Subject::Border { pairs } => every(
                require,
                &touch.border,
                |(from, to)| pairs.contains(&[*from, *to]),
                |(from, to)| Finding::Border {
                    from: *from,
                    to: *to,
                },
            ),
            Subject::Crossing { crossings } => named(touch.crossing, crossings, &|code| {
                let crossing = self.network.crossing_by_code(&code);
                let record = crossing.and_then(|id| self.network.crossing(id));
                let name = record.map_or_else(|| code.clone(), |record| record.name.clone());
                Finding::Crossing {
                    crossing: Named::new(code, name),
                }
            }),
            Subject::Operator { operators, roles } => {
                let find = |actor| Finding::Operator { actor };
                let inside = |id: &str, _| operators.iter().any(|name| name == id);
                let operators = self.operators(touch, roles, require, inside, find);
                manned(operators, roles, touch, require)
            }
            Subject::Domicile { countries, roles } => {
                let find = |actor| Finding::Domicile { actor };
                let inside = |_: &str, party| countries.contains(&home(self.network, party));
                let operators = self.operators(touch, roles, require, inside, find);
                let parties = with_plates(operators, countries, roles, touch, require);
                manned(parties, roles, touch, require)
            }
            Subject::Owner {
                countries, roles, ..
            } => {
                let counted = self.known(subject).and_then(|known| known.counted.as_ref());
                let find = |actor| Finding::Owner {
                    actor,
                    ownership: Ownership::default(),
                };
                let inside =
                    |_: &str, party| counted.is_some_and(|counted| counted.share(party).is_some());
                let operators = self.operators(touch, roles, require, inside, find);
                let parties = with_plates(operators, countries, roles, touch, require);
                manned(parties, roles, touch, require)
            }
            Subject::Member { .. } => {
                let scope = Scope {
                    countries: &[],
                    roles: &[],
                };
                let find = |actor, memberships| Finding::Member { actor, memberships };
                let known = self.known(subject);
                known.map_or(Outcome::NotConcerned, |known| {
                    self.business(&known.business, scope, touch, require, find)
                })
            }
            Subject::Consortium {
                consortium,
                countries,
                roles,
            } => {
                let scope = Scope { countries, roles };
                let find = |actor, memberships| Finding::Consortium { actor, memberships };
                match self.known(subject) {
                    None => Outcome::NotConcerned,
                    Some(known) if require => {
                        self.only_by(consortium, &known.business, scope, touch)
                    }
                    Some(known) => self.business(&known.business, scope, touch, false, find),
                }
            }
            Subject::MemberOf { roles, .. } => {
                let known = self.known(subject);
                let find = |actor: Actor| Finding::MemberOf {
                    memberships: known.map_or_else(Vec::new, |known| known.memberships(&actor)),
                    actor,
                };
                let inside =
                    |_: &str, party| known.is_some_and(|known| known.parties.contains(&party));
                let operators = self.operators(touch, roles, require, inside, find);
                manned(operators, roles, touch, require)
            }
            Subject::Along { countries, .. } => {
                let known = self.known(subject);
                known.map_or(Outcome::NotConcerned, |known| {
                    along(&known.lines, countries, touch, require)
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
                    |(code, id)| {
                        let place = self.network.place(*id);
                        let name = place.map_or_else(|| (*code).into(), |place| place.name.clone());
                        Finding::Call {
                            place: Named::new(*code, name),
                            country: place.map(|place| place.country),
                        }
                    },
                )
            }
            Subject::Passage { passages } => self.passages(passages, touch, require),
            Subject::Flag { countries } => every(
                require,
                &touch.flag,
                |flag| countries.contains(flag),
                |flag| Finding::Flag { country: *flag },
            ),
            Subject::Mode { modes } => every(
                require,
                &touch.mode,
                |mode| modes.contains(mode),
                |mode| Finding::Mode { mode: *mode },
            ),
            Subject::Conveyance { conveyances } => every(
                require,
                touch
                    .conveyances
                    .iter()
                    .filter(|conveyance| !require || **conveyance != Conveyance::Terminal),
                |conveyance| conveyances.contains(conveyance),
                |conveyance| Finding::Conveyance {
                    conveyance: *conveyance,
                },
            ),
            Subject::BorderControl => {
                let record = touch.crossing.and_then(|code| {
                    let id = self.network.crossing_by_code(code)?;
                    self.network.crossing(id)
                });
                let free = record.is_some_and(|record| record.regime == Regime::Free);
                every(
                    require,
                    &touch.border,
                    |_| !free,
                    |(from, to)| Finding::Border {
                        from: *from,
                        to: *to,
                    },
                )
            }
            Subject::GaugeChange => every(
                require,
                touch.gauge_change.then_some(&()),
                |()| true,
                |()| Finding::GaugeChange,
            ),
            Subject::Link { links } => named(touch.link, links, &|link| Finding::Link { link }),
            Subject::Line { lines } => named(touch.line, lines, &|line| Finding::Line { line }),
            Subject::Service { services } => named(touch.service, services, &|service| {
                Finding::Service { service }
            }),
        }
    }

    fn operators(
        &self,
        touch: &Touch<'_>,
        roles: &[Role],
        require: bool,
        inside: impl Fn(&str, Party) -> bool,
        find: impl Fn(Actor) -> Finding,
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
            |(_, operator, role)| {
                let record = self.network.operator_at(*operator);
                let named = Named::new(record.id.clone(), record.name.clone());
                find(Actor::new(named, record.domicile, *role))
            },
        )
    }
}
