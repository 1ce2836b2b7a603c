//! The reading room's files, which are in the program: `web/dist`, built from `web/` and committed.
//!
//! Files with a hash in their names never change and are kept by browsers for good; the page itself is asked for anew
//! each time and answered with 304 when it is the same. A path that a page shows by itself gets the page.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::answer::answer;
use crate::problem::Problem;
use crate::sessions::text;

static DIST: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../web/dist");

/// The first parts of the paths that pages have; `web/src/lib/router.svelte.ts` knows what each shows.
const PAGES: &[&str] = &[
    "",
    "read",
    "article",
    "actor",
    "actors",
    "pair",
    "event",
    "statement",
    "position",
    "occurrence",
    "story",
    "stories",
    "explore",
    "codebook",
    "correct",
    "sign-in",
];

/// What a page may do: run and show what this server gives, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Whether a path is of a page or of its files, which hold nothing of the archive.
pub(crate) fn is_page(path: &str) -> bool {
    let path = path.strip_prefix('/').unwrap_or(path);
    DIST.get_file(path).is_some() || PAGES.contains(&path.split('/').next().unwrap_or_default())
}

fn media(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Everything that is no answer of the API: a file, a page, or nothing.
pub(crate) async fn page(request: Request) -> Result<Response, Problem> {
    let path = request.uri().path();
    let name = path.strip_prefix('/').unwrap_or(path);
    let file = match DIST.get_file(name).filter(|_| name != "index.html") {
        Some(file) => file,
        None if is_page(path) => DIST.get_file("index.html").ok_or_else(|| nowhere(path))?,
        None => return Err(nowhere(path)),
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let detail = format!("{} is not answered here; pages are only read", request.method());
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail));
    }
    let is_forever = name.starts_with("assets/");
    let tag: String = Sha256::digest(file.contents()).iter().take(16).map(|b| format!("{b:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let known = text(request.headers(), header::IF_NONE_MATCH.as_str());
    // A proxy or our own compression may have made the tag a weak one.
    let is_known = known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let path = file.path().to_string_lossy();
        answer(media(&path), file.contents())
    };
    let headers = response.headers_mut();
    let keep = if is_forever { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

fn nowhere(path: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, format!("there is nothing at {path}; /openapi.json says what there is"))
}

#[cfg(test)]
mod tests {
    use super::is_page;

    /// A page that the server does not know could be reached by a click, and not by its address.
    #[test]
    fn the_server_knows_every_page_that_the_router_knows() {
        let app = include_str!("../../../web/src/App.svelte");
        let (_, table) = app.split_once("const PAGES").expect("the table of pages");
        let (table, _) = table.split_once("};").expect("its end");
        let pages: Vec<&str> =
            table.lines().filter_map(|l| Some(l.split_once(": () => import")?.0.trim().trim_matches('\''))).collect();
        assert!(pages.len() > 10, "{pages:?}");
        for page in pages {
            assert!(is_page(&format!("/{page}/x")), "{page}");
        }
    }
}
