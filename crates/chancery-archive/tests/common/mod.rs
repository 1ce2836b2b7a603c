//! Ledgers made by hand: every field that a coder may fill, without a coder.

#![allow(dead_code, reason = "each test binary uses a part")]

use chancery_archive::{Archive, Cell, Filter, Kind, Origin, Outcome, Table, read_ledger};
use chancery_engine::wire::Ledger;
use serde_json::{Value, json};

pub(crate) const NOW: &str = "2024-03-10T12:00:00Z";

/// An article in the making. Words that events and statements rest on are found in its text.
pub(crate) struct Article {
    value: Value,
    text: String,
}

impl Article {
    pub(crate) fn new(id: &str, publisher: &str, published: &str, headline: &str, body: &str) -> Article {
        let text = format!("{headline}\n\n{body}");
        let head = headline.chars().count();
        let value = json!({
            "schema": "chancery/1",
            "article": {"id": id, "url": null, "publisher": publisher, "published": published, "language": "en",
                "headline": headline, "text": text},
            "segments": [{"kind": "headline", "start": 0, "end": head},
                {"kind": "paragraph", "start": head + 2, "end": text.chars().count()}],
            "produced_by": {"version": "0.1.0", "model": "by hand", "codebook": "by hand 1"},
            "entities": [], "events": [], "statements": [], "positions": [], "times": [], "places": [], "notes": [],
        });
        Article { value, text }
    }

    /// Where words stand, in code points.
    pub(crate) fn at(&self, words: &str) -> (usize, usize) {
        let byte = self.text.find(words).unwrap_or_else(|| panic!("\"{words}\" is not in the text"));
        let start = self.text[..byte].chars().count();
        (start, start + words.chars().count())
    }

    fn list(&mut self, name: &str) -> &mut Vec<Value> {
        self.value[name].as_array_mut().expect("a list")
    }

    pub(crate) fn entity(&mut self, words: &str, kind: &str, country: Option<&str>, sectors: &[&str]) -> String {
        let (start, end) = self.at(words);
        let form = if words.chars().next().is_some_and(char::is_uppercase) { "name" } else { "nominal" };
        let id = format!("e{}", self.list("entities").len() + 1);
        let entity = json!({"id": id, "name": words, "kind": kind, "country": country, "sectors": sectors, "roles": [],
            "wikidata": null, "mentions": [{"start": start, "end": end, "form": form}]});
        self.list("entities").push(entity);
        id
    }

    pub(crate) fn place(&mut self, words: &str, country: &str, admin1: &str, at: (f64, f64)) -> String {
        let (start, end) = self.at(words);
        let id = format!("l{}", self.list("places").len() + 1);
        let place = json!({"id": id, "start": start, "end": end, "text": words, "kind": "name", "name": words,
            "country": country, "admin1": admin1, "admin2": null, "feature": "PPL", "precision": 5, "lat": at.0,
            "lon": at.1, "geonames": 1000});
        self.list("places").push(place);
        id
    }

    fn argument(&self, id: &str) -> Value {
        let entity =
            self.value["entities"].as_array().expect("it is there").iter().find(|e| e["id"] == id).expect("an entity");
        let mention = &entity["mentions"][0];
        json!({"entity": id, "country": entity["country"], "sectors": entity["sectors"], "start": mention["start"],
            "end": mention["end"]})
    }

    /// An event; `more` overrides what a plain one has.
    pub(crate) fn event(
        &mut self,
        kind: &str,
        words: &str,
        actors: &[&str],
        recipients: &[&str],
        more: Value,
    ) -> String {
        let (start, end) = self.at(words);
        let id = format!("ev{}", self.list("events").len() + 1);
        let side = |ids: &[&str]| ids.iter().map(|id| self.argument(id)).collect::<Vec<_>>();
        let mut event = json!({"id": id, "type": kind, "mode": [], "context": [], "cameo": "190", "goldstein": -9.0,
            "quad": 4, "scale": -9.0, "actors": side(actors), "recipients": side(recipients),
            "evidence": [{"start": start, "end": end, "trigger": [start, end]}],
            "polarity": "affirmed", "modality": "actual", "historical": false, "time": null,
            "date": {"from": null, "to": null, "precision": "none", "source": "none"}, "place": null,
            "place_source": "none", "amount": null, "attribution": [], "contested_by": [], "via": [], "rule": "by.hand",
            "confidence": {"type": 0.9, "actors": 0.8, "recipients": 0.7}});
        for (name, value) in more.as_object().expect("an object") {
            event[name] = value.clone();
        }
        self.list("events").push(event);
        id
    }

