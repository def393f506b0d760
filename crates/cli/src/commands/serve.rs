//! `corridor serve`: answers over HTTP.

use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration as Elapsed;

use clap::Args;
use trade_corridor::json::Planners;

use crate::Answered;
use crate::arguments::{Tables, When};
use crate::output::Output;
use crate::serve::{Limits, Server};

/// Answer requests over HTTP, on this machine unless told otherwise
#[derive(Args)]
#[command(after_help = "\
  POST /v1/route       one request, as `corridor schema request` describes it
  POST /v1/batch       {\"requests\": [...]}, answered in order; a bad one spoils its own answer only
  GET  /v1/policies    names of presets; likewise /v1/scenarios
  GET  /v1/schema/NAME, /openapi.json, /health, /metrics

Status 200 has a route or the reason why there is none, 400 says what is wrong with the request, 503 that all
places in the queue are taken, 504 that time ran out. SIGINT or SIGTERM stops it once what it is doing is done.
Nothing is encrypted and nobody is asked who they are: put a proxy that does before it on any other address.

Examples:
  corridor serve
  corridor serve --listen 127.0.0.1:9000 --concurrency 4 --timeout 10
  curl -s localhost:8080/v1/route -H 'content-type: application/json' -d '{\"from\":\"Khorgos\",\"to\":\"Istanbul\"}'")]
pub(crate) struct Serve {
    /// Address and port; port 0 takes a free one, which is printed
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Longest body of a request
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20)]
    max_body: usize,
    /// Most requests of one batch
    #[arg(long, value_name = "REQUESTS", default_value_t = 1_000)]
    max_batch: usize,
    /// Longest time for one request or batch, the reading of its body included
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// How many requests are worked on at once; all cores unless given
    #[arg(long, value_name = "REQUESTS", value_parser = clap::value_parser!(u16).range(1..))]
    concurrency: Option<u16>,
    /// How many wait until others are done; further ones are refused
    #[arg(long, value_name = "REQUESTS", default_value_t = 256)]
    queue: u16,
    /// Most open connections; further ones wait
    #[arg(long, value_name = "CONNECTIONS", default_value_t = 1_024, value_parser = clap::value_parser!(u16).range(1..))]
    connections: u16,
    /// How many days and scenarios are kept ready
    #[arg(long, value_name = "WORLDS", default_value_t = Planners::MOST)]
    worlds: usize,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    tables: Tables,
}

impl Serve {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let scenario = self.when.scenario()?;
        let planners = Planners::new(self.tables.load()?)
            .keeping(self.worlds)
            .with_scenario(&scenario);
        // The usual questions are answered from the start.
        planners.planner(&scenario)?;
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let limits = Limits {
            body: self.max_body,
            batch: self.max_batch,
            time: Elapsed::from_secs(self.timeout),
            running: self.concurrency.map_or_else(cores, usize::from),
            waiting: usize::from(self.queue),
            connections: usize::from(self.connections),
        };
        Server::new(planners, limits).run(self.listen, out)?;
        Ok(Answered::All)
    }
}
