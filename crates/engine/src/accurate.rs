//! The accurate nets: two transformers of six layers, 384 wide, over word pieces (`MiniLM`).
//!
//! One gives names, the other parts of speech and trees. Sentences of a batch share the products
//! with the weights; attention stays inside a sentence.

use std::ops::Range;
use std::sync::LazyLock;

use rapporteur_document::{Dependency, Relation, Syntax, Tag, Word};

use crate::Engine;
use crate::decode::{highest, sequence, tree};
use crate::lanes::{Lanes, ROWS, Unit, on};
use crate::layers::{LABELS, Norm, Pool, batches, linear, names, rectify};
use crate::matrix::{GROUP, Grain, LANES, Matrix, Rounded, add_product, block, dot, gelu, softmax};
use crate::tensors::{Quantised, Tensors};
use crate::vocabulary::{VOCABULARY, shapes};

const WIDTH: usize = 384;
const LAYERS: usize = 6;
const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;
const EPSILON: f32 = 1e-12;

/// Stands before a sentence's pieces; its row is the root's.
const FIRST: u32 = 101;
/// Stands after them.
const LAST: u32 = 102;

/// Pieces that a sentence has at most, its two ends among them; what goes on is cut.
const LONGEST: usize = 256;

/// Pieces that run through a net together.
const BATCH: usize = 512;

/// Width of the parser's vectors for arcs, and for relations.
const ARC: usize = 200;
const REL: usize = 80;

/// The two nets.
pub(crate) struct Accurate {
    names: Net,
    parser: Parser,
    pool: Pool<Scratch>,
    unit: Unit,
}

/// Encoder and heads.
struct Net {
    /// `[512][WIDTH]`.
    positions: Vec<f32>,
    /// `[33][WIDTH]`, added before the encoder and after it.
    shape_in: Vec<f32>,
    shape_out: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: Matrix,
}

struct Layer {
    attention: Matrix,
    out: Matrix,
    norm1: Norm,
    up: Matrix,
    down: Matrix,
    norm2: Norm,
}

struct Parser {
    net: Net,
    /// `[ARC + 1][ARC + padding]`, the last row for the dependent's constant.
    bilinear: Vec<f32>,
    /// For each relation and each value of the dependent a row over the head's values.
    relation: Matrix,
    relation_bias: Vec<f32>,
}

/// The table of word pieces, which both share.
static PIECES: LazyLock<Quantised> = LazyLock::new(|| {
    Tensors::read(include_bytes!("../models/embedding.safetensors")).quantised("word_embeddings")
});

/// Buffers of one worker.
#[derive(Default)]
struct Scratch {
    pieces: Vec<u32>,
    ids: Vec<u32>,
    /// For each id its shape; 0 at both ends.
    shapes: Vec<u8>,
    sentence_shapes: Vec<u8>,
    /// For each word the row of its first piece.
    first: Vec<usize>,
    /// For each sentence its rows.
    rows: Vec<Range<usize>>,
    x: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    context: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
    scores: Vec<f32>,
    out: Vec<f32>,
    rounded: Rounded,
    relations: Vec<f32>,
}

impl Net {
    fn new(tensors: &Tensors, heads: &[&str]) -> Self {
        let layers = (0..LAYERS).map(|at| {
            let name = |part: &str| format!("layer.{at}.{part}");
            Layer {
                attention: linear(tensors, &[&name("q"), &name("k"), &name("v")]),
                out: linear(tensors, &[&name("o")]),
                norm1: Norm::new(tensors, &name("norm1"), EPSILON),
                up: linear(tensors, &[&name("up")]),
                down: linear(tensors, &[&name("down")]),
                norm2: Norm::new(tensors, &name("norm2"), EPSILON),
            }
        });
        Self {
            positions: tensors.floats("position_embeddings"),
            shape_in: tensors.floats("shape_in"),
            shape_out: tensors.floats("shape_out"),
            norm: Norm::new(tensors, "embedding_norm", EPSILON),
            layers: layers.collect(),
            heads: linear(tensors, heads),
        }
    }

