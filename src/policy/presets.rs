//! Policies that many users want.

use super::{OwnershipMethod, Policy, PolicyError, Rule};
use crate::code::Country;
use crate::network::nearest;

/// Name, file and text of each embedded policy, in the order of names.
const PRESETS: [(&str, &str, &str); 10] = [
    (
        "eu-shipper",
        "data/policies/eu-shipper.toml",
        include_str!("../../data/policies/eu-shipper.toml"),
    ),
    (
        "iran-excluded",
        "data/policies/iran-excluded.toml",
        include_str!("../../data/policies/iran-excluded.toml"),
    ),
    (
        "middle-corridor",
        "data/policies/middle-corridor.toml",
        include_str!("../../data/policies/middle-corridor.toml"),
    ),
    (
        "open",
        "data/policies/open.toml",
        include_str!("../../data/policies/open.toml"),
    ),
    (
        "russia-belarus-excluded",
        "data/policies/russia-belarus-excluded.toml",
        include_str!("../../data/policies/russia-belarus-excluded.toml"),
    ),
    (
        "russia-call-or-flag",
        "data/policies/russia-call-or-flag.toml",
        include_str!("../../data/policies/russia-call-or-flag.toml"),
    ),
    (
        "russia-excluded",
        "data/policies/russia-excluded.toml",
        include_str!("../../data/policies/russia-excluded.toml"),
    ),
    (
        "russia-operator",
        "data/policies/russia-operator.toml",
        include_str!("../../data/policies/russia-operator.toml"),
    ),
    (
        "russia-owner",
        "data/policies/russia-owner.toml",
        include_str!("../../data/policies/russia-owner.toml"),
    ),
    (
        "russia-territory",
        "data/policies/russia-territory.toml",
        include_str!("../../data/policies/russia-territory.toml"),
    ),
];

impl Policy {
    /// Nothing to do with a country, in all four meanings, each a rule of its own: its territory,
    /// operators domiciled in it, operators that its parties stand behind (aggregate 50 %), calls
    /// at its places and vessels under its flag.
    #[must_use]
    pub fn country_excluded(country: Country) -> Self {
        Self::new(format!("{country} excluded"))
            .with(Rule::exclude_territory(country).labelled(format!("no territory of {country}")))
            .with(
                Rule::exclude_domicile(country)
                    .labelled(format!("no operator domiciled in {country}")),
            )
            .with(
                Rule::exclude_owner(country, OwnershipMethod::Aggregate50)
                    .labelled(format!("no operator owned from {country}")),
            )
            .with(
                Rule::exclude_call_or_flag(country)
                    .labelled(format!("no call in {country}, no vessel under its flag")),
            )
    }

    /// Names of the embedded policies.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|(name, _, _)| *name)
    }

    /// The embedded policy with this name; each states its date, its sources and that it is no
    /// legal advice.
    ///
    /// # Errors
    /// A name that no embedded policy has, with the nearest one.
    ///
    /// ```
    /// use trade_corridor::policy::Policy;
    /// assert_eq!(Policy::preset("russia-excluded")?.rules().len(), 4);
    /// let error = Policy::preset("rusia-excluded").unwrap_err();
    /// assert!(error.to_string().contains("did you mean `russia-excluded`?"));
    /// # Ok::<(), trade_corridor::policy::PolicyError>(())
    /// ```
    pub fn preset(name: &str) -> Result<Self, PolicyError> {
        match PRESETS.iter().find(|(known, _, _)| *known == name) {
            Some((_, file, text)) => Self::from_toml(file, text),
            None => Err(PolicyError::UnknownPreset {
                name: name.to_owned(),
                nearest: nearest(name, Self::presets()),
            }),
        }
    }

    fn embedded(name: &str) -> Self {
        Self::preset(name).expect("every embedded policy is read in the tests")
    }

    /// Nothing to do with Russia, in all four meanings, each a rule of its own.
    #[must_use]
    pub fn russia_excluded() -> Self {
        Self::embedded("russia-excluded")
    }

    /// Nothing to do with Russia or Belarus, their holdings added up.
    #[must_use]
    pub fn russia_belarus_excluded() -> Self {
        Self::embedded("russia-belarus-excluded")
    }

    /// Nothing to do with Iran.
    #[must_use]
    pub fn iran_excluded() -> Self {
        Self::embedded("iran-excluded")
    }

    /// What the Union's restrictive measures ask of a shipper established in it, as far as they
    /// bear on the choice of a route.
    #[must_use]
    pub fn eu_shipper() -> Self {
        Self::embedded("eu-shipper")
    }
}
