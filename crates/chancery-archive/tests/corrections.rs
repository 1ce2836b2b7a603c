//! Corrections: they win over coding, survive it, and can be taken back.

mod common;

use chancery_archive::{Archive, Change, Filter, Form, Kind, Origin, Outcome, Signed};

use crate::common::{NOW, ask, column, corpus, filled, is_on_server, sql};

fn signed(why: &str) -> Signed {
    Signed { author: "Ada Okoye".to_owned(), at: NOW.to_owned(), why: why.to_owned() }
}

#[track_caller]
fn correct(archive: &mut Archive, id: &str, changes: &[&str]) -> String {
    let changes: Vec<Change> = changes
        .iter()
        .map(|typed| match *typed {
            "reject" => Change::Reject,
            "confirm" => Change::Confirm,
            "undo" => Change::Undo,
            typed => typed.parse().expect("a correction"),
        })
        .collect();
    archive.correct(id, &changes, &signed("by the text")).unwrap_or_else(|e| panic!("{e}"))
}

/// The event of an article of the corpus that has a type.
fn event_of(archive: &Archive, article: &str, kind: &str) -> String {
    let query = format!(
        "SELECT e.id FROM v_events e JOIN v_articles a ON a.id = e.article WHERE a.name = '{article}' AND e.type = '{kind}'"
    );
    sql(archive, &query).remove(0).remove(0)
}

