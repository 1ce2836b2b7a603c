//! The API as a client sees it: over a real socket, on an archive with two articles.

mod common;

use chancery_archive::{Archive, Origin, read_ledger};
use common::{Room, ledger, settings};
use serde_json::{Value, json};

#[test]
fn records_are_listed_paged_and_fetched() {
    let room = Room::new(None);
    for kind in ["articles", "events", "occurrences", "stories", "actors", "statements", "positions"] {
        assert!(room.json(&format!("/api/v1/{kind}"))["records"].is_array(), "{kind}");
    }
    for kind in ["articles", "events", "occurrences"] {
        let whole = room.json(&format!("/api/v1/{kind}?order=newest"));
        assert_eq!(whole["records"].as_array().map(Vec::len), Some(2), "{kind}");
        assert_eq!(whole["next"], Value::Null);
        let first = room.json(&format!("/api/v1/{kind}?order=newest&limit=1"));
        let cursor = first["next"].as_str().expect("a cursor").replace(' ', "%20");
        let second = room.json(&format!("/api/v1/{kind}?order=newest&limit=1&cursor={cursor}"));
        assert_eq!(first["records"][0], whole["records"][0], "{kind}");
        assert_eq!(second["records"][0], whole["records"][1], "{kind}");
        assert_eq!(second["next"], Value::Null);
    }
    let event = &room.json("/api/v1/events?actor=SDN.REB&since=2024-04-01")["records"][0];
    let shown = room.json(&format!("/api/v1/events/{}", event["id"].as_str().expect("an id")));
    assert_eq!(shown["kind"], "event");
    assert_eq!(shown["evidence"][0]["trigger"], "shelled");
    assert_eq!(room.json("/api/v1/events?actor=KEN")["records"], json!([]));
}

#[test]
fn the_media_type_is_the_one_asked_for() {
    let room = Room::new(None);
    let (status, head, body) = room.get("/api/v1/events", "Accept: text/csv\r\n");
    assert_eq!(status, 200);
    assert!(head.contains("content-type: text/csv"), "{head}");
    assert!(body.starts_with("id,article,publisher,"), "{body}");
    for list in ["/api/v1/occurrences", "/api/v1/events"] {
        let (status, _, body) = room.get(list, "Accept: application/geo+json\r\n");
        assert_eq!(status, 200, "{list}");
        let collection: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(collection["type"], "FeatureCollection");
        for feature in collection["features"].as_array().expect("a list") {
            assert_eq!(feature["geometry"]["type"], "Point", "{list}");
        }
    }
    room.problem(room.get("/api/v1/statements", "Accept: application/geo+json\r\n"), 406, "text/csv");
    room.problem(room.get("/api/v1/events", "Accept: image/png\r\n"), 406, "text/csv");
    let series = room.json("/api/v1/series?by=month&of=events");
    let counts: Vec<i64> =
        series["records"].as_array().expect("a list").iter().filter_map(|r| r["n"].as_i64()).collect();
    assert_eq!(counts, [1, 1]);
    assert!(room.get("/api/v1/network", "").2.contains("graphml"));
    assert!(room.json("/openapi.json")["paths"]["/api/v1/read"]["post"].is_object());
    assert!(room.get("/metrics", "").2.contains("chancery_http_requests_total{status=\"2xx\"}"));
}

