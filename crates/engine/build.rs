//! States the SHA-256 of each model file, for the manifest of a run.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use sha2::{Digest, Sha256};

fn main() {
    println!("cargo::rerun-if-changed=models");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut files: Vec<PathBuf> = fs::read_dir("models")
        .expect("models is here")
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_none_or(|ending| ending != "md"))
        .collect();
    files.sort();
    let mut code = String::from("[\n");
    for path in files {
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let sum = Sha256::digest(&bytes).iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        let _ = writeln!(code, "    (\"engine/{}\", \"{sum}\"),", path.display());
    }
    code.push(']');
    fs::write(out.join("files.rs"), code).expect("OUT_DIR can be written");
}
