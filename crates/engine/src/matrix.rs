//! Linear layers: 8-bit weights, 8-bit inputs, exact 32-bit sums.
//!
//! A row of inputs is rounded to integers from 0 with one scale and one zero for the row; weights are
//! integers with one scale a column as they come. Where that is too coarse a row is rounded to 14 bits
//! and multiplied in two halves. 1,536 products of 127 · 255 fit 32 bits, as do 1,024 of 127 · 16,383:
//! no sum ever wraps, and their order does not matter.

#![expect(clippy::needless_range_loop, reason = "sums stay in registers when they are named by numbers")]

use crate::lanes::{COLUMNS, FOURS, Inputs, Lanes, ROWS, Sums, Weights};
use crate::tensors::Quantised;

/// How finely inputs are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Grain {
    /// To 8 bits.
    #[default]
    Coarse,
    /// To 14 bits, at twice the cost.
    Fine,
}

impl Grain {
    /// Steps between the lowest and the highest input. The zero among them is rounded too, which may
    /// add one.
    fn top(self) -> f32 {
        match self {
            Self::Coarse => 254.0,
            Self::Fine => 16_382.0,
        }
    }

    /// Parts that a number is multiplied in.
    fn parts(self) -> usize {
        match self {
            Self::Coarse => 1,
            Self::Fine => 2,
        }
    }
}

/// Bits of the lower part of a fine input.
const LOW: u32 = 7;

/// Weights packed for `Lanes::tile`, with what makes numbers of the sums again.
pub(crate) struct Matrix {
    /// Outputs, without padding.
    pub(crate) outputs: usize,
    steps: usize,
    /// For each panel of 32 outputs its steps.
    weights: Vec<Weights>,
    /// What an output's weights come to: so much of its sum is the rows' zero.
    totals: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

/// Rows rounded to integers, eight rows to a tile, ready for [`Matrix::apply`].
#[derive(Default)]
pub(crate) struct Rounded {
    grain: Grain,
    /// For each tile its steps; of fine ones those of the upper parts, then those of the lower.
    steps: Vec<Inputs>,
    scales: Vec<f32>,
    /// The integer that stands for zero.
    zeros: Vec<i32>,
}

/// Rows that are rounded or normed together, so that what one waits for is not waited for alone.
pub(crate) const GROUP: usize = 4;

/// Inputs that a step takes of each row.
const STEP: usize = 4 * FOURS;

impl Matrix {
    /// Several layers on the same input, side by side: weights `[out, in]` and biases.
    pub(crate) fn new(layers: &[(&Quantised, &[f32])]) -> Self {
        let inputs = layers[0].0.columns;
        let outputs: usize = layers.iter().map(|(weights, _)| weights.rows).sum();
        let (steps, panels) = (inputs.div_ceil(STEP), outputs.div_ceil(COLUMNS));
        assert!(inputs <= 1536, "a sum of products fits 32 bits");
        let mut weights = vec![Weights([[[0; 4]; COLUMNS]; FOURS]); panels * steps];
        let mut totals = vec![0; panels * COLUMNS];
        let mut scales = vec![0.0; panels * COLUMNS];
        let mut bias = scales.clone();
        let rows = layers
            .iter()
            .flat_map(|(weights, bias)| (0..weights.rows).map(|row| (weights.row(row), bias[row])));
        for (output, ((row, scale), offset)) in rows.enumerate() {
            let (panel, column) = (output / COLUMNS, output % COLUMNS);
            for (input, &weight) in row.iter().enumerate() {
                let step = &mut weights[panel * steps + input / STEP];
                step.0[input % STEP / 4][column][input % 4] = weight;
            }
            totals[output] = row.iter().map(|&weight| i32::from(weight)).sum();
            scales[output] = scale;
            bias[output] = offset;
        }
        Self { outputs, steps, weights, totals, scales, bias }
    }

    /// Outputs with padding: the width of a row of [`Matrix::apply`]'s result.
    pub(crate) fn width(&self) -> usize {
        self.scales.len()
    }

