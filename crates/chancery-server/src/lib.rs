//! The archive over HTTP: an API for programs under `/api/v1`, and the reading room, pages for people.
//!
//! [`serve`] listens and answers until it is told to stop. Each question opens the archive anew, so that a database that
//! vanishes is 503 for as long as it is away and no longer; answers to lists and series are kept while the
//! archive stays as it is; questions and reading run on threads of their own, a bounded
//! number at once and for a bounded time. Nothing here knows language or tables: answers are those of
//! `chancery-archive` and `chancery-engine`. The server fetches no address.

mod answer;
mod api;
mod codebook;
mod corrections;
mod desk;
mod export;
mod guard;
mod kept;
mod listen;
mod metrics;
mod openapi;
mod pages;
mod params;
mod problem;
mod readers;
mod reading;
mod schemas;
mod sessions;
mod stream;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::routing::{get, post};
use chancery_engine::{Codebook, Engine};
use tokio::sync::Semaphore;

use crate::kept::Kept;
use crate::metrics::Metrics;
use crate::readers::Readers;
use crate::sessions::Sessions;

pub use openapi::openapi;
pub use sessions::{Password, hash_password};

/// What a server is made of.
#[derive(Debug)]
pub struct Settings {
    /// The archive: a file, or a PostgreSQL address.
    pub archive: String,
    /// Where to listen.
    pub listen: SocketAddr,
    /// What a program must know, and a person may sign in with; nothing is asked of clients of this machine when there
    /// is neither a token nor a password.
    pub token: Option<String>,
    /// Who may sign in.
    pub passwords: Vec<Password>,
    /// Whether nothing can be changed through this server.
    pub read_only: bool,
    /// The reader of articles; without one, `/api/v1/read` says that nothing is read here.
    pub engine: Option<Engine>,
}

/// What all requests share.
#[derive(Debug)]
struct Shared {
    archive: String,
    sessions: Sessions,
    read_only: bool,
    engine: Option<Engine>,
    /// The book to look rules up in where no engine has one.
    book: OnceLock<Option<Codebook>>,
    /// Connections to it that are ready for the next question.
    readers: Readers,
    /// Questions that may run at once.
    questions: Semaphore,
    /// Articles that may be read at once.
    readings: Semaphore,
    /// Exports that may run at once.
    exports: Arc<Semaphore>,
    /// One correction after the other.
    corrections: Semaphore,
    /// Clients that may wait for news at once.
    waiting: Arc<Semaphore>,
    kept: Kept,
    metrics: Metrics,
}

impl Shared {
    /// The codebook: the engine's, else the one in the program.
    fn book(&self) -> Option<&Codebook> {
        match &self.engine {
            Some(engine) => Some(engine.codebook()),
            None => self.book.get_or_init(|| Codebook::embedded().ok()).as_ref(),
        }
    }
}

type State = axum::extract::State<Arc<Shared>>;

/// The routes, for a server of one's own.
pub fn router(settings: Settings) -> Router {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let shared = Arc::new(Shared {
        readers: Readers::new(settings.archive.clone()),
        archive: settings.archive,
        sessions: Sessions::new(settings.token, settings.passwords),
        read_only: settings.read_only,
        engine: settings.engine,
        book: OnceLock::new(),
        questions: Semaphore::new(cores * 2),
        readings: Semaphore::new(cores),
        exports: Arc::new(Semaphore::new(cores)),
        corrections: Semaphore::new(1),
        waiting: Arc::new(Semaphore::new(64)),
        kept: Kept::default(),
        metrics: Metrics::default(),
    });
    Router::new()
        .route("/healthz", get(api::healthy))
        .route("/readyz", get(api::ready))
        .route("/metrics", get(api::metrics))
        .route("/openapi.json", get(api::description))
        .route("/api/v1/session", get(sessions::show).post(sessions::sign_in).delete(sessions::sign_out))
        .route("/api/v1/read", post(reading::read))
        .route("/api/v1/series", get(api::series))
        .route("/api/v1/network", get(api::network))
        .route("/api/v1/places", get(api::places))
        .route("/api/v1/overview", get(desk::overview))
        .route("/api/v1/quads", get(desk::quads))
        .route("/api/v1/pairs", get(desk::pairs))
        .route("/api/v1/record", get(desk::record))
        .route("/api/v1/articles/{id}/ledger", get(desk::ledger))
        .route("/api/v1/stories/{id}/reports", get(desk::story))
        .route("/api/v1/export/{kind}", get(export::export))
        .route("/api/v1/stream", get(stream::stream))
        .route("/api/v1/codebook", get(codebook::list))
        .route("/api/v1/codebook/rules/{id}", get(codebook::show))
        .route("/api/v1/codebook/try", post(codebook::try_sentence))
        .route("/api/v1/corrections/{id}", get(corrections::show).post(corrections::correct))
        .route("/api/v1/{kind}", get(api::list))
        .route("/api/v1/{kind}/{id}", get(api::show))
        .fallback(pages::page)
        .method_not_allowed_fallback(api::not_that_way)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&shared), guard::guard))
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(shared)
}

/// Listens and answers until the process is told to stop (interrupt or terminate); what was begun is finished first.
///
/// `on_ready` learns the address, which matters when port 0 was asked for.
///
/// # Errors
/// When the address cannot be listened on, or is open to others without a token or password.
pub fn serve(settings: Settings, on_ready: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    let listen = settings.listen;
    if !listen.ip().is_loopback() && settings.token.is_none() && settings.passwords.is_empty() {
        return Err(std::io::Error::other(format!(
            "{listen} can be reached from other machines; give --token WORD or --passwords FILE, or listen on 127.0.0.1"
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
        listen::run(listener, router, stop).await;
        Ok(())
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
