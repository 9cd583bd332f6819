//! Linear layers: 8-bit weights, 8-bit inputs, exact 32-bit sums.
//!
//! A row of inputs is rounded to integers from 0 with one scale and one zero for the row; weights are
//! integers with one scale a column as they come. Where that is too coarse a row is rounded to 14 bits
//! and multiplied in two halves. 1,536 products of 127 · 255 fit 32 bits, as do 1,024 of 127 · 16,383:
//! no sum ever wraps, and their order does not matter.

#![expect(clippy::needless_range_loop, reason = "sums stay in registers when they are named by numbers")]

use crate::floats::Floats;
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
    totals: Floats,
    scales: Floats,
    bias: Floats,
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
        let mut totals = vec![0.0; panels * COLUMNS];
        let (mut scales, mut bias) = (totals.clone(), totals.clone());
        let rows = layers
            .iter()
            .flat_map(|(weights, bias)| (0..weights.rows).map(|row| (weights.row(row), bias[row])));
        for (output, ((row, scale), offset)) in rows.enumerate() {
            let (panel, column) = (output / COLUMNS, output % COLUMNS);
            for (input, &weight) in row.iter().enumerate() {
                let step = &mut weights[panel * steps + input / STEP];
                step.0[input % STEP / 4][column][input % 4] = weight;
            }
            totals[output] = row.iter().map(|&weight| f32::from(weight)).sum();
            scales[output] = scale;
            bias[output] = offset;
        }
        let [totals, scales, bias] = [totals, scales, bias].map(Floats::from);
        Self { outputs, steps, weights, totals, scales, bias }
    }

    /// Outputs with padding: the width of a row of [`Matrix::apply`]'s result.
    pub(crate) fn width(&self) -> usize {
        self.scales.len()
    }

    /// `out[row] = inputs[row] · weightsᵀ + bias`, rows of [`Matrix::width`] numbers, for rows that
    /// were rounded in a buffer of a whole number of tiles.
    #[inline(always)]
    pub(crate) fn apply<L: Lanes>(&self, lanes: L, inputs: &Rounded, out: &mut Floats) {
        self.apply_then(
            lanes,
            inputs,
            out,
            #[inline(always)]
            |_, value| value,
        );
    }

    /// As [`Matrix::apply`], added to what is in `out`, which has the result's rows already.
    #[inline(always)]
    pub(crate) fn apply_more<L: Lanes>(&self, lanes: L, inputs: &Rounded, out: &mut Floats) {
        assert_eq!(out.len(), inputs.scales.len() * self.width(), "a buffer that grows forgets its numbers");
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
        out: &mut Floats,
        then: impl Fn(f32, f32) -> f32 + Copy,
    ) {
        let (rows, width, steps) = (inputs.scales.len(), self.width(), self.steps);
        out.room(rows * width);
        let out = &mut out[..];
        let (mut sums, mut lower) = (Sums::default(), Sums::default());
        let tile_steps = inputs.grain.parts() * steps;
        for (panel, weights) in self.weights.chunks_exact(steps).enumerate() {
            let column = panel * COLUMNS;
            let [totals, scales, bias]: [&[f32; COLUMNS]; 3] =
                [part(&self.totals, panel), part(&self.scales, panel), part(&self.bias, panel)];
            for tile in 0..rows / ROWS {
                let tile_inputs = &inputs.steps[tile * tile_steps..][..tile_steps];
                lanes.tile(weights, &tile_inputs[..steps], &mut sums);
                if inputs.grain == Grain::Fine {
                    lanes.tile(weights, &tile_inputs[steps..], &mut lower);
                }
                let row_scales: &[f32; ROWS] = part(&inputs.scales, tile);
                let zeros: &[i32; ROWS] = part(&inputs.zeros, tile);
                let out = &mut out[tile * ROWS * width..][..ROWS * width];
                for (row, out) in out.chunks_exact_mut(width).enumerate() {
                    let (upper, lower) = (&sums.0[row], &lower.0[row]);
                    let (scale, zero) = (row_scales[row], zeros[row]);
                    let out: &mut [f32; COLUMNS] = out[column..].first_chunk_mut().expect("a panel is whole");
                    // Whole numbers that a float holds: exact up to 24 bits, which 518 inputs of 8 bits or
                    // 1,024 of 7 keep within; a larger sum is rounded, the same way on every machine.
                    let without = |sum: i32, zero: i32, total: f32| total.mul_add(-zero as f32, sum as f32);
                    let to_number = |sum: f32, at: usize| sum.mul_add(scale * scales[at], bias[at]);
                    if inputs.grain == Grain::Coarse {
                        for at in 0..COLUMNS {
                            let sum = without(upper[at], zero, totals[at]);
                            out[at] = then(out[at], to_number(sum, at));
                        }
                    } else {
                        for at in 0..COLUMNS {
                            let upper = without(upper[at], zero >> LOW, totals[at]);
                            let lower = without(lower[at], zero & 0x7f, totals[at]);
                            let sum = upper.mul_add((1 << LOW) as f32, lower);
                            out[at] = then(out[at], to_number(sum, at));
                        }
                    }
                }
            }
        }
    }
}

