//! A ledger for people: headline, events, statements, positions, cast, times, places and notes, each with the words that support it.

use std::collections::HashMap;
use std::fmt::Write;

use anstyle::{AnsiColor, Color, Style};
use chancery_engine::wire::{
    Argument, Entity, Event, Evidence, Ledger, Modality, Pair, Place, PlaceSource, Polarity, Position, Stance,
    Statement, Time,
};

const HEADING: Style = Style::new().bold();
const ID: Style = Style::new().dimmed();
const TRIGGER: Style = Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::Magenta)));
const QUIET: Style = Style::new().dimmed();

/// Columns that a page is wrapped to: the terminal's, within what reads well.
pub(crate) fn width() -> usize {
    textwrap::termwidth().clamp(60, 110)
}

/// The page of one ledger, without a final line break.
pub(crate) fn render(ledger: &Ledger, width: usize) -> String {
    let page = Page {
        ledger,
        width,
        chars: ledger.article.text.chars().collect(),
        entities: ledger.entities.iter().map(|e| (e.id.as_str(), e)).collect(),
    };
    let mut out = String::new();
    page.head(&mut out);
    page.section(&mut out, "EVENTS", &ledger.events, Page::event);
    page.section(&mut out, "STATEMENTS", &ledger.statements, Page::statement);
    page.section(&mut out, "POSITIONS", &ledger.positions, Page::position);
    page.section(&mut out, "CAST", &ledger.entities, Page::entity);
    page.section(&mut out, "TIMES", &ledger.times, Page::time);
    page.section(&mut out, "PLACES", &page.places(), |page, out, line| page.paragraph(out, "  ", line));
    page.section(&mut out, "NOTES", &ledger.notes, |page, out, note| {
        page.paragraph(out, "  ", &format!("{QUIET}{}{QUIET:#}  {}", note.code, note.message));
    });
    out.truncate(out.trim_end().len());
    out
}

struct Page<'l> {
    ledger: &'l Ledger,
    width: usize,
    chars: Vec<char>,
    entities: HashMap<&'l str, &'l Entity>,
}

