//! Requests as documents, with what the options of a batch stand for in them.

use std::error::Error;

use trade_corridor::json::{AnswerDocument, Choice, Planners, RequestDocument};
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;

use crate::arguments::{Goods, Least, Tables, When, Whole, policy};

/// Planners, and what missing fields stand for.
pub(crate) struct Usual<'a> {
    planners: Planners,
    policy: Choice<Policy>,
    least: Least,
    shipment: Shipment,
    whole: &'a Whole,
}

impl<'a> Usual<'a> {
    /// # Errors
    /// Unreadable tables, policies and scenarios; goods that cannot be shipped; rules of things that are not there.
    pub(crate) fn new(
        (name, least): (&str, Least),
        goods: &Goods,
        whole: &'a Whole,
        when: &When,
        tables: &Tables,
    ) -> Result<Self, Box<dyn Error>> {
        let read = policy(name)?;
        let policy = match Policy::preset(name) {
            Ok(_) => Choice::Preset(name.to_owned()),
            Err(_) => Choice::Given(read),
        };
        let network = tables.load()?;
        whole.added_to(Policy::open(), &network)?;
        Ok(Self {
            planners: Planners::new(network).with_scenario(&when.scenario()?),
            policy,
            least,
            shipment: goods.shipment()?,
            whole,
        })
    }

    /// An answer for each row, in their order; rows that are no requests keep the answer that they have.
    pub(crate) fn answer(
        &self,
        rows: impl IntoIterator<Item = Result<RequestDocument, Box<AnswerDocument>>>,
    ) -> Vec<AnswerDocument> {
        let rows = rows
            .into_iter()
            .map(|row| row.map(|asked| self.filled(asked)));
        self.planners.answer_rows(rows, &Progress::none())
    }

    fn filled(&self, mut asked: RequestDocument) -> RequestDocument {
        let shipment = &self.shipment;
        asked.policy.get_or_insert_with(|| self.policy.clone());
        asked.least.get_or_insert(self.least.objective());
        asked.unit.get_or_insert(shipment.unit());
        asked.count.get_or_insert(shipment.count());
        asked.mass.get_or_insert(shipment.mass_per_unit());
        asked.plate.get_or_insert(shipment.plate());
        self.whole.fill(&mut asked);
        asked
    }
}
