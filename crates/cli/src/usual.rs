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

    /// An answer for each request, in their order.
    pub(crate) fn answer(&self, mut asked: Vec<RequestDocument>) -> Vec<AnswerDocument> {
        let shipment = &self.shipment;
        for asked in &mut asked {
            asked.policy.get_or_insert_with(|| self.policy.clone());
            asked.least.get_or_insert(self.least.objective());
            asked.unit.get_or_insert(shipment.unit());
            asked.count.get_or_insert(shipment.count());
            asked.mass.get_or_insert(shipment.mass_per_unit());
            asked.plate.get_or_insert(shipment.plate());
            self.whole.fill(asked);
        }
        self.planners.answer_all(&asked, &Progress::none())
    }

    /// The same for rows of which some are no requests: those keep what they are answered.
    pub(crate) fn answer_rows<E>(
        &self,
        rows: Vec<Result<RequestDocument, E>>,
        refused: impl Fn(E) -> AnswerDocument,
    ) -> Vec<AnswerDocument> {
        let mut asked = Vec::new();
        let mut kept = Vec::new();
        for row in rows {
            match row {
                Ok(request) => {
                    asked.push(request);
                    kept.push(None);
                }
                Err(error) => kept.push(Some(refused(error))),
            }
        }
        let mut found = self.answer(asked).into_iter();
        let rows = kept.into_iter();
        rows.filter_map(|row| row.or_else(|| found.next()))
            .collect()
    }
}