    /// Runs sentences together. `scratch.out` then has a row of the heads for each sentence's root
    /// and each of its words, in order.
    #[inline(always)]
    fn forward<L: Lanes>(
        &self,
        lanes: L,
        text: &str,
        words: &[Word],
        sentences: &[Range<usize>],
        scratch: &mut Scratch,
    ) {
        scratch.read(text, words, sentences);
        let Scratch { ids, shapes, first, rows: spans, x, wide, narrow, context, rounded, out, .. } = scratch;
        let rows = ids.len();
        x.clear();
        x.resize(rows.next_multiple_of(ROWS) * WIDTH, 0.0);
        for span in spans.iter() {
            for (position, row) in span.clone().enumerate() {
                let (q, s) = PIECES.row(ids[row] as usize);
                let x: &mut [f32; WIDTH] = row_of(x, row);
                let position: &[f32; WIDTH] = part(&self.positions, position);
                let shape: &[f32; WIDTH] = part(&self.shape_in, usize::from(shapes[row]));
                for at in 0..WIDTH {
                    x[at] = f32::from(q[at]) * s + position[at] + shape[at];
                }
                self.norm.apply(x);
            }
        }
        for layer in &self.layers {
            rounded.reset(rows, WIDTH, Grain::Coarse);
            rounded.set_all(0, &x[..rows * WIDTH], WIDTH, WIDTH);
            layer.attention.apply(lanes, rounded, wide);
            // Every number is written over.
            context.resize(rows * WIDTH, 0.0);
            for span in spans.iter() {
                attend(span, wide, context, &mut scratch.keys, &mut scratch.scores);
            }
            rounded.reset(rows, WIDTH, Grain::Fine);
            rounded.set_all(0, &context[..rows * WIDTH], WIDTH, WIDTH);
            layer.out.apply(lanes, rounded, narrow);
            rounded.reset(rows, WIDTH, Grain::Coarse);
            for (group, x) in x[..rows * WIDTH].chunks_mut(GROUP * WIDTH).enumerate() {
                add(x, &narrow[group * GROUP * WIDTH..]);
                layer.norm1.apply(x);
                rounded.set_all(group * GROUP, x, WIDTH, WIDTH);
            }
            layer.up.apply_then(lanes, rounded, wide, gelu);
            let width = layer.up.width();
            rounded.reset(rows, width, Grain::Coarse);
            rounded.set_all(0, &wide[..rows * width], width, width);
            layer.down.apply(lanes, rounded, narrow);
            for (group, x) in x[..rows * WIDTH].chunks_mut(GROUP * WIDTH).enumerate() {
                add(x, &narrow[group * GROUP * WIDTH..]);
                layer.norm2.apply(x);
            }
        }
        let wanted = spans.len() + first.len();
        rounded.reset(wanted, WIDTH, Grain::Fine);
        let (mut to, mut word) = (0, 0);
        for (span, sentence) in spans.iter().zip(sentences) {
            rounded.set(to, &x[span.start * WIDTH..][..WIDTH]);
            to += 1;
            for &row in &first[word..word + sentence.len()] {
                let mut vector: [f32; WIDTH] = *part(x, row);
                add(&mut vector, part(&self.shape_out, usize::from(shapes[row])));
                rounded.set(to, &vector);
                to += 1;
            }
            word += sentence.len();
        }
        self.heads.apply(lanes, rounded, out);
    }
}

#[inline(always)]
fn row_of(x: &mut [f32], row: usize) -> &mut [f32; WIDTH] {
    x[row * WIDTH..].first_chunk_mut().expect("a row is whole")
}

#[inline(always)]
fn part(x: &[f32], row: usize) -> &[f32; WIDTH] {
    x[row * WIDTH..].first_chunk().expect("a row is whole")
}

#[inline(always)]
fn add(x: &mut [f32], more: &[f32]) {
    for (x, more) in x.iter_mut().zip(more) {
        *x += more;
    }
}

/// Queries that attend together.
const QUERIES: usize = 4;

