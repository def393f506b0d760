//! What the names of subjects on consortia stand for.

use super::VerifyError;
use super::business::{Business, home};
use super::rulebook::{Kind, Known, Reader};
use crate::code::Name;
use crate::network::{OperatorId, Party};
use crate::policy::{Actor, Membership, Subject};

impl Known {
    /// The memberships of somebody who is a member at large.
    pub(super) fn memberships(&self, actor: &Actor) -> Vec<Membership> {
        self.business.memberships_of(&actor.operator)
    }
}

impl Reader<'_> {
    fn consortium(&self, id: &str) -> Result<OperatorId, VerifyError> {
        let found = self.network.operator_by_id(id);
        found.ok_or_else(|| self.unknown(id))
    }

    /// Notes what a subject on consortia speaks of and refuses names that are not there.
    pub(super) fn read_business(&mut self, subject: &Subject) -> Result<(), VerifyError> {
        let (world, network) = (self.world, self.network);
        let mut known = Known::default();
        self.speak(Kind::Links);
        match subject {
            Subject::Member { members, countries } => {
                self.speak(Kind::Operators);
                self.all_known(members, |name| network.party(name).is_some())?;
                let members: Vec<Party> = members
                    .iter()
                    .filter_map(|name| network.party(name))
                    .collect();
                known.business = Business::read(world, |_, member| {
                    members.contains(&member) || countries.contains(&home(network, member))
                });
            }
            Subject::Consortium { consortium, .. } => {
                self.speak(Kind::Operators);
                let id = self.consortium(consortium)?;
                known.business = Business::read(world, |of, _| of == id).of(id);
            }
            Subject::MemberOf { consortium, .. } => {
                self.speak(Kind::Operators);
                let id = self.consortium(consortium)?;
                known.business = Business::read(world, |of, _| of == id);
                let members = world.members().iter();
                let members = members.filter(|row| row.consortium == id);
                known.parties = members.map(|row| row.member).collect();
            }
            Subject::Along {
                lines, consortia, ..
            } => {
                self.all_known(lines, |name| network.line_by_id(name).is_some())?;
                known.lines = lines.iter().map(|id| Name::from(id.as_str())).collect();
                for consortium in consortia {
                    let id = self.consortium(consortium)?;
                    let run = Business::read(world, |of, _| of == id);
                    known.lines.extend(run.lines());
                    let own = network.lines();
                    let own = own.filter(|(line, _)| world.manager(*line) == Some(id));
                    known.lines.extend(own.map(|(_, line)| line.id.clone()));
                }
            }
            Subject::Territory { .. }
            | Subject::Border { .. }
            | Subject::Crossing { .. }
            | Subject::Operator { .. }
            | Subject::Domicile { .. }
            | Subject::Owner { .. }
            | Subject::Call { .. }
            | Subject::Flag { .. }
            | Subject::Mode { .. }
            | Subject::Conveyance { .. }
            | Subject::GaugeChange
            | Subject::BorderControl
            | Subject::Passage { .. }
            | Subject::Link { .. }
            | Subject::Line { .. }
            | Subject::Service { .. } => {}
        }
        self.keep(subject, known);
        Ok(())
    }
}