    pub(crate) fn statement(&mut self, words: &str, speaker: &str) -> String {
        let (start, end) = self.at(words);
        let id = format!("st{}", self.list("statements").len() + 1);
        let statement = json!({"id": id, "speaker": speaker, "on_behalf_of": null, "addressee": null,
            "cue": [[start, end]], "source": [], "content": [[start, end]], "form": "indirect", "within": null,
            "via": [], "evidence": [{"start": start, "end": end, "trigger": [start, end]}], "rule": "by.hand",
            "confidence": 0.9});
        self.list("statements").push(statement);
        id
    }

    pub(crate) fn position(&mut self, words: &str, holder: &str, stance: &str) -> String {
        let (start, end) = self.at(words);
        let id = format!("p{}", self.list("positions").len() + 1);
        let position = json!({"id": id, "holder": holder, "on_behalf_of": null, "stance": stance,
            "topic": {"start": start, "end": end, "text": words, "key": words.to_lowercase()}, "toward": null,
            "hedge": null, "statement": null, "event": null, "via": [],
            "evidence": [{"start": start, "end": end, "trigger": [start, end]}], "rule": "by.hand"});
        self.list("positions").push(position);
        id
    }

    pub(crate) fn ledger(&self) -> Ledger {
        read_ledger(&self.value.to_string()).expect("a ledger")
    }
}

pub(crate) fn on(day: &str) -> Value {
    json!({"from": day, "to": day, "precision": "day", "source": "text"})
}

pub(crate) fn killed(n: u32, text: &str) -> Value {
    json!({"killed": {"low": n, "best": n, "high": n, "text": text, "of": null}, "injured": null, "arrested": null})
}

