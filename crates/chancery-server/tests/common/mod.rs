//! A server over a real socket, on an archive with two articles.

#![allow(dead_code, reason = "each test program uses its part")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use chancery_archive::{Archive, Origin, read_ledger};
use serde_json::{Value, json};

pub(crate) fn ledger(id: &str, day: &str, headline: &str) -> Value {
    let text = format!("{headline}\n\nRebels shelled the town.");
    let head = headline.chars().count();
    let start = head + 2;
    let argument = |entity: &str| json!({"entity": entity, "country": "SDN", "sectors": ["REB"], "start": start, "end": start + 6});
    json!({
        "schema": "chancery/1",
        "article": {"id": id, "url": null, "publisher": "Harbour Gazette", "published": day, "language": "en",
            "headline": headline, "text": text},
        "segments": [], "statements": [], "positions": [], "times": [], "places": [], "notes": [],
        "produced_by": {"version": "0.1.0", "model": "by hand", "codebook": "by hand 1"},
        "entities": [{"id": "e1", "name": "Rebels", "kind": "group", "country": "SDN", "sectors": ["REB"], "roles": [],
            "wikidata": null, "mentions": [{"start": start, "end": start + 6, "form": "name"}]}],
        "events": [{"id": "ev1", "type": "ASSAULT", "mode": [], "context": [], "cameo": "190", "goldstein": -9.0,
            "quad": 4, "scale": -9.0, "actors": [argument("e1")], "recipients": [],
            "evidence": [{"start": start, "end": start + 24, "trigger": [start + 7, start + 14]}],
            "polarity": "affirmed", "modality": "actual", "historical": false, "time": null,
            "date": {"from": day, "to": day, "precision": "day", "source": "text"}, "place": null,
            "place_source": "none", "casualties": {"killed": null, "injured": null, "arrested": null}, "amount": null,
            "attribution": [], "contested_by": [], "via": [], "rule": "by.hand",
            "confidence": {"type": 0.9, "actors": 0.8, "recipients": 0.5}}],
    })
}

pub(crate) fn settings(archive: String, listen: &str) -> chancery_server::Settings {
    chancery_server::Settings {
        archive,
        listen: listen.parse().expect("an address"),
        token: None,
        passwords: Vec::new(),
        read_only: false,
        engine: None,
    }
}

pub(crate) struct Room {
    pub(crate) address: SocketAddr,
    pub(crate) folder: tempfile::TempDir,
}

impl Room {
    pub(crate) fn new(token: Option<&str>) -> Room {
        Room::with(|settings| settings.token = token.map(str::to_owned))
    }

    /// A server with other settings than the usual.
    pub(crate) fn with(change: impl FnOnce(&mut chancery_server::Settings)) -> Room {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("news.db");
        let mut archive = Archive::open(&file.display().to_string()).expect("an archive");
        for (id, day, headline) in
            [("a", "2024-03-05", "Town shelled"), ("b", "2024-04-09", "<script>alert(1)</script> & \"more\"")]
        {
            let ledger = read_ledger(&ledger(id, day, headline).to_string()).expect("a ledger");
            archive.store(&ledger, &Origin::of_ledger(&ledger), "2024-05-01T00:00:00Z").expect("it is kept");
        }
        archive.settle("2024-05-01T00:00:00Z", |_| {}).expect("it is settled");
        drop(archive);
        let mut settings = settings(file.display().to_string(), "127.0.0.1:0");
        change(&mut settings);
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || chancery_server::serve(settings, move |address| tell.send(address).expect("heard")));
        let address = told.recv_timeout(Duration::from_secs(30)).expect("it listens");
        Room { address, folder }
    }

    pub(crate) fn archive(&self) -> std::path::PathBuf {
        self.folder.path().join("news.db")
    }

    /// Sends a request as it stands; gives status, head and body.
    pub(crate) fn send(&self, request: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(self.address).expect("it connects");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        (status, head.to_lowercase(), body.to_owned())
    }

    pub(crate) fn get(&self, path: &str, more: &str) -> (u16, String, String) {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n"))
    }

    #[track_caller]
    pub(crate) fn json(&self, path: &str) -> Value {
        let (status, _, body) = self.get(path, "");
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }

    #[track_caller]
    pub(crate) fn problem(&self, answer: (u16, String, String), status: u16, says: &str) {
        let (got, head, body) = answer;
        assert_eq!(got, status, "{body}");
        assert!(head.contains("application/problem+json"), "{head}");
        let problem: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(problem["status"], status);
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(says)), "{body}");
    }

    /// Sends JSON with more lines of the head.
    pub(crate) fn post(&self, path: &str, more: &str, body: &str) -> (u16, String, String) {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n{more}\r\n{body}",
            body.len()
        ))
    }
}
