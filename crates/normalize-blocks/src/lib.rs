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

mod address;
mod appeal;
mod caption;
mod debate;
mod furniture;
mod glue;
mod head;
mod lines;
mod marks;
mod phrase;
mod place;
mod roles;
mod shape;
mod signature;
mod unit;

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

    #[inline]
    fn descriptor() -> Descriptor {
        Descriptor::new(
            Kind::Normalize,
            "blocks",
            "1",
            "Cuts a text into blocks and gives each its role; appeals, menus and comments are no content. \
             Finds the turns of debates.",
        )
        .needs(&[Layer::Text])
        .uses(&[Layer::Blocks, Layer::Turns])
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
/// Blocks that are there already are kept, with the roles that their words leave them; turns that
/// are there already are not looked for again.
pub fn blocks(document: &mut Document, options: &Options) {
    // A stage that knows the transcript's own markup has said what each part is.
    if document.blocks.is_some() && document.turns.as_ref().is_some_and(|turns| !turns.is_empty()) {
        return;
    }
    let given = document.blocks.take().filter(|blocks| !blocks.is_empty());
    let text = std::mem::take(&mut document.text);
    let mut units = units(&text, given.as_deref(), options.split_glued);
    let title = document.meta.title.as_ref().map(|fact| fact.value.as_str());
    let (mut turns, mut warning) = (None, None);
    if options.debates && debate::is_debate(&units) {
        let mut found = debate::settle(&mut units, title);
        address::settle(&text, &mut found);
        turns = Some(found);
        Meta::offer(&mut document.meta.kind, Fact::new("debate", "debate-layout"));
    } else {
        warning = roles::settle(&mut units, title, options);
    }
    document.blocks = Some(merged(&units, given.as_deref()));
    document.text = text;
    if turns.is_some() {
        document.turns = turns;
    }
    if let Some(warning) = warning {
        document.warn(NAME, warning);
    }
}

/// The pieces of a text that get a role each.
fn units<'t>(text: &'t str, given: Option<&[Block]>, split: bool) -> Vec<Unit<'t>> {
    let stretches: Vec<_> = match given {
        Some(blocks) => blocks.iter().map(|block| (block.span, false, Some(block.role))).collect(),
        None => shape::segments(text).iter().map(|segment| (segment.span, segment.adjacent, None)).collect(),
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
        let (role, why) = unit.role.unwrap_or((Role::Paragraph, "text"));
        let made_by: Rule = match given {
            Some(given) if why == roles::MARKUP => given[unit.piece_of].rule.clone(),
            _ => why.into(),
        };
        match blocks.last_mut() {
            Some((piece_of, last)) if *piece_of == unit.piece_of && last.role == role => {
                last.span = last.span.cover(unit.span);
            }
            _ => blocks.push((unit.piece_of, Block { span: unit.span, role, rule: made_by })),
        }
    }
    blocks.into_iter().map(|(_, block)| block).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rapporteur_document::Span;

    use super::*;

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("Your donation keeps us going.The mayor has left the town.".to_owned()),
            Just("Volume 12: debated on Tuesday 18 October 2016".to_owned()),
            Just("6. What steps she will take. (906642)".to_owned()),
            Just("Ann Example (Northtown) (Lab)".to_owned()),
            Just("My hon. Friend is right, Mr Speaker – “quite”.".to_owned()),
            Just("FILE – The harbour (L) and (R) é Reuters".to_owned()),
            Just("GENEVA, Sept 25 (AP) –".to_owned()),
            Just("Comments".to_owned()),
            Just("Related articles".to_owned()),
            Just("\n".to_owned()),
            Just("\r\n\r\n".to_owned()),
            "\\PC{0,40}",
            "[a-zA-Z .?!\"“”’()|:–\u{a0}\u{2028}]{0,80}",
        ];
        prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_covered_by_blocks(text in pieces()) {
            let mut document = Document::from_text(text.clone());
            blocks(&mut document, &Options::default());
            prop_assert_eq!(&document.text, &text);
            let mut at = 0;
            for block in document.blocks.iter().flatten() {
                let between = Span::new(at, block.span.start()).get(&text);
                prop_assert!(between.is_some_and(|between| between.trim().is_empty()));
                prop_assert!(block.span.get(&text).is_some_and(|words| !words.is_empty() && words.trim() == words));
                at = block.span.end();
            }
            prop_assert!(text[at..].trim().is_empty());
            for turn in document.turns.iter().flatten() {
                prop_assert!(turn.span.get(&text).is_some());
                let name = turn.speaker.as_ref().and_then(|speaker| speaker.span);
                prop_assert!(name.is_none_or(|name| name.get(&text).is_some()));
            }
        }
    }

    #[test]
    fn markup_keeps_its_roles_where_words_do_not_say_otherwise() {
        let text = "A title\nThe mayor has left the town for good, and nobody knows where he has gone.\nSupport our journalism with a donation";
        let mut document = Document::from_text(text);
        let block =
            |start: usize, end: usize, role| Block { span: Span::new(start, end), role, rule: "html".into() };
        document.blocks = Some(vec![
            block(0, 7, Role::Title),
            block(8, 80, Role::Paragraph),
            block(81, text.len(), Role::Paragraph),
        ]);
        blocks(&mut document, &Options::default());
        let found: Vec<(Role, &str)> =
            document.blocks.iter().flatten().map(|block| (block.role, block.rule.as_str())).collect();
        assert_eq!(found, [(Role::Title, "html"), (Role::Paragraph, "html"), (Role::Appeal, "appeal-run")]);
    }

    #[test]
    fn options_turn_steps_off() {
        let text = "The mayor has left the town, and nobody knows why.\nYour donation keeps our journalism free.The harbour is closed now, he said.";
        let roles = |options: &Options| {
            let mut document = Document::from_text(text);
            blocks(&mut document, options);
            document.blocks.iter().flatten().map(|block| block.role).collect::<Vec<_>>()
        };
        assert_eq!(roles(&Options::default()), [Role::Paragraph, Role::Appeal, Role::Paragraph]);
        assert_eq!(roles(&Options { appeals: false, ..Options::default() }), [Role::Paragraph; 2]);
    }
}
