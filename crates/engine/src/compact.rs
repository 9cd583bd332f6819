//! The compact engine: a net for names and parts of speech, and one for trees.

use std::ops::Range;
use std::sync::LazyLock;

use rapporteur_document::{Dependency, Relation, Syntax, Tag};

use crate::Engine;
use crate::convolutions::{self, Net};
use crate::decode::{highest, sequence, tree};
use crate::floats::{Aligned, Floats};
use crate::forms::WIDTH;
use crate::lanes::{Lanes, Unit, on};
use crate::layers::{LABELS, Pool, batches, linear, names, rectify};
use crate::matrix::{GROUP, Grain, LANES, Matrix, Rounded, add_product, products, turn};
use crate::tensors::Tensors;

/// Width of the parser's vectors.
const ARC: usize = 64;

/// Words that run through a net together: what fits the second cache.
const BATCH: usize = 256;

/// The longest sentence that is taken as one; what goes on is cut, so that a tree's cost stays
/// linear in the text.
const LONGEST: usize = 256;

/// The two nets, and what workers take turns with.
pub(crate) struct Compact {
    tagger: Net,
    /// Only those who need trees pay for it.
    parser: LazyLock<Parser>,
    pools: [Pool<Scratch>; 2],
    unit: Unit,
}

struct Parser {
    net: Net,
    /// `[ARC + 1][ARC]`, the last row for the dependent's constant.
    bilinear: Floats,
    relation: Matrix,
    /// The root as a head: of an arc and of a relation.
    root: [Vec<f32>; 2],
}

/// Buffers of one worker, kept from document to document.
#[derive(Default)]
struct Scratch {
    net: convolutions::Scratch,
    heads_by_value: Floats,
    scores: Floats,
    arcs: Vec<f32>,
}

impl Parser {
    fn new() -> Self {
        let tensors = Tensors::read(include_bytes!("../models/compact-parser.safetensors"));
        let net = Net::new(&tensors, &["arc_head", "arc_dep", "rel_head", "rel_dep"]);
        let root = tensors.floats("root");
        let head = |name: &str| -> Vec<f32> {
            let weights = tensors.quantised(&format!("{name}.weight")).dequantised();
            let bias = tensors.floats(&format!("{name}.bias"));
            let by_input: Vec<f32> =
                (0..WIDTH).flat_map(|input| weights.iter().skip(input).step_by(WIDTH).copied()).collect();
            let mut out = bias;
            add_product(&mut out, &root, &by_input);
            out
        };
        let mut arc = head("arc_head");
        rectify(&mut arc);
        Self {
            root: [arc, head("rel_head")],
            net,
            bilinear: tensors.quantised("arc_bilinear").dequantised().into(),
            relation: linear(&tensors, &["rel"]),
        }
    }

    /// Heads and relations of the sentences that `forward` has just run.
    #[inline(always)]
    fn trees<L: Lanes>(
        &self,
        lanes: L,
        sentences: &[Range<usize>],
        scratch: &mut Scratch,
        found: &mut Vec<Dependency>,
    ) {
        let Scratch { net: convolutions::Scratch { out, inner, wide, .. }, heads_by_value, scores, arcs } =
            scratch;
        let width = self.net.heads.width();
        let rows: usize = sentences.iter().map(Range::len).sum();
        inner.reset(rows, ARC, Grain::Coarse);
        let mut heads = Vec::with_capacity(rows);
        for row in out.chunks_exact_mut(width).take(rows) {
            rectify(&mut row[..2 * ARC]);
        }
        let constant: &[f32; ARC] = self.bilinear[ARC * ARC..].first_chunk().expect("it has a last row");
        let mut first = 0;
        for sentence in sentences {
            let words = sentence.len();
            let part = |word: usize, part: usize| &out[(first + word) * width + part * ARC..][..ARC];
            // Heads as columns, the root first: a word's scores are then sums along rows. What stands
            // beyond the heads is scored and not read.
            let columns = (words + 1).next_multiple_of(LANES);
            turn(
                words + 1,
                ARC,
                #[inline(always)]
                |head| head.checked_sub(1).map_or(&self.root[0][..], |word| part(word, 0)),
                columns,
                heads_by_value,
            );
            scores.room(GROUP * columns);
            arcs.clear();
            for start in (0..words).step_by(GROUP) {
                // At the end the last one again.
                let dependents: [&[f32]; GROUP] = std::array::from_fn(
                    #[inline(always)]
                    |at| part((start + at).min(words - 1), 1),
                );
                let mut queries = Aligned([[0.0; ARC]; GROUP]);
                products(ARC, dependents, &self.bilinear, ARC, queries.0.as_flattened_mut());
                for query in &mut queries.0 {
                    for at in 0..ARC {
                        query[at] += constant[at];
                    }
                }
                let queries = queries.0.each_ref().map(|query| &query[..]);
                products(ARC, queries, heads_by_value, columns, scores);
                for scores in scores.chunks_exact(columns).take(words - start) {
                    arcs.extend_from_slice(&scores[..=words]);
                }
            }
            let best = tree(arcs, words);
            for (word, &head) in best.iter().enumerate() {
                let of_head = head.checked_sub(1).map_or(&self.root[1][..], |head| part(head as usize, 2));
                let mut both = [0.0; ARC];
                for ((both, a), b) in both.iter_mut().zip(part(word, 3)).zip(of_head) {
                    let sum = a + b;
                    *both = if sum > 0.0 { sum } else { 0.0 };
                }
                inner.set(first + word, &both);
                heads.push(head.checked_sub(1).map(|head| sentence.start as u32 + head));
            }
            first += words;
        }
        self.relation.apply(lanes, inner, wide);
        let relations = wide.chunks_exact(self.relation.width());
        found.extend(heads.into_iter().zip(relations).map(|(head, scores)| {
            let relation = Relation::ALL[highest(scores[..self.relation.outputs].iter())];
            Dependency { head, relation }
        }));
    }
}