/// Attention of one sentence: rows of `qkv` hold queries, keys and values of all heads.
#[inline(always)]
fn attend(span: &Range<usize>, qkv: &[f32], context: &mut [f32], keys: &mut Vec<f32>, scores: &mut Vec<f32>) {
    let count = span.len();
    let columns = count.next_multiple_of(LANES);
    let of = |row: usize, part: usize, head: usize| -> &[f32; HEAD] {
        let at = (span.start + row) * 3 * WIDTH + part * WIDTH + head * HEAD;
        qkv[at..].first_chunk().expect("a head is whole")
    };
    // What stands beyond a sentence's keys is scored and not read.
    keys.resize(HEAD * columns, 0.0);
    scores.resize(QUERIES * columns, 0.0);
    let scale = 1.0 / (HEAD as f32).sqrt();
    for head in 0..HEADS {
        for row in 0..count {
            for (at, key) in of(row, 1, head).iter().enumerate() {
                keys[at * columns + row] = *key;
            }
        }
        for first in (0..count).step_by(QUERIES) {
            // At the end the last one again, whose sums are written again.
            let mut rows = [count - 1; QUERIES];
            for (at, row) in rows.iter_mut().enumerate() {
                *row = (first + at).min(count - 1);
            }
            let mut queries = [[0.0; HEAD]; QUERIES];
            for (query, row) in queries.iter_mut().zip(rows) {
                let values = of(row, 0, head);
                for at in 0..HEAD {
                    query[at] = values[at] * scale;
                }
            }
            let queries: [&[f32]; QUERIES] = std::array::from_fn(
                #[inline(always)]
                |at| &queries[at][..],
            );
            for column in (0..columns).step_by(LANES) {
                let sums: [[f32; LANES]; QUERIES] = block(
                    HEAD,
                    queries,
                    #[inline(always)]
                    |at| keys[at * columns + column..].first_chunk().expect("a chunk is whole"),
                );
                for (scores, sums) in scores.chunks_exact_mut(columns).zip(sums) {
                    scores[column..][..LANES].copy_from_slice(&sums);
                }
            }
            for scores in scores.chunks_exact_mut(columns) {
                softmax(scores, count);
            }
            let shares: [&[f32]; QUERIES] = std::array::from_fn(
                #[inline(always)]
                |at| &scores[at * columns..][..count],
            );
            let sums: [[f32; HEAD]; QUERIES] = block(
                count,
                shares,
                #[inline(always)]
                |row| of(row, 2, head),
            );
            for (row, sums) in rows.into_iter().zip(sums) {
                context[(span.start + row) * WIDTH + head * HEAD..][..HEAD].copy_from_slice(&sums);
            }
        }
    }
}

impl Scratch {
    /// Pieces, shapes and rows of the sentences.
    fn read(&mut self, text: &str, words: &[Word], sentences: &[Range<usize>]) {
        self.ids.clear();
        self.shapes.clear();
        self.first.clear();
        self.rows.clear();
        for sentence in sentences {
            let start = self.ids.len();
            let words = words[sentence.clone()].iter().map(|word| word.span.of(text));
            shapes(words.clone(), &mut self.sentence_shapes);
            self.ids.push(FIRST);
            self.shapes.push(0);
            for (word, &shape) in words.zip(&self.sentence_shapes) {
                self.first.push(self.ids.len());
                VOCABULARY.pieces(word, &mut self.pieces);
                self.ids.extend_from_slice(&self.pieces);
                self.shapes.resize(self.ids.len(), shape);
            }
            self.ids.push(LAST);
            self.shapes.push(0);
            self.rows.push(start..self.ids.len());
        }
    }
}

impl Parser {
    fn new() -> Self {
        let tensors = Tensors::read(include_bytes!("../models/accurate-parser.safetensors"));
        let net = Net::new(&tensors, &["upos", "arc_head", "arc_dep", "rel_head", "rel_dep"]);
        let bilinear = tensors.quantised("arc_bilinear").dequantised();
        let width = ARC.next_multiple_of(LANES);
        let padded = bilinear
            .chunks_exact(ARC)
            .flat_map(|row| row.iter().copied().chain(std::iter::repeat_n(0.0, width - ARC)));
        // The head's constant becomes the bias: its column is taken out of the weights.
        let table = tensors.quantised("rel_bilinear");
        let of_head = |row: usize| table.row(row);
        let relation_bias =
            (0..table.rows).map(|row| f32::from(of_head(row).0[REL]) * of_head(row).1).collect();
        let weights = Quantised {
            rows: table.rows,
            columns: REL,
            q: (0..table.rows).flat_map(|row| of_head(row).0[..REL].iter().copied()).collect(),
            s: table.s.clone(),
        };
        let none = vec![0.0; table.rows];
        Self { net, bilinear: padded.collect(), relation: Matrix::new(&[(&weights, &none)]), relation_bias }
    }

