//! How a step differs from the records that it names.

use jiff::civil::Date;

use crate::code::{Country, Name};
use crate::network::{Conveyance, Mode, Role, UnitKind};
use crate::quantity::Distance;

/// How a step of a route differs from what the network records for the day.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// A link, crossing, service or through rate that is not recorded.
    #[error("{kind} `{id}` is unknown")]
    Unknown {
        /// What it should be.
        kind: &'static str,
        /// Its id or code.
        id: Name,
    },
    /// A place that is not recorded in the country.
    #[error("no place `{place}` in {country}")]
    UnknownPlace {
        /// Its code.
        place: Name,
        /// The country.
        country: Country,
    },
    /// An operator that is not recorded under its id and name.
    #[error("operator `{operator}` is unknown or has another name")]
    UnknownOperator {
        /// Its id.
        operator: Name,
    },
    /// Something that is not open on the day.
    #[error("{kind} `{id}` is not open on {day}")]
    NotOpen {
        /// Link, crossing or service.
        kind: &'static str,
        /// Its id or code.
        id: Name,
        /// The day.
        day: Date,
    },
    /// A through rate that is not sold on the day.
    #[error("through rate `{rate}` is not sold on {day}")]
    NotSold {
        /// Its id.
        rate: Name,
        /// The day.
        day: Date,
    },
    /// A through rate between other places.
    #[error("through rate `{rate}` does not lead there")]
    RateElsewhere {
        /// Its id.
        rate: Name,
    },
    /// A link of the other direction.
    #[error("link `{link}` leads the other way")]
    OneWay {
        /// Its id.
        link: Name,
    },
    /// A link with another end.
    #[error("link `{link}` does not end at {end} in {country}")]
    LinkElsewhere {
        /// Its id.
        link: Name,
        /// Code of the place or crossing.
        end: Name,
        /// The country.
        country: Country,
    },
    /// A link that does not take what the goods ride in.
    #[error("link `{link}` does not take the conveyance")]
    LinkConveyance {
        /// Its id.
        link: Name,
    },
    /// A link of another length.
    #[error("link `{link}` is {length} long")]
    LinkLength {
        /// Its id.
        link: Name,
        /// The recorded length.
        length: Distance,
    },
    /// A product of another mode than the link's, or none.
    #[error("{} runs over link `{link}`", if *mode == Mode::Rail { "a train" } else { "a truck" })]
    LinkProduct {
        /// Id of the link.
        link: Name,
        /// Its mode.
        mode: Mode,
    },
    /// A link without its carrier.
    #[error("nobody is named who hauls on link `{link}`")]
    Unhauled {
        /// Its id.
        link: Name,
    },
    /// A manager of another line.
    #[error("`{operator}` does not manage link `{link}`")]
    NotManager {
        /// Id of the operator.
        operator: Name,
        /// Id of the link.
        link: Name,
    },
    /// A crossing between other countries, or from elsewhere.
    #[error("`{crossing}` does not lead from {from} into {to}")]
    BorderElsewhere {
        /// Its code.
        crossing: Name,
        /// The country left.
        from: Country,
        /// The country entered.
        to: Country,
    },
    /// A change of conveyance at the border.
    #[error("goods pass a border in one conveyance")]
    BorderConveyances,
    /// A border without the authority that controls it.
    #[error("the authority between {from} and {to} is not named")]
    AuthorityUnnamed {
        /// The country left.
        from: Country,
        /// The country entered.
        to: Country,
    },
    /// Parts within parts.
    #[error("its parts have parts of their own")]
    NestedParts,
    /// Parts between other places.
    #[error("its parts lead elsewhere")]
    PartsElsewhere,
    /// A haul over nothing.
    #[error("a haul without links")]
    HaulWithoutLinks,
    /// A haul over what its carrier does not run on.
    #[error("a haul over something that is no link of its carrier")]
    HaulBeyondCarrier,
    /// Other countries than recorded.
    #[error("it states other countries than the records")]
    OtherCountries {
        /// What the step states.
        stated: Vec<Country>,
        /// What is recorded.
        recorded: Vec<Country>,
    },
    /// Another mode than recorded.
    #[error("it states another mode than the records")]
    OtherMode {
        /// What the step states.
        stated: Option<Mode>,
        /// What is recorded.
        recorded: Option<Mode>,
    },
    /// Another flag than recorded.
    #[error("it states another flag than the records")]
    OtherFlag {
        /// What the step states.
        stated: Option<Country>,
        /// What is recorded.
        recorded: Option<Country>,
    },
    /// Another length than recorded.
    #[error("it is {recorded} long, not {stated}")]
    OtherLength {
        /// What the step states.
        stated: Distance,
        /// What is recorded.
        recorded: Distance,
    },
    /// A role that nobody has in such a step.
    #[error("nobody acts as {role} in it, not even `{operator}`")]
    RoleOutOfPlace {
        /// Id of the operator.
        operator: Name,
        /// The role.
        role: Role,
    },
    /// Somebody who takes part by the records is left out.
    #[error("`{operator}` as {role} is not named")]
    PartyUnnamed {
        /// Id of the operator.
        operator: Name,
        /// The role.
        role: Role,
    },
    /// Somebody who is not in that role by the records.
    #[error("`{operator}` is not {role} there")]
    NotInRole {
        /// Id of the operator.
        operator: Name,
        /// The role.
        role: Role,
    },
    /// Handling that moves the goods.
    #[error("goods are handled at one place, this leads to another")]
    HandledElsewhere,
    /// A place that does not handle what the goods ride in.
    #[error("{place} does not handle the conveyance")]
    NotHandled {
        /// Its code.
        place: Name,
    },
    /// Handling with a mode.
    #[error("handling has no mode")]
    HandlingMode,
    /// Handling without two conveyances.
    #[error("handling has a conveyance before and one after")]
    HandlingConveyances,
    /// Conveyances that the handling does not lead from and to.
    #[error("goods do not go from {before} to {after} so there")]
    WrongLift {
        /// The conveyance before.
        before: Conveyance,
        /// The conveyance after.
        after: Conveyance,
    },
    /// An operator that has no terminal at the place.
    #[error("`{operator}` does not handle goods at {place}")]
    NotTerminal {
        /// Id of the operator.
        operator: Name,
        /// Code of the place.
        place: Name,
    },
    /// A place without its terminal.
    #[error("the terminal at {place} is not named")]
    TerminalUnnamed {
        /// Code of the place.
        place: Name,
    },
    /// A service with another conveyance or flag.
    #[error("service `{service}` has another conveyance or flag")]
    ServiceForm {
        /// Its id.
        service: Name,
    },
    /// A service between other places.
    #[error("service `{service}` does not call there")]
    ServiceElsewhere {
        /// Its id.
        service: Name,
    },
    /// A service over another border, or none.
    #[error("service `{service}` crosses another border")]
    ServiceBorder {
        /// Its id.
        service: Name,
    },
    /// A train over nothing.
    #[error("train `{service}` without links")]
    TrainWithoutLinks {
        /// Id of its service.
        service: Name,
    },
    /// A train with parts that are no moves and no borders.
    #[error("train `{service}` does more than run")]
    TrainDoesMore {
        /// Id of its service.
        service: Name,
    },
    /// A train that leaves out a point of its way.
    #[error("train `{service}` does not run that way")]
    TrainElsewhere {
        /// Id of its service.
        service: Name,
    },
    /// Another name than the record's.
    #[error("`{code}` is called `{recorded}`, not `{stated}`")]
    OtherName {
        /// Code of the place or crossing.
        code: Name,
        /// The name that the step states.
        stated: Name,
        /// The recorded name.
        recorded: Name,
    },
    /// Something that the shipment's unit does not ride in or does not buy.
    #[error("a {unit} does not go by it")]
    UnitUnfit {
        /// What the goods are packed in.
        unit: UnitKind,
    },
    /// A service without room on the day.
    #[error("service `{service}` has no room on the day")]
    NoRoom {
        /// Its id.
        service: Name,
    },
    /// Parts of something that is one operation.
    #[error("nothing but a haul, a train or a through rate has parts")]
    PartsOfNothing,
    /// A link by itself whose railway sells whole hauls alone.
    #[error("link `{link}` is not sold by itself, its carrier sells whole hauls")]
    SoldByHaul {
        /// Its id.
        link: Name,
    },
    /// A haul over links that no tariffs sell as one.
    #[error("link `{link}` is not sold as one haul with the rest")]
    HaulBeyondTariff {
        /// Its id.
        link: Name,
    },
    /// A haul that comes to a place twice.
    #[error("the haul comes to {place} twice")]
    HaulGoesRound {
        /// Its code.
        place: Name,
    },
    /// Links of a train or a through rate by another carrier than the first that sells them.
    #[error("link `{link}` is hauled by another carrier than the first who sells it there")]
    NotFirstCarrier {
        /// Its id.
        link: Name,
    },
    /// A through rate over something that it is not sold for.
    #[error("through rate `{rate}` is not sold for such a way")]
    RateDoesMore {
        /// Its id.
        rate: Name,
    },
}