impl Compact {
    pub(crate) fn new() -> Self {
        Self::on(Unit::detect())
    }

    pub(crate) fn on(unit: Unit) -> Self {
        let tensors = Tensors::read(include_bytes!("../models/compact.safetensors"));
        Self {
            tagger: Net::new(&tensors, &["ner", "upos"]),
            parser: LazyLock::new(Parser::new),
            pools: Default::default(),
            unit,
        }
    }

    #[inline(always)]
    fn tag_on<L: Lanes>(&self, lanes: L, text: &str, syntax: &mut Syntax, scratch: &mut Scratch) {
        let width = self.tagger.heads.width();
        for batch in cut(&syntax.sentences) {
            self.tagger.forward(lanes, text, &syntax.words, &batch, &Rounded::default(), &mut scratch.net);
            let mut first = 0;
            for sentence in batch {
                let rows = &scratch.net.out[first * width..];
                first += sentence.len();
                names(sentence.start, &sequence(rows, width, LABELS, sentence.len()), &mut syntax.names);
                for (word, scores) in syntax.words[sentence].iter_mut().zip(rows.chunks_exact(width)) {
                    word.tag = Tag::ALL[highest(scores[LABELS..LABELS + Tag::ALL.len()].iter())];
                }
            }
        }
    }

    #[inline(always)]
    fn parse_on<L: Lanes>(&self, lanes: L, text: &str, syntax: &mut Syntax, scratch: &mut Scratch) {
        for batch in cut(&syntax.sentences) {
            self.parser.net.forward(
                lanes,
                text,
                &syntax.words,
                &batch,
                &Rounded::default(),
                &mut scratch.net,
            );
            self.parser.trees(lanes, &batch, scratch, &mut syntax.trees);
        }
    }
}

/// Batches of sentences, the longest ones cut.
fn cut(sentences: &[Range<u32>]) -> Vec<Vec<Range<usize>>> {
    batches(sentences, BATCH, |sentence, parts| {
        parts.extend(sentence.clone().step_by(LONGEST).map(|start| {
            let end = sentence.end.min(start + LONGEST);
            (start..end, end - start)
        }));
    })
}

impl Engine for Compact {
    fn name(&self) -> &'static str {
        "compact"
    }

    fn tag(&self, text: &str, syntax: &mut Syntax) {
        syntax.names.clear();
        self.pools[0].with(|scratch| on!(self.unit, |lanes| self.tag_on(lanes, text, syntax, scratch)));
    }

    fn parse(&self, text: &str, syntax: &mut Syntax) {
        syntax.trees.clear();
        self.pools[1].with(|scratch| on!(self.unit, |lanes| self.parse_on(lanes, text, syntax, scratch)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{self, Distance, TEXT, reference, syntax};

    #[test]
    fn every_unit_gives_the_same_bits() {
        sample::every_unit_gives_the_same_bits(|unit, syntax| {
            let engine = Compact::on(unit);
            let mut syntax = syntax.clone();
            engine.tag(TEXT, &mut syntax);
            engine.parse(TEXT, &mut syntax);
            let mut scores = engine.pools[0].with(|scratch| scratch.net.out.to_vec());
            engine.pools[1].with(|scratch| scores.extend_from_slice(&scratch.net.wide));
            (syntax, scores)
        });
    }

    #[test]
    fn a_batch_is_the_sum_of_its_sentences() {
        sample::a_batch_is_the_sum_of_its_sentences(&Compact::new());
    }

    #[test]
    fn scores_are_near_those_of_the_reference() {
        let engine = Compact::new();
        let mut distance = Distance::default();
        for (text, mut syntax, line) in reference() {
            engine.tag(&text, &mut syntax);
            let width = engine.tagger.heads.width();
            engine.pools[0].with(|scratch| {
                let row = |word: usize| &scratch.net.out[word * width..][..width];
                let model = &line["models"]["compact"];
                distance.add(&model["ner_logits"], |word| &row(word)[..LABELS]);
                distance.add(&model["upos_logits"], |word| &row(word)[LABELS..]);
            });
        }
        distance.check(0.04, 0.6);
    }

    #[test]
    fn nothing_and_very_long_sentences_are_taken() {
        let engine = Compact::new();
        let mut none = Syntax::default();
        none.sentences.push(0..0);
        engine.tag("", &mut none);
        engine.parse("", &mut none);
        let text = "word ".repeat(1000);
        let mut long = syntax(&text);
        engine.tag(&text, &mut long);
        engine.parse(&text, &mut long);
        assert_eq!(long.trees.len(), 1000);
        assert!(long.trees.iter().all(|tree| tree.head.is_none_or(|head| head < 1000)));
    }
}
