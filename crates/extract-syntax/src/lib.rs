//! Extract stages `words` and `trees`: what each word of a sentence is, and what it hangs on.
//!
//! `words` splits sentences into the words of Universal Dependencies and has an engine say their
//! parts of speech and the names among them; `trees` adds the dependencies. Both layers are for
//! later stages and stand in no output. A pipeline whose stages need no trees leaves `trees` out
//! and does not pay for them. The engine is named in the options: this crate does no reckoning.
//!
//! Start reading at [`syntax_of`].

use rapporteur_document::{Document, Layer, Syntax, Tag, Word};
use rapporteur_engine::Engine;
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Extract, Kind, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stage `words`.
#[derive(Clone, Copy)]
pub struct Words {
    engine: &'static dyn Engine,
}

/// The stage `trees`.
#[derive(Clone, Copy)]
pub struct Trees {
    engine: &'static dyn Engine,
}

/// Which models do the work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Models {
    /// Two small convolutional nets: fast.
    #[default]
    Compact,
    /// A transformer: slower, and more often right.
    Accurate,
}

impl Models {
    fn engine(self) -> &'static dyn Engine {
        match self {
            Self::Compact => rapporteur_engine::compact(),
            Self::Accurate => rapporteur_engine::accurate(),
        }
    }
}

/// Options of `words` and of `trees`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The models that are asked.
    pub engine: Models,
}

impl Stage for Words {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Extract,
            "words",
            "1",
            "Splits sentences into words and finds their parts of speech and the names among them.",
        )
        .needs(&[Layer::Text, Layer::Sentences])
        .gives(&[Layer::Words])
        .example("[[extract]]\nuse = \"words\"\nengine = \"compact\"\n")
        .data(rapporteur_engine::FILES)
    }

    fn build(options: Options, _: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Extract(std::sync::Arc::new(Self { engine: options.engine.engine() })))
    }
}

#[async_trait]
impl Extract for Words {
    async fn extract(&self, document: &mut Document) -> Result<(), Rejection> {
        document.syntax = Some(syntax_of(document, self.engine));
        Ok(())
    }
}

impl Stage for Trees {
    type Options = Options;

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Extract,
            "trees",
            "1",
            "Finds what each word hangs on: the dependency trees that events are read from.",
        )
        .needs(&[Layer::Text, Layer::Words])
        .gives(&[Layer::Trees])
        .example("[[extract]]\nuse = \"trees\"\nengine = \"compact\"\n")
        .data(rapporteur_engine::FILES)
    }

    fn build(options: Options, _: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Extract(std::sync::Arc::new(Self { engine: options.engine.engine() })))
    }
}

#[async_trait]
impl Extract for Trees {
    async fn extract(&self, document: &mut Document) -> Result<(), Rejection> {
        let Document { text, syntax: Some(syntax), .. } = document else { return Ok(()) };
        if syntax.trees.len() != syntax.words.len() {
            self.engine.parse(text, syntax);
        }
        Ok(())
    }
}

/// The words of a document's sentences, with their tags and names, without trees.
pub fn syntax_of(document: &Document, engine: &dyn Engine) -> Syntax {
    let mut syntax = Syntax { engine: engine.name(), ..Syntax::default() };
    let mut spans = Vec::new();
    for &sentence in document.sentences() {
        let first = spans.len() as u32;
        rapporteur_english::words(&document.text, sentence, &mut spans);
        syntax.sentences.push(first..spans.len() as u32);
    }
    syntax.words = spans.into_iter().map(|span| Word { span, tag: Tag::X }).collect();
    engine.tag(&document.text, &mut syntax);
    syntax
}
