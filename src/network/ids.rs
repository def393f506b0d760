use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Opaque: minted by one network and only meaningful there. Tables and saved files use
        /// the code instead.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            pub(crate) const fn new(index: usize) -> Self {
                Self(index as u32)
            }

            pub(crate) const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

id! {
    /// Identifies a [`Place`](super::Place).
    PlaceId,
    /// Identifies a [`BorderCrossing`](super::BorderCrossing).
    CrossingId,
    /// Identifies a [`Link`](super::Link).
    LinkId,
    /// Identifies a [`Line`](super::Line).
    LineId,
    /// Identifies an [`Operator`](super::Operator).
    OperatorId,
    /// Identifies an [`Owner`](super::Owner).
    OwnerId,
    /// Identifies a [`Service`](super::Service).
    ServiceId,
    /// Identifies a [`ThroughRate`](super::ThroughRate).
    ThroughRateId,
    /// Identifies a [`Tariff`](super::Tariff).
    TariffId,
    /// Identifies a record of [`Handling`](super::Handling).
    HandlingId,
    /// Identifies a record of border control, [`BorderTerms`](super::BorderTerms).
    BorderTermsId,
    /// Identifies a [`Departure`](super::Departure).
    DepartureId,
    /// Identifies a [`Season`](super::Season).
    SeasonId,
    /// Identifies a [`Fee`](super::Fee).
    FeeId,
    /// Identifies a [`Hazard`](super::Hazard).
    HazardId,
    /// Identifies a [`Speed`](super::Speed).
    SpeedId,
    /// Identifies an [`EmissionFactor`](super::EmissionFactor).
    EmissionFactorId,
    /// Identifies a [`Passage`](super::Passage), by its position in
    /// [`Network::passages`](super::Network::passages).
    PassageId,
    /// Identifies a [`Project`](super::Project).
    ProjectId,
    /// Identifies a [`Source`](super::Source).
    SourceId,
}
