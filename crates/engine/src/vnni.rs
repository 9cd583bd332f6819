//! The inner product by VNNI, which `pulp` doesn't speak.
//!
//! `multiversion` compiles a function for a machine and calls it only there, so that the intrinsics
//! are safe to name. Held at 0.9.0: later releases take AVX-512 only where all of Ice Lake is.

#![expect(clippy::needless_range_loop, reason = "sums stay in registers when they are named by numbers")]

use crate::lanes::{FOURS, Inputs, ROWS, Sums, Weights};

/// As [`Lanes::tile`](crate::lanes::Lanes::tile); false, and nothing done, where there is no VNNI.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512vnni"), dispatcher = "indirect")]
pub(crate) fn tile(weights: &[Weights], inputs: &[Inputs], sums: &mut Sums) -> bool {
    multiversion::target::match_target! {
        "x86_64+avx512f+avx512bw+avx512vl+avx512vnni" => {{
            use std::arch::x86_64::{__m512i, _mm512_dpbusd_epi32, _mm512_set1_epi32, _mm512_setzero_si512};

            let mut sum = [[_mm512_setzero_si512(); 2]; ROWS];
            for (weights, inputs) in weights.iter().zip(inputs) {
                for four in 0..FOURS {
                    let [low, high]: [__m512i; 2] = bytemuck::cast(weights.0[four]);
                    for row in 0..ROWS {
                        let input = _mm512_set1_epi32(bytemuck::cast(inputs.0[row][four]));
                        sum[row][0] = _mm512_dpbusd_epi32(sum[row][0], input, low);
                        sum[row][1] = _mm512_dpbusd_epi32(sum[row][1], input, high);
                    }
                }
            }
            sums.0 = sum.map(bytemuck::cast);
            true
        }}
        _ => {{
            let _ = (weights, inputs, sums);
            false
        }}
    }
}
