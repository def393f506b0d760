use serde::{Deserialize, Serialize};

use super::error::DemandError;
use crate::planner::Request;
use crate::quantity::{Mass, PerYear};

/// The ends of what a figure may be: its 5 % and 95 % quantiles, as far as its source or reasoning goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VolumeRange {
    /// The low end.
    #[serde(rename = "low_millionths")]
    pub low: PerYear,
    /// The high end.
    #[serde(rename = "high_millionths")]
    pub high: PerYear,
}

/// What moves in a year from one place to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[must_use]
pub struct Flow {
    /// From where to where, what goes each time, and under which rules.
    pub request: Request,
    /// How often its shipment goes in a year: boxes a year where that is one box.
    #[serde(rename = "volume_millionths")]
    pub volume: PerYear,
    /// What the volume may be, where that is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<VolumeRange>,
    /// The list that it is of. Flows of different lists may be the same boxes counted twice.
    #[serde(default)]
    pub list: String,
    /// The year of the figure, a whole one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// Id of its source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// How the figure was come by.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Flow {
    /// A shipment that goes so often in a year; of the list without a name, of no stated year.
    pub const fn new(request: Request, volume: PerYear) -> Self {
        Self {
            request,
            volume,
            range: None,
            list: String::new(),
            year: None,
            source: String::new(),
            note: String::new(),
        }
    }

    /// The same as part of a list.
    pub fn of_list(mut self, list: impl Into<String>) -> Self {
        self.list = list.into();
        self
    }

    /// The same as a figure of a whole year.
    pub const fn of_year(mut self, year: i16) -> Self {
        self.year = Some(year);
        self
    }

    /// The same with what the volume may be.
    ///
    /// # Errors
    /// A volume outside of the range.
    pub fn within(mut self, low: PerYear, high: PerYear) -> Result<Self, DemandError> {
        let volume = self.volume;
        if volume < low || volume > high {
            return Err(DemandError::OutsideRange { low, volume, high });
        }
        self.range = Some(VolumeRange { low, high });
        Ok(self)
    }

    /// The same with the id of its source.
    pub fn source(mut self, id: impl Into<String>) -> Self {
        self.source = id.into();
        self
    }

    /// The same with how the figure was come by.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Mass of the goods of a year.
    #[must_use]
    pub fn goods(&self) -> Mass {
        self.volume.mass_of(self.request.shipment.goods())
    }
}
