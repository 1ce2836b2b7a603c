//! Who may ask: names of the host, the token, and where a request that does something comes from.
//!
//! Without a token only this machine can connect; a page of another site that a browser on this machine shows must not
//! ask through it, so the host's name has to be one of this machine (no rebinding of names) and a POST must not come
//! from another site. Every answer says that nothing in it may run.

use std::time::Instant;

use axum::extract::Request;
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;
use crate::{Shared, State};

pub(crate) async fn guard(shared: State, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let mut response = match refusal(&shared, &request) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    shared.metrics.count(response.status().as_u16(), began.elapsed());
    response
}

fn refusal(shared: &Shared, request: &Request) -> Option<Problem> {
    let headers = request.headers();
    let host = text(headers, header::HOST.as_str());
    if request.method() == Method::POST && is_from_elsewhere(headers, host) {
        let detail = "this came from a page of another site; ask from a page of this server, or from a program";
        return Some(Problem::new(StatusCode::FORBIDDEN, detail));
    }
    // Whether the process lives is no secret, and who watches it knows no token.
    if request.uri().path() == "/healthz" {
        return None;
    }
    match &shared.token {
        Some(token) => {
            let given = text(headers, header::AUTHORIZATION.as_str()).strip_prefix("Bearer ").unwrap_or_default();
            (!is_same(given.as_bytes(), token.as_bytes())).then(|| {
                Problem::new(
                    StatusCode::UNAUTHORIZED,
                    "send the server's token as the header \"Authorization: Bearer TOKEN\"",
                )
            })
        }
        None => (!is_here(host)).then(|| {
            let detail = format!(
                "\"{host}\" is not a name of this machine; ask 127.0.0.1 or localhost, or start the server with --token"
            );
            Problem::new(StatusCode::MISDIRECTED_REQUEST, detail)
        }),
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn is_from_elsewhere(headers: &HeaderMap, host: &str) -> bool {
    let origin = text(headers, header::ORIGIN.as_str());
    let other_origin = !origin.is_empty() && origin.split_once("://").is_none_or(|(_, authority)| authority != host);
    other_origin || matches!(text(headers, "sec-fetch-site"), "cross-site" | "same-site")
}

/// Whether a host's name, with or without port, is one that only this machine has.
fn is_here(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Compares in a time that does not tell how much of a guess was right.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (x, y)| differ | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::{is_here, is_same};

    #[test]
    fn names_of_this_machine() {
        for host in ["localhost", "LOCALHOST:8474", "127.0.0.1:8474", "[::1]:80", "127.9.9.9"] {
            assert!(is_here(host), "{host}");
        }
        for host in
            ["", "example.org", "127.0.0.1.example.org", "localhost.example.org:80", "10.0.0.1", "[2001:db8::1]"]
        {
            assert!(!is_here(host), "{host}");
        }
    }

    #[test]
    fn tokens_are_compared_whole() {
        assert!(is_same(b"word", b"word"));
        assert!(!is_same(b"wor", b"word") && !is_same(b"", b"word") && !is_same(b"ward", b"word"));
    }
}