    /// `out[row] = inputs[row] · weightsᵀ + bias`, rows of [`Matrix::width`] numbers, for rows that
    /// were rounded in a buffer of a whole number of tiles.
    #[inline(always)]
    pub(crate) fn apply<L: Lanes>(&self, lanes: L, inputs: &Rounded, out: &mut Vec<f32>) {
        self.apply_then(
            lanes,
            inputs,
            out,
            #[inline(always)]
            |_, value| value,
        );
    }

    /// As [`Matrix::apply`], added to what is in `out`.
    #[inline(always)]
    pub(crate) fn apply_more<L: Lanes>(&self, lanes: L, inputs: &Rounded, out: &mut Vec<f32>) {
        self.apply_then(
            lanes,
            inputs,
            out,
            #[inline(always)]
            |before, value| before + value,
        );
    }

    /// As [`Matrix::apply`], with `then` of what is in `out` and of each number.
    #[inline(always)]
    pub(crate) fn apply_then<L: Lanes>(
        &self,
        lanes: L,
        inputs: &Rounded,
        out: &mut Vec<f32>,
        then: impl Fn(f32, f32) -> f32 + Copy,
    ) {
        let (rows, width, steps) = (inputs.scales.len(), self.width(), self.steps);
        out.resize(rows * width, 0.0);
        let mut sums: Sums = [[0; COLUMNS]; ROWS];
        let mut lower = sums;
        let tile_steps = inputs.grain.parts() * steps;
        for (panel, weights) in self.weights.chunks_exact(steps).enumerate() {
            let column = panel * COLUMNS;
            let totals: &[i32; COLUMNS] = self.totals[column..].first_chunk().expect("a panel is whole");
            let scales: &[f32; COLUMNS] = self.scales[column..].first_chunk().expect("a panel is whole");
            let bias: &[f32; COLUMNS] = self.bias[column..].first_chunk().expect("a panel is whole");
            for tile in 0..rows / ROWS {
                let tile_inputs = &inputs.steps[tile * tile_steps..][..tile_steps];
                lanes.tile(weights, &tile_inputs[..steps], &mut sums);
                if inputs.grain == Grain::Fine {
                    lanes.tile(weights, &tile_inputs[steps..], &mut lower);
                    for (sums, lower) in sums.iter_mut().zip(&lower) {
                        *sums = std::hint::black_box(joined(sums, lower));
                    }
                }
                for (row, sum) in sums.iter().enumerate() {
                    let row = tile * ROWS + row;
                    let (scale, zero) = (inputs.scales[row], inputs.zeros[row]);
                    let out: &mut [f32; COLUMNS] =
                        out[row * width + column..].first_chunk_mut().expect("a panel is whole");
                    for at in 0..COLUMNS {
                        let sum = sum[at] - zero * totals[at];
                        out[at] = then(out[at], (sum as f32).mul_add(scale * scales[at], bias[at]));
                    }
                }
            }
        }
    }
}

/// Sums of both parts as one.
#[inline(always)]
fn joined(upper: &[i32; COLUMNS], lower: &[i32; COLUMNS]) -> [i32; COLUMNS] {
    let mut sums = [0; COLUMNS];
    for at in 0..COLUMNS {
        sums[at] = (upper[at] << LOW) + lower[at];
    }
    sums
}

impl Rounded {
    /// Empties the buffer and makes room for `rows` rows of `inputs` numbers, in whole tiles.
    pub(crate) fn reset(&mut self, rows: usize, inputs: usize, grain: Grain) {
        assert!(grain == Grain::Coarse || inputs <= 1024, "a sum of products fits 32 bits");
        let rows = rows.next_multiple_of(ROWS);
        self.grain = grain;
        // Rows that nobody sets keep what they had: what comes of them is not read.
        let steps = rows / ROWS * grain.parts() * inputs.div_ceil(STEP);
        self.steps.resize(steps, Inputs([[[0; 4]; FOURS]; ROWS]));
        self.scales.resize(rows, 0.0);
        self.zeros.resize(rows, 0);
    }

    /// Rounds `values` into row `row`.
    #[inline(always)]
    pub(crate) fn set(&mut self, row: usize, values: &[f32]) {
        self.put(row, values, ends(values));
    }

