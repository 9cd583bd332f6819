//! Linear layers: 8-bit weights, 14-bit inputs, exact 32-bit sums.
//!
//! A row of inputs is rounded to integers with one scale for the row; weights are integers with one
//! scale a column as they come. With 13 bits and a sign an input is finer than the weights are, so
//! that rounding costs nothing that can be measured, and 1,536 products of 127 · 8,191 still fit
//! 32 bits: no sum ever wraps, and their order does not matter.

use crate::lanes::{COLUMNS, Inputs, Lanes, PAIRS, ROWS, Sums, Weights};
use crate::tensors::Quantised;

/// Largest input after rounding.
const TOP: f32 = 8191.0;

/// Weights packed for `Lanes::tile`, with what makes numbers of the sums again.
pub(crate) struct Matrix {
    /// Outputs, without padding.
    pub(crate) outputs: usize,
    steps: usize,
    /// For each panel of 32 outputs its steps.
    weights: Vec<Weights>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

/// Rows rounded to integers, eight rows to a tile, ready for [`Matrix::apply`].
#[derive(Default)]
pub(crate) struct Rounded {
    steps: Vec<Inputs>,
    scales: Vec<f32>,
}

/// Inputs that a step takes of each row.
const STEP: usize = 2 * PAIRS;

impl Matrix {
    /// Several layers on the same input, side by side: weights `[out, in]` and biases.
    pub(crate) fn new(layers: &[(&Quantised, &[f32])]) -> Self {
        let inputs = layers[0].0.columns;
        let outputs: usize = layers.iter().map(|(weights, _)| weights.rows).sum();
        let (steps, panels) = (inputs.div_ceil(STEP), outputs.div_ceil(COLUMNS));
        assert!(127.0 * TOP * inputs as f32 <= i32::MAX as f32, "a sum of products fits 32 bits");
        let mut weights = vec![Weights([[[0; 2]; COLUMNS]; PAIRS]); panels * steps];
        let mut scales = vec![0.0; panels * COLUMNS];
        let mut bias = scales.clone();
        let rows = layers
            .iter()
            .flat_map(|(weights, bias)| (0..weights.rows).map(|row| (weights.row(row), bias[row])));
        for (output, ((row, scale), offset)) in rows.enumerate() {
            let (panel, column) = (output / COLUMNS, output % COLUMNS);
            for (input, &weight) in row.iter().enumerate() {
                let step = &mut weights[panel * steps + input / STEP];
                step.0[input % STEP / 2][column][input % 2] = i16::from(weight);
            }
            scales[output] = scale;
            bias[output] = offset;
        }
        Self { outputs, steps, weights, scales, bias }
    }

    /// Outputs with padding: the width of a row of [`Matrix::apply`]'s result.
    pub(crate) fn width(&self) -> usize {
        self.scales.len()
    }

    /// `out[row] = inputs[row] · weightsᵀ + bias`, rows of [`Matrix::width`] numbers, for rows that
    /// were rounded in a buffer of a whole number of tiles.
    #[inline(always)]
    pub(crate) fn apply<L: Lanes>(&self, lanes: L, inputs: &Rounded, out: &mut Vec<f32>) {
        let (rows, width, steps) = (inputs.scales.len(), self.width(), self.steps);
        // Every number is written over.
        out.resize(rows * width, 0.0);
        let mut sums: Sums = [[0; COLUMNS]; ROWS];
        for (panel, weights) in self.weights.chunks_exact(steps).enumerate() {
            let column = panel * COLUMNS;
            let scales: &[f32; COLUMNS] = self.scales[column..].first_chunk().expect("a panel is whole");
            let bias: &[f32; COLUMNS] = self.bias[column..].first_chunk().expect("a panel is whole");
            for tile in 0..rows / ROWS {
                lanes.tile(weights, &inputs.steps[tile * steps..][..steps], &mut sums);
                for (row, sums) in sums.iter().enumerate() {
                    let row = tile * ROWS + row;
                    let scale = inputs.scales[row];
                    let out: &mut [f32; COLUMNS] =
                        out[row * width + column..].first_chunk_mut().expect("a panel is whole");
                    for at in 0..COLUMNS {
                        out[at] = sums[at] as f32 * (scale * scales[at]) + bias[at];
                    }
                }
            }
        }
    }
}

impl Rounded {
    /// Empties the buffer and makes room for `rows` rows of `inputs` numbers, in whole tiles.
    pub(crate) fn reset(&mut self, rows: usize, inputs: usize) {
        let rows = rows.next_multiple_of(ROWS);
        // Rows that nobody sets keep what they had: what comes of them is not read.
        self.steps.resize(rows / ROWS * inputs.div_ceil(STEP), Inputs([[[0; 2]; PAIRS]; ROWS]));
        self.scales.resize(rows, 0.0);
    }

