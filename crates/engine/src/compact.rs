//! The compact nets: four depthwise convolutions over word vectors, 160 wide.

use std::ops::Range;
use std::sync::LazyLock;

use rapporteur_document::{Dependency, Relation, Syntax, Tag, Word};

use crate::Engine;
use crate::decode::{highest, sequence, tree};
use crate::forms::{Cache, Forms, WIDTH};
use crate::lanes::{Lanes, Unit, on};
use crate::layers::{LABELS, Norm, Pool, batches, linear, names, positive, rectify};
use crate::matrix::{GROUP, Grain, Matrix, Rounded, add_product};
use crate::tensors::Tensors;
use crate::vocabulary::shapes;

const EPSILON: f32 = 1e-5;

/// Steps between the taps of each layer's convolution.
const DILATIONS: [usize; 4] = [1, 1, 2, 4];

/// Taps of a convolution.
const KERNEL: usize = 5;

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

/// Encoder and heads.
struct Net {
    forms: Forms,
    input_norm: Norm,
    layers: Vec<Layer>,
    final_norm: Norm,
    heads: Matrix,
}

struct Parser {
    net: Net,
    /// `[ARC + 1][ARC]`, the last row for the dependent's constant.
    bilinear: Vec<f32>,
    relation: Matrix,
    /// The root as a head: of an arc and of a relation.
    root: [Vec<f32>; 2],
}

struct Layer {
    dilation: usize,
    /// `[KERNEL][WIDTH]`.
    convolution: Vec<f32>,
    bias: Vec<f32>,
    norm: Norm,
    up: Matrix,
    down: Matrix,
}

/// Buffers of one worker, kept from document to document.
#[derive(Default)]
struct Scratch {
    cache: Cache,
    shapes: Vec<u8>,
    x: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    out: Vec<f32>,
    rounded: Rounded,
    inner: Rounded,
    heads_by_value: Vec<f32>,
    scores: Vec<f32>,
    arcs: Vec<f32>,
}

impl Net {
    fn new(tensors: &Tensors, heads: &[&str]) -> Self {
        let layers = DILATIONS.iter().enumerate().map(|(at, &dilation)| {
            let name = |part: &str| format!("layer.{at}.{part}");
            Layer {
                dilation,
                convolution: tensors.floats(&name("conv.weight")),
                bias: tensors.floats(&name("conv.bias")),
                norm: Norm::new(tensors, &name("norm"), EPSILON),
                up: linear(tensors, &[&name("up")]),
                down: linear(tensors, &[&name("down")]),
            }
        });
        Self {
            forms: Forms::new(tensors),
            input_norm: Norm::new(tensors, "input_norm", EPSILON),
            layers: layers.collect(),
            final_norm: Norm::new(tensors, "final_norm", EPSILON),
            heads: linear(tensors, heads),
        }
    }

    /// Runs sentences together; `scratch.out` then has a row of the heads for each word, in order.
    #[inline(always)]
    fn forward<L: Lanes>(
        &self,
        lanes: L,
        text: &str,
        words: &[Word],
        sentences: &[Range<usize>],
        scratch: &mut Scratch,
    ) {
        let Scratch { cache, shapes: ids, x, wide, narrow, out, rounded, inner, .. } = scratch;
        let rows: usize = sentences.iter().map(Range::len).sum();
        x.clear();
        x.resize(rows.next_multiple_of(crate::lanes::ROWS) * WIDTH, 0.0);
        let mut row = 0;
        for sentence in sentences {
            let words = words[sentence.clone()].iter().map(|word| word.span.of(text));
            shapes(words.clone(), ids);
            for (word, &shape) in words.zip(ids.iter()) {
                self.forms.row(cache, word, shape, &mut x[row * WIDTH..][..WIDTH]);
                row += 1;
            }
        }
        self.input_norm.apply(&mut x[..rows * WIDTH]);
        for layer in &self.layers {
            rounded.reset(rows, WIDTH, Grain::Coarse);
            let mut first = 0;
            for sentence in sentences {
                let range = first..first + sentence.len();
                first = range.end;
                for start in range.clone().step_by(GROUP) {
                    let mut y = [[0.0; WIDTH]; GROUP];
                    let rows = start..range.end.min(start + GROUP);
                    for (y, row) in y.iter_mut().zip(rows.clone()) {
                        *y = layer.convolve(x, row, &range);
                    }
                    let y = &mut y.as_flattened_mut()[..rows.len() * WIDTH];
                    layer.norm.apply(y);
                    rounded.set_all(start, y, WIDTH, WIDTH);
                }
            }
            layer.up.apply_then(lanes, rounded, wide, positive);
            let (width, outputs) = (layer.up.width(), layer.up.outputs);
            inner.reset(rows, outputs, Grain::Coarse);
            inner.set_all(0, &wide[..rows * width], width, outputs);
            layer.down.apply(lanes, inner, narrow);
            for (x, more) in x.iter_mut().zip(narrow.iter()) {
                *x += more;
            }
        }
        rounded.reset(rows, WIDTH, Grain::Coarse);
        let x = &mut x[..rows * WIDTH];
        self.final_norm.apply(x);
        rounded.set_all(0, x, WIDTH, WIDTH);
        self.heads.apply(lanes, rounded, out);
    }
}

