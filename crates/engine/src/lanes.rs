//! The inner product, for each kind of vector unit: the same integers on all of them.

#![expect(clippy::needless_range_loop, reason = "sums stay in registers when they are named by numbers")]

use pulp::{i16x16, i16x32, i32x8, i32x16};

/// Rows that a tile takes at once.
pub(crate) const ROWS: usize = 8;

/// Columns of a tile.
pub(crate) const COLUMNS: usize = 32;

/// Pairs of inputs that a step of a tile takes.
pub(crate) const PAIRS: usize = 8;

/// Weights of a step: for each pair of inputs and each column that of the first input and that of
/// the second. On a line of the cache, because a vector that lies across two costs double.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Weights(pub(crate) [[[i16; 2]; COLUMNS]; PAIRS]);

/// Inputs of a step: for each row its pairs.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Inputs(pub(crate) [[[i16; 2]; PAIRS]; ROWS]);

/// Sums of a tile.
pub(crate) type Sums = [[i32; COLUMNS]; ROWS];

/// A kind of vector unit. Sums of 16-bit products in 32 bits, exact as long as `matrix` keeps its
/// numbers small enough, so that every implementor gives the same.
pub(crate) trait Lanes: Copy {
    /// Runs `work` compiled for this unit: whatever is inlined into it uses its vectors.
    fn run<R>(self, work: impl FnOnce() -> R) -> R;

    /// `sums[row][column] = Σ weights[pair][column] · inputs[row][pair]` over all steps, of which
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
        for (row, sums) in sums.iter_mut().enumerate() {
            let mut sum = [0_i32; COLUMNS];
            for (weights, inputs) in weights.iter().zip(inputs) {
                for (weights, inputs) in weights.0.iter().zip(&inputs.0[row]) {
                    let [first, second] = inputs.map(i32::from);
                    for (sum, weights) in sum.iter_mut().zip(weights) {
                        *sum += i32::from(weights[0]) * first + i32::from(weights[1]) * second;
                    }
                }
            }
            *sums = sum;
        }
    }
}

/// AVX2: two passes over 16 columns, each 4 rows at a time, so that sums stay in registers.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
impl Lanes for pulp::x86::V3 {
    #[inline(always)]
    fn run<R>(self, work: impl FnOnce() -> R) -> R {
        self.vectorize(work)
    }

    #[inline(always)]
    fn tile(self, weights: &[Weights], inputs: &[Inputs], sums: &mut Sums) {
        for half in 0..2 {
            for first in [0, 4] {
                let mut sum = [[self.splat_i32x8(0); 2]; 4];
                for (weights, inputs) in weights.iter().zip(inputs) {
                    for (pair, weights) in weights.0.iter().enumerate() {
                        let parts: [[[i16; 2]; 8]; 4] = pulp::cast(*weights);
                        let low: i16x16 = pulp::cast(parts[2 * half]);
                        let high: i16x16 = pulp::cast(parts[2 * half + 1]);
                        for row in 0..4 {
                            let input = self.splat_i32x8(pulp::cast(inputs.0[first + row][pair]));
                            let input: i16x16 = pulp::cast(input);
                            let products = self.multiply_wrapping_add_adjacent_i16x16(low, input);
                            sum[row][0] = self.wrapping_add_i32x8(sum[row][0], products);
                            let products = self.multiply_wrapping_add_adjacent_i16x16(high, input);
                            sum[row][1] = self.wrapping_add_i32x8(sum[row][1], products);
                        }
                    }
                }
                for (row, sum) in sum.into_iter().enumerate() {
                    let out: &mut [[i32; 8]] = sums[first + row].as_chunks_mut::<8>().0;
                    out[2 * half] = unpack8(sum[0]);
                    out[2 * half + 1] = unpack8(sum[1]);
                }
            }
        }
    }
}

#[inline(always)]
fn unpack8(lanes: i32x8) -> [i32; 8] {
    pulp::cast(lanes)
}

#[inline(always)]
fn unpack16(lanes: i32x16) -> [i32; 16] {
    pulp::cast(lanes)
}

/// AVX-512: a whole tile in sixteen registers.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
impl Lanes for pulp::x86::V4 {
    #[inline(always)]
    fn run<R>(self, work: impl FnOnce() -> R) -> R {
        self.vectorize(work)
    }

    #[inline(always)]
    fn tile(self, weights: &[Weights], inputs: &[Inputs], sums: &mut Sums) {
        let mut sum = [[self.splat_i32x16(0); 2]; ROWS];
        for (weights, inputs) in weights.iter().zip(inputs) {
            for (pair, weights) in weights.0.iter().enumerate() {
                let [low, high]: [i16x32; 2] = pulp::cast(*weights);
                for row in 0..ROWS {
                    let input: i16x32 = pulp::cast(self.splat_i32x16(pulp::cast(inputs.0[row][pair])));
                    let products = self.multiply_wrapping_add_adjacent_i16x32(low, input);
                    sum[row][0] = self.wrapping_add_i32x16(sum[row][0], products);
                    let products = self.multiply_wrapping_add_adjacent_i16x32(high, input);
                    sum[row][1] = self.wrapping_add_i32x16(sum[row][1], products);
                }
            }
        }
        for (out, sum) in sums.iter_mut().zip(sum) {
            let out: &mut [[i32; 16]] = out.as_chunks_mut::<16>().0;
            out[0] = unpack16(sum[0]);
            out[1] = unpack16(sum[1]);
        }
    }
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
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

/// AVX-512 with VNNI: the same steps, of which the compiler makes one instruction where there were
/// a product and a sum (`vpdpwssd`). The integers are the same.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vnni {
    with: WithVnni,
    plain: pulp::x86::V4,
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
impl Vnni {
    fn try_new() -> Option<Self> {
        Some(Self { with: WithVnni::try_new()?, plain: pulp::x86::V4::try_new()? })
    }
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
impl Lanes for Vnni {
    #[inline(always)]
    fn run<R>(self, work: impl FnOnce() -> R) -> R {
        self.with.vectorize(work)
    }

    #[inline(always)]
    fn tile(self, weights: &[Weights], inputs: &[Inputs], sums: &mut Sums) {
        self.plain.tile(weights, inputs, sums);
    }
}

/// The best unit of this machine.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unit {
    /// AVX-512 with VNNI.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
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
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
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
