//! Who may ask: names of the host, keys, how often, and where a request that does something comes from.
//!
//! Without token and passwords only this machine can connect; a page of another site that a browser on this machine
//! shows must not ask through it, so the host's name has to be one of this machine (no rebinding of names). A request
//! that does something must not come from another site, and from a browser it carries the word of our own pages.
//! Every answer that is no page says that nothing in it may run.

use std::time::Instant;

use axum::extract::Request;
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::listen::Peer;
use crate::problem::Problem;
use crate::sessions::{Client, text};
use crate::{Shared, State};

const NOTHING_RUNS: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

pub(crate) async fn guard(shared: State, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let client = shared.sessions.client(request.headers());
    let mut response = match refusal(&shared, &client, &request) {
        Some(problem) => problem.into_response(),
        None => {
            request.extensions_mut().insert(client);
            next.run(request).await
        }
    };
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NOTHING_RUNS));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    shared.metrics.count(response.status().as_u16(), began.elapsed());
    response
}

fn refusal(shared: &Shared, client: &Client, request: &Request) -> Option<Problem> {
    let headers = request.headers();
    let host = text(headers, header::HOST.as_str());
    let path = request.uri().path();
    let peer = request.extensions().get::<Peer>();
    if peer.is_some_and(|Peer(address)| shared.sessions.is_too_many(*address, false)) {
        return Some(Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many requests from your address; wait a little"));
    }
    let does_something = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if does_something && is_from_elsewhere(headers, host) {
        let detail = "this came from a page of another site; ask from a page of this server, or from a program";
        return Some(Problem::new(StatusCode::FORBIDDEN, detail));
    }
    if shared.sessions.is_open() && path != "/healthz" && !is_here(host) {
        let detail = format!(
            "\"{host}\" is not a name of this machine; ask 127.0.0.1 or localhost, or start the server with --token"
        );
        return Some(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail));
    }
    let is_free = path == "/healthz" || path == "/api/v1/session" || crate::pages::is_page(path);
    if matches!(client, Client::Stranger) && !is_free {
        return Some(Problem::new(
            StatusCode::UNAUTHORIZED,
            "sign in, or send the server's token as the header \"Authorization: Bearer TOKEN\"",
        ));
    }
    if does_something && path.starts_with("/api/v1/corrections/") && shared.read_only {
        let detail = "this server only reads (--read-only); corrections go through another one, or `chancery correct`";
        return Some(Problem::new(StatusCode::FORBIDDEN, detail));
    }
    let is_signing_in = path == "/api/v1/session" && request.method() == Method::POST;
    if does_something && !is_signing_in && is_browser(client, headers) && !shared.sessions.knows_word(client, headers) {
        let detail = "the word of our pages is missing or old; load the page again (programs send no Origin)";
        return Some(Problem::new(StatusCode::FORBIDDEN, detail));
    }
    None
}

/// Whether a browser sent it: only these say where a request comes from, or bring a cookie along.
fn is_browser(client: &Client, headers: &HeaderMap) -> bool {
    matches!(client, Client::Person { .. })
        || headers.contains_key(header::ORIGIN)
        || headers.contains_key("sec-fetch-site")
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

#[cfg(test)]
mod tests {
    use super::is_here;

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
}
