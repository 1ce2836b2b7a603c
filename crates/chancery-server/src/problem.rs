//! What went wrong, as `application/problem+json` (RFC 9457), in words that say what to do.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An answer that is none.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem { status, detail: detail.into() }
    }

    /// The request says something that has no meaning here.
    pub(crate) fn asked(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, detail)
    }

    /// The archive cannot be reached at all.
    pub(crate) fn away(error: &chancery_archive::Error) -> Problem {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!("the archive is not there now, try again later: {error}"))
    }

    /// The answer took too long.
    pub(crate) fn slow() -> Problem {
        let detail = format!(
            "the answer took longer than {} seconds; ask for less, with since and until or another filter",
            crate::answer::ANSWER_TIME.as_secs()
        );
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    }

    /// A question that the archive did not answer: its own trouble is 503, everything else has the status given.
    pub(crate) fn unanswered(error: &chancery_archive::Error, otherwise: StatusCode) -> Problem {
        if error.is_slow() {
            return Problem::slow();
        }
        if error.is_of_archive() {
            return Problem::away(error);
        }
        // The archive speaks of options of the command line; here the same names are parameters.
        Problem::new(otherwise, error.to_string().replace("--", ""))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Problem"),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        let mut response =
            (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
        }
        response
    }
}
