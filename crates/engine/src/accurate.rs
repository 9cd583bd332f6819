//! The accurate nets: a transformer of six layers, 384 wide, over word pieces (`MiniLM`), and a net of
//! convolutions beside it.
//!
//! The transformer gives parts of speech and trees. What it makes of a word on the way goes into the
//! other, which gives names. Sentences of a batch share the products with the weights; attention stays
//! inside a sentence.

use std::ops::Range;
use std::sync::LazyLock;

use rapporteur_document::{Dependency, Relation, Syntax, Tag, Word};

use crate::Engine;
use crate::convolutions;
use crate::decode::{highest, sequence, tree};
use crate::floats::Floats;
use crate::lanes::{Lanes, ROWS, Unit, on};
use crate::layers::{LABELS, Norm, Pool, batches, linear, names, rectify};
use crate::matrix::{GROUP, Grain, LANES, Matrix, Rounded, add_columns, block, gelu, powers, products, turn};
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

/// Pieces that run through a net together: what a layer makes of them fits the second cache.
const BATCH: usize = 128;

/// Layers after which a word's vector is kept as its context.
const CONTEXTS: [usize; 3] = [2, 4, 6];

/// Width of the parser's vectors for arcs, and for relations.
const ARC: usize = 200;
const REL: usize = 80;

/// Relations, and a row of their scores in whole vectors.
const RELATIONS: usize = Relation::ALL.len();
const RELATIONS_WIDE: usize = RELATIONS.next_multiple_of(LANES);

/// The two nets.
pub(crate) struct Accurate {
    parser: Parser,
    names: convolutions::Net,
    pool: Pool<Scratch>,
    unit: Unit,
}

/// Encoder and heads.
struct Net {
    /// `[512][WIDTH]`.
    positions: Floats,
    /// `[33][WIDTH]`, added before the encoder and after it.
    shape_in: Floats,
    shape_out: Floats,
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
    /// For each value of the dependent, and its constant, a row over the head's values.
    arc: Matrix,
    /// For each value of the dependent, and its constant, and each relation a row over the head's values.
    relation: Matrix,
}

/// The table of word pieces.
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
    x: Floats,
    wide: Floats,
    context: Floats,
    keys: Floats,
    values: Vec<f32>,
    scores: Floats,
    out: Floats,
    rounded: Rounded,
    relations: Floats,
    /// For each word its vectors after the layers of `CONTEXTS`.
    contexts: Floats,
    names: convolutions::Scratch,
}

impl Net {
    fn new(tensors: &Tensors, heads: &[&str]) -> Self {
        let layers = (0..LAYERS).map(|at| {
            let name = |part: &str| format!("layer.{at}.{part}");
            Layer {
                attention: attention(tensors, [&name("q"), &name("k"), &name("v")]),
                out: linear(tensors, &[&name("o")]),
                norm1: Norm::new(tensors, &name("norm1"), EPSILON),
                up: linear(tensors, &[&name("up")]),
                down: linear(tensors, &[&name("down")]),
                norm2: Norm::new(tensors, &name("norm2"), EPSILON),
            }
        });
        Self {
            positions: tensors.floats("position_embeddings").into(),
            shape_in: tensors.floats("shape_in").into(),
            shape_out: tensors.floats("shape_out").into(),
            norm: Norm::new(tensors, "embedding_norm", EPSILON),
            layers: layers.collect(),
            heads: linear(tensors, heads),
        }
    }