    /// Rounds the first `inputs` numbers of rows that are `stride` long, into rows from `first` on.
    #[inline(always)]
    pub(crate) fn set_all(&mut self, first: usize, rows: &[f32], stride: usize, inputs: usize) {
        for (group, rows) in rows.chunks(GROUP * stride).enumerate() {
            let mut found = [(0.0, 0.0); GROUP];
            for (found, row) in found.iter_mut().zip(rows.chunks_exact(stride)) {
                *found = ends(&row[..inputs]);
            }
            for (at, (found, row)) in found.into_iter().zip(rows.chunks_exact(stride)).enumerate() {
                self.put(first + group * GROUP + at, &row[..inputs], found);
            }
        }
    }

    #[inline(always)]
    fn put(&mut self, row: usize, values: &[f32], (low, high): (f32, f32)) {
        // Zeros stay zeros; a number that is none would make nonsense of the row, and there is none
        // in weights that a test has read.
        let scale = if high > low { (high - low) / self.grain.top() } else { 1.0 };
        let factor = 1.0 / scale;
        let zero = round(-low * factor);
        self.scales[row] = scale;
        self.zeros[row] = zero;
        let count = values.len().div_ceil(STEP);
        let parts = self.grain.parts();
        let steps = &mut self.steps[row / ROWS * parts * count..][..parts * count];
        let (upper, lower) = steps.split_at_mut(count);
        let (row, offset) = (row % ROWS, MAGIC + zero as f32);
        let (whole, rest) = values.as_chunks::<STEP>();
        let mut last = [0.0; STEP];
        last[..rest.len()].copy_from_slice(rest);
        let all = whole.iter().chain((!rest.is_empty()).then_some(&last));
        if self.grain == Grain::Coarse {
            for (values, upper) in all.zip(upper) {
                let mut bytes = [0; STEP];
                for at in 0..STEP {
                    bytes[at] = integer(values[at], factor, offset) as u8;
                }
                upper.0[row] = pulp::cast(bytes);
            }
        } else {
            for ((values, upper), lower) in all.zip(upper).zip(lower) {
                let mut bytes = [[0; STEP]; 2];
                for at in 0..STEP {
                    let integer = integer(values[at], factor, offset);
                    bytes[0][at] = (integer >> LOW) as u8 & 0x7f;
                    bytes[1][at] = integer as u8 & 0x7f;
                }
                (upper.0[row], lower.0[row]) = (pulp::cast(bytes[0]), pulp::cast(bytes[1]));
            }
        }
    }
}

/// The nearest integer to `value · factor` and the zero that `offset` has beside [`MAGIC`], in the low
/// bits: so many of them as an input has.
#[inline(always)]
fn integer(value: f32, factor: f32, offset: f32) -> u32 {
    value.mul_add(factor, offset).to_bits()
}

/// The lowest and the highest value, with zero among them.
#[inline(always)]
fn ends(values: &[f32]) -> (f32, f32) {
    let lower = |a: f32, b: f32| if a < b { a } else { b };
    let higher = |a: f32, b: f32| if a > b { a } else { b };
    let (mut low, mut high) = ([0.0_f32; LANES], [0.0_f32; LANES]);
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for at in 0..LANES {
            low[at] = lower(chunk[at], low[at]);
            high[at] = higher(chunk[at], high[at]);
        }
    }
    let ends = (folded(low, lower), folded(high, higher));
    rest.iter().fold(ends, |(low, high), &value| (lower(value, low), higher(value, high)))
}

/// Lanes of a sum: their number and the order in which they are folded are the same on every
/// machine, whatever its vectors, and so is the sum.
pub(crate) const LANES: usize = 16;

/// Sixteen lanes as one number: halves on halves.
///
/// The box keeps the lanes of the loop before it in one vector: the compiler would part them into
/// eighths to suit what follows here.
#[inline(always)]
fn folded(lanes: [f32; LANES], with: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = std::hint::black_box(lanes);
    let mut half = LANES / 2;
    while half > 0 {
        for at in 0..half {
            lanes[at] = with(lanes[at], lanes[at + half]);
        }
        half /= 2;
    }
    lanes[0]
}

