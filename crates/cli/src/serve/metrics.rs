//! What a server has done, for Prometheus.

use std::time::Duration as Elapsed;

use axum::http::StatusCode;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use trade_corridor::json::Outcome;

/// Upper ends of the buckets, in seconds: a repeated question takes a millisecond, a new world a second.
const BUCKETS: [f64; 12] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0,
];

/// At which path, and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct At {
    path: &'static str,
    status: u16,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Came {
    answer: &'static str,
}

/// Counts since the start.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<At, Counter>,
    seconds: Histogram,
    answers: Family<Came, Counter>,
    turned_away: Counter,
    running: Gauge,
    waiting: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("corridor");
        let requests = Family::default();
        let seconds = Histogram::new(BUCKETS);
        let answers = Family::default();
        let turned_away = Counter::default();
        let (running, waiting) = (Gauge::default(), Gauge::default());
        registry.register("requests", "Requests by path and status", requests.clone());
        let words = "Time from the head of a request to its answer";
        registry.register_with_unit("request", words, Unit::Seconds, seconds.clone());
        registry.register("answers", "Questions by what came of them", answers.clone());
        registry.register(
            "turned_away",
            "Requests refused because the queue was full",
            turned_away.clone(),
        );
        registry.register("running", "Requests that are worked on", running.clone());
        registry.register("waiting", "Requests that wait for others", waiting.clone());
        Self {
            registry,
            requests,
            seconds,
            answers,
            turned_away,
            running,
            waiting,
        }
    }
}

impl Metrics {
    pub(super) fn count(&self, path: &'static str, status: StatusCode, took: Elapsed) {
        let at = At {
            path,
            status: status.as_u16(),
        };
        self.requests.get_or_create(&at).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    pub(super) fn answered(&self, outcome: &Outcome) {
        let answer = outcome.word();
        self.answers.get_or_create(&Came { answer }).inc();
    }

    pub(super) fn turned_away(&self) {
        self.turned_away.inc();
    }

    /// All of it, with what is going on now.
    pub(super) fn text(&self, (running, waiting): (usize, usize)) -> String {
        self.running.set(i64::try_from(running).unwrap_or(i64::MAX));
        self.waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        let mut text = String::new();
        // A text takes everything.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