    /// Tags and trees of the sentences that `forward` has just run.
    #[inline(always)]
    fn read<L: Lanes>(
        &self,
        lanes: L,
        sentences: &[Range<usize>],
        syntax: &mut Syntax,
        scratch: &mut Scratch,
    ) {
        let Scratch { out, rounded, keys: heads_by_value, scores, values: arcs, relations, .. } = scratch;
        let width = self.net.heads.width();
        let padded = ARC.next_multiple_of(LANES);
        let tags = Tag::ALL.len();
        let [arc_head, arc_dep, rel_head, rel_dep] = [tags, tags + ARC, tags + 2 * ARC, tags + 2 * ARC + REL];
        let mut first = 0;
        for sentence in sentences {
            let count = sentence.len();
            // Row 0 of a sentence is the root's.
            let rows = &mut out[first * width..][..(count + 1) * width];
            first += count + 1;
            for row in rows.chunks_exact_mut(width) {
                rectify(&mut row[arc_head..]);
            }
            let columns = (count + 1).next_multiple_of(LANES);
            heads_by_value.clear();
            heads_by_value.resize(padded * columns, 0.0);
            for (head, row) in rows.chunks_exact(width).enumerate() {
                for (value, number) in row[arc_head..][..ARC].iter().enumerate() {
                    heads_by_value[value * columns + head] = *number;
                }
            }
            arcs.clear();
            scores.resize(columns, 0.0);
            let mut query = vec![0.0; padded];
            for row in rows.chunks_exact(width).skip(1) {
                query.copy_from_slice(&self.bilinear[ARC * padded..]);
                add_product(&mut query, &row[arc_dep..][..ARC], &self.bilinear);
                scores.fill(0.0);
                add_product(scores, &query, heads_by_value);
                arcs.extend_from_slice(&scores[..=count]);
            }
            let heads = tree(arcs, count);
            // A word's head through all relations at once: a few words at a time, since a row is long.
            for (part, heads) in heads.chunks(4 * ROWS).enumerate() {
                let base = part * 4 * ROWS;
                rounded.reset(heads.len(), REL, Grain::Fine);
                for (at, &head) in heads.iter().enumerate() {
                    rounded.set(at, &rows[head as usize * width + rel_head..][..REL]);
                }
                self.relation.apply(lanes, rounded, relations);
                for (at, (&head, through)) in
                    heads.iter().zip(relations.chunks_exact(self.relation.width())).enumerate()
                {
                    let row = &rows[(base + at + 1) * width..][..width];
                    let dependent = &row[rel_dep..][..REL];
                    let score = |relation: usize| {
                        let from = relation * (REL + 1);
                        let constants = &self.relation_bias[from..][..=REL];
                        let through = &through[from..][..=REL];
                        dot(dependent, &through[..REL])
                            + dot(dependent, &constants[..REL])
                            + through[REL]
                            + constants[REL]
                    };
                    let relation = Relation::ALL[highest((0..Relation::ALL.len()).map(score))];
                    let head = head.checked_sub(1).map(|head| sentence.start as u32 + head);
                    syntax.trees.push(Dependency { head, relation });
                    syntax.words[sentence.start + base + at].tag = Tag::ALL[highest(row[..tags].iter())];
                }
            }
        }
    }
}

impl Accurate {
    pub(crate) fn new() -> Self {
        Self::on(Unit::detect())
    }

    pub(crate) fn on(unit: Unit) -> Self {
        let tensors = Tensors::read(include_bytes!("../models/accurate.safetensors"));
        Self { names: Net::new(&tensors, &["ner"]), parser: Parser::new(), pool: Pool::default(), unit }
    }

