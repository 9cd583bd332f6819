//! Numbers that begin on a line of the cache.

use std::ops::{Deref, DerefMut};

/// Numbers in a line.
const LINE: usize = 64 / size_of::<f32>();

/// A buffer whose first number is the first of a line of the cache, because a vector that lies across
/// two lines costs double.
#[derive(Default)]
pub(crate) struct Floats {
    all: Vec<f32>,
    start: usize,
    len: usize,
}

impl Floats {
    /// Makes the buffer `len` long. Where it was that long before, numbers stay as they are; else they
    /// are anything.
    pub(crate) fn room(&mut self, len: usize) {
        if self.all.len() < self.start + len {
            self.all = vec![0.0; len + LINE];
            // Where the address can't be told every start is as good.
            self.start = self.all.as_ptr().align_offset(64).min(LINE);
        }
        self.len = len;
    }
}

impl From<Vec<f32>> for Floats {
    fn from(numbers: Vec<f32>) -> Self {
        let mut floats = Self::default();
        floats.room(numbers.len());
        floats.copy_from_slice(&numbers);
        floats
    }
}

impl Deref for Floats {
    type Target = [f32];

    #[inline(always)]
    fn deref(&self) -> &[f32] {
        &self.all[self.start..][..self.len]
    }
}

impl DerefMut for Floats {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.all[self.start..][..self.len]
    }
}

/// A value on a line of the cache.
#[derive(Clone)]
#[repr(C, align(64))]
pub(crate) struct Aligned<T>(pub(crate) T);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_begins_on_a_line_whatever_its_length() {
        let mut floats = Floats::default();
        assert!(floats.is_empty());
        for len in [1, 15, 16, 17, 1000, 3] {
            floats.room(len);
            assert_eq!((floats.len(), floats.as_ptr().align_offset(64)), (len, 0));
            floats.fill(1.0);
        }
        assert_eq!(Floats::from(vec![1.0, 2.0])[..], [1.0, 2.0]);
    }
}
