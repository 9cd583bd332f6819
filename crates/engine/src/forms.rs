//! What a net makes of a word's form alone, kept for the next time that the form comes.
//!
//! The input layer is a sum of what comes from the form and what comes from the shape, so that
//! four words in five cost a look into a table. A table is one worker's and has an end: when it is
//! full it is emptied, and memory stays flat. What it holds never changes what comes out.

use rustc_hash::FxHashMap;

use crate::floats::{Aligned, Floats};
use crate::matrix::{add_columns, add_product};
use crate::tensors::{Quantised, Tensors};
use crate::vocabulary::{VOCABULARY, bucket};

/// Width of the nets.
pub(crate) const WIDTH: usize = 160;

/// What the input layer gives.
type Row = Aligned<[f32; WIDTH]>;

/// Forms that are kept: five megabytes.
const FORMS: usize = 8192;

/// Rows of the tables of beginnings and endings.
const ROWS: u32 = 4096;

/// The tables and the input layer of one net.
pub(crate) struct Forms {
    piece: Quantised,
    prefix3: Quantised,
    suffix3: Quantised,
    suffix2: Quantised,
    form: Quantised,
    /// `[features][WIDTH]`, the rows of the shape left out.
    weights: Floats,
    bias: Row,
    /// What each shape adds.
    shapes: Vec<Row>,
}

/// One worker's table.
#[derive(Default)]
pub(crate) struct Cache {
    places: FxHashMap<Box<str>, u32>,
    rows: Vec<Row>,
    pieces: Vec<u32>,
    features: Vec<f32>,
}

impl Forms {
    pub(crate) fn new(tensors: &Tensors) -> Self {
        let table = |name| tensors.quantised(name);
        let (piece, shape) = (table("piece"), table("shape"));
        let input = tensors.quantised("input.weight");
        assert_eq!(input.rows, WIDTH, "the nets are {WIDTH} wide");
        let before = 3 * piece.columns;
        let after = before + shape.columns;
        let columns = input.columns;
        let (all, shape_values) = (input.dequantised(), shape.dequantised());
        let column = |input: usize| all.iter().skip(input).step_by(columns).copied();
        let weights: Vec<f32> = (0..before).chain(after..columns).flat_map(column).collect();
        let of_shape: Vec<f32> = (before..after).flat_map(column).collect();
        let mut shapes = vec![Aligned([0.0; WIDTH]); shape.rows];
        for (out, values) in shapes.iter_mut().zip(shape_values.chunks_exact(shape.columns)) {
            add_product(&mut out.0, values, &of_shape);
        }
        Self {
            piece,
            prefix3: table("prefix3"),
            suffix3: table("suffix3"),
            suffix2: table("suffix2"),
            form: table("form"),
            weights: weights.into(),
            bias: Aligned(*tensors.floats("input.bias").first_chunk().expect("it has a number a column")),
            shapes,
        }
    }

    /// The input layer's output for `word` with a shape, before its norm.
    #[inline(always)]
    pub(crate) fn row(&self, cache: &mut Cache, word: &str, shape: u8, out: &mut [f32; WIDTH]) {
        let place = match cache.places.get(word) {
            Some(&place) => place as usize,
            None => self.learn(cache, word),
        };
        let (form, shape) = (&cache.rows[place].0, &self.shapes[usize::from(shape)].0);
        for at in 0..WIDTH {
            out[at] = form[at] + shape[at];
        }
    }

    #[inline(always)]
    fn learn(&self, cache: &mut Cache, word: &str) -> usize {
        if cache.places.len() >= FORMS {
            cache.places.clear();
            cache.rows.clear();
        }
        self.features(cache, word);
        let place = cache.rows.len();
        let mut row = self.bias.clone();
        // All columns at once: none of ten vectors waits for another.
        add_columns(&mut row.0, &cache.features, &self.weights, WIDTH);
        cache.rows.push(row);
        cache.places.insert(word.into(), place as u32);
        place
    }

    /// Mean of the first three pieces, first piece, last piece, first three characters, last three,
    /// last two, the form.
    fn features(&self, cache: &mut Cache, word: &str) {
        VOCABULARY.pieces(word, &mut cache.pieces);
        let pieces = &cache.pieces;
        let out = &mut cache.features;
        out.clear();
        out.resize(self.piece.columns, 0.0);
        let several = &pieces[..pieces.len().min(3)];
        for &piece in several {
            let (q, s) = self.piece.row(piece as usize);
            for (out, &q) in out.iter_mut().zip(q) {
                *out += f32::from(q) * s;
            }
        }
        let count = several.len() as f32;
        for value in out.iter_mut() {
            *value /= count;
        }
        let lower = word.to_lowercase();
        let start = lower.char_indices().nth(3).map_or(lower.as_str(), |(at, _)| &lower[..at]);
        let ending = |count: usize| {
            lower.char_indices().rev().nth(count - 1).map_or(lower.as_str(), |(at, _)| &lower[at..])
        };
        let (first, last) = (pieces[0] as usize, pieces[pieces.len() - 1] as usize);
        let rows = [
            self.piece.row(first),
            self.piece.row(last),
            self.prefix3.row(bucket(b'p', start, ROWS)),
            self.suffix3.row(bucket(b's', ending(3), ROWS)),
            self.suffix2.row(bucket(b't', ending(2), ROWS)),
            self.form.row(bucket(b'w', word, 4 * ROWS)),
        ];
        for (q, s) in rows {
            out.extend(q.iter().map(|&q| f32::from(q) * s));
        }
    }
}
