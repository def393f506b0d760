use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::network::{
    CrossingId, LineId, LinkId, Network, PlaceId, ProjectId, ServiceId, UnknownWord, nearest,
};

/// What kind of thing a target names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TargetKind {
    /// A project: everything that opens or changes together.
    Project,
    /// A link.
    Link,
    /// A border crossing.
    Crossing,
    /// A line: every link of it.
    Line,
    /// A service.
    Service,
    /// A place: every service that calls there.
    Place,
    /// A country: every link in it, every crossing into it, every service from or to it.
    Country,
}

impl TargetKind {
    const ALL: [Self; 7] = [
        Self::Project,
        Self::Link,
        Self::Crossing,
        Self::Line,
        Self::Service,
        Self::Place,
        Self::Country,
    ];

    /// The word that stands before the colon.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Link => "link",
            Self::Crossing => "crossing",
            Self::Line => "line",
            Self::Service => "service",
            Self::Place => "place",
            Self::Country => "country",
        }
    }
}

/// What a change speaks of: `TRIPP-rail`, or `crossing:x-am-tr-margara-road` where the kind must be
/// told.
///
/// Without a kind, a name is looked for among projects (by id or name), links, crossings, lines
/// and services; places and countries are only meant when the kind is written.
///
/// ```
/// use trade_corridor::scenario::{Target, TargetKind};
/// let target: Target = "line:AM-rail".parse()?;
/// assert_eq!(target.kind(), Some(TargetKind::Line));
/// assert!("lime:AM-rail".parse::<Target>().is_err());
/// # Ok::<(), trade_corridor::network::UnknownWord>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Target {
    kind: Option<TargetKind>,
    name: String,
}

impl Target {
    /// Whatever has this name.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            kind: None,
            name: name.into(),
        }
    }

    /// The thing of this kind with this name.
    pub fn of_kind(kind: TargetKind, name: impl Into<String>) -> Self {
        Self {
            kind: Some(kind),
            name: name.into(),
        }
    }

    /// Its kind, if stated.
    #[must_use]
    pub fn kind(&self) -> Option<TargetKind> {
        self.kind
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl FromStr for Target {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let Some((word, name)) = text.split_once(':') else {
            return Ok(Self::named(text.trim()));
        };
        let kind = TargetKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word.trim());
        match kind {
            Some(kind) => Ok(Self::of_kind(kind, name.trim())),
            None => Err(UnknownWord {
                what: "kind of thing",
                word: word.to_owned(),
                accepted: TargetKind::ALL
                    .map(|kind| format!("`{}:`", kind.as_str()))
                    .join(", "),
            }),
        }
    }
}

/// Reads like [`Target::from_str`]; a text with an unknown kind is taken as a name, which is
/// refused when it is looked up.
impl From<&str> for Target {
    fn from(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| Self::named(text))
    }
}

impl TryFrom<String> for Target {
    type Error = UnknownWord;
    fn try_from(text: String) -> Result<Self, UnknownWord> {
        text.parse()
    }
}

impl From<Target> for String {
    fn from(target: Target) -> String {
        target.to_string()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Some(kind) => write!(f, "{}:{}", kind.as_str(), self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// A target that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Project(ProjectId),
    Link(LinkId),
    Crossing(CrossingId),
    Line(LineId),
    Service(ServiceId),
    Place(PlaceId),
    Country(Country),
}

pub(super) enum NotFound {
    Unknown {
        what: &'static str,
        nearest: Option<String>,
    },
    Ambiguous(Vec<String>),
}

fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn project(network: &Network, name: &str) -> Option<ProjectId> {
    network.project_by_id(name).or_else(|| {
        let wanted = fold(name);
        let mut fitting = network.projects().filter(|(_, project)| {
            !wanted.is_empty() && (fold(&project.id) == wanted || fold(&project.name) == wanted)
        });
        fitting.next().map(|(id, _)| id)
    })
}

impl Target {
    pub(super) fn find(&self, network: &Network) -> Result<Found, NotFound> {
        let name = self.name.as_str();
        let among: Vec<TargetKind> = match self.kind {
            Some(kind) => vec![kind],
            None => TargetKind::ALL[..5].to_vec(),
        };
        let mut found: Vec<(TargetKind, Found)> = Vec::new();
        for kind in &among {
            let hit = match kind {
                TargetKind::Project => project(network, name).map(Found::Project),
                TargetKind::Link => network.link_by_id(name).map(Found::Link),
                TargetKind::Crossing => network.crossing_by_code(name).map(Found::Crossing),
                TargetKind::Line => network.line_by_id(name).map(Found::Line),
                TargetKind::Service => network.service_by_id(name).map(Found::Service),
                TargetKind::Place => network.find_place(name).ok().map(Found::Place),
                TargetKind::Country => name.parse().ok().map(Found::Country),
            };
            found.extend(hit.map(|hit| (*kind, hit)));
        }
        match found.as_slice() {
            [(_, only)] => Ok(*only),
            [] => Err(NotFound::Unknown {
                what: self.kind.map_or(
                    "project, link, crossing, line or service",
                    TargetKind::as_str,
                ),
                nearest: nearest(name, Self::candidates(network, &among)),
            }),
            several => Err(NotFound::Ambiguous(
                several
                    .iter()
                    .map(|(kind, _)| format!("`{}:{name}`", kind.as_str()))
                    .collect(),
            )),
        }
    }

    fn candidates<'a>(network: &'a Network, among: &[TargetKind]) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for kind in among {
            match kind {
                TargetKind::Project => names.extend(
                    network
                        .projects()
                        .flat_map(|(_, project)| [project.id.as_str(), project.name.as_str()]),
                ),
                TargetKind::Link => names.extend(network.links().map(|(_, link)| link.id.as_str())),
                TargetKind::Crossing => {
                    names.extend(network.crossings().map(|(_, item)| item.code.as_str()));
                }
                TargetKind::Line => names.extend(network.lines().map(|(_, line)| line.id.as_str())),
                TargetKind::Service => {
                    names.extend(network.services().map(|(_, item)| item.id.as_str()));
                }
                TargetKind::Place => {
                    names.extend(network.places().map(|(_, item)| item.name.as_str()));
                }
                TargetKind::Country => {
                    names.extend(network.places().map(|(_, item)| item.country_str()));
                }
            }
        }
        names
    }
}

impl crate::network::Place {
    fn country_str(&self) -> &str {
        self.country.as_str()
    }
}
