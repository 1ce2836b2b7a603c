//! Loading the stages, and running them one after the other.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use chancery_actors::Resolver;
use chancery_coding::confidence::{Bar, Report};
use chancery_coding::weighing::Question;
use chancery_coding::{Codebook, Coder, Layers, Part, Refusal};
use chancery_doc::{Cast, Date, Note, Parse, ParseBuilder, Reading, Text};
use chancery_gazetteer::{Lists, Places};
use chancery_grounding::Locator;
use chancery_intake::{CleanOptions, Raw};
use chancery_parse::{Parser, Worker};

use crate::pasts::Verbs;
use crate::timing::{Laps, Loading, Stage, Work};
use crate::wire::{self, Ledger};
use crate::{Analysis, Error, article_id};
use crate::{
    agents, asides, bare, contacts, copulas, dated, halves, headline, hunted, joined, lemma, openings, pairs, perfects,
    reduced, shifted, signs, titles,
};

/// What an engine is made of.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Folder of the spaCy pipeline package.
    pub model: PathBuf,
    /// Folder of a codebook to use in place of the built-in one.
    pub codebook: Option<PathBuf>,
    /// Folder of actor lists to use beside the built-in ones, whose claims to a name go before theirs.
    pub gazetteer: Option<PathBuf>,
    /// Whether that folder stands in place of the built-in lists.
    pub gazetteer_only: bool,
    /// The file of places; without one, only states, capitals and regions are known.
    pub places: Option<PathBuf>,
    /// Lists of places of the user's own.
    pub own_places: Vec<PathBuf>,
    /// The day on which this runs; an article published later gets a note. Without it none is compared.
    pub today: Option<Date>,
    /// Events whose type is less sure than this are left out; by default none is.
    pub min_confidence: Bar,
}

impl Config {
    /// The actor lists in use.
    fn lists(&self) -> Lists<'_> {
        match &self.gazetteer {
            Some(dir) if self.gazetteer_only => Lists::Only(dir),
            Some(dir) => Lists::Both(dir),
            None => Lists::Ours,
        }
    }
}

/// The loaded stages. Immutable, so one engine serves any number of threads.
#[derive(Debug)]
pub struct Engine {
    parser: Parser,
    resolver: Resolver,
    locator: Locator,
    coder: Coder,
    /// The verbs that headlines may hide.
    verbs: Verbs,
    today: Option<Date>,
    min_confidence: Bar,
    loading: Loading,
}

impl Engine {
    /// Loads the model, the actor lists and the codebook.
    ///
    /// # Errors
    /// When one of them is missing or broken; the cause names the file.
    pub fn load(config: &Config) -> Result<Engine, Error> {
        // The codebook is the half of the work, and waits for nothing else.
        let (codebook, rest) = thread::scope(|scope| {
            let codebook = scope.spawn(|| Engine::load_codebook(config));
            let rest = Engine::load_rest(config);
            (codebook.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), rest)
        });
        let (parser, resolver, locator, mut loading) = rest?;
        let (coder, verbs);
        (coder, verbs, loading.codebook) = codebook?;
        let (today, min_confidence) = (config.today, config.min_confidence);
        Ok(Engine { parser, resolver, locator, coder, verbs, today, min_confidence, loading })
    }

    /// What codes, the verbs it knows, and how long loading it took.
    fn load_codebook(config: &Config) -> Result<(Coder, Verbs, f64), Error> {
        let mut clock = Laps::start();
        let book = match &config.codebook {
            Some(dir) => Codebook::load(dir),
            None => Codebook::embedded(),
        };
        let book = book.map_err(|e| Error::loading("the codebook", config.codebook.as_deref(), e))?;
        let verbs = Verbs::of(&book);
        let coder = Coder::new(book);
        Ok((coder, verbs, clock.split()))
    }

    /// What reads grammar, people and places, and how long loading each took.
    fn load_rest(config: &Config) -> Result<(Parser, Resolver, Locator, Loading), Error> {
        let mut clock = Laps::start();
        let parser = Engine::load_parser(&config.model)?;
        let model = clock.split();
        let resolver = Resolver::over(config.lists())
            .map_err(|e| Error::loading("the actor lists", config.gazetteer.as_deref(), e))?;
        let actors = clock.split();
        let places = Places::open(config.places.as_deref(), &config.own_places)
            .map_err(|e| Error::loading("the places", None, e))?;
        let locator = Locator::new(places, Arc::clone(resolver.gazetteer()));
        let loading = Loading { model, actors, places: clock.split(), codebook: 0.0 };
        Ok((parser, resolver, locator, loading))
    }

    /// Loads the parser alone, for `chancery parse`.
    ///
    /// # Errors
    /// When the package is missing, broken or of a kind this version does not know.
    pub fn load_parser(model: &Path) -> Result<Parser, Error> {
        Parser::load(model).map_err(|e| Error::loading("the language model", Some(model), e))
    }

    /// The parser.
    pub fn parser(&self) -> &Parser {
        &self.parser
    }

    /// The codebook in use.
    pub fn codebook(&self) -> &Codebook {
        self.coder.codebook()
    }

    /// What stood against the rules for events that the words of an article call for and that coded nothing there.
    pub fn refusals(&self, analysis: &Analysis) -> Vec<Refusal> {
        let Analysis { text, parse, cast, times, places, .. } = analysis;
        self.coder.refusals(&Layers { text, parse, cast, times, places })
    }

    /// What the second look at the sides of an article's events asks ([`crate::weighing`]).
    pub fn questions(&self, analysis: &Analysis) -> Vec<Question> {
        let Analysis { text, parse, cast, times, places, .. } = analysis;
        self.coder.questions(&Layers { text, parse, cast, times, places })
    }

    /// How long loading took, by what was loaded.
    pub fn loading(&self) -> Loading {
        self.loading
    }

    /// A reader of articles with caches of its own: one for each thread.
    pub fn reader(&self) -> Reader<'_> {
        Reader { engine: self, worker: self.parser.worker(), laps: Laps::start() }
    }
}

