//! What a package's pipeline consists of: its components, their order, and what of it is known here.

use chancery_doc::Labels;

use crate::Error;
use crate::architecture::Component;
use crate::neural::{Models, WithEncoder};
use crate::package::Package;

/// The kinds of component that are known, in the only order they can run in here: each reads what the ones before it
/// wrote. The recogniser comes last; it reads the parser's sentences.
const FACTORIES: [&str; 6] = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"];
/// The only language whose tokens and lemmas are known.
const LANGUAGE: &str = "en";

/// The components of a package that run, by kind.
pub(crate) struct Pipeline<'a> {
    package: &'a Package,
    /// Name and place in [`FACTORIES`].
    components: Vec<(&'a str, usize)>,
}

impl<'a> Pipeline<'a> {
    /// Reads which components run, and refuses what is not known.
    pub(crate) fn of(package: &'a Package) -> Result<Pipeline<'a>, Error> {
        let config = package.path("config.cfg");
        let unsupported = |message: String| Err(Error::unsupported(message).in_file(&config));
        let list = |key: &str| {
            let list = package.config.strings("nlp", key);
            list.ok_or_else(|| Error::broken(format!("[nlp] has no list `{key}` of components")).in_file(&config))
        };
        match package.config.str("nlp", "lang") {
            Some(LANGUAGE) => {}
            Some(other) => {
                return unsupported(format!(
                    "the package is for the language `{other}`; only `{LANGUAGE}` is known here"
                ));
            }
            None => return Err(Error::broken("[nlp] names no language `lang`").in_file(&config)),
        }
        let disabled = list("disabled")?;
        let mut components: Vec<(&str, usize)> = Vec::new();
        for name in list("pipeline")? {
            if disabled.contains(&name) {
                continue;
            }
            if name.is_empty() || name.contains(['/', '\\', ':']) || name.starts_with('.') {
                return Err(Error::broken(format!("[nlp] names a component `{name}`, which is no name of a folder"))
                    .in_file(&config));
            }
            let factory = Component { package, name }.factory()?;
            let Some(place) = FACTORIES.iter().position(|&known| known == factory) else {
                return unsupported(format!(
                    "the pipeline runs the component `{name}` of kind `{factory}`, which is not known here; known are {}",
                    FACTORIES.join(", ")
                ));
            };
            if let Some(&(before, _)) = components.last().filter(|&&(_, last)| last >= place) {
                return unsupported(format!(
                    "the pipeline runs `{name}` after `{before}`; the only order known here is {}",
                    FACTORIES.join(", ")
                ));
            }
            components.push((name, place));
        }
        Ok(Pipeline { package, components })
    }

    /// The component of a kind, if it runs.
    pub(crate) fn component(&self, factory: &str) -> Option<Component<'a>> {
        let found = self.components.iter().find(|&&(_, place)| FACTORIES[place] == factory);
        found.map(|&(name, _)| Component { package: self.package, name })
    }

    /// Loads the trained components.
    pub(crate) fn models(&self, labels: &mut Labels) -> Result<Models, Error> {
        let shared = match self.component("tok2vec") {
            Some(component) => Some((component.name, component.tok2vec()?)),
            None => None,
        };
        let heard = shared.as_ref().map(|(name, encoder)| (*name, encoder));
        let tagger = match self.component("tagger") {
            Some(component) => Some(component.tagger(heard, labels)?),
            None => None,
        };
        let parser = match self.component("parser") {
            Some(component) => {
                let (encoder, component) = component.parser(heard, labels)?;
                Some(WithEncoder { encoder, component })
            }
            None => None,
        };
        let ner = match self.component("ner") {
            Some(component) => {
                let (encoder, component) = component.ner(heard, labels)?;
                Some(WithEncoder { encoder, component })
            }
            None => None,
        };
        Ok(Models { shared: shared.map(|(_, encoder)| encoder), tagger, parser, ner })
    }
}