    /// Runs sentences together. `scratch.out` then has a row of the heads for each sentence's root
    /// and each of its words, in order, and `scratch.contexts` a row for each word.
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
        let Scratch { ids, shapes, first, rows: spans, x, wide, context, rounded, out, contexts, .. } =
            scratch;
        let rows = ids.len();
        // Every row is written over; those that fill a tile are not read.
        x.room(rows.next_multiple_of(ROWS) * WIDTH);
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
        contexts.room(first.len() * CONTEXTS.len() * WIDTH);
        for (done, layer) in (1..).zip(&self.layers) {
            rounded.reset(rows, WIDTH, Grain::Coarse);
            rounded.set_all(0, &x[..rows * WIDTH], WIDTH, WIDTH);
            layer.attention.apply(lanes, rounded, wide);
            // Every number is written over.
            context.room(rows * WIDTH);
            for span in spans.iter() {
                attend(span, wide, context, &mut scratch.keys, &mut scratch.scores);
            }
            rounded.reset(rows, WIDTH, Grain::Fine);
            rounded.set_all(0, &context[..rows * WIDTH], WIDTH, WIDTH);
            layer.out.apply_more(lanes, rounded, x);
            rounded.reset(rows, WIDTH, Grain::Coarse);
            for (group, x) in x[..rows * WIDTH].chunks_mut(GROUP * WIDTH).enumerate() {
                layer.norm1.apply(x);
                rounded.set_all(group * GROUP, x, WIDTH, WIDTH);
            }
            layer.up.apply_then(
                lanes,
                rounded,
                wide,
                #[inline(always)]
                |_, value| gelu(value),
            );
            let width = layer.up.width();
            rounded.reset(rows, width, Grain::Coarse);
            rounded.set_all(0, &wide[..rows * width], width, width);
            layer.down.apply_more(lanes, rounded, x);
            layer.norm2.apply(&mut x[..rows * WIDTH]);
            if let Some(place) = CONTEXTS.iter().position(|&layer| layer == done) {
                for (contexts, &row) in contexts.chunks_exact_mut(CONTEXTS.len() * WIDTH).zip(&*first) {
                    contexts[place * WIDTH..][..WIDTH].copy_from_slice(part(x, row));
                }
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
                let shape = part(&self.shape_out, usize::from(shapes[row]));
                for at in 0..WIDTH {
                    vector[at] += shape[at];
                }
                rounded.set(to, &vector);
                to += 1;
            }
            word += sentence.len();
        }
        self.heads.apply(lanes, rounded, out);
    }
}

/// Queries, keys and values as one layer. A head's scores are divided by the root of its width: the
/// queries are, once for all.
fn attention(tensors: &Tensors, names: [&str; 3]) -> Matrix {
    let [mut q, k, v] = names
        .map(|name| (tensors.quantised(&format!("{name}.weight")), tensors.floats(&format!("{name}.bias"))));
    let scale = 1.0 / (HEAD as f32).sqrt();
    for value in q.0.s.iter_mut().chain(&mut q.1) {
        *value *= scale;
    }
    Matrix::new(&[(&q.0, &q.1), (&k.0, &k.1), (&v.0, &v.1)])
}

#[inline(always)]
fn row_of(x: &mut [f32], row: usize) -> &mut [f32; WIDTH] {
    x[row * WIDTH..].first_chunk_mut().expect("a row is whole")
}

#[inline(always)]
fn part(x: &[f32], row: usize) -> &[f32; WIDTH] {
    x[row * WIDTH..].first_chunk().expect("a row is whole")
}

