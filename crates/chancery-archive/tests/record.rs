//! The record that can be cited: what it was on a day, what changed, data versions, footnotes; and coders compared.

mod common;

use chancery_archive::{
    Agreement, Archive, Change, Creator, Filter, Found, Kind, Origin, Outcome, Score, Signed, Table, verify,
};
use chancery_engine::wire::Ledger;

use crate::common::{ask, column, corpus, filled, sql, url};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn signed(author: &str, at: &str) -> Signed {
    Signed { author: author.to_owned(), at: at.to_owned(), why: "by the text".to_owned() }
}

fn one(archive: &Archive, query: &str) -> String {
    sql(archive, query).remove(0).remove(0)
}

/// All that a reader sees of events and happenings.
fn state(archive: &Archive) -> Vec<Vec<String>> {
    let mut all = sql(
        archive,
        "SELECT id, type, actors, recipients, first, killed_best, corrected, occurrence, story FROM v_events ORDER BY id",
    );
    all.extend(sql(archive, "SELECT id, type, n_reports, killed_low, killed_high FROM v_occurrences ORDER BY id"));
    all
}

fn of(id: &str) -> Ledger {
    corpus().into_iter().find(|l| l.article.id == id).expect("it is in the corpus")
}

fn store(archive: &mut Archive, ledger: &Ledger, at: &str) -> Outcome {
    let stored = archive.store(ledger, &Origin::of_ledger(ledger), at).expect("it is stored");
    archive.settle(at, |_| ()).expect("it settles");
    stored.outcome
}

#[test]
fn the_archive_says_what_it_said_on_a_day() {
    let dir = folder();
    let mut archive = Archive::open(&url(dir.path(), "a.db")).expect("a new archive");
    let mut days: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    let mut remember = |archive: &Archive, day: &str| days.push((day.to_owned(), state(archive)));
    for ledger in &corpus()[..4] {
        store(&mut archive, ledger, "2024-03-06T10:00:00Z");
    }
    remember(&archive, "2024-03-06");
    for ledger in &corpus()[4..] {
        store(&mut archive, ledger, "2024-03-07T10:00:00Z");
    }
    remember(&archive, "2024-03-07");
    let raid =
        one(&archive, "SELECT e.id FROM v_events e JOIN v_articles a ON a.id = e.article WHERE a.name = 'plateau-3'");
    let changes: Vec<Change> = ["killed=24", "actors=gunmen (MLI.UAF)"].iter().map(|c| c.parse().unwrap()).collect();
    archive.correct(&raid, &changes, &signed("Ada Okoye", "2024-03-08T10:00:00Z")).expect("it fits");
    remember(&archive, "2024-03-08");
    // Coded anew, with another type for the raid: another id, to which the correction goes.
    let mut again = of("plateau-3");
    again.produced_by.codebook = "by hand 2".to_owned();
    again.events[0].event_type = "COERCE".to_owned();
    assert_eq!(store(&mut archive, &again, "2024-03-09T10:00:00Z"), Outcome::Recoded);
    remember(&archive, "2024-03-09");
    let mut updated = again.clone();
    updated.article.text.push_str("\n\nThe toll was corrected later.");
    assert_eq!(store(&mut archive, &updated, "2024-03-10T10:00:00Z"), Outcome::Updated);
    let now = archive.show(&raid).expect("the first id leads on").id;
    archive.correct(&now, &[Change::Reject], &signed("Ben Musa", "2024-03-11T10:00:00Z")).expect("it is there");
    remember(&archive, "2024-03-11");

    let before = sql(&archive, "SELECT * FROM originals ORDER BY target");
    for (day, want) in &days {
        let then = archive.as_of(day).expect("a day");
        assert_eq!(&state(&then), want, "{day}");
    }
    assert_eq!(&days.last().expect("days").1, &state(&archive), "nothing was changed by looking back");
    assert_eq!(sql(&archive, "SELECT * FROM originals ORDER BY target"), before);
    assert_eq!(ask(&archive.as_of("2024-03-01").expect("a day"), Kind::Articles, &Filter::default()).rows.len(), 0);
    assert!(archive.as_of("once").is_err());

    // What changed is told from any day on.
    let mut table = Table::default();
    archive.changes("2024-03-08", &mut table).expect("changes");
    let what = column(&table, "what");
    for want in ["corrected", "coded anew", "leads on", "updated", "rejected", "changed"] {
        assert!(what.iter().any(|w| w == want), "{want}: {what:?}");
    }
    assert!(!what.iter().any(|w| w == "added"), "the articles are from before");
    let mut table = Table::default();
    archive.changes("2024-03-12", &mut table).expect("changes");
    assert_eq!(table.rows.len(), 0);
}