fn fields(archive: &Archive, id: &str, columns: &str) -> Vec<String> {
    sql(archive, &format!("SELECT {columns} FROM v_events WHERE id = '{id}'")).remove(0)
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn a_corrected_field_is_what_questions_and_exports_give() {
    let dir = folder();
    let mut archive = filled(dir.path(), "a.db", &corpus(), 100);
    let id = event_of(&archive, "plateau-9", "ASSAULT");
    let before = sql(&archive, "SELECT * FROM v_events ORDER BY id");
    correct(
        &mut archive,
        &id,
        &[
            "type=COERCE",
            "mode=arrest",
            "actors=Boko Haram (NGA.REB); MLI.MIL",
            "date=2024-03-19..2024-03-20",
            "killed=6..8",
            "place=Djibo,BFA,14.1,-1.6",
            "context=terrorism",
            "polarity=negated",
        ],
    );
    let now =
        "type, modes, quad, scale, cameo, actors, actor_names, first, last, date_precision, killed_low, killed_high,
        killed_best, place, lat, contexts, polarity, recipients, corrected, occurrence";
    assert_eq!(
        fields(&archive, &id, now),
        [
            "COERCE",
            "arrest",
            "4",
            "-7",
            "",
            "NGA.REB;MLI.MIL",
            "Boko Haram;MLI",
            "2024-03-19",
            "2024-03-20",
            "week",
            "6",
            "8",
            "",
            "Djibo",
            "14.1",
            "terrorism",
            "negated",
            "BFA.MIL",
            "1",
            ""
        ]
    );
    let found = ask(&archive, Kind::Events, &Filter { actors: vec!["NGA.REB".parse().unwrap()], ..Filter::default() });
    assert_eq!(column(&found, "id"), [id.as_str()]);
    let mut plover = Vec::new();
    archive.export(Form::Plover, &Filter::default(), false, &mut plover).expect("an export");
    assert!(String::from_utf8(plover).unwrap().contains("Boko Haram"));

    // It says what the coder had, who changed it and why.
    let shown = archive.show(&id).expect("it is there").json();
    assert_eq!(shown["corrections"][0]["author"], "Ada Okoye");
    assert_eq!(shown["corrections"][0]["why"], "by the text");
    let coder = shown["the_coder_had"].as_array().expect("a list");
    let had = |field: &str| coder.iter().find(|row| row["field"] == field).map(|row| row["coded"].as_str().unwrap());
    assert_eq!((had("type"), had("killed"), had("recipients")), (Some("ASSAULT"), Some("6"), None));

    // Taken back, all is as it was.
    correct(&mut archive, &id, &["undo"]);
    assert_eq!(sql(&archive, "SELECT * FROM v_events ORDER BY id"), before);
    assert_eq!(sql(&archive, "SELECT count(*) FROM entities WHERE local LIKE 'by-hand%'"), [["0"]]);
    assert_eq!(sql(&archive, "SELECT count(*) FROM corrections"), [["9"]], "what was said stays on record");
}

#[test]
fn what_is_rejected_counts_nowhere() {
    let dir = folder();
    let mut archive = filled(dir.path(), "a.db", &corpus(), 100);
    let raid = "SELECT n_reports, killed_high FROM v_occurrences WHERE place = 'Belehou'";
    assert_eq!(sql(&archive, raid), [["4", "23"]]);
    let id = event_of(&archive, "plateau-3", "ASSAULT");
    correct(&mut archive, &id, &["reject"]);
    assert_eq!(sql(&archive, raid), [["3", "17"]]);
    assert_eq!(ask(&archive, Kind::Events, &Filter::default()).rows.len(), 8);
    let mut out = Vec::new();
    let exported = archive.export(Form::Plover, &Filter::default(), true, &mut out).expect("an export");
    assert_eq!(exported.written, 8);
    let message = archive.show(&id).unwrap_err().to_string();
    assert!(message.contains("rejected by Ada Okoye") && message.contains("by the text"), "{message}");
    assert!(archive.correctable(&id).expect("it can be corrected").is_rejected);
    // Who says that it is right after all does not reject it any more.
    correct(&mut archive, &id, &["confirm"]);
    assert_eq!(sql(&archive, raid), [["4", "23"]]);

    // Statements and positions too.
    let count = |archive: &Archive, kind| ask(archive, kind, &Filter::default()).rows.len();
    for (kind, view) in [(Kind::Statements, "v_statements"), (Kind::Positions, "v_positions")] {
        let before = count(&archive, kind);
        let id = sql(&archive, &format!("SELECT id FROM {view} ORDER BY id")).remove(0).remove(0);
        correct(&mut archive, &id, &["reject"]);
        assert_eq!(count(&archive, kind), before - 1, "{view}");
    }
}

#[test]
fn corrections_survive_coding_anew_and_a_new_text() {
    let dir = folder();
    let mut archive = filled(dir.path(), "a.db", &corpus(), 100);
    let raid = event_of(&archive, "plateau-3", "ASSAULT");
    let blamed = event_of(&archive, "harbour-2", "ACCUSE");
    let convoy = event_of(&archive, "plateau-9", "ASSAULT");
    correct(&mut archive, &raid, &["killed=24", "actors=gunmen (BFA.UAF)"]);
    correct(&mut archive, &blamed, &["reject"]);
    correct(&mut archive, &convoy, &["confirm"]);
    let statement = sql(&archive, "SELECT id FROM v_statements WHERE speaker = 'The army'").remove(0).remove(0);
    correct(&mut archive, &statement, &["speaker=Adama Sanou", "form=direct"]);

    // Another codebook: the raid gets another type, the convoy is not found at all.
    let mut again = |which: &str, change: &dyn Fn(&mut chancery_engine::wire::Ledger)| {
        let mut ledger = corpus().into_iter().find(|l| l.article.id == which).expect("it is in the corpus");
        ledger.produced_by.codebook = "by hand 2".to_owned();
        change(&mut ledger);
        let stored = archive.store(&ledger, &Origin::of_ledger(&ledger), NOW).expect("it is stored");
        archive.settle(NOW, |_| ()).expect("it settles");
        stored.outcome
    };
    let outcome = again("plateau-3", &|ledger| {
        ledger.events[0].event_type = "COERCE".to_owned();
        ledger.events[0].casualties.killed = None;
    });
    assert_eq!(outcome, Outcome::Recoded);
    again("plateau-9", &|ledger| ledger.events.clear());
    again("harbour-2", &|ledger| ledger.article.text.push_str("\n\nThe mayor thanked him."));

    let led = archive.show(&raid).expect("the old id leads to the new one");
    assert_ne!(led.id, raid);
    assert_eq!(
        fields(&archive, &led.id, "type, killed_low, actors, actor_names, corrected"),
        ["COERCE", "24", "BFA.UAF", "gunmen", "1"]
    );
    let speaker = sql(&archive, "SELECT speaker, form FROM v_statements WHERE corrected = 1");
    assert_eq!(speaker, [["Adama Sanou", "direct"]]);
    // What somebody confirmed stays, though the new coding has it no more.
    assert_eq!(fields(&archive, &convoy, "type, place, recipients"), ["ASSAULT", "Fada", "BFA.MIL"]);
    // What was rejected is rejected in the new text, under its new id.
    assert!(sql(&archive, "SELECT id FROM v_events WHERE type = 'ACCUSE'").is_empty());
    let message = archive.show(&blamed).unwrap_err().to_string();
    assert!(message.contains("rejected by Ada Okoye"), "{message}");
    // Undone, the new coder's values stand.
    correct(&mut archive, &raid, &["undo"]);
    assert_eq!(fields(&archive, &led.id, "type, killed_low, actors, corrected"), ["COERCE", "", "---.UAF", "0"]);
    if !is_on_server() {
        assert_eq!(sql(&archive, "PRAGMA foreign_key_check"), Vec::<Vec<String>>::new());
    }
    // What changed is on record.
    let edits = sql(&archive, "SELECT what, detail FROM edits ORDER BY key");
    assert!(edits.iter().any(|e| e[0] == "changed" && e[1].contains("type: ASSAULT → COERCE")), "{edits:?}");
}

#[test]
fn articles_can_be_put_right_too() {
    let dir = folder();
    let mut archive = filled(dir.path(), "a.db", &corpus(), 100);
    let id = sql(&archive, "SELECT id FROM v_articles WHERE name = 'lima-1'").remove(0).remove(0);
    correct(&mut archive, &id, &["licence=CC BY 4.0", "published=2024-03-04", "publisher=Lima Evening Post"]);
    let article = format!("SELECT licence, published, publisher FROM v_articles WHERE id = '{id}'");
    let want = [["CC BY 4.0", "2024-03-04", "Lima Evening Post"]];
    assert_eq!(sql(&archive, &article), want);
    let mut ledger = corpus().into_iter().find(|l| l.article.id == "lima-1").expect("it is in the corpus");
    ledger.produced_by.codebook = "by hand 2".to_owned();
    let origin = Origin::of_ledger(&ledger);
    archive.store(&ledger, &origin, NOW).expect("it is stored");
    archive.settle(NOW, |_| ()).expect("it settles");
    assert_eq!(sql(&archive, &article), want, "after coding anew");
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let dir = folder();
    let mut archive = filled(dir.path(), "a.db", &corpus(), 100);
    let id = event_of(&archive, "plateau-9", "ASSAULT");
    let before = sql(&archive, "SELECT * FROM v_events ORDER BY id");
    for (typed, want) in [
        ("type=MEET", "ASSAULT"),
        ("colour=red", "there are type"),
        ("date=yesterday", "2024-03-04"),
        ("place=Atlantis", "no article names a place"),
        ("killed=some", "17..23"),
        ("polarity='; DROP TABLE events; --", "affirmed"),
    ] {
        let changes: Vec<Change> = ["killed=7", typed].iter().map(|t| t.parse().expect("field=value")).collect();
        let message = archive.correct(&id, &changes, &signed("test")).unwrap_err().to_string();
        assert!(message.contains(want), "{typed}: {message}");
    }
    for typed in ["killed", "=7", "killed="] {
        assert!(typed.parse::<Change>().is_err(), "{typed}");
    }
    let unsigned = Signed { author: " ".to_owned(), ..signed("why") };
    assert!(archive.correct(&id, &[Change::Reject], &unsigned).is_err());
    let occurrence = sql(&archive, "SELECT id FROM v_occurrences").remove(0).remove(0);
    let message = archive.correct(&occurrence, &[Change::Reject], &signed("test")).unwrap_err().to_string();
    assert!(message.contains("computed from events"), "{message}");
    assert!(archive.correct("ev_000000000000", &[Change::Reject], &signed("test")).is_err());
    assert_eq!(sql(&archive, "SELECT * FROM v_events ORDER BY id"), before);
    assert_eq!(sql(&archive, "SELECT count(*) FROM corrections"), [["0"]]);
}

#[test]
fn what_is_shown_can_be_typed() {
    let dir = folder();
    let mut archive = filled(dir.path(), "a.db", &corpus(), 100);
    for id in sql(
        &archive,
        "SELECT id FROM v_events UNION SELECT id FROM v_statements UNION SELECT id FROM v_positions
        UNION SELECT id FROM v_articles",
    )
    .concat()
    {
        let before = archive.correctable(&id).expect("it can be corrected");
        let changes: Vec<Change> =
            before.fields.iter().map(|f| Change::Set { field: f.name.to_owned(), value: f.value.clone() }).collect();
        archive.correct(&id, &changes, &signed("as it is")).unwrap_or_else(|e| panic!("{id}: {e}"));
        let after = archive.correctable(&id).expect("it can be corrected");
        for (a, b) in before.fields.iter().zip(&after.fields) {
            assert_eq!((a.name, &a.value), (b.name, &b.value), "{id}");
        }
        assert!(after.is_corrected && !after.is_rejected);
    }
    assert_eq!(sql(&archive, "SELECT count(*) FROM entities WHERE local LIKE 'by-hand%'"), [["0"]]);
}
