//! From `config.cfg` and weights to the parts of a pipeline.
//!
//! Sizes come from the configuration and are checked against the weights; what the configuration asks for and this
//! runtime does not have is refused by name, since a model run with another architecture gives nonsense, not an error.

use chancery_doc::Labels;

use crate::Error;
use crate::arc_eager::ArcEager;
use crate::hash_embed::{Feature, HashEmbed, TableWeights};
use crate::linear::{LayerNorm, Maxout};
use crate::ner::EntityRecognizer;
use crate::package::{Config, Package};
use crate::tagger::Tagger;
use crate::tok2vec::{Encoder, Shape, WindowWeights};
use crate::transition::moves;
use crate::weights::{Network, Node};

/// Larger sizes than any published model has are taken for damage.
const MAX_WIDTH: usize = 4096;
const MAX_PIECES: usize = 16;
const MAX_WINDOW: usize = 16;

/// The pieces the mixing layer has; the configuration does not say.
const MIX_PIECES: usize = 3;

const ENCODER_LAYERS: [&str; 3] = ["hashembed", "maxout", "layernorm"];
const TRANSITION_LAYERS: [&str; 5] = ["hashembed", "maxout", "layernorm", "linear", "precomputable_affine"];

/// One component of a package, as the configuration describes it.
pub(crate) struct Component<'a> {
    pub(crate) package: &'a Package,
    /// The name the pipeline calls it by.
    pub(crate) name: &'a str,
}

impl<'a> Component<'a> {
    /// The section that describes it, or a part of it.
    fn section(&self, part: &str) -> String {
        format!("components.{}{part}", self.name)
    }