impl Layer {
    /// The convolution at `row` of a sentence that has the rows `range`; outside it are zeros.
    #[inline(always)]
    fn convolve(&self, x: &[f32], row: usize, range: &Range<usize>) -> [f32; WIDTH] {
        let mut sum = [0.0; WIDTH];
        for tap in 0..KERNEL {
            let from = row + tap * self.dilation;
            let Some(from) = from.checked_sub(KERNEL / 2 * self.dilation) else { continue };
            if !range.contains(&from) {
                continue;
            }
            let x: &[f32; WIDTH] = x[from * WIDTH..].first_chunk().expect("a row is whole");
            let weights: &[f32; WIDTH] =
                self.convolution[tap * WIDTH..].first_chunk().expect("a row is whole");
            for at in 0..WIDTH {
                sum[at] = x[at].mul_add(weights[at], sum[at]);
            }
        }
        for (sum, bias) in sum.iter_mut().zip(&self.bias) {
            *sum += bias;
        }
        sum
    }
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
            bilinear: tensors.quantised("arc_bilinear").dequantised(),
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
        let Scratch { out, inner, wide, heads_by_value, scores, arcs, .. } = scratch;
        let width = self.net.heads.width();
        let rows: usize = sentences.iter().map(Range::len).sum();
        inner.reset(rows, ARC, Grain::Coarse);
        let mut heads = Vec::with_capacity(rows);
        let mut first = 0;
        for sentence in sentences {
            let words = sentence.len();
            let part = |word: usize, part: usize| &out[(first + word) * width + part * ARC..][..ARC];
            // Heads as columns, the root first: a word's scores are then sums along rows.
            let columns = (words + 1).next_multiple_of(16);
            heads_by_value.clear();
            heads_by_value.resize(ARC * columns, 0.0);
            for (value, row) in heads_by_value.chunks_exact_mut(columns).enumerate() {
                row[0] = self.root[0][value];
                for (head, at) in row[1..=words].iter_mut().enumerate() {
                    *at = part(head, 0)[value].max(0.0);
                }
            }
            scores.resize(columns, 0.0);
            arcs.clear();
            for word in 0..words {
                let mut query: [f32; ARC] =
                    *self.bilinear[ARC * ARC..].first_chunk().expect("it has a last row");
                let dependent: [f32; ARC] = std::array::from_fn(|at| part(word, 1)[at].max(0.0));
                add_product(&mut query, &dependent, &self.bilinear);
                scores.fill(0.0);
                add_product(scores, &query, heads_by_value);
                arcs.extend_from_slice(&scores[..=words]);
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
            self.tagger.forward(lanes, text, &syntax.words, &batch, scratch);
            let mut first = 0;
            for sentence in batch {
                let rows = &scratch.out[first * width..];
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
            self.parser.net.forward(lanes, text, &syntax.words, &batch, scratch);
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
    use crate::sample::{Distance, TEXT, reference, syntax};

    fn on(unit: Unit, text: &str, syntax: &Syntax) -> (Syntax, [Vec<f32>; 2]) {
        let engine = Compact::on(unit);
        let mut syntax = syntax.clone();
        engine.tag(text, &mut syntax);
        engine.parse(text, &mut syntax);
        let scores = [0, 1].map(|net| {
            engine.pools[net]
                .with(|scratch| if net == 0 { scratch.out.clone() } else { scratch.wide.clone() })
        });
        (syntax, scores)
    }

    /// Not only the tags are the same on every unit: every bit of every score is.
    #[test]
    fn every_unit_gives_the_same_bits() {
        let syntax = syntax(TEXT);
        let best = on(Unit::Portable, TEXT, &syntax);
        for unit in Unit::all() {
            let other = on(unit, TEXT, &syntax);
            assert_eq!(other.0, best.0, "{unit:?}");
            for (a, b) in other.1.iter().zip(&best.1) {
                assert!(a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits()), "{unit:?}");
            }
        }
    }

    #[test]
    fn scores_are_near_those_of_the_reference() {
        let engine = Compact::new();
        let mut distance = Distance::default();
        for (text, mut syntax, line) in reference() {
            engine.tag(&text, &mut syntax);
            let width = engine.tagger.heads.width();
            engine.pools[0].with(|scratch| {
                let row = |word: usize| &scratch.out[word * width..][..width];
                let model = &line["models"]["compact"];
                distance.add(&model["ner_logits"], |word| &row(word)[..LABELS]);
                distance.add(&model["upos_logits"], |word| &row(word)[LABELS..]);
            });
        }
        distance.check(0.04, 0.6);
    }

    /// A sentence's tags don't depend on those that run with it.
    #[test]
    fn a_batch_is_the_sum_of_its_sentences() {
        let engine = Compact::new();
        let mut together = syntax(TEXT);
        engine.tag(TEXT, &mut together);
        engine.parse(TEXT, &mut together);
        let mut first = 0;
        for line in TEXT.lines() {
            let mut alone = syntax(line);
            engine.tag(line, &mut alone);
            engine.parse(line, &mut alone);
            for (at, (word, tree)) in alone.words.iter().zip(&alone.trees).enumerate() {
                assert_eq!(word.tag, together.words[first + at].tag);
                let head = together.trees[first + at].head.map(|head| head - first as u32);
                assert_eq!((tree.head, tree.relation), (head, together.trees[first + at].relation));
            }
            first += alone.words.len();
        }
        assert_eq!(first, together.words.len());
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
