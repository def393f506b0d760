//! Answers over HTTP, from planners that all requests share.

mod connections;
mod document;
mod handlers;
mod metrics;
mod work;

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration as Elapsed;

use trade_corridor::json::Planners;

use crate::output::Output;
use metrics::Metrics;
use work::Work;

/// What a server takes on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Bytes of a body.
    pub(crate) body: usize,
    /// Requests of a batch.
    pub(crate) batch: usize,
    /// For one request or batch.
    pub(crate) time: Elapsed,
    /// Requests at once.
    pub(crate) running: usize,
    /// Requests that wait for others.
    pub(crate) waiting: usize,
    /// Open connections.
    pub(crate) connections: usize,
}

/// What all requests share.
pub(crate) struct Server {
    planners: Planners,
    limits: Limits,
    metrics: Metrics,
    work: Work,
}

impl Server {
    pub(crate) fn new(planners: Planners, limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            planners,
            limits,
            metrics: Metrics::default(),
            work: Work::new(limits.running, limits.waiting),
        })
    }

    /// Serves until the process is told to stop.
    ///
    /// # Errors
    /// An address that cannot be listened on.
    pub(crate) fn run(
        self: &Arc<Self>,
        listen: SocketAddr,
        out: &mut Output,
    ) -> Result<(), Box<dyn Error>> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(self.limits.running + 1)
            .enable_all()
            .build()?;
        runtime.block_on(connections::serve(self, listen, out))?;
        // What ran out of time may still be worked on; nobody waits for it.
        runtime.shutdown_background();
        Ok(())
    }
}