/// The part number `at` of numbers that are whole parts.
#[inline(always)]
fn part<T, const N: usize>(numbers: &[T], at: usize) -> &[T; N] {
    numbers[at * N..].first_chunk().expect("a part is whole")
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
        let [found] = ends([values]);
        self.put(row, values, found);
    }

    /// Rounds the first `inputs` numbers of rows that are `stride` long, into rows from `first` on.
    #[inline(always)]
    pub(crate) fn set_all(&mut self, first: usize, rows: &[f32], stride: usize, inputs: usize) {
        for (group, rows) in rows.chunks(GROUP * stride).enumerate() {
            let count = rows.len() / stride;
            // At the end the last one again.
            let rows: [&[f32]; GROUP] = std::array::from_fn(
                #[inline(always)]
                |at| &rows[at.min(count - 1) * stride..][..inputs],
            );
            for (at, (found, row)) in ends(rows).into_iter().zip(rows).take(count).enumerate() {
                self.put(first + group * GROUP + at, row, found);
            }
        }
    }

    #[inline(always)]
    fn put(&mut self, row: usize, values: &[f32], (low, high): (f32, f32)) {
        // Zeros stay zeros; a number that is none would make nonsense of the row, and there is none
        // in weights that a test has read.
        let scale = if high > low { (high - low) / self.grain.top() } else { 1.0 };
        let factor = 1.0 / scale;
        let zero = (-low * factor + MAGIC) - MAGIC;
        self.scales[row] = scale;
        self.zeros[row] = zero as i32;
        let count = values.len().div_ceil(STEP);
        let parts = self.grain.parts();
        let steps = &mut self.steps[row / ROWS * parts * count..][..parts * count];
        let (upper, lower) = steps.split_at_mut(count);
        let (row, offset) = (row % ROWS, MAGIC + zero);
        let (whole, rest) = values.as_chunks::<STEP>();
        if self.grain == Grain::Coarse {
            let bytes = |values: &[f32; STEP]| {
                let mut bytes = [0; STEP];
                for at in 0..STEP {
                    bytes[at] = integer(values[at], factor, offset) as u8;
                }
                pulp::cast(bytes)
            };
            for (values, upper) in whole.iter().zip(&mut *upper) {
                upper.0[row] = bytes(values);
            }
            if let Some(values) = filled(rest) {
                upper[whole.len()].0[row] = bytes(&values);
            }
        } else {
            let bytes = |values: &[f32; STEP]| {
                let mut bytes = [[0; STEP]; 2];
                for at in 0..STEP {
                    let integer = integer(values[at], factor, offset);
                    bytes[0][at] = (integer >> LOW) as u8 & 0x7f;
                    bytes[1][at] = integer as u8 & 0x7f;
                }
                bytes.map(pulp::cast)
            };
            for ((values, upper), lower) in whole.iter().zip(&mut *upper).zip(&mut *lower) {
                [upper.0[row], lower.0[row]] = bytes(values);
            }
            if let Some(values) = filled(rest) {
                [upper[whole.len()].0[row], lower[whole.len()].0[row]] = bytes(&values);
            }
        }
    }
}

/// What a step takes of the last values, where they are fewer.
#[inline(always)]
fn filled(rest: &[f32]) -> Option<[f32; STEP]> {
    let mut values = [0.0; STEP];
    (!rest.is_empty()).then(|| {
        values[..rest.len()].copy_from_slice(rest);
        values
    })
}

/// The nearest integer to `value · factor` and the zero that `offset` has beside [`MAGIC`], in the low
/// bits: so many of them as an input has.
#[inline(always)]
fn integer(value: f32, factor: f32, offset: f32) -> u32 {
    value.mul_add(factor, offset).to_bits()
}

/// The lowest and the highest value of each row, with zero among them.
#[inline(always)]
fn ends<const R: usize>(rows: [&[f32]; R]) -> [(f32, f32); R] {
    let lower = |a: f32, b: f32| if a < b { a } else { b };
    let higher = |a: f32, b: f32| if a > b { a } else { b };
    let (mut low, mut high) = ([[0.0_f32; LANES]; R], [[0.0_f32; LANES]; R]);
    for (row, (low, high)) in rows.iter().zip(low.iter_mut().zip(&mut high)) {
        for chunk in row.as_chunks::<LANES>().0 {
            for at in 0..LANES {
                low[at] = lower(chunk[at], low[at]);
                high[at] = higher(chunk[at], high[at]);
            }
        }
    }
    let (low, high) = (folded(low, lower), folded(high, higher));
    std::array::from_fn(
        #[inline(always)]
        |row| {
            let rest = rows[row].as_chunks::<LANES>().1;
            let ends = (low[row], high[row]);
            rest.iter().fold(ends, |(low, high), &value| (lower(value, low), higher(value, high)))
        },
    )
}

