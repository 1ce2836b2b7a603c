//! The reading room without a browser: pages and their policy, keys and sessions, corrections, exports, what pages ask,
//! limits, and what comes in.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use chancery_archive::{Archive, Origin, read_ledger};
use chancery_server::{Password, hash_password};
use common::{Room, ledger};
use serde_json::{Value, json};

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn pages_run_nothing_but_themselves() {
    let room = Room::new(None);
    let (status, head, page) = room.get("/", "");
    assert_eq!(status, 200);
    assert_eq!(header(&head, "content-type"), Some("text/html; charset=utf-8"));
    let policy = header(&head, "content-security-policy").expect("a policy");
    for part in
        ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
    {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(head.contains("x-content-type-options: nosniff") && head.contains("x-frame-options: deny"), "{head}");
    // Whatever runs is a file of its own, from here.
    assert!(!page.contains("<style") && !page.contains("http:") && !page.contains("https:"), "{page}");
    for script in page.split("<script").skip(1) {
        assert!(script.contains(" src=\"/assets/") && script.contains("></script>"), "{script}");
    }
    for path in ["/article/art_0123456789ab", "/explore?kind=events", "/codebook/coerce.deport", "/actor/Boko%20Haram"]
    {
        let (status, head, same) = room.get(path, "");
        assert_eq!((status, header(&head, "content-type")), (200, Some("text/html; charset=utf-8")), "{path}");
        assert_eq!(same, page, "{path}");
    }
    room.problem(room.get("/assets/gone-12345678.js", ""), 404, "/openapi.json");
    room.problem(room.get("/../Cargo.toml", ""), 404, "/openapi.json");
    room.problem(room.post("/", "", "{}"), 405, "POST");

    let asset = page.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a script");
    let (status, head, script) = room.get(asset, "");
    assert_eq!((status, header(&head, "content-type")), (200, Some("text/javascript; charset=utf-8")));
    assert!(header(&head, "cache-control").is_some_and(|keep| keep.contains("immutable")), "{head}");
    let tag = header(&head, "etag").expect("a tag").to_owned();
    let (status, _, body) = room.get(asset, &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((status, body.as_str()), (304, ""));
    let (_, head, _) = room.get(asset, "Accept-Encoding: gzip\r\n");
    assert_eq!(header(&head, "content-encoding"), Some("gzip"));
    assert!(!script.is_empty());
    let (_, head, _) = room.get("/", "");
    assert_eq!(header(&head, "cache-control"), Some("no-cache"));
}

#[test]
fn what_pages_ask_is_answered() {
    let room = Room::new(None);
    let overview = room.json("/api/v1/overview");
    assert_eq!(overview, json!({"n_articles": 2, "n_occurrences": 2, "first": "2024-03-05", "last": "2024-04-09"}));
    let quads = room.json("/api/v1/quads?by=month");
    let conflict: Vec<_> =
        quads["records"].as_array().expect("a list").iter().map(|q| &q["material_conflict"]).collect();
    assert_eq!(conflict, [1, 1]);
    let weeks = room.json("/api/v1/quads?by=week&since=2024-03-01&until=2024-04-14");
    let weeks = weeks["records"].as_array().expect("a list");
    assert_eq!(weeks.len(), 7, "empty weeks are there");
    assert_eq!(weeks.iter().filter_map(|w| w["material_conflict"].as_i64()).sum::<i64>(), 2);
    assert_eq!(room.json("/api/v1/pairs")["records"], json!([]), "nobody is a recipient");
    assert_eq!(room.json("/api/v1/record")["sides"], json!([]));
    let article = room.json("/api/v1/articles?order=newest")["records"][0]["id"].as_str().expect("an id").to_owned();
    let whole = room.json(&format!("/api/v1/articles/{article}/ledger"));
    assert_eq!(whole["ledger"]["events"][0]["type"], "ASSAULT");
    assert!(whole["ids"]["ev1"].as_str().is_some_and(|id| id.starts_with("ev_")), "{}", whole["ids"]);
    assert!(whole["ids"]["e1"].as_str().is_some_and(|id| id.starts_with("act_")), "{}", whole["ids"]);
    room.problem(room.get("/api/v1/articles/art_000000000000/ledger", ""), 404, "no article");
    room.problem(room.get("/api/v1/articles/ev_000000000000/ledger", ""), 404, "no event");
    let story = room.json("/api/v1/stories")["records"][0]["id"].as_str().expect("an id").to_owned();
    let reports = room.json(&format!("/api/v1/stories/{story}/reports"));
    assert_eq!(reports["articles"].as_array().map(Vec::len), Some(1));
    assert_eq!(reports["reports"][0]["occurrence"], reports["occurrences"][0]["id"]);
    room.problem(room.get("/api/v1/stories/sto_000000000000/reports", ""), 404, "no story");
    room.problem(room.get("/api/v1/quads?by=minute", ""), 400, "day");

    // A page of the map is a page: order, limit and cursor hold for it as for lists.
    let first = room.get("/api/v1/occurrences?order=newest&limit=1", "Accept: application/geo+json\r\n");
    let features: Value = serde_json::from_str(&first.2).expect("JSON");
    assert_eq!(features["type"], "FeatureCollection");
    let cursor = header(&first.1, "x-next-cursor").expect("a cursor").replace(' ', "%20");
    let path = format!("/api/v1/occurrences?order=newest&limit=1&cursor={cursor}");
    let second = room.get(&path, "Accept: application/geo+json\r\n");
    assert_eq!((second.0, header(&second.1, "x-next-cursor")), (200, None));
}

#[test]
fn the_codebook_is_browsed_without_a_model() {
    let room = Room::new(None);
    let book = room.json("/api/v1/codebook");
    assert_eq!(book["types"].as_array().map(Vec::len), Some(16));
    let deport = book["rules"].as_array().expect("rules").iter().find(|rule| rule["id"] == "coerce.deport");
    assert!(deport.is_some_and(|rule| rule["triggers"].to_string().contains("\"deport\"")));
    let rule = room.json("/api/v1/codebook/rules/coerce.deport");
    assert!(rule["sentences"].as_array().is_some_and(|all| all.iter().any(|s| s["is_hit"] == true)));
    room.problem(room.get("/api/v1/codebook/rules/no.such", ""), 404, "no.such");
    let try_it = room.send("POST /api/v1/codebook/try HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nHi");
    room.problem(try_it, 503, "without a language model");
}

#[test]
fn corrections_go_to_the_archive() {
    let room = Room::new(None);
    let id = room.json("/api/v1/events?order=oldest")["records"][0]["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/corrections/{id}");
    let fields = room.json(&path);
    assert_eq!((&fields["kind"], &fields["is_corrected"]), (&json!("event"), &json!(false)));
    let body = json!({"set": {"type": "PROTEST"}, "by": "Ada Okoye", "why": "a march, line 3"}).to_string();
    let (status, _, answer) = room.post(&path, "", &body);
    assert_eq!(status, 200, "{answer}");
    let event = room.json(&format!("/api/v1/events/{id}"));
    assert_eq!((&event["type"], &event["corrected"]), (&json!("PROTEST"), &json!(1)));
    assert_eq!(event["corrections"][0]["author"], "Ada Okoye");
    let verdict = |verdict: &str| json!({"verdict": verdict, "by": "Ada", "why": "an exercise"}).to_string();
    assert_eq!(room.post(&path, "", &verdict("reject")).0, 200);
    assert_eq!(room.json("/api/v1/events")["records"].as_array().map(Vec::len), Some(1));
    assert_eq!(room.post(&path, "", &verdict("undo")).0, 200);
    assert_eq!(room.json(&format!("/api/v1/events/{id}"))["type"], "ASSAULT");
    for (body, status, says) in [
        (r#"{"verdict": "reject", "by": "Ada"}"#, 400, "why"),
        (r#"{"verdict": "reject", "why": "so"}"#, 400, "who corrects"),
        (r#"{"verdict": "burn", "by": "Ada", "why": "so"}"#, 400, "confirm, reject and undo"),
        (r#"{"set": {"colour": "red"}, "by": "Ada", "why": "so"}"#, 400, "colour"),
        (r#"{"set": {"type": 3}, "by": "Ada", "why": "so"}"#, 400, "should be words"),
        (r#"{"by": "Ada", "why": "so"}"#, 400, "nothing to correct"),
        (r#"{"verdict""#, 400, "no JSON"),
        ("[]", 400, "an object"),
    ] {
        room.problem(room.post(&path, "", body), status, says);
    }
    room.problem(room.post("/api/v1/corrections/ev_000000000000", "", &verdict("confirm")), 404, "no record");
    room.problem(room.post("/api/v1/corrections/occ_000000000000", "", &verdict("confirm")), 404, "computed");

    let closed = Room::with(|settings| settings.read_only = true);
    room.problem(closed.post(&path, "", &verdict("reject")), 403, "only reads");
}

#[test]
fn a_forged_form_changes_nothing() {
    let room = Room::new(None);
    let id = room.json("/api/v1/events")["records"][0]["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/corrections/{id}");
    let body = json!({"verdict": "reject", "by": "Mallory", "why": "mischief"}).to_string();
    let from = |origin: &str| room.post(&path, origin, &body);
    room.problem(from("Origin: https://news.example\r\n"), 403, "another site");
    room.problem(from("Origin: null\r\n"), 403, "another site");
    room.problem(from("Origin: http://localhost\r\nSec-Fetch-Site: same-site\r\n"), 403, "another site");
    room.problem(from("Origin: http://localhost\r\n"), 403, "the word of our pages");
    room.problem(from("Origin: http://localhost\r\nX-Chancery-Word: guess\r\n"), 403, "the word of our pages");
    assert_eq!(room.json("/api/v1/events")["records"].as_array().map(Vec::len), Some(2), "nothing was rejected");
    let word = room.json("/api/v1/session")["word"].as_str().expect("a word").to_owned();
    let (status, _, answer) = from(&format!("Origin: http://localhost\r\nX-Chancery-Word: {word}\r\n"));
    assert_eq!(status, 200, "{answer}");
}

#[test]
fn people_sign_in_and_out() {
    let line = format!("ada:{}", hash_password("a river in spring").expect("random bytes"));
    let room = Room::with(|settings| settings.passwords = vec![Password::parse(&line).expect("a line")]);
    room.problem(room.get("/api/v1/events", ""), 401, "sign in");
    room.problem(room.get("/metrics", ""), 401, "sign in");
    assert_eq!(room.get("/", "").0, 200, "the page that signs in is free");
    let nobody = room.json("/api/v1/session");
    assert_eq!(
        (&nobody["is_open"], &nobody["is_signed_in"], &nobody["word"]),
        (&json!(false), &json!(false), &Value::Null)
    );

    let sign_in = |body: Value| room.post("/api/v1/session", "Origin: http://localhost\r\n", &body.to_string());
    room.problem(sign_in(json!({"name": "ada", "password": "a river"})), 403, "not right");
    room.problem(sign_in(json!({"name": "ben", "password": "a river in spring"})), 403, "not right");
    room.problem(sign_in(json!({"password": "a river in spring"})), 403, "not right");
    let (status, head, body) = sign_in(json!({"name": "ada", "password": "a river in spring"}));
    assert_eq!(status, 200, "{body}");
    let cookie = header(&head, "set-cookie").expect("a cookie");
    for part in ["httponly", "samesite=strict", "path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = format!("Cookie: other=1; {}\r\n", cookie.split(';').next().expect("a pair"));
    assert_eq!(room.get("/api/v1/events", &cookie).0, 200);
    let session: Value = serde_json::from_str(&room.get("/api/v1/session", &cookie).2).expect("JSON");
    assert_eq!(session["name"], "ada");

    // A cookie alone, as a forged form would send it along, changes nothing; who signed in corrects under that name.
    let events: Value = serde_json::from_str(&room.get("/api/v1/events", &cookie).2).expect("JSON");
    let path = format!("/api/v1/corrections/{}", events["records"][0]["id"].as_str().expect("an id"));
    let judged = json!({"verdict": "confirm", "by": "somebody else", "why": "line 1"}).to_string();
    room.problem(room.post(&path, &cookie, &judged), 403, "the word of our pages");
    let word = format!("X-Chancery-Word: {}\r\n", session["word"].as_str().expect("a word"));
    assert_eq!(room.post(&path, &format!("{cookie}{word}"), &judged).0, 200);
    let event = room.get(&path.replace("corrections", "events"), &cookie).2;
    assert!(event.contains("\"author\":\"ada\""), "{event}");

    let out = format!("DELETE /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{cookie}{word}\r\n");
    assert_eq!(room.send(&out).0, 200);
    room.problem(room.get("/api/v1/events", &cookie), 401, "sign in");

    let is_refused = |_| sign_in(json!({"name": "ada", "password": "guess"})).0 == 429;
    assert!((0..40).any(is_refused), "guessing is slowed down");
}

#[test]
fn whole_answers_are_files() {
    let room = Room::new(None);
    let (status, head, csv) = room.get("/api/v1/export/events?type=ASSAULT", "");
    assert_eq!((status, header(&head, "content-type")), (200, Some("text/csv")));
    assert!(header(&head, "content-disposition").is_some_and(|name| name.contains("chancery-events.csv")), "{head}");
    assert!(csv.contains("id,article,publisher,") && csv.matches("ASSAULT").count() == 2, "{csv}");
    let (_, _, lines) = room.get("/api/v1/export/articles?format=jsonl", "");
    assert!(lines.contains("\"headline\":\"Town shelled\""), "{lines}");
    room.problem(room.get("/api/v1/export/statements?type=ASSAULT", ""), 400, "says nothing about statements");
    room.problem(room.get("/api/v1/export/events?format=docx", ""), 400, "csv");
    room.problem(room.get("/api/v1/export/rumours", ""), 404, "there are articles");
}

#[test]
fn what_comes_in_is_told() {
    let room = Room::new(None);
    let mut stream = TcpStream::connect(room.address).expect("it connects");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
    stream.write_all(b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it is sent");
    let mut lines = BufReader::new(stream).lines();
    let mut until = |wanted: &str| {
        lines.by_ref().map(|line| line.expect("a line")).find(|line| line.contains(wanted)).expect("it comes")
    };
    until("text/event-stream");
    let mut archive = Archive::open(&room.archive().display().to_string()).expect("the archive");
    let new = read_ledger(&ledger("c", "2024-05-02", "Port </script> closed").to_string()).expect("a ledger");
    archive.store(&new, &Origin::of_ledger(&new), "2024-05-02T00:00:00Z").expect("it is kept");
    until("event: article");
    let data = until("data: ");
    let told: Value = serde_json::from_str(data.trim_start_matches("data: ")).expect("JSON");
    assert_eq!(told["headline"], "Port </script> closed");
}

#[test]
fn who_asks_without_end_is_told_to_wait() {
    let room = Room::new(None);
    let mut eager = TcpStream::connect(room.address).expect("it connects");
    eager.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
    let mut asking = eager.try_clone().expect("a second hand");
    let ask = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";
    // One connection, one answer after the other: the last request closes it.
    let sender = std::thread::spawn(move || {
        let more = format!("{ask}\r\n").repeat(100);
        for _ in 0..21 {
            asking.write_all(more.as_bytes()).expect("it is sent");
        }
        asking.write_all(format!("{ask}Connection: close\r\n\r\n").as_bytes()).expect("it is sent");
    });
    let mut answers = Vec::new();
    eager.read_to_end(&mut answers).expect("answers");
    sender.join().expect("all was sent");
    let answers = String::from_utf8_lossy(&answers);
    let count = |status: &str| answers.matches(&format!("HTTP/1.1 {status} ")).count();
    let (well, refused) = (count("200"), count("429"));
    assert_eq!(well + refused, 2101, "{well} answered, {refused} refused");
    assert!(well >= 2000 && refused > 0, "{well} answered, {refused} refused");
    assert!(answers.contains("wait a little"));
}

#[test]
fn who_is_slow_is_given_up() {
    let room = Room::new(None);
    let began = Instant::now();
    let mut slow = TcpStream::connect(room.address).expect("it connects");
    slow.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
    slow.write_all(b"GET /api/v1/events HTTP/1.1\r\nHost: loc").expect("it is sent");
    assert_eq!(room.get("/healthz", "").0, 200, "others are answered meanwhile");
    let mut rest = Vec::new();
    // Closed, politely or not: what matters is that the connection is not held for ever.
    let _ = slow.read_to_end(&mut rest);
    let waited = began.elapsed();
    assert!(waited > Duration::from_secs(5) && waited < Duration::from_secs(40), "{waited:?}");
    let mut long = TcpStream::connect(room.address).expect("it connects");
    long.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
    let head = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: {}\r\n\r\n", "x".repeat(80_000));
    let mut answer = Vec::new();
    // The server may close before all of it was taken.
    let _ = long.write_all(head.as_bytes());
    let _ = long.read_to_end(&mut answer);
    assert!(!String::from_utf8_lossy(&answer).contains(" 200 "), "an endless head is refused");
    assert_eq!(room.get("/healthz", "").0, 200);
}

#[test]
fn every_description_is_of_a_route() {
    let room = Room::new(None);
    let document = room.json("/openapi.json");
    let paths = document["paths"].as_object().expect("paths");
    assert!(paths.len() > 35, "{}", paths.len());
    for (path, methods) in paths {
        if methods.get("get").is_none() || path == "/api/v1/stream" {
            continue;
        }
        let (status, _, body) = room.get(&path.replace("{id}", "ev_000000000000"), "");
        assert!(status == 200 || (status == 404 && path.contains("{id}")), "{path}: {status} {body}");
    }
    // What answers name is described: no reference leads nowhere.
    let text = document.to_string();
    for name in text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
    }
}

/// The model: `CHANCERY_MODEL`, else the package under `models/` of the project.
fn engine() -> chancery_engine::Engine {
    let model = std::env::var_os("CHANCERY_MODEL").map_or_else(
        || {
            let models = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
            let mut found: Vec<_> = std::fs::read_dir(&models)
                .expect("no model; `cargo xtask model` fetches it")
                .filter_map(|entry| Some(entry.ok()?.path()).filter(|path| path.is_dir()))
                .collect();
            found.sort();
            found.pop().expect("no model; `cargo xtask model` fetches it")
        },
        Into::into,
    );
    chancery_engine::Engine::load(&chancery_engine::Config { model, ..Default::default() }).expect("an engine")
}

#[test]
fn what_is_sent_is_read_and_told_why() {
    let room = Room::with(|settings| settings.engine = Some(engine()));
    let send = |path: &str, media: &str, body: &str| {
        let (status, head, body) = room.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {media}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        (status, head, serde_json::from_str::<Value>(&body).expect("JSON"))
    };
    let sentence = "Chad expelled two Libyan diplomats on Friday.";
    let (status, _, read) = send("/api/v1/read?why=true", "text/plain", sentence);
    assert_eq!(status, 200, "{read}");
    let event = &read["ledgers"][0]["events"][0];
    assert_eq!((&event["actors"][0]["country"], &event["recipients"][0]["country"]), (&json!("TCD"), &json!("LBY")));
    let why = &read["why"][0]["ev1"];
    assert!(why["captures"].as_array().is_some_and(|all| !all.is_empty()), "{why}");
    assert!(why["captures"][0]["end"].as_u64().is_some_and(|end| end as usize <= sentence.len()), "{why}");

    let (status, _, tried) = send("/api/v1/codebook/try", "text/plain", sentence);
    assert_eq!(status, 200, "{tried}");
    assert_eq!(tried["ledger"]["events"][0]["rule"], event["rule"]);
    let fired = event["rule"].as_str().expect("a rule");
    let nearly: Vec<&str> = tried["nearly"]
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|word| word["rules"].as_array().expect("rules"))
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    assert!(nearly.contains(&"coerce.deport"), "\"expel\" calls up the rule for people: {nearly:?}");
    assert!(!nearly.contains(&fired), "{nearly:?}");

    let page = format!(
        "<!doctype html><html><head><title>Envoys out</title></head><body><nav>Menu</nav><article><h1>Envoys out</h1>\
         <p>{sentence} The foreign ministry in N'Djamena announced it in the evening.</p>\
         <p>Libya condemned the decision on Saturday and threatened to close its border with Chad.</p>\
         <script>alert(1)</script></article></body></html>"
    );
    let (status, _, read) = send("/api/v1/read", "text/html", &page);
    assert_eq!(status, 200, "{read}");
    let text = read["ledgers"][0]["article"]["text"].as_str().expect("a text");
    assert!(text.contains(sentence) && !text.contains("alert") && !text.contains("Menu"), "{text}");
    let (status, _, problem) = send("/api/v1/read", "text/html", "<html><body></body></html>");
    assert_eq!(status, 422, "{problem}");
    let (status, _, problem) = send("/api/v1/read", "application/x-ndjson", "{\"text\": ");
    assert_eq!(status, 422, "{problem}");
    let (status, _, problem) = send("/api/v1/codebook/try", "text/plain", &"x".repeat(5000));
    assert_eq!(status, 413, "{problem}");
}
