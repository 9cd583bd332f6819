//! The normalize stage `blocks`: which parts a text has, and what each is for its reader.
//!
//! Plain text is cut into paragraphs by its own shape and each gets a role: title, standfirst,
//! paragraph, caption, or what is no content: appeals for money, menus, comments. Blocks that the
//! markup gave (the `html` stage) keep their roles, save those that their words betray as no
//! content. Transcripts of debates get their turns. The text itself is never edited and nothing is
//! thrown away: a lead that is glued to an appeal is cut off by its span alone.
//!
//! Roles come from word lists (`lexicon/`), from shape and from neighbours. What is in doubt is a
//! paragraph: extractors had better read a menu than miss a sentence.
//!
//! Start reading at [`blocks`]; `roles.rs` has the order of the steps for articles, `debate.rs` the
//! transcripts.

mod appeal;
mod caption;
mod debate;
mod furniture;
mod glue;
mod head;
mod marks;
mod phrase;
mod roles;
mod shape;
mod unit;

#[allow(missing_docs, reason = "generated; each list is documented in its file")]
mod lexicon {
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

use std::sync::Arc;

use rapporteur_document::{Block, Document, Fact, Layer, Meta, Role, Rule};
use rapporteur_stage::{
    BuildContext, BuildError, Descriptor, Kind, Normalize, Rejection, Running, Stage, async_trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use unit::Unit;

/// Name of the stage in warnings.
const NAME: &str = "normalize/blocks";

/// The stage `blocks`.
pub struct Blocks;

/// What can be set.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Find appeals for donations, subscriptions and newsletters, which extractors then don't read.
    pub appeals: bool,
    /// Cut sentences that are glued without a space into two blocks where their roles differ, as
    /// where an appeal runs into the lead.
    pub split_glued: bool,
    /// Recognise transcripts of debates and find their questions and speeches.
    pub debates: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { appeals: true, split_glued: true, debates: true }
    }
}

impl Stage for Blocks {
    type Options = Options;

    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Normalize,
            "blocks",
            "1",
            "Cuts a text into blocks and gives each its role; appeals, menus and comments are no content. \
             Finds the turns of debates.",
        )
        .needs(&[Layer::Text])
        .uses(&[Layer::Blocks])
        .gives(&[Layer::Blocks, Layer::Turns])
        .example("[[normalize]]\nuse = \"blocks\"\nappeals = true\n")
        .data(lexicon::FILES)
    }

    fn build(options: Options, _context: &BuildContext) -> Result<Running, BuildError> {
        Ok(Running::Normalize(Arc::new(Step(options))))
    }
}

struct Step(Options);

#[async_trait]
impl Normalize for Step {
    async fn normalize(&self, document: &mut Document) -> Result<(), Rejection> {
        blocks(document, &self.0);
        Ok(())
    }
}

/// Gives a document its blocks, and its turns where it is a debate.
///
/// Blocks that are there already are kept, with the roles that their words leave them.
pub fn blocks(document: &mut Document, options: &Options) {
    let given = document.blocks.take().filter(|blocks| !blocks.is_empty());
    let text = std::mem::take(&mut document.text);
    let mut units = units(&text, given.as_deref(), options.split_glued);
    let title = document.meta.title.as_ref().map(|fact| fact.value.as_str());
    let mut turns = None;
    if options.debates && debate::is_debate(&units) {
        turns = Some(debate::settle(&mut units, title));
        Meta::offer(&mut document.meta.kind, Fact::new("debate", "debate-layout"));
    } else {
        roles::settle(&mut units, title, options);
        keep_what_is_all_appeal(&mut units, &mut document.warnings);
    }
    document.blocks = Some(merged(&units, given.as_deref()));
    document.text = text;
    if turns.is_some() {
        document.turns = turns;
    }
}

/// The pieces of a text that get a role each.
fn units<'t>(text: &'t str, given: Option<&[Block]>, split: bool) -> Vec<Unit<'t>> {
    let stretches: Vec<_> = match given {
        Some(blocks) => blocks.iter().map(|block| (block.span, false, Some(block.role))).collect(),
        None => {
            shape::segments(text).iter().map(|segment| (segment.span, segment.adjacent, None)).collect()
        }
    };
    let mut units = Vec::with_capacity(stretches.len());
    for (index, (span, adjacent, role)) in stretches.into_iter().enumerate() {
        let mut start = span.start();
        if split && role.is_none_or(Role::is_prose) {
            for cut in glue::cuts(span.of(text)) {
                let piece = rapporteur_document::Span::new(start, span.start() + cut);
                units.push(Unit::new(text, piece, index, adjacent || start > span.start(), role));
                start = piece.end();
            }
        }
        let piece = rapporteur_document::Span::new(start, span.end());
        units.push(Unit::new(text, piece, index, adjacent || start > span.start(), role));
    }
    units
}

/// Units back to blocks: pieces of one paragraph that got the same role stay together.
fn merged(units: &[Unit<'_>], given: Option<&[Block]>) -> Vec<Block> {
    let mut blocks: Vec<(usize, Block)> = Vec::with_capacity(units.len());
    for unit in units {
        let (role, rule) = unit.role.unwrap_or((Role::Paragraph, "text"));
        let rule: Rule = match given {
            Some(given) if rule == roles::MARKUP => given[unit.piece_of].rule.clone(),
            _ => rule.into(),
        };
        match blocks.last_mut() {
            Some((piece_of, last)) if *piece_of == unit.piece_of && last.role == role => {
                last.span = last.span.cover(unit.span);
            }
            _ => blocks.push((unit.piece_of, Block { span: unit.span, role, rule })),
        }
    }
    blocks.into_iter().map(|(_, block)| block).collect()
}

/// Share of the words, in tenths, that appeals may take: a page that is nothing else is somebody's
/// campaign, and its own content.
const MOST_APPEAL: usize = 7;

fn keep_what_is_all_appeal(units: &mut [Unit<'_>], warnings: &mut Vec<rapporteur_document::Warning>) {
    let words = |of: fn(&Unit<'_>) -> bool, units: &[Unit<'_>]| -> usize {
        units.iter().filter(|unit| of(unit)).map(|unit| unit.words).sum()
    };
    let appeal = words(|unit| unit.has_role(Role::Appeal), units);
    let running = words(|unit| unit.role.is_some_and(|(role, _)| role.is_prose() || role == Role::Appeal), units);
    if appeal * 10 <= running * MOST_APPEAL || appeal == 0 {
        return;
    }
    for unit in units.iter_mut().filter(|unit| unit.has_role(Role::Appeal)) {
        unit.role = Some((unit.given.unwrap_or(Role::Paragraph), "all-appeal"));
    }
    warnings.push(rapporteur_document::Warning {
        stage: NAME.into(),
        message: "the page is an appeal from end to end: it is read as content".into(),
    });
}
