use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Cited, OperatorId, OwnerId, OwnerKind, Provenance, Records, Role, Validity};
use crate::code::{Country, Name};
use crate::quantity::{Share, ShareSum};

/// A company or agency that moves, handles or manages.
#[doc(alias = "agency")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Operator {
    /// Id, unique among operators and owners.
    pub id: Name,
    /// Name.
    pub name: Name,
    /// Other names that find it.
    pub aliases: Vec<String>,
    /// Where it is registered.
    pub domicile: Country,
    /// What it does.
    pub roles: Vec<Role>,
    /// When it exists.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Operator {
    /// An operator that always existed.
    pub fn new(id: impl Into<Name>, name: impl Into<Name>, domicile: Country) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            aliases: Vec::new(),
            domicile,
            roles: Vec::new(),
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

/// A holder that operates nothing: a state, a fund, a person, a holding company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Owner {
    /// Id, unique among operators and owners.
    pub id: Name,
    /// Name.
    pub name: Name,
    /// Its country.
    pub country: Country,
    /// What it is.
    pub kind: OwnerKind,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Owner {
    /// An owner by id, name, country and kind.
    pub fn new(
        id: impl Into<Name>,
        name: impl Into<Name>,
        country: Country,
        kind: OwnerKind,
    ) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            country,
            kind,
            provenance: Provenance::default(),
        }
    }
}

/// Somebody who can hold and be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// An operator.
    Operator(OperatorId),
    /// An owner.
    Owner(OwnerId),
}

impl Party {
    /// Its id among records that have it.
    pub(super) fn id_in(self, records: &Records) -> &Name {
        match self {
            Self::Operator(id) => &records.operators.at(id.index()).id,
            Self::Owner(id) => &records.owners.at(id.index()).id,
        }
    }
}

/// Who holds how much of whom, from when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Stake {
    /// Who holds.
    pub holder: Party,
    /// Who is held.
    pub held: Party,
    /// How much.
    pub share: Cited<Share>,
    /// From when to when.
    pub validity: Validity,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Stake {
    /// A stake that always holds.
    #[must_use]
    pub fn new(holder: Party, held: Party, share: impl Into<Cited<Share>>) -> Self {
        Self {
            holder,
            held,
            share: share.into(),
            validity: Validity::ALWAYS,
            provenance: Provenance::default(),
        }
    }
}

/// A member of a consortium. Its share counts as a stake in the consortium.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Member {
    /// The consortium, an operator.
    pub consortium: OperatorId,
    /// The member.
    pub member: Party,
    /// Its share; associations without capital have none.
    pub share: Option<Cited<Share>>,
    /// From when to when.
    pub validity: Validity,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Member {
    /// A member that always belongs.
    #[must_use]
    pub fn new(consortium: OperatorId, member: Party, share: Option<Cited<Share>>) -> Self {
        Self {
            consortium,
            member,
            share,
            validity: Validity::ALWAYS,
            provenance: Provenance::default(),
        }
    }
}

impl Member {
    /// The stake that its share is.
    pub(super) fn stake(&self) -> Option<Stake> {
        let mut stake = Stake::new(
            self.member,
            Party::Operator(self.consortium),
            self.share.clone()?,
        );
        stake.validity = self.validity;
        stake.provenance = self.provenance.clone();
        Some(stake)
    }
}

/// An operator owned jointly, and its members on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consortium<'a> {
    /// The operator.
    pub operator: OperatorId,
    /// Its members on the day, in canonical order.
    pub members: Vec<&'a Member>,
    /// The day.
    pub day: Date,
}

impl Consortium<'_> {
    /// Splits `amount` by the members' shares, exact to the cent: rounding cents go to the largest
    /// remainders, ties to the earlier member. Members without a share get nothing; when no member
    /// has one, or members put together by hand have shares without a common denominator up to 10¹⁸,
    /// the result is empty.
    #[must_use]
    pub fn split(&self, amount: crate::quantity::Money) -> Vec<(Party, crate::quantity::Money)> {
        let shares = self.members.iter();
        let shares = shares.map(|member| member.share.as_ref().map(Cited::value));
        // Those of one day in a built network have a common denominator.
        let Some(sum) = ShareSum::of(shares.clone().flatten()) else {
            return Vec::new();
        };
        let weights: Vec<u64> = shares
            .map(|share| share.map_or(0, |share| sum.parts(share)))
            .collect();
        let parts = crate::quantity::apportion(amount, &weights);
        self.members
            .iter()
            .map(|member| member.member)
            .zip(parts)
            .collect()
    }
}