/// Reads articles one after the other. What it gives does not depend on what it has read before.
#[derive(Debug)]
pub struct Reader<'e> {
    engine: &'e Engine,
    worker: Worker<'e>,
    laps: Laps,
}

impl Reader<'_> {
    /// Runs all stages on an article.
    pub fn read(&mut self, raw: Raw, options: &CleanOptions) -> Analysis {
        self.laps.resume();
        let mut notes = Vec::new();
        let id = article_id(&raw);
        let text = chancery_intake::clean(raw, options, &mut notes);
        self.laps.lap(Stage::Intake);
        self.analyse(id, text, notes)
    }

    /// Reads an article and gives its ledger.
    pub fn ledger(&mut self, raw: Raw, options: &CleanOptions) -> Ledger {
        let analysis = self.read(raw, options);
        let ledger = wire::ledger(self.engine, &analysis);
        self.laps.lap(Stage::Ledger);
        ledger
    }

    /// Writes a ledger, or does with it whatever else belongs to its making, and counts the time to it.
    pub fn writing<T>(&mut self, write: impl FnOnce() -> T) -> T {
        self.laps.resume();
        let written = write();
        self.laps.lap(Stage::Ledger);
        written
    }

    /// What was read since this was last asked, and what it took.
    pub fn work(&mut self) -> Work {
        self.laps.take()
    }

    /// The grammar of a whole text, as spaCy would read it.
    pub fn parse(&mut self, text: &str) -> Parse {
        self.worker.parse(text)
    }

    /// Runs the stages after intake on a text that is already clean.
    pub fn analyse(&mut self, id: String, text: Text, mut notes: Vec<Note>) -> Analysis {
        if let Some(note) = self.refusal(&text) {
            notes.push(note);
            let parse = ParseBuilder::new(Arc::default()).finish();
            let (cast, reading) = (Cast::default(), Reading::default());
            return Analysis { id, text, parse, cast, times: Vec::new(), places: Vec::new(), reading, notes };
        }
        notes.extend(self.early(&text));
        let Reader { engine, worker, laps } = self;
        laps.resume();
        let parse = headline::parse(worker, engine.resolver.gazetteer(), &engine.verbs, &text);
        let mut parse = mended(parse, &text);
        signs::restore(&mut parse, text.as_str());
        lemma::mend(&mut parse);
        laps.lap(Stage::Parse);
        laps.count(parse.len());
        let cast = engine.resolver.resolve(&text, &parse, &mut notes);
        laps.lap(Stage::Actors);
        let times = chancery_grounding::times(&text, &parse, &mut notes);
        laps.lap(Stage::Times);
        let places = engine.locator.places(&text, &parse, &cast, &mut notes);
        laps.lap(Stage::Places);
        let layers = Layers { text: &text, parse: &parse, cast: &cast, times: &times, places: &places };
        let reading = engine.coder.code(&layers, &mut notes, &mut |part| {
            laps.lap(match part {
                Part::Statements => Stage::Statements,
                Part::Events => Stage::Events,
                Part::Positions => Stage::Positions,
            });
        });
        let report = Report::of(engine.coder.codebook(), &text, &reading.events);
        let bar = engine.min_confidence.of(report, reading.events.len());
        let reading = reading.at_least(bar);
        Analysis { id, text, parse, cast, times, places, reading, notes }
    }

    /// An article cannot have been published tomorrow; it may have been today, where today has begun.
    fn early(&self, text: &Text) -> Option<Note> {
        let (published, today) = text.given.published.zip(self.engine.today)?;
        (published > today.tomorrow().unwrap_or(today)).then(|| {
            let message = format!(
                "the publication date {published} lies in the future, and all dates that count from it may be wrong; \
                 today is {today}"
            );
            Note::new("engine.future_date", message)
        })
    }

    /// A language other than the model's is refused, but only when its detection is reliable.
    fn refusal(&self, text: &Text) -> Option<Note> {
        let model = self.engine.parser.language();
        (text.language.reliable && text.language.code != model).then(|| {
            let message = format!(
                "the text is in \"{}\" and the model reads \"{model}\" only, so nothing was coded",
                text.language.code
            );
            Note::new("engine.language", message)
        })
    }
}

/// A parse in which hangs together what the words' form and place say, whatever the parser made of it.
fn mended(parse: Parse, text: &Text) -> Parse {
    let parse = contacts::mend(dated::mend(reduced::mend(perfects::mend(bare::mend(copulas::mend(parse), text)))));
    let parse = halves::mend(hunted::mend(parse));
    agents::mend(openings::mend(asides::mend(joined::mend(pairs::mend(titles::mend(shifted::mend(parse)))))))
}