#[test]
fn a_data_version_is_what_its_hash_says() {
    let dir = folder();
    let mut archive = filled(dir.path(), "a.db", &corpus(), 100);
    let creators = [
        Creator { name: "Okoye".to_owned(), given: Some("Ada".to_owned()) },
        Creator { name: "River \"Watch\"".to_owned(), given: None },
    ];
    let make = |archive: &mut Archive, name: &str, text_free| {
        archive
            .snapshot(&dir.path().join(name), "Raids and talks", &creators, text_free, "2024-03-10T12:00:00Z")
            .expect("a data version")
    };
    let full = make(&mut archive, "full", false);
    let again = make(&mut archive, "again", false);
    assert_eq!(full, again, "the same data have the same hash");
    let free = make(&mut archive, "free", true);
    assert_ne!(full.hash, free.hash);
    let read = |name: &str| std::fs::read_to_string(dir.path().join(name)).expect("a file");
    assert!(read("full/events.csv").contains("militants stormed the market"));
    for (file, _) in &free.files {
        let text = read(&format!("free/{file}"));
        assert!(!text.contains("militants stormed the market") && !text.contains("Gunmen kill 17"), "{file}");
    }
    let manifest: serde_json::Value = serde_json::from_str(&read("full/manifest.json")).expect("JSON");
    let events =
        manifest["files"].as_array().expect("files").iter().find(|f| f["file"] == "events.csv").expect("events");
    assert_eq!((events["rows"].as_i64(), events["sha256"].as_str().map(str::len)), (Some(9), Some(64)));
    assert_eq!(manifest["coders"][0]["codebook"], "by hand 1");
    // The units of analysis are in it, too, and offsets where there are no words.
    let n_rows = |name: &str| read(&format!("full/{name}.csv")).lines().count() - 1;
    for (name, view) in
        [("dyads", "v_dyads"), ("exposure", "v_exposure"), ("figures", "v_figures"), ("evidence", "v_evidence")]
    {
        assert_eq!(n_rows(name).to_string(), one(&archive, &format!("SELECT count(*) FROM {view}")), "{name}");
        assert!(n_rows(name) > 0, "{name}");
    }
    assert!(read("free/evidence.csv").starts_with("record,role,n,start,end\n"));
    let cff = read("full/CITATION.cff");
    assert!(cff.contains("family-names: \"Okoye\"") && cff.contains(r#"name: "River \"Watch\"""#), "{cff}");
    assert!(cff.contains(&full.hash));
    let refused = archive.snapshot(&dir.path().join("full"), "x", &creators, false, "2024-03-10T12:00:00Z");
    assert!(refused.unwrap_err().to_string().contains("not empty"));
}

#[test]
fn a_citation_can_be_checked_against_a_copy() {
    let dir = folder();
    let mut archive = filled(dir.path(), "a.db", &corpus(), 100);
    let id = one(&archive, "SELECT id FROM v_events WHERE via = 'Sahel Newswire'");
    archive.correct(&id, &[Change::Confirm], &signed("Ada Okoye", "2024-03-10T12:00:00Z")).expect("it is there");
    let made =
        archive.snapshot(&dir.path().join("v"), "Raids", &[], true, "2024-03-10T12:00:00Z").expect("a data version");
    let citation = archive.cite(&id, false).expect("a citation");
    let footnote = citation.footnote();
    for part in [
        "Harbour Gazette, “Traders killed at Burkinabe market”, 2024-03-06.",
        "“At least 17 traders were shot dead by gunmen”",
        "As told by Sahel Newswire, in Harbour Gazette.",
        "ASSAULT: ---.UAF → BFA.CVL, 2024-03-04, Djibo",
        "by hand 1",
        "checked by Ada Okoye",
        &id,
        &made.hash,
    ] {
        assert!(footnote.contains(part), "{part}: {footnote}");
    }
    let copy = of("harbour-2").article.text;
    let free = archive.cite(&id, true).expect("a citation");
    assert!(free.quotation.is_none() && !serde_json::to_string(&free).expect("JSON").contains("shot dead"));
    for citation in [&citation, &free] {
        assert_eq!(verify(citation, &copy), Found::SameText);
        assert_eq!(verify(citation, &format!("{copy} Corrected later.")), Found::SamePlace);
        assert_eq!(verify(citation, &format!("É: {copy}")), Found::Elsewhere(citation.start + 3));
        assert_eq!(verify(citation, &copy.replace("17", "19")), Found::Nowhere);
        assert_eq!(verify(citation, ""), Found::Nowhere);
    }
    let occurrence = one(&archive, "SELECT id FROM v_occurrences");
    assert!(archive.cite(&occurrence, false).unwrap_err().to_string().contains("no words of its own"));
    for view in ["v_statements", "v_positions"] {
        let id = one(&archive, &format!("SELECT id FROM {view} ORDER BY id"));
        assert!(archive.cite(&id, false).expect("a citation").footnote().contains(&id));
    }
}

#[test]
fn a_coder_is_scored_by_what_people_said() {
    let dir = folder();
    let mut archive = filled(dir.path(), "a.db", &corpus(), 100);
    let event = |archive: &Archive, name: &str, kind: &str| {
        one(
            archive,
            &format!(
                "SELECT e.id FROM v_events e JOIN v_articles a ON a.id = e.article WHERE a.name = '{name}' AND e.type = '{kind}'"
            ),
        )
    };
    let (raid, blamed, convoy) = (
        event(&archive, "plateau-3", "ASSAULT"),
        event(&archive, "harbour-2", "ACCUSE"),
        event(&archive, "plateau-9", "ASSAULT"),
    );
    let ada = signed("Ada Okoye", "2024-03-10T12:00:00Z");
    archive.correct(&raid, &["killed=24".parse().unwrap()], &ada).expect("it fits");
    archive.correct(&blamed, &[Change::Reject], &ada).expect("it is there");
    archive.correct(&convoy, &[Change::Confirm], &ada).expect("it is there");
    let gold = archive.gold().expect("gold");
    assert_eq!(gold.len(), 3);
    let convoyed = gold.iter().find(|g| g.id == convoy).expect("it is there");
    assert_eq!((convoyed.trigger.as_str(), convoyed.fields.len()), ("Militants ambushed an army convoy", 13));
    // The coder that was corrected: one figure is wrong and one event too many.
    let mut score = Score::default();
    for g in &gold {
        let name = one(&archive, &format!("SELECT name FROM v_articles WHERE id = '{}'", g.article));
        score.add(g, &of(&name));
    }
    assert_eq!((score.counts["left out"], score.counts["found"], score.counts["killed"]), ((0, 1), (2, 2), (1, 2)));
    assert_eq!(score.counts["actors"], (1, 1));
    assert!(score.misses.contains(&[raid.clone(), "killed".to_owned(), "24".to_owned(), "23".to_owned()]));
    // One that finds nothing leaves out what it should, and all else.
    let mut score = Score::default();
    for g in &gold {
        score.add(g, &Ledger { events: Vec::new(), ..of("harbour-2") });
    }
    assert_eq!((score.counts["left out"], score.counts["found"]), ((1, 1), (0, 2)));

    // Two people on the same records.
    let ben = signed("Ben Musa", "2024-03-10T13:00:00Z");
    archive.correct(&raid, &["killed=23".parse().unwrap()], &ben).expect("it fits");
    archive.correct(&blamed, &[Change::Reject], &ben).expect("it is there");
    let agreement = archive.judged_by("Ada Okoye", "Ben Musa").expect("an agreement");
    assert_eq!(agreement.pairs["an event or not"].len(), 2);
    assert_eq!(agreement.differing, [[raid, "killed".to_owned(), "24".to_owned(), "23".to_owned()]]);
    // Two codebooks on the same text.
    let mut other = of("harbour-2");
    other.events.remove(1);
    other.events[0].event_type = "COERCE".to_owned();
    let mut agreement = Agreement::default();
    agreement.compare(&of("harbour-2"), &other);
    let types = &agreement.pairs["type"];
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(types, &[pair("ASSAULT", "COERCE"), pair("ACCUSE", "none")]);
    assert_eq!(agreement.pairs["actors"].len(), 1);
}