    fn config(&self) -> &'a Config {
        &self.package.config
    }

    fn blame_config(&self, error: Error) -> Error {
        error.in_file(self.package.path("config.cfg"))
    }

    /// The kind of component it is.
    pub(crate) fn factory(&self) -> Result<&'a str, Error> {
        let section = self.section("");
        self.config()
            .str(&section, "factory")
            .ok_or_else(|| self.blame_config(Error::broken(format!("section [{section}] has no factory"))))
    }

    fn usize(&self, section: &str, key: &str, max: usize) -> Result<usize, Error> {
        let value = self.config().usize(section, key).filter(|n| (1..=max).contains(n));
        value.ok_or_else(|| {
            self.blame_config(Error::broken(format!("`{key}` of [{section}] is no number between 1 and {max}")))
        })
    }

    /// Checks that a section asks for an architecture that is known.
    fn expect(&self, section: &str, known: &str) -> Result<(), Error> {
        match self.config().str(section, "@architectures") {
            Some(name) if name == known => Ok(()),
            Some(name) => Err(self.blame_config(Error::unsupported(format!(
                "[{section}] has the architecture `{name}`, which is not known here; `{known}` is"
            )))),
            None => Err(self.blame_config(Error::broken(format!("[{section}] names no architecture")))),
        }
    }

    fn network(&self) -> Result<Network, Error> {
        let file = format!("{}/model", self.name);
        Network::decode(&self.package.read(&file)?).map_err(|e| self.blame_model(e))
    }

    fn blame_model(&self, error: Error) -> Error {
        error.in_file(self.package.path(&format!("{}/model", self.name)))
    }

    /// The shared encoder.
    pub(crate) fn tok2vec(&self) -> Result<Encoder, Error> {
        let network = self.network()?;
        network.expect_only(&ENCODER_LAYERS).map_err(|e| self.blame_model(e))?;
        self.encoder(&self.section(".model"), &network)
    }

    /// Whether the component reads the vectors of the shared encoder `shared`; if not, it has its own.
    pub(crate) fn listens(&self, shared: Option<(&str, &Encoder)>) -> Result<bool, Error> {
        const LISTENER: &str = "spacy.Tok2VecListener.v1";
        let section = self.section(".model.tok2vec");
        if self.config().str(&section, "@architectures") != Some(LISTENER) {
            return Ok(false);
        }
        let upstream = self.config().str(&section, "upstream").unwrap_or("*");
        let Some((_, encoder)) = shared.filter(|(name, _)| upstream == "*" || upstream == *name) else {
            return Err(self.blame_config(Error::broken(format!(
                "[{section}] listens to `{upstream}`, which the pipeline does not run before `{}`",
                self.name
            ))));
        };
        let width = self.usize(&section, "width", MAX_WIDTH)?;
        if width != encoder.width() {
            return Err(self.blame_config(Error::broken(format!(
                "[{section}] listens to vectors of width {width}; those of `{upstream}` have {}",
                encoder.width()
            ))));
        }
        Ok(true)
    }

    /// The tagger.
    pub(crate) fn tagger(&self, shared: Option<(&str, &Encoder)>, labels: &mut Labels) -> Result<Tagger, Error> {
        self.expect(&self.section(".model"), "spacy.Tagger.v2")?;
        let Some((_, encoder)) = shared.filter(|_| self.listens(shared).is_ok_and(|listens| listens)) else {
            self.listens(shared)?;
            return Err(self.blame_config(Error::unsupported(format!(
                "the tagger `{}` has an encoder of its own; only one that listens to a shared one is known here",
                self.name
            ))));
        };
        let file = format!("{}/cfg", self.name);
        let cfg = self.package.read_json(&file)?;
        let tags = cfg.get("labels").and_then(|labels| labels.as_array()).filter(|tags| tags.len() <= MAX_WIDTH);
        let tags = tags.and_then(|tags| tags.iter().map(|tag| tag.as_str()).collect::<Option<Vec<_>>>());
        let tags = tags.ok_or_else(|| self.package.error(&file, "has no list `labels` of tags"))?;
        let tags = tags.into_iter().map(|tag| labels.intern(tag)).collect();
        Tagger::new(&self.network()?, encoder.width(), tags).map_err(|e| self.blame_model(e))
    }

    /// The dependency parser, with its own encoder if it does not read the shared one.
    pub(crate) fn parser(
        &self,
        shared: Option<(&str, &Encoder)>,
        labels: &mut Labels,
    ) -> Result<(Option<Encoder>, ArcEager), Error> {
        let (network, encoder, width) = self.transition_model("parser", shared)?;
        let moves =
            moves(&self.package.read(&format!("{}/moves", self.name))?, |_| true).map_err(|e| self.blame_moves(e))?;
        let parser = ArcEager::new(&network, width, &moves, labels).map_err(|e| self.blame_model(e))?;
        Ok((encoder, parser))
    }

    /// The entity recogniser, with its own encoder if it does not read the shared one.
    pub(crate) fn ner(
        &self,
        shared: Option<(&str, &Encoder)>,
        labels: &mut Labels,
    ) -> Result<(Option<Encoder>, EntityRecognizer), Error> {
        let (network, encoder, width) = self.transition_model("ner", shared)?;
        let file = self.package.read(&format!("{}/moves", self.name))?;
        let moves = moves(&file, EntityRecognizer::scores).map_err(|e| self.blame_moves(e))?;
        let ner = EntityRecognizer::new(&network, width, &moves, labels).map_err(|e| self.blame_model(e))?;
        Ok((encoder, ner))
    }

    fn blame_moves(&self, error: Error) -> Error {
        error.in_file(self.package.path(&format!("{}/moves", self.name)))
    }

    fn transition_model(
        &self,
        state_type: &str,
        shared: Option<(&str, &Encoder)>,
    ) -> Result<(Network, Option<Encoder>, usize), Error> {
        let section = self.section(".model");
        self.expect(&section, "spacy.TransitionBasedParser.v2")?;
        let config = self.config();
        if config.str(&section, "state_type") != Some(state_type) {
            return Err(self.blame_config(Error::broken(format!("[{section}] has not the state type `{state_type}`"))));
        }
        if config.bool(&section, "extra_state_tokens") == Some(true) {
            return Err(self.blame_config(Error::unsupported(format!(
                "[{section}] has `extra_state_tokens`, which are not known here"
            ))));
        }
        let cfg = format!("{}/cfg", self.name);
        let beam = self.package.read_json(&cfg)?.get("beam_width").and_then(|width| width.as_u64()).unwrap_or(1);
        if beam != 1 {
            return Err(Error::unsupported(format!(
                "has a beam of width {beam}; only greedy search (1) is known here"
            ))
            .in_file(self.package.path(&cfg)));
        }
        let network = self.network()?;
        network.expect_only(&TRANSITION_LAYERS).map_err(|e| self.blame_model(e))?;
        if self.listens(shared)? {
            let width = shared.map_or(0, |(_, encoder)| encoder.width());
            return Ok((network, None, width));
        }
        let encoder = self.encoder(&self.section(".model.tok2vec"), &network)?;
        let width = encoder.width();
        Ok((network, Some(encoder), width))
    }

    /// The encoder that a section describes, from the network it is a part of.
    fn encoder(&self, section: &str, network: &Network) -> Result<Encoder, Error> {
        self.expect(section, "spacy.Tok2Vec.v2")?;
        let (embed, encode) = (format!("{section}.embed"), format!("{section}.encode"));
        self.expect(&embed, "spacy.MultiHashEmbed.v2")?;
        self.expect(&encode, "spacy.MaxoutWindowEncoder.v2")?;
        if self.config().bool(&embed, "include_static_vectors") == Some(true) {
            return Err(self.blame_config(Error::unsupported(format!(
                "[{embed}] includes static vectors, which are not known here; use a small (`_sm`) model"
            ))));
        }
        let list = |key: &str| self.blame_config(Error::broken(format!("[{embed}] has no proper list `{key}`")));
        let attrs = self.config().strings(&embed, "attrs").ok_or_else(|| list("attrs"))?;
        let n_rows = self.config().usizes(&embed, "rows").ok_or_else(|| list("rows"))?;
        if attrs.is_empty() || attrs.len() != n_rows.len() {
            return Err(list("rows"));
        }
        let width = self.usize(&encode, "width", MAX_WIDTH)?;
        if self.usize(&embed, "width", MAX_WIDTH)? != width {
            return Err(self.blame_config(Error::broken(format!("[{embed}] and [{encode}] differ in width"))));
        }
        let pieces = self.usize(&encode, "maxout_pieces", MAX_PIECES)?;
        let window = self.usize(&encode, "window_size", MAX_WINDOW)?;
        let depth = self.usize(&encode, "depth", MAX_WINDOW)?;
        let features = attrs.iter().map(|attr| Feature::named(attr)).collect::<Result<Vec<_>, _>>();
        let features = features.map_err(|e| self.blame_config(e))?;

        let build = || {
            let columns = network.only("extract_features")?.list("columns")?;
            if !columns.iter().eq(&attrs) {
                return Err(Error::broken("the model was trained on other word features than the configuration says"));
            }
            let embeds: Vec<&Node> = network.named("hashembed").collect();
            let maxouts: Vec<&Node> = network.named("maxout").collect();
            let norms: Vec<&Node> = network.named("layernorm").collect();
            for (what, has, wants) in [
                ("hashembed", embeds.len(), attrs.len()),
                ("maxout", maxouts.len(), depth + 1),
                ("layernorm", norms.len(), depth + 1),
            ] {
                if has != wants {
                    let message =
                        format!("the model has {has} layers `{what}` where the configuration asks for {wants}");
                    return Err(Error::broken(message));
                }
            }
            let maxout = |at: usize, pieces: usize| {
                let norm = LayerNorm::new(norms[at].param("G")?, norms[at].param("b")?, width)?;
                Maxout::new(maxouts[at].param("b")?, norm, width, pieces)
            };
            let mut tables = Vec::new();
            for ((&node, &feature), &n) in embeds.iter().zip(&features).zip(&n_rows) {
                let rows = node.param("E")?;
                rows.with_shape(&[n, width])?;
                let seed =
                    u32::try_from(node.number("seed")?).map_err(|_| Error::broken("a seed is beyond 32 bits"))?;
                tables.push(TableWeights { feature, seed, rows });
            }
            let embed = HashEmbed::new(&tables, maxouts[0].param("W")?, maxout(0, MIX_PIECES)?, width, MIX_PIECES)?;
            let layers = (1..=depth)
                .map(|at| Ok(WindowWeights { weights: maxouts[at].param("W")?, maxout: maxout(at, pieces)? }))
                .collect::<Result<_, Error>>()?;
            Encoder::new(Shape { width, window, pieces }, embed, layers)
        };
        build().map_err(|e| self.blame_model(e))
    }
}
