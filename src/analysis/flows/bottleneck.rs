use std::fmt;

use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::network::ServiceKind;

/// Something that takes so many boxes a year and no more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Bottleneck {
    /// A border crossing, both ways together or into one country.
    Crossing {
        /// Its code.
        code: String,
        /// The country entered; nothing for both ways together.
        into: Option<Country>,
    },
    /// A service, which has its direction.
    Service {
        /// Its id.
        id: String,
    },
    /// A port: what embarks and lands there, by the services of one kind or by all.
    Port {
        /// Code of the place.
        code: String,
        /// Of what services; nothing for all that go by sea.
        by: Option<ServiceKind>,
    },
    /// A link, both ways together or one way.
    Link {
        /// Its id.
        id: String,
        /// From its first end to its second; nothing for both ways together.
        forward: Option<bool>,
    },
}

impl fmt::Display for Bottleneck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Crossing { code, into: None } => format!("crossing {code}"),
            Self::Crossing {
                code,
                into: Some(country),
            } => format!("crossing {code} into {country}"),
            Self::Service { id } => format!("service {id}"),
            Self::Port { code, by: None } => format!("port {code}"),
            Self::Port {
                code,
                by: Some(kind),
            } => format!("port {code}, {kind}"),
            Self::Link { id, forward: None } => format!("link {id}"),
            Self::Link {
                id,
                forward: Some(forward),
            } => format!(
                "link {id} {}",
                if *forward { "forward" } else { "backward" }
            ),
        };
        f.pad(&text)
    }
}