impl Mismatch {
    pub(super) fn unknown(kind: &'static str, id: &str) -> Self {
        let id = id.into();
        Self::Unknown { kind, id }
    }
}

coded!(Mismatch {
    Unknown { kind, id } = "record_unknown",
    UnknownPlace { place, country } = "record_unknown_place",
    UnknownOperator { operator } = "record_unknown_operator",
    NotOpen { kind, id, day } = "record_not_open",
    NotSold { rate, day } = "record_not_sold",
    RateElsewhere { rate } = "record_rate_elsewhere",
    OneWay { link } = "record_one_way",
    LinkElsewhere { link, end, country } = "record_link_elsewhere",
    LinkConveyance { link } = "record_link_conveyance",
    LinkLength { link, length } = "record_link_length",
    LinkProduct { link, mode } = "record_link_product",
    Unhauled { link } = "record_unhauled",
    NotManager { operator, link } = "record_not_manager",
    BorderElsewhere { crossing, from, to } = "record_border_elsewhere",
    BorderConveyances {} = "record_border_conveyances",
    AuthorityUnnamed { from, to } = "record_authority_unnamed",
    NestedParts {} = "record_nested_parts",
    PartsElsewhere {} = "record_parts_elsewhere",
    HaulWithoutLinks {} = "record_haul_without_links",
    HaulBeyondCarrier {} = "record_haul_beyond_carrier",
    OtherCountries { stated, recorded } = "record_other_countries",
    OtherMode { stated, recorded } = "record_other_mode",
    OtherFlag { stated, recorded } = "record_other_flag",
    OtherLength { stated, recorded } = "record_other_length",
    RoleOutOfPlace { operator, role } = "record_role_out_of_place",
    PartyUnnamed { operator, role } = "record_party_unnamed",
    NotInRole { operator, role } = "record_not_in_role",
    HandledElsewhere {} = "record_handled_elsewhere",
    NotHandled { place } = "record_not_handled",
    HandlingMode {} = "record_handling_mode",
    HandlingConveyances {} = "record_handling_conveyances",
    WrongLift { before, after } = "record_wrong_lift",
    NotTerminal { operator, place } = "record_not_terminal",
    TerminalUnnamed { place } = "record_terminal_unnamed",
    ServiceForm { service } = "record_service_form",
    ServiceElsewhere { service } = "record_service_elsewhere",
    ServiceBorder { service } = "record_service_border",
    TrainWithoutLinks { service } = "record_train_without_links",
    TrainDoesMore { service } = "record_train_does_more",
    TrainElsewhere { service } = "record_train_elsewhere",
    OtherName { code, stated, recorded } = "record_other_name",
    UnitUnfit { unit } = "record_unit_unfit",
    NoRoom { service } = "record_no_room",
    PartsOfNothing {} = "record_parts_of_nothing",
    SoldByHaul { link } = "record_sold_by_haul",
    HaulBeyondTariff { link } = "record_haul_beyond_tariff",
    HaulGoesRound { place } = "record_haul_goes_round",
    NotFirstCarrier { link } = "record_not_first_carrier",
    RateDoesMore { rate } = "record_rate_does_more",
});