/// Attention of one sentence: rows of `qkv` hold queries, keys and values of all heads, the queries by
/// the scale of a head.
#[inline(always)]
fn attend(span: &Range<usize>, qkv: &[f32], context: &mut [f32], keys: &mut Floats, scores: &mut Floats) {
    let count = span.len();
    let columns = count.next_multiple_of(LANES);
    let of = |row: usize, part: usize, head: usize| -> &[f32; HEAD] {
        let at = (span.start + row) * 3 * WIDTH + part * WIDTH + head * HEAD;
        qkv[at..].first_chunk().expect("a head is whole")
    };
    // What stands beyond a sentence's keys is scored and not read.
    scores.room(GROUP * columns);
    for head in 0..HEADS {
        turn(
            count,
            HEAD,
            #[inline(always)]
            |row| &of(row, 1, head)[..],
            columns,
            keys,
        );
        for first in (0..count).step_by(GROUP) {
            // At the end the last one again.
            let rows: [usize; GROUP] = std::array::from_fn(
                #[inline(always)]
                |at| (first + at).min(count - 1),
            );
            let queries: [&[f32]; GROUP] = rows.map(
                #[inline(always)]
                |row| &of(row, 0, head)[..],
            );
            products(HEAD, queries, keys, columns, scores);
            let mut factors = [0.0; GROUP];
            for (factor, scores) in factors.iter_mut().zip(scores.chunks_exact_mut(columns)) {
                *factor = 1.0 / powers(scores, count);
            }
            let shares: [&[f32]; GROUP] = std::array::from_fn(
                #[inline(always)]
                |at| &scores[at * columns..][..count],
            );
            let sums: [[f32; HEAD]; GROUP] = block(
                count,
                shares,
                #[inline(always)]
                |row| of(row, 2, head),
            );
            for ((row, sums), factor) in rows.into_iter().zip(sums).zip(factors) {
                let context: &mut [f32; HEAD] = context[(span.start + row) * WIDTH + head * HEAD..]
                    .first_chunk_mut()
                    .expect("a head is whole");
                for at in 0..HEAD {
                    context[at] = sums[at] * factor;
                }
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
        let arc = tensors.quantised("arc_bilinear");
        assert_eq!((arc.rows, arc.columns), (ARC + 1, ARC), "a row for each value, and one more");
        let arc = Matrix::new(&[(&arc, &[0.0; ARC + 1])]);
        // Outputs by the dependent's value, then by the relation, so that a word's scores are sums of rows.
        // The head's constant becomes the bias: its column is taken out of the weights.
        let table = tensors.quantised("rel_bilinear");
        let rows = || (0..=REL).flat_map(|value| (0..RELATIONS).map(move |at| at * (REL + 1) + value));
        assert_eq!(table.rows, RELATIONS * (REL + 1), "a table for each relation");
        let bias: Vec<f32> = rows().map(|row| f32::from(table.row(row).0[REL]) * table.row(row).1).collect();
        let weights = Quantised {
            rows: table.rows,
            columns: REL,
            q: rows().flat_map(|row| table.row(row).0[..REL].iter().copied()).collect(),
            s: rows().map(|row| table.row(row).1).collect(),
        };
        Self { net, arc, relation: Matrix::new(&[(&weights, &bias)]) }
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
        let Scratch { out, wide, rounded, keys: heads_by_value, scores, values: arcs, relations, .. } =
            scratch;
        let width = self.net.heads.width();
        let tags = Tag::ALL.len();
        let [arc_head, arc_dep, rel_head, rel_dep] = [tags, tags + ARC, tags + 2 * ARC, tags + 2 * ARC + REL];
        let count = sentences.iter().map(|sentence| sentence.len() + 1).sum();
        rounded.reset(count, ARC, Grain::Fine);
        for (at, row) in out.chunks_exact_mut(width).take(count).enumerate() {
            rectify(&mut row[arc_head..]);
            rounded.set(at, &row[arc_head..][..ARC]);
        }
        self.arc.apply(lanes, rounded, wide);
        let mut first = 0;
        for sentence in sentences {
            let count = sentence.len();
            // Row 0 of a sentence is the root's.
            let rows = &out[first * width..][..(count + 1) * width];
            let keys = &wide[first * self.arc.width()..];
            first += count + 1;
            let columns = (count + 1).next_multiple_of(LANES);
            turn(
                count + 1,
                ARC + 1,
                #[inline(always)]
                |head| &keys[head * self.arc.width()..],
                columns,
                heads_by_value,
            );
            // What stands beyond the heads is scored and not read.
            let (by_value, constant) = heads_by_value.split_at(ARC * columns);
            scores.room(GROUP * columns);
            arcs.clear();
            for start in (1..=count).step_by(GROUP) {
                // At the end the last one again.
                let dependents: [&[f32]; GROUP] = std::array::from_fn(
                    #[inline(always)]
                    |at| &rows[(start + at).min(count) * width + arc_dep..][..ARC],
                );
                products(ARC, dependents, by_value, columns, scores);
                for scores in scores.chunks_exact(columns).take(count + 1 - start) {
                    arcs.extend(
                        scores[..=count].iter().zip(constant).map(|(score, constant)| score + constant),
                    );
                }
            }
            let heads = tree(arcs, count);
            // A head through all relations at once, for all the words that have it: a few heads at a
            // time, since a row is long.
            let tree = syntax.trees.len();
            syntax.trees.resize(tree + count, Dependency { head: None, relation: Relation::ALL[0] });
            let mut words: Vec<usize> = (0..count).collect();
            words.sort_by_key(|&word| heads[word]);
            let groups: Vec<&[usize]> = words.chunk_by(|&a, &b| heads[a] == heads[b]).collect();
            for groups in groups.chunks(ROWS) {
                rounded.reset(groups.len(), REL, Grain::Fine);
                for (at, words) in groups.iter().enumerate() {
                    let head = heads[words[0]] as usize;
                    rounded.set(at, &rows[head * width + rel_head..][..REL]);
                }
                self.relation.apply(lanes, rounded, relations);
                for (words, through) in groups.iter().zip(relations.chunks_exact(self.relation.width())) {
                    for &word in *words {
                        let row = &rows[(word + 1) * width..][..width];
                        // The constant is one: its row is what the sums begin with. A row's last columns
                        // are the next one's first, or padding, and are not read.
                        let mut scores: [f32; RELATIONS_WIDE] =
                            *through[REL * RELATIONS..].first_chunk().expect("the last row is padded");
                        add_columns(&mut scores, &row[rel_dep..][..REL], through, RELATIONS);
                        syntax.trees[tree + word] = Dependency {
                            head: heads[word].checked_sub(1).map(|head| sentence.start as u32 + head),
                            relation: Relation::ALL[highest(scores[..RELATIONS].iter())],
                        };
                        syntax.words[sentence.start + word].tag = Tag::ALL[highest(row[..tags].iter())];
                    }
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
        let forms = Tensors::read(include_bytes!("../models/compact.safetensors"));
        let tensors = Tensors::read(include_bytes!("../models/accurate-names.safetensors"));
        let names = convolutions::Net::beside(&forms, &tensors, &["ner"]);
        Self { parser: Parser::new(), names, pool: Pool::default(), unit }
    }

    #[inline(always)]
    fn tag_on<L: Lanes>(&self, lanes: L, text: &str, syntax: &mut Syntax, scratch: &mut Scratch) {
        let width = self.names.heads.width();
        for batch in cut(text, syntax, &mut scratch.pieces) {
            self.parser.net.forward(lanes, text, &syntax.words, &batch, scratch);
            self.parser.read(lanes, &batch, syntax, scratch);
            let Scratch { rounded, contexts, first, names: inner, .. } = &mut *scratch;
            let known = CONTEXTS.len() * WIDTH;
            rounded.reset(first.len(), known, Grain::Coarse);
            rounded.set_all(0, contexts, known, known);
            self.names.forward(lanes, text, &syntax.words, &batch, rounded, inner);
            let mut first = 0;
            for sentence in batch {
                let rows = &inner.out[first * width..];
                first += sentence.len();
                names(sentence.start, &sequence(rows, width, LABELS, sentence.len()), &mut syntax.names);
            }
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
    use crate::sample::{self, Distance, TEXT, reference};

    #[test]
    fn every_unit_gives_the_same_bits() {
        sample::every_unit_gives_the_same_bits(|unit, syntax| {
            let engine = Accurate::on(unit);
            let mut syntax = syntax.clone();
            engine.tag(TEXT, &mut syntax);
            let scores = engine.pool.with(|scratch| [&scratch.out[..], &scratch.names.out].concat());
            (syntax, scores)
        });
    }

    #[test]
    fn a_batch_is_the_sum_of_its_sentences() {
        sample::a_batch_is_the_sum_of_its_sentences(&Accurate::new());
    }

    #[test]
    fn scores_are_near_those_of_the_reference() {
        let engine = Accurate::new();
        let [mut names, mut tags] = [Distance::default(), Distance::default()];
        for (text, mut syntax, line) in reference().step_by(3) {
            engine.tag(&text, &mut syntax);
            engine.pool.with(|scratch| {
                // Row 0 is the root's.
                let width = engine.parser.net.heads.width();
                tags.add(&line["models"]["parser"]["upos_logits"], |word| {
                    &scratch.out[(word + 1) * width..][..Tag::ALL.len()]
                });
                let width = engine.names.heads.width();
                names.add(&line["models"]["accurate"]["ner_logits"], |word| {
                    &scratch.names.out[word * width..][..LABELS]
                });
            });
        }
        names.check(0.06, 0.6);
        tags.check(0.06, 0.6);
    }
}
