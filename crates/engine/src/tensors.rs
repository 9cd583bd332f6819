//! Reads a model file: safetensors, which is eight bytes of length, a JSON table and raw numbers.
//!
//! Twenty lines that know these files, in place of a crate whose tree is longer than they are.

use std::collections::BTreeMap;

use serde_json::Value;

/// The tensors of one file, by name.
pub(crate) struct Tensors {
    data: &'static [u8],
    table: BTreeMap<String, Entry>,
}

struct Entry {
    shape: Vec<usize>,
    start: usize,
    end: usize,
}

/// A matrix of bytes with one scale a row: a weight is `q * s[row]`.
pub(crate) struct Quantised {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) q: Vec<i8>,
    pub(crate) s: Vec<f32>,
}

impl Quantised {
    /// A row, as the bytes that stand in the file and their scale.
    pub(crate) fn row(&self, row: usize) -> (&[i8], f32) {
        (&self.q[row * self.columns..][..self.columns], self.s[row])
    }

    /// The weights as numbers.
    pub(crate) fn dequantised(&self) -> Vec<f32> {
        (0..self.rows)
            .flat_map(|row| {
                let (q, s) = self.row(row);
                q.iter().map(move |&q| f32::from(q) * s)
            })
            .collect()
    }
}

impl Tensors {
    /// The file's table.
    ///
    /// # Panics
    /// When the file is not one of ours: it is compiled in, so that a test finds it.
    pub(crate) fn read(file: &'static [u8]) -> Self {
        let (length, rest) = file.split_first_chunk::<8>().expect("a model file has a length");
        let (head, data) = rest.split_at(u64::from_le_bytes(*length) as usize);
        let head: serde_json::Map<String, Value> =
            serde_json::from_slice(head).expect("a model file has a table");
        let number = |value: &Value| value.as_u64().expect("shapes and offsets are numbers") as usize;
        let table = head
            .iter()
            .filter(|(name, _)| *name != "__metadata__")
            .map(|(name, entry)| {
                let shape = entry["shape"].as_array().expect("a shape").iter().map(number).collect();
                let [start, end] = [0, 1].map(|at| number(&entry["data_offsets"][at]));
                (name.clone(), Entry { shape, start, end })
            })
            .collect();
        Self { data, table }
    }

    fn entry(&self, name: &str) -> &Entry {
        self.table.get(name).unwrap_or_else(|| panic!("the model has no tensor {name}"))
    }

    /// A tensor of 32-bit numbers, flat.
    pub(crate) fn floats(&self, name: &str) -> Vec<f32> {
        let entry = self.entry(name);
        self.data[entry.start..entry.end]
            .as_chunks::<4>()
            .0
            .iter()
            .map(|bytes| f32::from_le_bytes(*bytes))
            .collect()
    }

    /// `NAME.q` with `NAME.s`.
    pub(crate) fn quantised(&self, name: &str) -> Quantised {
        let entry = self.entry(&format!("{name}.q"));
        let q: Vec<i8> = self.data[entry.start..entry.end].iter().map(|&byte| byte.cast_signed()).collect();
        let s = self.floats(&format!("{name}.s"));
        let (rows, columns) = (entry.shape[0], entry.shape[1]);
        assert_eq!((q.len(), s.len()), (rows * columns, rows), "{name} is whole");
        Quantised { rows, columns, q, s }
    }
}