    /// Rounds `values` into row `row`.
    #[inline(always)]
    pub(crate) fn set(&mut self, row: usize, values: &[f32]) {
        let top = highest(values);
        // Zeros stay zeros; a number that is none would make nonsense of the row, and there is none
        // in weights that a test has read.
        let scale = if top > 0.0 { top / TOP } else { 1.0 };
        let factor = 1.0 / scale;
        self.scales[row] = scale;
        let count = values.len().div_ceil(STEP);
        let steps = &mut self.steps[row / ROWS * count..][..count];
        let (whole, rest) = values.as_chunks::<STEP>();
        for (step, values) in steps.iter_mut().zip(whole) {
            step.0[row % ROWS] = inputs(values, factor);
        }
        if !rest.is_empty() {
            let mut last = [0.0; STEP];
            last[..rest.len()].copy_from_slice(rest);
            steps[whole.len()].0[row % ROWS] = inputs(&last, factor);
        }
    }
}

/// A row's inputs of one step.
#[inline(always)]
fn inputs(values: &[f32; STEP], factor: f32) -> [[i16; 2]; PAIRS] {
    pulp::cast(values.map(
        #[inline(always)]
        |value| round(value * factor) as i16,
    ))
}

/// The largest absolute value.
#[inline(always)]
fn highest(values: &[f32]) -> f32 {
    let larger = |a: f32, b: f32| if a > b { a } else { b };
    let mut top = [0.0_f32; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for at in 0..LANES {
            top[at] = larger(chunk[at].abs(), top[at]);
        }
    }
    rest.iter().fold(folded(top, larger), |top, value| larger(value.abs(), top))
}

/// Lanes of a sum: their number and the order in which they are folded are the same on every
/// machine, whatever its vectors, and so is the sum.
pub(crate) const LANES: usize = 16;

/// Sixteen lanes as one number: halves on halves.
#[inline(always)]
fn folded(mut lanes: [f32; LANES], with: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for at in 0..half {
            lanes[at] = with(lanes[at], lanes[at + half]);
        }
        half /= 2;
    }
    lanes[0]
}

/// The nearest integer, halves to even, for numbers far below 2²²: adding 1.5 · 2²³ leaves it in
/// the low bits, which a vector unit does for all lanes at once.
#[inline(always)]
fn round(value: f32) -> i32 {
    const MAGIC: f32 = 12_582_912.0;
    ((value + MAGIC).to_bits().cast_signed()).wrapping_sub(MAGIC.to_bits().cast_signed())
}

/// Layer norm over a row, in place: fixed lanes, so that the sum has one order on every machine.
#[inline(always)]
pub(crate) fn normalise(row: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
    let count = row.len() as f32;
    let mean = sum(row, |value| value) / count;
    let variance = sum(row, |value| (value - mean) * (value - mean)) / count;
    let factor = 1.0 / (variance + epsilon).sqrt();
    for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
        *value = (*value - mean) * factor * weight + bias;
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

/// `sums[column] += Σ factors[row] · rows[row][column]`, row after row, where a row has as many
/// numbers as `sums`: a product with a matrix that stays in vectors.
#[inline(always)]
pub(crate) fn add_product(sums: &mut [f32], factors: &[f32], rows: &[f32]) {
    let width = sums.len();
    let (sums, rest) = sums.as_chunks_mut::<LANES>();
    assert!(rest.is_empty() && rows.len() >= factors.len() * width, "rows are whole chunks");
    for (chunk, sums) in sums.iter_mut().enumerate() {
        let mut sum = *sums;
        let mut place = chunk * LANES;
        for &factor in factors {
            let row: &[f32; LANES] = rows[place..].first_chunk().expect("rows are whole chunks");
            for at in 0..LANES {
                sum[at] += factor * row[at];
            }
            place += width;
        }
        *sums = sum;
    }
}

/// e to the power of `x`, for `x` of at most 88: the argument is brought near zero by powers of two,
/// a polynomial does the rest (Cephes; within two units of the last place). Plain products and sums
/// only, so that it runs in vectors and gives the same bits everywhere.
#[inline(always)]
fn exp(x: f32) -> f32 {
    const LOG2_E: f32 = std::f32::consts::LOG2_E;
    const MAGIC: f32 = 12_582_912.0;
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = x * LOG2_E + MAGIC;
    let n = shifted - MAGIC;
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let p = ((((1.987_569_2e-4 * r + 1.398_2e-3) * r + 8.333_452e-3) * r + 4.166_579_6e-2) * r
        + 1.666_666_5e-1)
        * r
        + 0.5;
    let power = shifted.to_bits().wrapping_sub(MAGIC.to_bits()).wrapping_add(127) << 23;
    (p * r * r + r + 1.0) * f32::from_bits(power)
}

/// Numbers to shares of one.
#[inline(always)]
pub(crate) fn softmax(values: &mut [f32]) {
    let top = values.iter().fold(f32::NEG_INFINITY, |top, &value| if value > top { value } else { top });
    for value in values.iter_mut() {
        *value = exp(*value - top);
    }
    let factor = 1.0 / sum(values, |value| value);
    for value in values {
        *value *= factor;
    }
}

/// `x · Φ(x)`, with erf by Abramowitz and Stegun 7.1.26.
#[inline(always)]
pub(crate) fn gelu(values: &mut [f32]) {
    for value in values {
        let x = *value;
        let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + 0.327_591_1 * z);
        let p =
            t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
        let tail = p * exp(-z * z);
        // 1 + erf, without taking what is nearly one from one.
        let twice = if x < 0.0 { tail } else { 2.0 - tail };
        *value = 0.5 * x * twice;
    }
}
