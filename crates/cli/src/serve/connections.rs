//! Connections: so many at once, each ended when it is idle, all let finish at the end.

use std::error::Error;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration as Elapsed;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::{Server, handlers};
use crate::output::Output;

/// How long a connection may take for the head of its next request.
const IDLE: Elapsed = Elapsed::from_secs(30);

/// Accepts connections until the process is told to stop, and then waits for what is being answered.
pub(super) async fn serve(
    server: &Arc<Server>,
    listen: SocketAddr,
    out: &mut Output,
) -> Result<(), Box<dyn Error>> {
    let named = |error| format!("cannot listen on {listen}: {error}");
    let listener = TcpListener::bind(listen).await.map_err(named)?;
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.finish()?;
    let app = TowerToHyperService::new(handlers::router(server));
    let places = Arc::new(Semaphore::new(server.limits.connections));
    let open = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stopped());
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, stream) = tokio::select! {
            (place, accepted) = next => match (place, accepted) {
                (Ok(place), Ok((stream, _))) => (place, stream),
                // Out of files, or a connection that was closed at once: others may do.
                _ => {
                    tokio::time::sleep(Elapsed::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let _ = stream.set_nodelay(true);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(IDLE)
            .max_buf_size(64 << 10)
            .serve_connection(TokioIo::new(stream), app.clone());
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks is nobody's fault here.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    // Idle ones are closed at once, the others when they are answered.
    let _ = tokio::time::timeout(server.limits.time, open.shutdown()).await;
    Ok(())
}

/// Until the process is asked to stop.
async fn stopped() {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    interrupted.await;
}