/// 1.5 · 2²³: numbers of its size have no bits below one.
const MAGIC: f32 = 12_582_912.0;

/// The nearest integer, halves to even, for numbers far below 2²²: adding 1.5 · 2²³ leaves it in
/// the low bits, which a vector unit does for all lanes at once.
#[inline(always)]
fn round(value: f32) -> i32 {
    ((value + MAGIC).to_bits().cast_signed()).wrapping_sub(MAGIC.to_bits().cast_signed())
}

/// Layer norm over rows as long as `weight`, in place: fixed lanes, so that a sum has one order on
/// every machine.
#[inline(always)]
pub(crate) fn normalise(rows: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
    let width = weight.len();
    let count = width as f32;
    for rows in rows.chunks_mut(GROUP * width) {
        let (mut means, mut factors) = ([0.0; GROUP], [0.0; GROUP]);
        for (mean, row) in means.iter_mut().zip(rows.chunks_exact(width)) {
            *mean = sum(row, |value| value) / count;
        }
        for ((factor, mean), row) in factors.iter_mut().zip(means).zip(rows.chunks_exact(width)) {
            let variance = sum(row, |value| (value - mean) * (value - mean)) / count;
            *factor = 1.0 / (variance + epsilon).sqrt();
        }
        for ((factor, mean), row) in factors.into_iter().zip(means).zip(rows.chunks_exact_mut(width)) {
            for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
                *value = ((*value - mean) * factor).mul_add(*weight, *bias);
            }
        }
    }
}

/// Sum of `of(value)`.
#[inline(always)]
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for at in 0..LANES {
            lanes[at] += of(chunk[at]);
        }
    }
    rest.iter().fold(folded(lanes, |a, b| a + b), |sum, value| sum + of(*value))
}

/// A number, or zero for a negative one.
#[inline(always)]
pub(crate) fn positive(value: f32) -> f32 {
    if value > 0.0 { value } else { 0.0 }
}

/// `sums[column] += Σ factors[row] · rows[row][column]`, row after row, where a row has as many
/// numbers as `sums`: a product with a matrix that stays in vectors.
#[inline(always)]
pub(crate) fn add_product(sums: &mut [f32], factors: &[f32], rows: &[f32]) {
    let width = sums.len();
    assert!(rows.len() >= factors.len() * width, "rows are whole");
    // Four vectors at a time, none of which waits for another.
    let (wide, rest) = sums.as_chunks_mut::<{ 4 * LANES }>();
    let past = wide.len() * 4 * LANES;
    for (chunk, sums) in wide.iter_mut().enumerate() {
        add_columns(sums, factors, &rows[chunk * 4 * LANES..], width);
    }
    let (narrow, rest) = rest.as_chunks_mut::<LANES>();
    assert!(rest.is_empty(), "rows are whole chunks");
    for (chunk, sums) in narrow.iter_mut().enumerate() {
        add_columns(sums, factors, &rows[past + chunk * LANES..], width);
    }
}

/// The part of [`add_product`] that `C` columns are, from the first of `rows` on, which begin `width`
/// apart.
#[inline(always)]
pub(crate) fn add_columns<const C: usize>(sums: &mut [f32; C], factors: &[f32], rows: &[f32], width: usize) {
    let mut sum = *sums;
    for (at, &factor) in factors.iter().enumerate() {
        let row: &[f32; C] = rows[at * width..].first_chunk().expect("rows are whole chunks");
        for column in 0..C {
            sum[column] = factor.mul_add(row[column], sum[column]);
        }
    }
    *sums = sum;
}