/// Nine articles of our own about three matters: a raid told by five outlets (one a reprint, one passing on the
/// agency), talks, and another raid in the same country two weeks later.
pub(crate) fn corpus() -> Vec<Ledger> {
    let mut all = Vec::new();
    let wire = "Gunmen killed at least 17 traders at the market of Belehou near Djibo on Monday, an official said. They \
        came on motorcycles at dawn, burned the grain store and drove away the cattle before soldiers arrived from the \
        garrison. Governor Salif Ouedraogo visited the wounded and promised that the market would open again. No group \
        has claimed the attack so far.";
    for (id, publisher, tail) in [
        ("sn-1", "Sahel Newswire", ""),
        ("courier-8", "Daily Courier", " Readers of the Courier sent forty messages of sympathy to the embassy."),
    ] {
        let body = format!("{wire}{tail}");
        let mut a = Article::new(id, publisher, "2024-03-05", "Gunmen kill 17 at Burkina Faso market", &body);
        let gunmen = a.entity("Gunmen", "group", None, &["UAF"]);
        let traders = a.entity("traders", "group", Some("BFA"), &["CVL"]);
        let official = a.entity("an official", "unnamed", Some("BFA"), &["GOV"]);
        a.entity("Salif Ouedraogo", "person", Some("BFA"), &["GOV"]);
        a.entity("Burkina Faso", "place", Some("BFA"), &[]);
        let place = a.place("Belehou", "BFA", "Sahel", (14.05, -1.60));
        let said = a.statement("an official said", &official);
        a.event(
            "ASSAULT",
            "Gunmen killed at least 17 traders",
            &[&gunmen],
            &[&traders],
            json!({
            "date": on("2024-03-04"), "place": place, "place_source": "clause", "casualties": killed(17, "at least 17"),
            "attribution": [said], "mode": ["firearms"], "context": [{"name": "terrorism", "scope": "sentence"}]}),
        );
        all.push(a.ledger());
    }
    let mut a = Article::new(
        "plateau-3",
        "Plateau Tribune",
        "2024-03-06",
        "Burkina Faso market attack: toll rises",
        "The army said on Tuesday that 23 people had died when militants stormed the market of Belehou, near Djibo, the \
         day before. Colonel Adama Sanou told the Tribune that soldiers were among the dead. The mayor of Djibo denied \
         that anybody had been warned. Governor Salif Ouedraogo announced a curfew.",
    );
    let army = a.entity("The army", "group", Some("BFA"), &["MIL"]);
    let militants = a.entity("militants", "group", None, &["UAF"]);
    let people = a.entity("23 people", "group", Some("BFA"), &["CVL"]);
    let mayor = a.entity("The mayor of Djibo", "unnamed", Some("BFA"), &["GOV"]);
    a.entity("Adama Sanou", "person", Some("BFA"), &["MIL"]);
    a.entity("Ouedraogo", "person", Some("BFA"), &["GOV"]);
    a.entity("Burkina Faso", "place", Some("BFA"), &[]);
    let place = a.place("Belehou", "BFA", "Sahel", (14.05, -1.60));
    let said = a.statement("The army said", &army);
    let denied = a.statement("The mayor of Djibo denied", &mayor);
    a.event(
        "ASSAULT",
        "militants stormed the market",
        &[&militants],
        &[&people],
        json!({
        "date": on("2024-03-04"), "place": place, "place_source": "clause", "casualties": killed(23, "23 people"),
        "attribution": [said], "contested_by": [denied], "mode": ["firearms"]}),
    );
    all.push(a.ledger());

    let mut a = Article::new(
        "harbour-2",
        "Harbour Gazette",
        "2024-03-06",
        "Traders killed at Burkinabe market",
        "At least 17 traders were shot dead by gunmen at Belehou near Djibo on Monday, Sahel Newswire reported. It was \
         the worst raid in Burkina Faso since January. The governor, Salif Ouedraogo, condemned it.",
    );
    let wire_entity = a.entity("Sahel Newswire", "organization", None, &["JRN"]);
    let gunmen = a.entity("gunmen", "group", None, &["UAF"]);
    let traders = a.entity("At least 17 traders", "group", Some("BFA"), &["CVL"]);
    let governor = a.entity("Salif Ouedraogo", "person", Some("BFA"), &["GOV"]);
    a.entity("Burkina Faso", "place", Some("BFA"), &[]);
    let place = a.place("Djibo", "BFA", "Sahel", (14.10, -1.63));
    a.event(
        "ASSAULT",
        "At least 17 traders were shot dead by gunmen",
        &[&gunmen],
        &[&traders],
        json!({
        "date": on("2024-03-04"), "place": place, "place_source": "clause", "casualties": killed(17, "at least 17"),
        "via": [wire_entity]}),
    );
    a.event("ACCUSE", "condemned it", &[&governor], &[&gunmen], json!({"quad": 3, "scale": -3.0, "cameo": "111"}));
    all.push(a.ledger());

    for (id, publisher, day, headline, body) in [
        (
            "lima-1",
            "Lima Post",
            "2024-03-05",
            "Peru and Chile agree on fishing patrols",
            "Foreign Minister Beatriz Salcedo met her counterpart Tomás Iriarte in Lima on Monday and signed an agreement on \
          joint patrols against illegal fishing. Naval vessels of Peru and Chile will share radar data from May.",
        ),
        (
            "andes-7",
            "Andes Radio",
            "2024-03-05",
            "Ministers of Peru and Chile sign patrol deal in Lima",
            "The foreign ministers of Peru and Chile, Beatriz Salcedo and Tomás Iriarte, held talks in Lima on Monday. Their \
          navies will patrol together against illegal fishing, and Iriarte invited Salcedo to Valparaíso.",
        ),
        (
            "santiago-4",
            "Santiago Mercury",
            "2024-03-06",
            "Chile to send ships for fishing patrols with Peru",
            "Chile will send two naval ships for patrols against illegal fishing, Tomás Iriarte said on his return from Lima, \
          where he had met Beatriz Salcedo of Peru on Monday. Radar data will be exchanged from May.",
        ),
    ] {
        let mut a = Article::new(id, publisher, day, headline, body);
        let peru = a.entity("Beatriz Salcedo", "person", Some("PER"), &["GOV"]);
        let chile = a.entity("Tomás Iriarte", "person", Some("CHL"), &["GOV"]);
        let place = a.place("Lima", "PER", "Lima", (-12.05, -77.04));
        let trigger = ["met her", "held talks", "had met"].into_iter().find(|t| body.contains(t)).expect("it is there");
        a.event(
            "CONSULT",
            trigger,
            &[&peru, &chile],
            &[],
            json!({"date": on("2024-03-04"), "place": place, "quad": 1,
            "scale": 2.5, "cameo": "040", "place_source": "clause", "mode": ["meet"]}),
        );
        a.position("illegal fishing", &chile, "oppose");
        all.push(a.ledger());
    }
    let mut a = Article::new(
        "plateau-9",
        "Plateau Tribune",
        "2024-03-21",
        "Convoy ambushed in eastern Burkina Faso",
        "Militants ambushed an army convoy near Fada on Wednesday and killed six soldiers, the general staff said. Two \
         lorries with fuel for Diapaga were destroyed by a bomb.",
    );
    let militants = a.entity("Militants", "group", None, &["UAF"]);
    let soldiers = a.entity("six soldiers", "group", Some("BFA"), &["MIL"]);
    a.entity("Burkina Faso", "place", Some("BFA"), &[]);
    let place = a.place("Fada", "BFA", "Est", (12.06, 0.36));
    a.event(
        "ASSAULT",
        "Militants ambushed an army convoy",
        &[&militants],
        &[&soldiers],
        json!({
        "date": on("2024-03-20"), "place": place, "place_source": "clause", "casualties": killed(6, "six soldiers")}),
    );
    all.push(a.ledger());
    let mut a = Article::new(
        "baltic-9",
        "Baltic Monitor",
        "2024-03-06",
        "Grain harvest in Lithuania beats forecasts",
        "Farmers in Lithuania brought in more winter wheat than they had hoped for, the ministry in Vilnius said. Prices \
         fell by four per cent, and exports to Egypt are expected to grow.",
    );
    a.entity("Lithuania", "place", Some("LTU"), &[]);
    all.push(a.ledger());
    all
}

