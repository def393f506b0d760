//! From revenue to income.

use serde::{Deserialize, Serialize};

use super::{Part, Settlement, SettlementError};
use crate::quantity::{Money, Share, ShareSum, apportion};

/// What a consortium spends of each dollar that it earns. Nobody has published it for the companies of
/// the corridor: state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Costs {
    /// Operating cost.
    pub operating: Share,
    /// Interest and repayment of debt.
    pub debt: Share,
    /// Tax.
    pub tax: Share,
}

/// What is left of revenue after costs, and the part of each member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Income {
    /// The revenue.
    #[serde(rename = "gross_cents")]
    pub gross: Money,
    /// What is spent.
    pub costs: Costs,
    /// What is left.
    #[serde(rename = "net_cents")]
    pub net: Money,
    /// The members in canonical order, in proportion to their revenue; the parts add up to what is left.
    pub parts: Vec<Part>,
}

impl Settlement {
    /// Gross revenue less operating cost, debt and tax, divided as the revenue is.
    ///
    /// # Errors
    /// Costs above the revenue.
    pub fn income(&self, costs: Costs) -> Result<Income, SettlementError> {
        let spent = ShareSum::of([costs.operating, costs.debt, costs.tax]);
        let Some(spent) = spent.filter(|spent| spent.whole().is_le()) else {
            let percent = spent.map_or_else(String::new, |spent| spent.to_string());
            return Err(SettlementError::CostsAboveRevenue { percent });
        };
        let each = [costs.operating, costs.debt, costs.tax].map(|share| spent.parts(share));
        let all = spent.parts(Share::WHOLE);
        let left = all.saturating_sub(each.iter().sum());
        let divided = apportion(self.earned, &[left, all - left]);
        let net = divided.first().copied().unwrap_or(Money::ZERO);
        let weights = self.parts.iter().map(|part| part.amount.as_cents());
        let weights: Vec<u64> = weights.map(i64::unsigned_abs).collect();
        let amounts = apportion(net, &weights);
        let parts = self.parts.iter().zip(amounts);
        Ok(Income {
            gross: self.earned,
            costs,
            net,
            parts: parts
                .map(|(part, amount)| Part {
                    amount,
                    ..part.clone()
                })
                .collect(),
        })
    }
}