/// `Σ factors[row][at] · rows(at)[column]` over all `at` below `count`, in order: a block of a product
/// of two matrices, whose sums stay in registers.
#[inline(always)]
pub(crate) fn block<'a, const R: usize, const C: usize>(
    count: usize,
    factors: [&[f32]; R],
    rows: impl Fn(usize) -> &'a [f32; C],
) -> [[f32; C]; R] {
    let mut sums = [[0.0; C]; R];
    for factors in &factors {
        assert!(factors.len() >= count, "a row of factors has them all");
    }
    for at in 0..count {
        let values = rows(at);
        for row in 0..R {
            let factor = factors[row][at];
            for column in 0..C {
                sums[row][column] = factor.mul_add(values[column], sums[row][column]);
            }
        }
    }
    sums
}

/// Rows that are turned together.
const TURNED: usize = 4;

/// Rows as columns: `out[value · columns + at] = row(at)[value]`, for the first `values` of `count` rows.
/// `columns` are whole lanes; what stands in those beyond the rows is not to be read.
#[inline(always)]
pub(crate) fn turn<'a>(
    count: usize,
    values: usize,
    row: impl Fn(usize) -> &'a [f32],
    columns: usize,
    out: &mut Vec<f32>,
) {
    out.resize(values * columns, 0.0);
    for first in (0..count).step_by(TURNED) {
        // At the end the last one again.
        let rows: [&[f32]; TURNED] = std::array::from_fn(
            #[inline(always)]
            |at| &row((first + at).min(count - 1))[..values],
        );
        for value in 0..values {
            let out: &mut [f32; TURNED] =
                out[value * columns + first..].first_chunk_mut().expect("columns are whole lanes");
            for at in 0..TURNED {
                out[at] = rows[at][value];
            }
        }
    }
}

/// e to the power of `x`, for `x` of at most 88: the argument is brought near zero by powers of two,
/// a polynomial does the rest (Cephes; within two units of the last place). Plain products and sums
/// only, so that it runs in vectors and gives the same bits everywhere.
#[inline(always)]
fn exp(x: f32) -> f32 {
    const LOG2_E: f32 = std::f32::consts::LOG2_E;
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = x.mul_add(LOG2_E, MAGIC);
    let n = shifted - MAGIC;
    let r = n.mul_add(2.121_944_4e-4, n.mul_add(-0.693_359_4, x));
    let p = [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5];
    let mut sum = 1.987_569_2e-4_f32;
    for factor in p {
        sum = sum.mul_add(r, factor);
    }
    let power = shifted.to_bits().wrapping_sub(MAGIC.to_bits()).wrapping_add(127) << 23;
    (sum.mul_add(r, 1.0).mul_add(r, 1.0)) * f32::from_bits(power)
}

/// The first `count` numbers to powers of e, and their sum; the others fill the row to whole lanes. No
/// highest one is taken off before, as is usual: numbers of a trained net are far from where a power
/// has no room, and what is beyond counts as what is there.
#[inline(always)]
pub(crate) fn powers(values: &mut [f32], count: usize) -> f32 {
    const MOST: f32 = 80.0;
    values[count..].fill(f32::MIN);
    let (lanes, rest) = values.as_chunks_mut::<LANES>();
    assert!(rest.is_empty(), "a row is filled to whole lanes");
    let mut sums = [0.0; LANES];
    for values in lanes {
        for at in 0..LANES {
            let value = if values[at] > MOST { MOST } else { values[at] };
            values[at] = exp(value);
            sums[at] += values[at];
        }
    }
    folded(sums, |a, b| a + b)
}

/// `x · Φ(x)`. Of Φ the part above ½ is `x` times a polynomial in `x²`, fitted to give the product
/// within 3 · 10⁻⁵; from 4.4 on it is what it is there.
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    const END: f32 = 4.4;
    const FACTORS: [f32; 8] = [
        -7.884_182e-3,
        1.098_782_8e-2,
        -1.597_698_8e-2,
        2.680_219_5e-2,
        -4.008_923_5e-2,
        5.525_052e-2,
        -7.861_231e-2,
        1.604_044_1e-1,
    ];
    let t = if x < -END { -END } else { x };
    let t = if t > END { END } else { t };
    let u = (t * t).mul_add(2.0 / (END * END), -1.0);
    let mut p = 2.754_175_3e-3_f32;
    for factor in FACTORS {
        p = p.mul_add(u, factor);
    }
    x * t.mul_add(p, 0.5)
}
