//! The archive over HTTP: an API for programs, under `/api/v1`.
//!
//! [`serve`] listens and answers until it is told to stop. Each question opens the archive anew, so that a database that
//! vanishes is 503 for as long as it is away and no longer; questions and reading run on threads of their own, a bounded
//! number at once. Nothing here knows language or tables: answers are those of `chancery-archive` and
//! `chancery-engine`. The server fetches no address.

mod api;
mod guard;
mod metrics;
mod openapi;
mod params;
mod problem;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use chancery_engine::Engine;
use tokio::sync::Semaphore;

use crate::metrics::Metrics;

pub use openapi::openapi;

/// What a server is made of.
#[derive(Debug)]
pub struct Settings {
    /// The archive: a file, or a PostgreSQL address.
    pub archive: String,
    /// Where to listen.
    pub listen: SocketAddr,
    /// What a client must know; nothing is asked of clients of this machine without one.
    pub token: Option<String>,
    /// The reader of articles; without one, `/api/v1/read` says that nothing is read here.
    pub engine: Option<Engine>,
}

/// What all requests share.
#[derive(Debug)]
struct Shared {
    archive: String,
    token: Option<String>,
    engine: Option<Engine>,
    /// Questions that may run at once.
    questions: Semaphore,
    /// Articles that may be read at once.
    readings: Semaphore,
    metrics: Metrics,
}

type State = axum::extract::State<Arc<Shared>>;

/// The routes, for a server of one's own.
pub fn router(settings: Settings) -> Router {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let shared = Arc::new(Shared {
        archive: settings.archive,
        token: settings.token,
        engine: settings.engine,
        questions: Semaphore::new(cores * 2),
        readings: Semaphore::new(cores),
        metrics: Metrics::default(),
    });
    Router::new()
        .route("/healthz", get(api::healthy))
        .route("/readyz", get(api::ready))
        .route("/metrics", get(api::metrics))
        .route("/openapi.json", get(api::description))
        .route("/api/v1/read", post(api::read))
        .route("/api/v1/series", get(api::series))
        .route("/api/v1/network", get(api::network))
        .route("/api/v1/places", get(api::places))
        .route("/api/v1/{kind}", get(api::list))
        .route("/api/v1/{kind}/{id}", get(api::show))
        .fallback(api::nowhere)
        .method_not_allowed_fallback(api::not_that_way)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&shared), guard::guard))
        .with_state(shared)
}

/// Listens and answers until the process is told to stop (interrupt or terminate); what was begun is finished first.
///
/// `on_ready` learns the address, which matters when port 0 was asked for.
///
/// # Errors
/// When the address cannot be listened on, or is open to others without a token.
pub fn serve(settings: Settings, on_ready: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    let listen = settings.listen;
    if !listen.ip().is_loopback() && settings.token.is_none() {
        return Err(std::io::Error::other(format!(
            "{listen} can be reached from other machines; give --token WORD, or listen on 127.0.0.1"
        )));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .map_err(|cause| std::io::Error::new(cause.kind(), format!("cannot listen on {listen}: {cause}")))?;
        let router = router(settings);
        let stop = stopped()?;
        on_ready(listener.local_addr()?);
        axum::serve(listener, router).with_graceful_shutdown(stop).await
    })
}

#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a way to be told, the process is ended from outside.
        let _ = tokio::signal::ctrl_c().await;
    })
}
