//! The inner product, for each kind of vector unit: the same integers on all of them.

#[cfg(target_arch = "x86_64")]
use crate::vnni;
use pulp::{i16x16, i16x32, i32x8, i32x16};

/// Rows that a tile takes at once.
pub(crate) const ROWS: usize = 8;

/// Columns of a tile.
pub(crate) const COLUMNS: usize = 32;

/// Groups of four inputs that a step of a tile takes.
pub(crate) const FOURS: usize = 4;

/// Weights of a step: for each four inputs and each column those of the four. On a line of the
/// cache, because a vector that lies across two costs double.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Weights(pub(crate) [[[i8; 4]; COLUMNS]; FOURS]);

/// Inputs of a step: for each row its fours.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Inputs(pub(crate) [[[u8; 4]; FOURS]; ROWS]);

/// Sums of a tile.
#[derive(Clone, Copy, Default)]
#[repr(C, align(64))]
pub(crate) struct Sums(pub(crate) [[i32; COLUMNS]; ROWS]);

/// A kind of vector unit. Sums of 8-bit products in 32 bits, exact as long as `matrix` keeps its
/// numbers small enough, so that every implementor gives the same.
pub(crate) trait Lanes: Copy {
    /// Runs `work` compiled for this unit: whatever is inlined into it uses its vectors.
    fn run<R>(self, work: impl FnOnce() -> R) -> R;

    /// `sums[row][column] = Σ weights[four][column] · inputs[row][four]` over all steps, of which
    /// there are as many on both sides.
    fn tile(self, weights: &[Weights], inputs: &[Inputs], sums: &mut Sums);
}

/// What every machine can do; the compiler makes vectors of it where it can.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Portable;

impl Lanes for Portable {
    #[inline(always)]
    fn run<R>(self, work: impl FnOnce() -> R) -> R {
        work()
    }

    #[inline(always)]
    fn tile(self, weights: &[Weights], inputs: &[Inputs], sums: &mut Sums) {
        for (row, sums) in sums.0.iter_mut().enumerate() {
            let mut sum = [0_i32; COLUMNS];
            for (weights, inputs) in weights.iter().zip(inputs) {
                for (weights, inputs) in weights.0.iter().zip(&inputs.0[row]) {
                    let inputs = inputs.map(i32::from);
                    for (sum, weights) in sum.iter_mut().zip(weights) {
                        let products = std::array::from_fn::<_, 4, _>(
                            #[inline(always)]
                            |at| i32::from(weights[at]) * inputs[at],
                        );
                        *sum += (products[0] + products[1]) + (products[2] + products[3]);
                    }
                }
            }
            *sums = sum;
        }
    }
}

/// A step's inputs in 16 bits: a row's sixteen fill one vector.
type Wide = [[[i16; 4]; FOURS]; 4];

/// AVX2: weights and inputs in 16 bits, four columns in a vector, each with two sums. Passes over 8
/// columns and 4 rows, so that sums stay in registers.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
impl Lanes for pulp::x86::V3 {
    #[inline(always)]
    fn run<R>(self, work: impl FnOnce() -> R) -> R {
        self.vectorize(work)
    }

    #[inline(always)]
    fn tile(self, weights: &[Weights], inputs: &[Inputs], sums: &mut Sums) {
        for first in [0, 4] {
            for part in 0..COLUMNS / 8 {
                let mut sum = [[self.splat_i32x8(0); 2]; 4];
                for (weights, inputs) in weights.iter().zip(inputs) {
                    let wide: Wide = pulp::cast([0, 1, 2, 3].map(
                        #[inline(always)]
                        |row| self.convert_u8x16_to_i16x16(pulp::cast(inputs.0[first + row])),
                    ));
                    for (four, weights) in weights.0.iter().enumerate() {
                        let parts: [[[i8; 4]; 4]; COLUMNS / 4] = pulp::cast(*weights);
                        let low = self.convert_i8x16_to_i16x16(pulp::cast(parts[2 * part]));
                        let high = self.convert_i8x16_to_i16x16(pulp::cast(parts[2 * part + 1]));
                        for row in 0..4 {
                            let input: i16x16 = pulp::cast(self.splat_i64x4(pulp::cast(wide[row][four])));
                            let products = self.multiply_wrapping_add_adjacent_i16x16(low, input);
                            sum[row][0] = self.wrapping_add_i32x8(sum[row][0], products);
                            let products = self.multiply_wrapping_add_adjacent_i16x16(high, input);
                            sum[row][1] = self.wrapping_add_i32x8(sum[row][1], products);
                        }
                    }
                }
                for (row, sum) in sum.into_iter().enumerate() {
                    let out: &mut [[i32; 4]] = sums.0[first + row].as_chunks_mut::<4>().0;
                    out[2 * part] = folded8(sum[0]);
                    out[2 * part + 1] = folded8(sum[1]);
                }
            }
        }
    }
}

/// Four columns of their two sums each.
#[inline(always)]
fn folded8(lanes: i32x8) -> [i32; 4] {
    let lanes: [[i32; 2]; 4] = pulp::cast(lanes);
    lanes.map(
        #[inline(always)]
        |[a, b]| a + b,
    )
}

/// Eight columns of their two sums each.
#[inline(always)]
fn folded16(lanes: i32x16) -> [i32; 8] {
    let lanes: [[i32; 2]; 8] = pulp::cast(lanes);
    lanes.map(
        #[inline(always)]
        |[a, b]| a + b,
    )
}