#[test]
fn bad_requests_say_what_to_do() {
    let room = Room::new(None);
    for (path, status, says) in [
        ("/api/v1/events?colour=red", 400, "there are actor"),
        ("/api/v1/events?type=FUN", 400, "there are AGREE"),
        ("/api/v1/events?since=soon", 400, "write it as 2023-02-01"),
        ("/api/v1/events?limit=0", 400, "1 to 1000"),
        ("/api/v1/events?cursor=x", 400, "not a cursor"),
        ("/api/v1/events?since=2024-01-01&since=2024-01-02", 400, "twice"),
        ("/api/v1/statements?type=ASSAULT", 400, "says nothing about statements"),
        ("/api/v1/events/ev_000000000000", 404, "no event ev_000000000000"),
        ("/api/v1/events/%27;DROP", 404, "is not an id"),
        ("/api/v1/rumours", 404, "there are articles"),
        ("/nowhere", 404, "/openapi.json"),
    ] {
        room.problem(room.get(path, ""), status, says);
    }
    room.problem(
        room.send("DELETE /api/v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
        405,
        "DELETE",
    );
    let post = |more: &str| {
        room.send(&format!("POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}"))
    };
    room.problem(post("Content-Type: text/plain\r\nContent-Length: 104857600\r\n\r\n"), 413, "at most");
    room.problem(post("Content-Type: image/png\r\nContent-Length: 1\r\n\r\nx"), 415, "text/plain");
    room.problem(post("Content-Length: 1\r\n\r\nx"), 503, "without a language model");
}

#[test]
fn strangers_are_refused() {
    let room = Room::new(None);
    let as_host =
        |host: &str| room.send(&format!("GET /api/v1/events HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    room.problem(as_host("news.example"), 421, "not a name of this machine");
    let post = "POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n";
    room.problem(room.send(&format!("{post}Origin: https://news.example\r\n\r\n")), 403, "another site");
    room.problem(room.send(&format!("{post}Sec-Fetch-Site: cross-site\r\n\r\n")), 403, "another site");

    let closed = Room::new(Some("correct horse battery"));
    closed.problem(closed.get("/api/v1/events", ""), 401, "Bearer");
    closed.problem(closed.get("/api/v1/events", "Authorization: Bearer wrong\r\n"), 401, "Bearer");
    assert_eq!(closed.get("/api/v1/events", "Authorization: Bearer correct horse battery\r\n").0, 200);
    assert_eq!(closed.get("/healthz", "").0, 200);

    let (_, head, body) = room.get("/api/v1/articles?order=newest", "");
    assert!(head.contains("content-security-policy: default-src 'none'") && head.contains("nosniff"), "{head}");
    assert!(head.contains("application/json") && body.contains("<script>"), "hostile words stay words: {body}");
    let open = settings("news.db".to_owned(), "0.0.0.0:0");
    let refusal = chancery_server::serve(open, |_| {}).expect_err("it is refused");
    assert!(refusal.to_string().contains("--token"), "{refusal}");
}

#[test]
fn an_archive_that_vanishes_is_waited_for() {
    let room = Room::new(None);
    let away = room.folder.path().join("away.db");
    assert_eq!(room.get("/readyz", "").0, 200);
    std::fs::rename(room.archive(), &away).expect("it moves");
    room.problem(room.get("/api/v1/events", ""), 503, "not there now");
    room.problem(room.get("/readyz", ""), 503, "not there now");
    assert_eq!(room.get("/healthz", "").0, 200);
    // Something else in its place is no archive either, and what was answered before is not told as if it still held.
    for other in
        ["", "not a database, but long enough to be looked at as if it were one, which takes a hundred bytes or so"]
    {
        std::fs::write(room.archive(), other).expect("it is written");
        room.problem(room.get("/api/v1/events", ""), 503, "not there now");
        std::fs::remove_file(room.archive()).expect("it goes");
    }
    std::fs::rename(&away, room.archive()).expect("it moves back");
    assert_eq!(room.json("/api/v1/events")["records"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_is_kept_of_an_answer_is_never_old() {
    let room = Room::new(None);
    let count = || {
        let listed = room.json("/api/v1/events")["records"].as_array().map(Vec::len);
        let series = room.json("/api/v1/series?by=year&of=events")["records"][0]["n"].as_i64();
        (listed, series, room.json("/api/v1/overview")["n_articles"].as_i64())
    };
    assert_eq!(count(), (Some(2), Some(2), Some(2)));
    assert_eq!(count(), (Some(2), Some(2), Some(2)));
    // An article that comes in from another program is there at once, before it is in a story.
    let ledger = read_ledger(&ledger("c", "2024-04-20", "Town shelled again").to_string()).expect("one");
    let mut archive = Archive::open(&room.archive().display().to_string()).expect("it opens");
    archive.store(&ledger, &Origin::of_ledger(&ledger), "2024-05-02T00:00:00Z").expect("it is kept");
    assert_eq!(count(), (Some(3), Some(3), Some(3)));
    // The same question in another form is another one.
    assert!(room.get("/api/v1/events", "Accept: text/csv\r\n").2.starts_with("id,article,"));
    assert_eq!(room.json("/api/v1/events?limit=1")["records"].as_array().map(Vec::len), Some(1));
}
