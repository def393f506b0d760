//! Subjects by one short text.

use super::{PolicyError, Subject};
use crate::network::{Network, Role, nearest};

/// The words before the colon.
const KINDS: [&str; 7] = [
    "consortium",
    "operator",
    "link",
    "line",
    "crossing",
    "place",
    "service",
];

impl Subject {
    /// The subject of a text: `operator:TDC`, `consortium:TITR`, `line:`, `link:`, `crossing:`, `service:` or
    /// `place:` and an id, or an id alone that only one thing of the network has. A place is meant as one where
    /// the goods are handled.
    ///
    /// # Errors
    /// An unknown word before the colon, an id that nothing has, or that things of several kinds have. Whether
    /// an id behind a word is known is asked when the policy is compiled.
    ///
    /// ```
    /// use trade_corridor::network::Network;
    /// use trade_corridor::policy::Subject;
    ///
    /// let network = Network::europe_central_asia();
    /// assert_eq!(Subject::find("operator:ADY", network)?.to_string(), "operator ADY");
    /// assert_eq!(Subject::find("Aktau", network)?.to_string(), "calls at Aktau");
    /// let error = Subject::find("operater:ADY", network).unwrap_err();
    /// assert!(error.to_string().contains("did you mean `operator`"));
    /// # Ok::<(), trade_corridor::policy::PolicyError>(())
    /// ```
    pub fn find(text: &str, network: &Network) -> Result<Self, PolicyError> {
        if let Some((kind, id)) = text.split_once(':') {
            return of_kind(kind.trim(), id.trim()).ok_or_else(|| PolicyError::UnknownSubject {
                text: text.to_owned(),
                what: "kind",
                nearest: nearest(kind, KINDS),
            });
        }
        let text = text.trim();
        let operator = network.operator_by_id(text);
        let operator = operator.and_then(|id| network.operator(id));
        let consortium = operator.is_some_and(|known| known.roles.contains(&Role::Consortium));
        let known = [
            ("consortium", consortium),
            ("operator", operator.is_some()),
            ("link", network.link_by_id(text).is_some()),
            ("line", network.line_by_id(text).is_some()),
            ("crossing", network.crossing_by_code(text).is_some()),
            ("place", network.find_place(text).is_ok()),
            ("service", network.service_by_id(text).is_some()),
        ];
        let mut kinds = known
            .into_iter()
            .filter_map(|(kind, is)| is.then_some(kind));
        match (kinds.next(), kinds.next()) {
            (Some(kind), None) => of_kind(kind, text),
            (Some(one), Some(other)) => {
                let more = [one, other].into_iter().chain(kinds);
                return Err(PolicyError::AmbiguousSubject {
                    candidates: more.map(|kind| format!("{kind}:{text}")).collect(),
                    text: text.to_owned(),
                });
            }
            (None, _) => None,
        }
        .ok_or_else(|| PolicyError::UnknownSubject {
            text: text.to_owned(),
            what: "id",
            nearest: network.nearest_operator(text),
        })
    }
}

fn of_kind(kind: &str, id: &str) -> Option<Subject> {
    let ids = vec![id.to_owned()];
    Some(match kind {
        "consortium" => Subject::Consortium {
            consortium: id.to_owned(),
            countries: Vec::new(),
            roles: Vec::new(),
        },
        "operator" => Subject::Operator {
            operators: ids,
            roles: Vec::new(),
        },
        "link" => Subject::Link { links: ids },
        "line" => Subject::Line { lines: ids },
        "crossing" => Subject::Crossing { crossings: ids },
        "place" => Subject::Call {
            countries: Vec::new(),
            places: ids,
        },
        "service" => Subject::Service { services: ids },
        _ => return None,
    })
}
