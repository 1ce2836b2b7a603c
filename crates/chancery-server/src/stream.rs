//! What comes in, as it comes: server-sent events, one for each article that is newly in the archive.
//!
//! Another program ingests; this one looks every few seconds what is new. A client that comes back says with
//! `Last-Event-ID` where it was, and misses nothing.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use chancery_archive::Came;
use serde_json::json;
use tokio::sync::OwnedSemaphorePermit;

use crate::answer::{Asked, ask, failed, pairs};
use crate::params;
use crate::problem::Problem;
use crate::{Shared, State};

/// How often the archive is looked at.
const EVERY: Duration = Duration::from_secs(3);
/// Articles that are told at once.
const AT_ONCE: usize = 200;

struct Waiting {
    shared: Arc<Shared>,
    place: i64,
    came: VecDeque<Came>,
    _turn: OwnedSemaphorePermit,
}

/// `GET /api/v1/stream`.
pub(crate) async fn stream(shared: State, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    params::only(&pairs(asked)?, &[])?;
    let turn = Arc::clone(&shared.waiting).try_acquire_owned().map_err(|_| {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many clients wait for news; ask again later")
    })?;
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    let (place, came) =
        ask(&shared, move |archive| archive.came_after(last, AT_ONCE).map_err(|error| failed(&error))).await?;
    let waiting = Waiting { shared: Arc::clone(&shared), place, came: came.into(), _turn: turn };
    let events = futures_util::stream::unfold(waiting, |mut waiting| async move {
        loop {
            if let Some(came) = waiting.came.pop_front() {
                let data = json!({
                    "id": came.id, "headline": came.headline, "publisher": came.publisher, "published": came.published,
                });
                let event = Event::default().event("article").id(came.place.to_string()).data(data.to_string());
                return Some((Ok::<_, Infallible>(event), waiting));
            }
            tokio::time::sleep(EVERY).await;
            let place = Some(waiting.place);
            let came =
                ask(&waiting.shared, move |archive| archive.came_after(place, AT_ONCE).map_err(|error| failed(&error)));
            // An archive that is away is waited for.
            if let Ok((place, came)) = came.await {
                waiting.place = place;
                waiting.came = came.into();
            }
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}