impl Page<'_> {
    fn head(&self, out: &mut String) {
        let article = &self.ledger.article;
        let title = article.headline.as_deref().unwrap_or(&article.id);
        for line in textwrap::wrap(title, self.width) {
            let _ = writeln!(out, "{HEADING}{line}{HEADING:#}");
        }
        let date = article.published.as_deref().unwrap_or("no date");
        let id = article.headline.is_some().then_some(article.id.as_str());
        let facts: Vec<&str> = id.into_iter().chain([date]).chain(article.publisher.as_deref()).collect();
        let _ = writeln!(out, "{QUIET}{}{QUIET:#}\n", facts.join(", "));
    }

    fn section<T>(&self, out: &mut String, title: &str, items: &[T], each: impl Fn(&Self, &mut String, &T)) {
        if items.is_empty() {
            return;
        }
        let _ = writeln!(out, "{HEADING}{title}{HEADING:#}");
        for item in items {
            each(self, out, item);
        }
        out.push('\n');
    }

    fn event(&self, out: &mut String, event: &Event) {
        let color = match event.quad {
            1 => AnsiColor::Cyan,
            2 => AnsiColor::Green,
            3 => AnsiColor::Yellow,
            _ => AnsiColor::Red,
        };
        let style = Style::new().bold().fg_color(Some(Color::Ansi(color)));
        let mut line = format!("{ID}{:<5}{ID:#}{style}{}{style:#}", event.id, event.event_type);
        for mode in &event.mode {
            let _ = write!(line, " {mode}");
        }
        let _ = write!(line, "  {}", self.side(&event.actors));
        if !event.recipients.is_empty() {
            let _ = write!(line, " → {}", self.side(&event.recipients));
        }
        let mut caveats: Vec<&str> = Vec::new();
        if event.polarity == Polarity::Negated {
            caveats.push("did not happen");
        }
        match event.modality {
            Modality::Actual => {}
            Modality::Planned => caveats.push("planned"),
            Modality::Possible => caveats.push("possible"),
            Modality::Conditional => caveats.push("conditional"),
        }
        if event.historical {
            caveats.push("historical");
        }
        if !caveats.is_empty() {
            let _ = write!(line, "  ({})", caveats.join(", "));
        }
        self.paragraph(out, "  ", &line);
        let setting = self.when_and_where(event);
        if !setting.is_empty() {
            self.paragraph(out, "       ", &setting);
        }
        for evidence in &event.evidence {
            self.quotation(out, evidence, &[evidence.trigger]);
        }
        let according_to = self.according_to(event);
        if !according_to.is_empty() {
            self.paragraph(out, "       ", &format!("{QUIET}according to {according_to}{QUIET:#}"));
        }
    }

    /// The date and the place of an event, with what tells them where that is not its own clause.
    fn when_and_where(&self, event: &Event) -> String {
        let mut words: Vec<String> = Vec::new();
        if let Some(time) = event.time.as_deref().and_then(|id| self.ledger.times.iter().find(|t| t.id == id)) {
            let days = days(event.date.from.as_deref(), event.date.to.as_deref());
            words.push(if days.is_empty() { time.text.clone() } else { format!("{} ({days})", time.text) });
        } else {
            let days = days(event.date.from.as_deref(), event.date.to.as_deref());
            if !days.is_empty() {
                words.push(format!("{days}, by the order of events"));
            }
        }
        for link in &event.order {
            let relation = format!("{:?}", link.relation).to_lowercase();
            words.push(format!("{relation} {} (“{}”)", link.event, one_line(&self.words(link.start, link.end))));
        }
        if let Some(place) = event.place.as_deref().and_then(|id| self.ledger.places.iter().find(|p| p.id == id)) {
            let country = place.country.as_ref().map_or_else(String::new, |c| format!(" ({c})"));
            let source = match event.place_source {
                PlaceSource::Dateline => ", by the dateline",
                PlaceSource::Paragraph => ", by the paragraph",
                _ => "",
            };
            words.push(format!("{}{country}{source}", place.text));
        }
        words.join("; ")
    }

    fn time(&self, out: &mut String, time: &Time) {
        let days = days(time.from.as_deref(), time.to.as_deref());
        let covers = if days.is_empty() || days == time.value { String::new() } else { format!(" ({days})") };
        self.paragraph(out, "  ", &format!("{:<4} {}  {}{covers}", time.id, one_line(&time.text), time.value));
    }

    /// A line for each place, whatever it is called and how often, in the order of first mention.
    fn places(&self) -> Vec<String> {
        let mut known: Vec<(&Place, usize)> = Vec::new();
        for place in &self.ledger.places {
            let same = |p: &Place| p.name == place.name && p.country == place.country && p.feature == place.feature;
            match known.iter_mut().find(|(p, _)| same(p)) {
                Some((_, n)) => *n += 1,
                None => known.push((place, 1)),
            }
        }
        let line = |(place, n): (&Place, usize)| {
            let within: Vec<&str> = [&place.admin1, &place.country]
                .into_iter()
                .filter_map(|unit| unit.as_deref())
                .filter(|unit| *unit != place.name)
                .collect();
            let within = if within.is_empty() { String::new() } else { format!(" ({})", within.join(", ")) };
            let point = match (place.lat, place.lon) {
                (Some(lat), Some(lon)) => format!("  {lat:.2}, {lon:.2}"),
                _ => "  not known where".to_owned(),
            };
            let resolution = place.precision.map_or_else(String::new, |p| format!("  resolution {p}"));
            let times = if n > 1 { format!("  {n} mentions") } else { String::new() };
            format!("{:<4} {}{within}{point}{resolution}{times}", place.id, place.name)
        };
        known.into_iter().map(line).collect()
    }

    /// The words between two code points.
    fn words(&self, start: u32, end: u32) -> String {
        self.chars.get(start as usize..end as usize).map_or_else(String::new, |c| c.iter().collect())
    }

    /// The chain of sources behind an event: speakers of the statements that assert it, and outlets.
    fn according_to(&self, event: &Event) -> String {
        let statements = event.attribution.iter().filter_map(|id| self.ledger.statements.iter().find(|s| s.id == *id));
        let sources = statements.map(|s| {
            let speaker = s.speaker.as_deref().map_or("an unnamed source", |id| self.name(id));
            format!("{speaker} ({})", s.id)
        });
        let mut words: Vec<String> = sources.collect();
        words.extend(event.via.iter().map(|id| format!("via {}", self.name(id))));
        words.join(", ")
    }

    fn statement(&self, out: &mut String, statement: &Statement) {
        let speaker = statement.speaker.as_deref().map_or_else(|| "(source not named)".to_owned(), |id| self.full(id));
        let mut line = format!("{ID}{:<5}{ID:#}{speaker}", statement.id);
        if let Some(id) = &statement.on_behalf_of {
            let _ = write!(line, " for {}", self.name(id));
        }
        if let Some(id) = &statement.addressee {
            let _ = write!(line, " to {}", self.name(id));
        }
        for id in statement.via.iter().filter(|id| Some(*id) != statement.addressee.as_ref()) {
            let _ = write!(line, ", via {}", self.name(id));
        }
        if let Some(id) = &statement.within {
            let _ = write!(line, " {QUIET}(within {id}){QUIET:#}");
        }
        self.paragraph(out, "  ", &line);
        for evidence in &statement.evidence {
            self.quotation(out, evidence, &statement.cue);
        }
    }

    fn position(&self, out: &mut String, position: &Position) {
        let style = Style::new().bold().fg_color(Some(Color::Ansi(stance_color(position.stance))));
        let mut line = format!("{ID}{:<5}{ID:#}{}", position.id, self.full(&position.holder));
        if let Some(id) = &position.on_behalf_of {
            let _ = write!(line, " for {}", self.name(id));
        }
        let _ = write!(line, "  {style}{}{style:#}  {}", stance_word(position.stance), one_line(&position.topic.text));
        if let Some(id) = &position.toward {
            let _ = write!(line, " → {}", self.name(id));
        }
        if let Some(hedge) = &position.hedge {
            let _ = write!(line, "  ({hedge})");
        }
        self.paragraph(out, "  ", &line);
        let mut origin: Vec<String> = position.statement.iter().cloned().collect();
        origin.extend(position.via.iter().map(|id| format!("via {}", self.name(id))));
        if !origin.is_empty() {
            self.paragraph(out, "       ", &format!("{QUIET}{}{QUIET:#}", origin.join(", ")));
        }
    }

    fn entity(&self, out: &mut String, entity: &Entity) {
        let mut line = format!("{ID}{:<5}{ID:#}{}", entity.id, self.full(&entity.id));
        for role in &entity.roles {
            let _ = write!(line, "; {}{}", if role.former { "former " } else { "" }, role.title);
        }
        let n = entity.mentions.len();
        if n > 1 {
            let _ = write!(line, "  {QUIET}{n} mentions{QUIET:#}");
        }
        self.paragraph(out, "  ", &line);
    }

    fn side(&self, arguments: &[Argument]) -> String {
        if arguments.is_empty() {
            return "(nobody named)".to_owned();
        }
        let names = arguments.iter().map(|a| {
            let codes = codes(a.country.as_deref(), &a.sectors);
            format!("{}{codes}", self.name(&a.entity))
        });
        names.collect::<Vec<_>>().join(" + ")
    }

    fn name(&self, id: &str) -> &str {
        self.entities.get(id).map_or("(unknown)", |e| e.name.as_str())
    }

    fn full(&self, id: &str) -> String {
        self.entities
            .get(id)
            .map_or_else(String::new, |e| format!("{}{}", e.name, codes(e.country.as_deref(), &e.sectors)))
    }

    /// The evidence in quotation marks, with the words that matched set off.
    fn quotation(&self, out: &mut String, evidence: &Evidence, marked: &[Pair]) {
        let mut words = String::from("“");
        let marked = |at: u32| marked.iter().any(|p| p.0 <= at && at < p.1);
        let mut inside = false;
        for at in evidence.start..evidence.end {
            if marked(at) != inside {
                inside = !inside;
                let _ = if inside { write!(words, "{TRIGGER}") } else { write!(words, "{TRIGGER:#}") };
            }
            let c = self.chars.get(at as usize).copied().unwrap_or(' ');
            words.push(if c.is_whitespace() || c.is_control() { ' ' } else { c });
        }
        if inside {
            let _ = write!(words, "{TRIGGER:#}");
        }
        words.push('”');
        self.paragraph(out, "       ", &words);
    }

    fn paragraph(&self, out: &mut String, indent: &str, words: &str) {
        let hanging = format!("{indent}{}", if indent.len() < 5 { "     " } else { "" });
        let options = textwrap::Options::new(self.width).initial_indent(indent).subsequent_indent(&hanging);
        for line in textwrap::wrap(words, options) {
            out.push_str(&line);
            out.push('\n');
        }
    }
}

/// The stance as its word in the ledger.
pub(crate) fn stance_word(stance: Stance) -> String {
    format!("{stance:?}").to_lowercase()
}

/// Green for a topic, red against it, yellow for what is asked or granted.
pub(crate) fn stance_color(stance: Stance) -> AnsiColor {
    match stance {
        Stance::Threaten => AnsiColor::Red,
        Stance::Demand | Stance::Acknowledge => AnsiColor::Yellow,
        _ if chancery_engine::record::leaning(stance) > 0 => AnsiColor::Green,
        _ => AnsiColor::Red,
    }
}

/// Words without line breaks.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn codes(country: Option<&str>, sectors: &[String]) -> String {
    let words: Vec<&str> = country.into_iter().chain(sectors.iter().map(String::as_str)).collect();
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(" ")) }
}

/// An interval for people; the side that is open is said to be.
fn days(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => from.to_owned(),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("{from} or later"),
        (None, Some(to)) => format!("{to} or earlier"),
        (None, None) => String::new(),
    }
}