/// AVX-512: the same with eight columns in a vector, passes over all columns and 4 rows.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
impl Lanes for pulp::x86::V4 {
    #[inline(always)]
    fn run<R>(self, work: impl FnOnce() -> R) -> R {
        self.vectorize(work)
    }

    #[inline(always)]
    fn tile(self, weights: &[Weights], inputs: &[Inputs], sums: &mut Sums) {
        for first in [0, 4] {
            let mut sum = [[self.splat_i32x16(0); COLUMNS / 8]; 4];
            for (weights, inputs) in weights.iter().zip(inputs) {
                let wide: Wide = pulp::cast([0, 2].map(
                    #[inline(always)]
                    |row| {
                        let both = [inputs.0[first + row], inputs.0[first + row + 1]];
                        self.convert_u8x32_to_i16x32(pulp::cast(both))
                    },
                ));
                for (four, weights) in weights.0.iter().enumerate() {
                    let parts: [[[i8; 4]; 8]; COLUMNS / 8] = pulp::cast(*weights);
                    let parts = parts.map(
                        #[inline(always)]
                        |part| self.convert_i8x32_to_i16x32(pulp::cast(part)),
                    );
                    for row in 0..4 {
                        let input: i16x32 = pulp::cast(self.splat_i64x8(pulp::cast(wide[row][four])));
                        for part in 0..COLUMNS / 8 {
                            let products = self.multiply_wrapping_add_adjacent_i16x32(parts[part], input);
                            sum[row][part] = self.wrapping_add_i32x16(sum[row][part], products);
                        }
                    }
                }
            }
            for (row, sum) in sum.into_iter().enumerate() {
                let out: &mut [[i32; 8]] = sums.0[first + row].as_chunks_mut::<8>().0;
                for part in 0..COLUMNS / 8 {
                    out[part] = folded16(sum[part]);
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
pulp::simd_type! {
    /// What [`Vnni`] adds to AVX-512, all of it named: a function may use what its unit names.
    struct WithVnni {
        sse: "sse",
        sse2: "sse2",
        fxsr: "fxsr",
        sse3: "sse3",
        ssse3: "ssse3",
        sse4_1: "sse4.1",
        sse4_2: "sse4.2",
        popcnt: "popcnt",
        avx: "avx",
        avx2: "avx2",
        bmi1: "bmi1",
        bmi2: "bmi2",
        fma: "fma",
        lzcnt: "lzcnt",
        avx512f: "avx512f",
        avx512bw: "avx512bw",
        avx512cd: "avx512cd",
        avx512dq: "avx512dq",
        avx512vl: "avx512vl",
        avx512vnni: "avx512vnni",
    }
}

/// AVX-512 with VNNI: four products and their sum in one instruction (`vpdpbusd`), in [`vnni`].
#[cfg(target_arch = "x86_64")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vnni {
    with: WithVnni,
    plain: pulp::x86::V4,
}

#[cfg(target_arch = "x86_64")]
impl Vnni {
    fn try_new() -> Option<Self> {
        Some(Self { with: WithVnni::try_new()?, plain: pulp::x86::V4::try_new()? })
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for Vnni {
    #[inline(always)]
    fn run<R>(self, work: impl FnOnce() -> R) -> R {
        self.with.vectorize(work)
    }

    #[inline(always)]
    fn tile(self, weights: &[Weights], inputs: &[Inputs], sums: &mut Sums) {
        if !vnni::tile(weights, inputs, sums) {
            self.plain.tile(weights, inputs, sums);
        }
    }
}

/// The best unit of this machine.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unit {
    /// AVX-512 with VNNI.
    #[cfg(target_arch = "x86_64")]
    Vnni(Vnni),
    /// AVX-512.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    V4(pulp::x86::V4),
    /// AVX2.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    V3(pulp::x86::V3),
    /// Anything else.
    Portable,
}

impl Unit {
    /// Asks the machine.
    pub(crate) fn detect() -> Self {
        Self::all().into_iter().next().expect("every machine has the portable one")
    }

    /// What this machine has, the best first.
    pub(crate) fn all() -> Vec<Self> {
        let mut units = Vec::new();
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        {
            #[cfg(target_arch = "x86_64")]
            units.extend(Vnni::try_new().map(Self::Vnni));
            units.extend(pulp::x86::V4::try_new().map(Self::V4));
            units.extend(pulp::x86::V3::try_new().map(Self::V3));
        }
        units.push(Self::Portable);
        units
    }
}

/// Runs `work` on a unit, with `lanes` standing for it: compiled once for each kind. A macro and not a
/// function, because a closure can't be generic over its lanes.
macro_rules! on {
    ($unit:expr, |$lanes:ident| $work:expr) => {
        match $unit {
            #[cfg(target_arch = "x86_64")]
            $crate::lanes::Unit::Vnni($lanes) => $lanes.run(
                #[inline(always)]
                || $work,
            ),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            $crate::lanes::Unit::V4($lanes) => $lanes.run(
                #[inline(always)]
                || $work,
            ),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            $crate::lanes::Unit::V3($lanes) => $lanes.run(
                #[inline(always)]
                || $work,
            ),
            $crate::lanes::Unit::Portable => {
                let $lanes = $crate::lanes::Portable;
                $work
            }
        }
    };
}
pub(crate) use on;
