//! What both kinds of net are made of.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rapporteur_document::{Name, NameKind};

use crate::floats::Floats;
use crate::matrix::{Matrix, normalise, positive};
use crate::tensors::Tensors;

/// Classes of names with their `B` and `I`, and `O`.
pub(crate) const LABELS: usize = 1 + 2 * NameKind::ALL.len();

/// A layer norm.
pub(crate) struct Norm {
    weight: Floats,
    bias: Floats,
    epsilon: f32,
}

impl Norm {
    pub(crate) fn new(tensors: &Tensors, name: &str, epsilon: f32) -> Self {
        Self {
            weight: tensors.floats(&format!("{name}.weight")).into(),
            bias: tensors.floats(&format!("{name}.bias")).into(),
            epsilon,
        }
    }

    /// Of one row or of several.
    #[inline(always)]
    pub(crate) fn apply(&self, rows: &mut [f32]) {
        normalise(rows, &self.weight, &self.bias, self.epsilon);
    }
}

/// Several linear layers on the same input as one.
pub(crate) fn linear(tensors: &Tensors, names: &[&str]) -> Matrix {
    let layers: Vec<_> = names
        .iter()
        .map(|name| (tensors.quantised(&format!("{name}.weight")), tensors.floats(&format!("{name}.bias"))))
        .collect();
    let layers: Vec<_> = layers.iter().map(|(weights, bias)| (weights, &bias[..])).collect();
    Matrix::new(&layers)
}

/// Negative numbers to zero.
#[inline(always)]
pub(crate) fn rectify(values: &mut [f32]) {
    for value in values {
        *value = positive(*value);
    }
}

/// Names from labels: 0 for none, then `B` and `I` of each class.
pub(crate) fn names(first: usize, labels: &[u8], found: &mut Vec<Name>) {
    let mut at = 0;
    while at < labels.len() {
        let label = labels[at];
        let start = at;
        at += 1;
        if label == 0 {
            continue;
        }
        while at < labels.len() && labels[at] == label + 1 {
            at += 1;
        }
        let words = (first + start) as u32..(first + at) as u32;
        found.push(Name { words, kind: NameKind::ALL[usize::from(label - 1) / 2] });
    }
}

/// Sentences in groups of about `most` units, where `cut` says how a sentence is divided and how
/// many units each part has.
pub(crate) fn batches(
    sentences: &[Range<u32>],
    most: usize,
    mut cut: impl FnMut(Range<usize>, &mut Vec<(Range<usize>, usize)>),
) -> Vec<Vec<Range<usize>>> {
    let mut groups: Vec<Vec<Range<usize>>> = Vec::new();
    let (mut units, mut parts) = (most, Vec::new());
    for sentence in sentences {
        parts.clear();
        cut(sentence.start as usize..sentence.end as usize, &mut parts);
        for (part, size) in parts.drain(..) {
            if units + size > most {
                groups.push(Vec::new());
                units = 0;
            }
            units += size;
            groups.last_mut().expect("one was just made").push(part);
        }
    }
    groups
}

/// Buffers that workers take turns with: as many as there are workers, kept from document to
/// document.
#[derive(Default)]
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T: Default> Pool<T> {
    /// Runs `work` with buffers that no other worker has.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut buffers = taken.unwrap_or_default();
        let result = work(&mut buffers);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffers);
        result
    }
}