/// Lanes of a sum: their number and the order in which they are folded are the same on every
/// machine, whatever its vectors, and so is the sum.
pub(crate) const LANES: usize = 16;

/// Sixteen lanes of each row as one number: halves on halves.
///
/// The box keeps the lanes of the loop before it in one vector: the compiler would part them into
/// eighths to suit what follows here.
#[inline(always)]
fn folded<const R: usize>(rows: [[f32; LANES]; R], with: impl Fn(f32, f32) -> f32) -> [f32; R] {
    let rows = std::hint::black_box(rows);
    let mut quarters = [[0.0; LANES / 4]; R];
    for (quarter, row) in quarters.iter_mut().zip(&rows) {
        for at in 0..LANES / 4 {
            let upper = with(row[at + LANES / 4], row[at + 3 * LANES / 4]);
            quarter[at] = with(with(row[at], row[at + LANES / 2]), upper);
        }
    }
    quarters.map(
        #[inline(always)]
        |[a, b, c, d]| with(with(a, c), with(b, d)),
    )
}

/// 1.5 · 2²³: numbers of its size have no bits below one.
const MAGIC: f32 = 12_582_912.0;

/// Layer norm over rows as long as `weight`, in place: fixed lanes, so that a sum has one order on
/// every machine.
#[inline(always)]
pub(crate) fn normalise(rows: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
    let width = weight.len();
    assert!(width.is_multiple_of(LANES), "a row is whole lanes");
    let count = width as f32;
    for rows in rows.chunks_mut(GROUP * width) {
        let mut lanes = [[0.0; LANES]; GROUP];
        for (lanes, row) in lanes.iter_mut().zip(rows.chunks_exact(width)) {
            *lanes = sums(row, |value| value);
        }
        let means = folded(lanes, |a, b| a + b).map(|sum| sum / count);
        for ((lanes, mean), row) in lanes.iter_mut().zip(means).zip(rows.chunks_exact(width)) {
            *lanes = sums(row, |value| (value - mean) * (value - mean));
        }
        let factors = folded(lanes, |a, b| a + b).map(|sum| 1.0 / (sum / count + epsilon).sqrt());
        for ((factor, mean), row) in factors.into_iter().zip(means).zip(rows.chunks_exact_mut(width)) {
            for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
                *value = ((*value - mean) * factor).mul_add(*weight, *bias);
            }
        }
    }
}

/// Sums of `of(value)` in lanes, of a whole number of them.
#[inline(always)]
fn sums(values: &[f32], of: impl Fn(f32) -> f32) -> [f32; LANES] {
    let mut lanes = [0.0_f32; LANES];
    for chunk in values.as_chunks::<LANES>().0 {
        for at in 0..LANES {
            lanes[at] += of(chunk[at]);
        }
    }
    lanes
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

/// `out[row · columns + column] = Σ factors[row][at] · values[at · columns + column]` over all `at` below
/// `count`; `columns` are whole lanes.
#[inline(always)]
pub(crate) fn products(
    count: usize,
    factors: [&[f32]; GROUP],
    values: &[f32],
    columns: usize,
    out: &mut [f32],
) {
    let pairs = columns / (2 * LANES);
    for pair in 0..pairs {
        part_of_products::<{ 2 * LANES }>(count, factors, values, columns, pair * 2 * LANES, out);
    }
    if !columns.is_multiple_of(2 * LANES) {
        part_of_products::<LANES>(count, factors, values, columns, pairs * 2 * LANES, out);
    }
}

/// The `C` columns of [`products`] that begin with `column`.
#[inline(always)]
fn part_of_products<const C: usize>(
    count: usize,
    factors: [&[f32]; GROUP],
    values: &[f32],
    columns: usize,
    column: usize,
    out: &mut [f32],
) {
    let sums: [[f32; C]; GROUP] = block(
        count,
        factors,
        #[inline(always)]
        |at| values[at * columns + column..].first_chunk().expect("a chunk is whole"),
    );
    for (out, sums) in out.chunks_exact_mut(columns).zip(sums) {
        out[column..][..C].copy_from_slice(&sums);
    }
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
    out: &mut Floats,
) {
    out.room(values * columns);
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
    let [sum] = folded([sums], |a, b| a + b);
    sum
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