    #[inline(always)]
    fn tag_on<L: Lanes>(&self, lanes: L, text: &str, syntax: &mut Syntax, scratch: &mut Scratch) {
        let width = self.names.heads.width();
        for batch in cut(text, syntax, &mut scratch.pieces) {
            self.names.forward(lanes, text, &syntax.words, &batch, scratch);
            let mut first = 0;
            for sentence in &batch {
                let rows = &scratch.out[(first + 1) * width..];
                first += sentence.len() + 1;
                names(sentence.start, &sequence(rows, width, LABELS, sentence.len()), &mut syntax.names);
            }
            self.parser.net.forward(lanes, text, &syntax.words, &batch, scratch);
            self.parser.read(lanes, &batch, syntax, scratch);
        }
    }
}

/// Batches of sentences, those cut that have too many pieces.
fn cut(text: &str, syntax: &Syntax, pieces: &mut Vec<u32>) -> Vec<Vec<Range<usize>>> {
    batches(&syntax.sentences, BATCH, |sentence, parts| {
        let (mut start, mut size) = (sentence.start, 2);
        for word in sentence.clone() {
            VOCABULARY.pieces(syntax.words[word].span.of(text), pieces);
            if size + pieces.len() > LONGEST {
                parts.push((start..word, size));
                (start, size) = (word, 2);
            }
            size += pieces.len();
        }
        if start < sentence.end {
            parts.push((start..sentence.end, size));
        }
    })
}

impl Engine for Accurate {
    fn name(&self) -> &'static str {
        "accurate"
    }

    /// The net that gives tags gives trees as well.
    fn tag(&self, text: &str, syntax: &mut Syntax) {
        syntax.names.clear();
        syntax.trees.clear();
        self.pool.with(|scratch| on!(self.unit, |lanes| self.tag_on(lanes, text, syntax, scratch)));
    }

    fn parse(&self, text: &str, syntax: &mut Syntax) {
        if syntax.trees.len() != syntax.words.len() {
            self.tag(text, syntax);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Distance, TEXT, reference, syntax};

    fn on(unit: Unit, text: &str, syntax: &Syntax) -> (Syntax, Vec<f32>) {
        let engine = Accurate::on(unit);
        let mut syntax = syntax.clone();
        engine.tag(text, &mut syntax);
        let scores = engine.pool.with(|scratch| scratch.out.clone());
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
            let same = other.1.iter().zip(&best.1).all(|(a, b)| a.to_bits() == b.to_bits());
            assert!(same && other.1.len() == best.1.len(), "{unit:?}");
        }
    }

    #[test]
    fn scores_are_near_those_of_the_reference() {
        let engine = Accurate::new();
        let [mut names, mut tags] = [Distance::default(), Distance::default()];
        for (text, mut syntax, line) in reference().step_by(3) {
            engine.tag(&text, &mut syntax);
            let words = 0..syntax.words.len();
            engine.pool.with(|scratch| {
                // Row 0 is the root's.
                let width = engine.parser.net.heads.width();
                tags.add(&line["models"]["parser"]["upos_logits"], |word| {
                    &scratch.out[(word + 1) * width..][..Tag::ALL.len()]
                });
                on!(engine.unit, |lanes| {
                    engine.names.forward(lanes, &text, &syntax.words, std::slice::from_ref(&words), scratch);
                });
                let width = engine.names.heads.width();
                names.add(&line["models"]["accurate"]["ner_logits"], |word| {
                    &scratch.out[(word + 1) * width..][..LABELS]
                });
            });
        }
        names.check(0.06, 0.6);
        tags.check(0.06, 0.6);
    }

    /// A sentence's tags don't depend on those that run with it.
    #[test]
    fn a_batch_is_the_sum_of_its_sentences() {
        let engine = Accurate::new();
        let mut together = syntax(TEXT);
        engine.tag(TEXT, &mut together);
        let mut first = 0;
        for line in TEXT.lines() {
            let mut alone = syntax(line);
            engine.tag(line, &mut alone);
            for (at, (word, tree)) in alone.words.iter().zip(&alone.trees).enumerate() {
                assert_eq!(word.tag, together.words[first + at].tag);
                let head = together.trees[first + at].head.map(|head| head - first as u32);
                assert_eq!((tree.head, tree.relation), (head, together.trees[first + at].relation));
            }
            first += alone.words.len();
        }
        assert_eq!(first, together.words.len());
    }
}
