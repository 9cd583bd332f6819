//! A net of four depthwise convolutions over word vectors, 160 wide: what the compact engine is made of,
//! and what finds names for the accurate one.

use std::ops::Range;

use rapporteur_document::Word;

use crate::floats::{Aligned, Floats};
use crate::forms::{Cache, Forms, WIDTH};
use crate::lanes::{Lanes, ROWS};
use crate::layers::{Norm, linear};
use crate::matrix::{GROUP, Grain, Matrix, Rounded, positive};
use crate::tensors::Tensors;
use crate::vocabulary::shapes;

const EPSILON: f32 = 1e-5;

/// Steps between the taps of each layer's convolution.
const DILATIONS: [usize; 4] = [1, 1, 2, 4];

/// Taps of a convolution.
const KERNEL: usize = 5;

/// Encoder and heads.
pub(crate) struct Net {
    forms: Forms,
    input_norm: Norm,
    /// What another net knows of a word's context, as a part of its vector.
    context: Option<Matrix>,
    layers: Vec<Layer>,
    final_norm: Norm,
    pub(crate) heads: Matrix,
}

struct Layer {
    dilation: usize,
    /// `[KERNEL][WIDTH]`.
    convolution: Floats,
    bias: Floats,
    norm: Norm,
    up: Matrix,
    down: Matrix,
}

/// Buffers of one worker, kept from document to document.
#[derive(Default)]
pub(crate) struct Scratch {
    cache: Cache,
    shapes: Vec<u8>,
    x: Floats,
    pub(crate) wide: Floats,
    pub(crate) out: Floats,
    rounded: Rounded,
    pub(crate) inner: Rounded,
}

impl Net {
    /// A net of its own.
    pub(crate) fn new(tensors: &Tensors, heads: &[&str]) -> Self {
        Self::with(Forms::new(tensors), Norm::new(tensors, "input_norm", EPSILON), None, tensors, heads)
    }

    /// A net that has its words' forms of another one, and their contexts of yet another.
    pub(crate) fn beside(forms: &Tensors, tensors: &Tensors, heads: &[&str]) -> Self {
        let norm = Norm::new(forms, "input_norm", EPSILON);
        Self::with(Forms::new(forms), norm, Some(linear(tensors, &["context"])), tensors, heads)
    }

    fn with(
        forms: Forms,
        input_norm: Norm,
        context: Option<Matrix>,
        tensors: &Tensors,
        heads: &[&str],
    ) -> Self {
        let layers = DILATIONS.iter().enumerate().map(|(at, &dilation)| {
            let name = |part: &str| format!("layer.{at}.{part}");
            Layer {
                dilation,
                convolution: tensors.floats(&name("conv.weight")).into(),
                bias: tensors.floats(&name("conv.bias")).into(),
                norm: Norm::new(tensors, &name("norm"), EPSILON),
                up: linear(tensors, &[&name("up")]),
                down: linear(tensors, &[&name("down")]),
            }
        });
        Self {
            forms,
            input_norm,
            context,
            layers: layers.collect(),
            final_norm: Norm::new(tensors, "final_norm", EPSILON),
            heads: linear(tensors, heads),
        }
    }

    /// Runs sentences together; `scratch.out` then has a row of the heads for each word, in order.
    /// `contexts` has a row for each word, where the net takes them.
    #[inline(always)]
    pub(crate) fn forward<L: Lanes>(
        &self,
        lanes: L,
        text: &str,
        words: &[Word],
        sentences: &[Range<usize>],
        contexts: &Rounded,
        scratch: &mut Scratch,
    ) {
        let Scratch { cache, shapes: ids, x, wide, out, rounded, inner } = scratch;
        let rows: usize = sentences.iter().map(Range::len).sum();
        // Every row is written over; those that fill a tile are not read.
        x.room(rows.next_multiple_of(ROWS) * WIDTH);
        let mut row = 0;
        for sentence in sentences {
            let words = words[sentence.clone()].iter().map(|word| word.span.of(text));
            shapes(words.clone(), ids);
            for (word, &shape) in words.zip(ids.iter()) {
                let x = x[row * WIDTH..].first_chunk_mut().expect("a row is whole");
                self.forms.row(cache, word, shape, x);
                row += 1;
            }
        }
        self.input_norm.apply(&mut x[..rows * WIDTH]);
        if let Some(context) = &self.context {
            context.apply_more(lanes, contexts, x);
        }
        for layer in &self.layers {
            rounded.reset(rows, WIDTH, Grain::Coarse);
            let mut first = 0;
            let mut y = Aligned([[0.0; WIDTH]; GROUP]);
            for sentence in sentences {
                let range = first..first + sentence.len();
                first = range.end;
                for start in range.clone().step_by(GROUP) {
                    let rows = start..range.end.min(start + GROUP);
                    let y = &mut y.0[..rows.len()];
                    for (y, row) in y.iter_mut().zip(rows) {
                        layer.convolve(x, row, &range, y);
                    }
                    layer.norm.apply(y.as_flattened_mut());
                    rounded.set_all(start, y.as_flattened(), WIDTH, WIDTH);
                }
            }
            layer.up.apply_then(
                lanes,
                rounded,
                wide,
                #[inline(always)]
                |_, value| positive(value),
            );
            let (width, outputs) = (layer.up.width(), layer.up.outputs);
            inner.reset(rows, outputs, Grain::Coarse);
            inner.set_all(0, &wide[..rows * width], width, outputs);
            layer.down.apply_more(lanes, inner, x);
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
    fn convolve(&self, x: &[f32], row: usize, range: &Range<usize>, out: &mut [f32; WIDTH]) {
        static OUTSIDE: Aligned<[f32; WIDTH]> = Aligned([0.0; WIDTH]);
        let taps: [&[f32; WIDTH]; KERNEL] = std::array::from_fn(
            #[inline(always)]
            |tap| {
                let from = (row + tap * self.dilation).wrapping_sub(KERNEL / 2 * self.dilation);
                if range.contains(&from) {
                    x[from * WIDTH..].first_chunk().expect("a row is whole")
                } else {
                    &OUTSIDE.0
                }
            },
        );
        let weights: [&[f32; WIDTH]; KERNEL] = std::array::from_fn(
            #[inline(always)]
            |tap| self.convolution[tap * WIDTH..].first_chunk().expect("a row is whole"),
        );
        let bias: &[f32; WIDTH] = self.bias.first_chunk().expect("a row is whole");
        for at in 0..WIDTH {
            let mut sum = 0.0_f32;
            for tap in 0..KERNEL {
                sum = taps[tap][at].mul_add(weights[tap][at], sum);
            }
            out[at] = sum + bias[at];
        }
    }
}