/// Whether the tests run on a server instead of files.
pub(crate) fn is_on_server() -> bool {
    std::env::var_os("CHANCERY_TEST_POSTGRES").is_some()
}

/// Where an archive of a test is: a file, or, when the environment names a server to test on, a schema of its own there.
///
/// `cargo xtask test --full` starts a server and names it.
pub(crate) fn url(dir: &std::path::Path, name: &str) -> String {
    let path = dir.join(name);
    let path = path.to_str().expect("UTF-8");
    if is_on_server() { server_url(path) } else { path.to_owned() }
}

/// An empty schema on the test server, named after `path`.
pub(crate) fn server_url(path: &str) -> String {
    let server = std::env::var("CHANCERY_TEST_POSTGRES").expect("CHANCERY_TEST_POSTGRES names a server");
    let schema: String =
        path.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    // A name of the server has at most 63 bytes, and the folder's own part is at the end.
    let schema = format!("t{}", &schema[schema.len().saturating_sub(60)..]);
    let mut client = postgres::Client::connect(&server, postgres::NoTls).expect("the server");
    client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {schema}")).expect("a schema");
    let sep = if server.contains('?') { '&' } else { '?' };
    format!("{server}{sep}options=-csearch_path%3D{schema}")
}

/// A new archive in a folder, filled in the order given and settled after every `step` articles.
pub(crate) fn filled(dir: &std::path::Path, name: &str, ledgers: &[Ledger], step: usize) -> Archive {
    let mut archive = Archive::open(&url(dir, name)).expect("a new archive");
    for batch in ledgers.chunks(step.max(1)) {
        for ledger in batch {
            let stored = archive.store(ledger, &Origin::of_ledger(ledger), NOW).expect("it is stored");
            assert_eq!(stored.outcome, Outcome::New);
        }
        archive.settle(NOW, |_| ()).expect("it settles");
    }
    archive
}

pub(crate) fn ask(archive: &Archive, kind: Kind, filter: &Filter) -> Table {
    let mut table = Table::default();
    archive.query(kind, filter, &mut table).expect("an answer");
    table
}

/// The values of a column, as words.
pub(crate) fn column(table: &Table, name: &str) -> Vec<String> {
    let i = table.columns.iter().position(|c| c.name == name).unwrap_or_else(|| panic!("no column {name}"));
    table.rows.iter().map(|row| row[i].words()).collect()
}

pub(crate) fn sql(archive: &Archive, query: &str) -> Vec<Vec<String>> {
    let mut table = Table::default();
    archive.sql(query, &mut table).unwrap_or_else(|e| panic!("{query}: {e}"));
    table.rows.iter().map(|row| row.iter().map(Cell::words).collect()).collect()
}
