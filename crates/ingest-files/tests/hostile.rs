//! Hostile inputs, all in one folder, read by the real pipeline up to the record: what became of
//! each. None may cost more than a line in the quarantine, none may touch another document, and the
//! run must verify.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;

use rapporteur_pipeline::{Layer, Quiet, RunOptions, compile, run, verify};
use rapporteur_stage::{BuildContext, Registry};
use zip::write::{SimpleFileOptions, ZipWriter};

fn registry() -> Registry {
    Registry::new()
        .with::<rapporteur_ingest_files::Files>()
        .with::<rapporteur_normalize_encoding::Encoding>()
        .with::<rapporteur_normalize_html::Html>()
        .with::<rapporteur_normalize_blocks::Blocks>()
        .with::<rapporteur_normalize_metadata::Metadata>()
        .with::<rapporteur_report_record::Record>()
}

const CONFIG: &str = "
[[ingest]]
use = \"files\"
paths = [\"FOLDER\"]
max_bytes = 1000000

[[normalize]]
use = \"encoding\"
[[normalize]]
use = \"html\"
[[normalize]]
use = \"blocks\"
[[normalize]]
use = \"metadata\"

[[report]]
use = \"record\"
";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// The bytes with every `from` replaced by `to`, which is as long.
fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    while let Some(at) = bytes.windows(from.len()).position(|window| window == from) {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

fn capture(len: &str, http: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://echo.example/\r\n\
         Content-Type: application/http\r\n{len}\r\n"
    );
    [head.as_bytes(), http, b"\r\n\r\n"].concat()
}

fn page(http_head: &str, body: &[u8]) -> Vec<u8> {
    let http =
        [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{http_head}\r\n").as_bytes(), body].concat();
    capture(&format!("Content-Length: {}\r\n", http.len()), &http)
}

/// A PDF of one page with this content; without a table of its objects, so that they are searched for.
fn pdf(content: &str, kids: &[u8]) -> Vec<u8> {
    let kids = if kids.is_empty() { "/Kids [3 0 R]" } else { std::str::from_utf8(kids).expect("ASCII") };
    format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Count 1 {kids} >>\nendobj\n\
         3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n4 0 obj\n{content}\nendobj\n\
         5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n\
         trailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )
    .into_bytes()
}

/// Every input of bytes alone, by its name.
fn inputs() -> Vec<(&'static str, Vec<u8>)> {
    let blank = vec![b' '; 1_500_000];
    let sentence = b"The council met on Sunday, and the mayor spoke for an hour. ";
    let good = page("", b"<p>The record after it is whole.</p>");
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let noise: Vec<u8> = (0..40_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut locked = zip(&[("locked.txt", b"Locked.")]);
    locked[6] |= 1;
    let directory = locked.windows(4).position(|window| window == b"PK\x01\x02").expect("a directory");
    locked[directory + 8] |= 1;
    let mut nested = zip(&[("deep.txt", b"Deep.")]);
    for _ in 0..6 {
        nested = zip(&[("in.zip", &nested)]);
    }
    let mut damaged = gzip(&sentence.repeat(20));
    let middle = damaged.len() / 2;
    damaged[middle..middle + 3].fill(0xFF);
    let whole_zip = zip(&[("a.txt", sentence)]);
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("link.txt", "../../etc/hosts", SimpleFileOptions::default()).expect("memory");
    let mut many = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..10_001 {
        many.start_file(number.to_string(), SimpleFileOptions::default()).expect("memory");
    }
    let mut broken_member = gzip(&good);
    let middle = broken_member.len() / 2;
    broken_member[middle..middle + 4].fill(0xFF);
    let mut bombs = vec![
        ("bomb-gzip.txt.gz", gzip(&blank)),
        ("bomb-inside-gzip.zip.gz", gzip(&zip(&[("a.txt", &blank)]))),
        ("bomb-jsonl.jsonl.gz", gzip(&[b"{\"text\": \"".as_slice(), &blank, b"\"}"].concat())),
        ("bomb-warc.warc", page("Content-Encoding: gzip\r\n", &gzip(&blank))),
        ("bomb-zip.zip", zip(&[("a.txt", sentence), ("b.txt", &blank), ("c.txt", sentence)])),
        ("bomb-zstd.txt.zst", zstd(&blank)),
        ("zip-in-zip-in-zip.zip", nested),
    ];
    bombs.extend([
        ("gzip-cut-off.txt.gz", gzip(&sentence.repeat(20))[..60].to_vec()),
        ("gzip-damaged.txt.gz", damaged),
        ("gzip-that-is-none.txt.gz", sentence.to_vec()),
        ("zip-cut-off.zip", whole_zip[..whole_zip.len() / 2].to_vec()),
        ("zip-encrypted.zip", locked),
        ("zip-link.zip", link.finish().expect("memory").into_inner()),
        ("zip-slip.zip", replaced(zip(&[("__xslip.txt", sentence), ("in.txt", sentence)]), b"__xslip", b"../slip")),
        ("zip-root.zip", replaced(zip(&[("xroot.txt", sentence)]), b"xroot", b"/root")),
        ("zip-too-many.zip", many.finish().expect("memory").into_inner()),
        ("zip-twice.zip", replaced(zip(&[("aa.txt", sentence), ("ab.txt", b"The second of two.")]), b"aa.txt", b"ab.txt")),
        ("warc-length-short.warc", [capture("Content-Length: 9\r\n", b"HTTP/1.1 200 OK\r\n\r\n<p>"), good.clone()].concat()),
        ("warc-length-long.warc", [capture("Content-Length: 999999\r\n", b"HTTP/1.1 200 OK\r\n\r\n<p>"), good.clone()].concat()),
        ("warc-length-huge.warc", [capture("Content-Length: 18446744073709551615\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"), good.clone()].concat()),
        ("warc-length-negative.warc", [capture("Content-Length: -1\r\n", b"HTTP/1.1 200 OK\r\n\r\n"), good.clone()].concat()),
        ("warc-length-missing.warc", [capture("", b"HTTP/1.1 200 OK\r\n\r\n"), good.clone()].concat()),
        ("warc-chunk-huge.warc", [page("Transfer-Encoding: chunked\r\n", b"FFFFFFFFFFFFFFFE\r\n<p>Cut."), good.clone()].concat()),
        ("warc-member-damaged.warc.gz", [broken_member, gzip(&good)].concat()),
        ("warc-of-nothing.warc", b"WARC/1.0\r\n".to_vec()),
        ("json-deep.json", [b'['].repeat(100_000)),
        ("json-deep-record.jsonl", format!("{{\"text\": {}\n{{\"text\": \"The line after it.\"}}\n", "[".repeat(100_000)).into_bytes()),
        ("json-long-line.jsonl", format!("{{\"text\": \"{}\"}}\n{{\"text\": \"The line after it.\"}}\n", "x".repeat(1_200_000)).into_bytes()),
        ("json-surrogates.jsonl", b"{\"text\": \"Half \\ud83d a pair, and a NUL \\u0000 too.\"}\n{}\n".to_vec()),
        ("csv-open-quote.csv", format!("text,title\nOne row.,A\n\"{}", "open\n".repeat(250_000)).into_bytes()),
        ("feed-entities.xml", b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><rss><channel><item><description>&b;&b; and text.</description></item></channel></rss>".to_vec()),
        ("feed-outside.xml", b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item><description>&x; is not read.</description></item></channel></rss>".to_vec()),
        ("feed-unclosed.xml", format!("<rss><channel>{}", "<item><description>".repeat(20_000)).into_bytes()),
        ("mail-base64-broken.eml", b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nVGhlIG1!heW9y*****IHNwb2tlLg=\r\n".to_vec()),
        ("mail-deep.eml", (0..2000).fold(b"From: a@b.example\r\n".to_vec(), |mut mail, at| {
            write!(mail, "Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n").expect("memory");
            mail
        })),
        ("mail-no-end.eml", b"From: a@b.example\r\nSubject: ".to_vec()),
        ("page-attribute.html", [b"<!doctype html><p title=\"".as_slice(), &vec![b'x'; 200_000], b"><p>Never closed."].concat()),
        ("page-comment.html", b"<!doctype html><p>Before it.</p><!-- never closed <p>Inside it.</p>".to_vec()),
        ("page-entities.html", format!("<!doctype html><p>Odd references: {}</p>", "&#0;&#xD800;&#99999999;&bogus;".repeat(3000)).into_bytes()),
        ("page-nested.html", format!("<!doctype html>{}<p>At the bottom.</p>", "<div>".repeat(100_000)).into_bytes()),
        ("page-nested-spans.html", format!("<!doctype html><p>{}At the bottom.", "<b><i>".repeat(50_000)).into_bytes()),
        ("page-script.html", b"<!doctype html><p>Before it.</p><script>never closed <p>Inside it.</p>".to_vec()),
        ("page-table.html", format!("<!doctype html>{}", "<table><tr><td>cell ".repeat(5000)).into_bytes()),
        ("text-bidi.txt", "The clerk wrote \u{202e}gnp.exe\u{202c} and zero\u{200b}width, soft\u{ad}hyphen.".as_bytes().to_vec()),
        ("text-long-line.txt", sentence.repeat(5_000)),
        ("text-long-word.txt", vec![b'a'; 100_000]),
        ("text-noise.txt", noise),
        ("text-nuls.txt", vec![0; 5000]),
        ("text-nul-inside.txt", b"The council met.\0 The mayor spoke.\n".to_vec()),
        ("text-only-mark.txt", b"\xEF\xBB\xBF".to_vec()),
        ("text-only-space.txt", b" \n\t\n \n".to_vec()),
        ("text-overlong.txt", [sentence.as_slice(), b"\xC0\xAF \xED\xA0\x80 \xF8\x88\x80\x80\x80 ", sentence].concat()),
        ("text-utf16-no-mark.txt", utf16("The council met without a mark.")),
        ("text-utf16-odd.txt", [utf16("\u{feff}The council met, and a byte is left over.").as_slice(), b"x"].concat()),
        ("text-utf32.txt", "\u{feff}The council.".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect()),
        ("text-that-is-png.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec()),
        ("feed-utf16.xml", utf16("\u{feff}<?xml version='1.0' encoding='UTF-16'?><rss><channel><item><title>É</title><description>The ferry’s back &amp; dry.</description></item><item><description>The item after it.</description></item></channel></rss>")),
        ("feed-utf16-cut-off.xml", utf16("\u{feff}<rss><channel><item><description>Whole.</description></item><item><description>Cut")),
        ("json-utf16.jsonl", utf16("{\"text\": \"The ferry\\u2019s back.\"}\n{\"text\": \"The line after it.\"}\n")),
        ("csv-utf16.csv", utf16("\u{feff}title,text\nA,\"It \"\"sails\"\" on Friday.\"\n")),
        ("pdf-cut-off.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj".to_vec()),
        ("pdf-packed-twice.pdf", pdf("<< /Filter [/FlateDecode /FlateDecode] /Length 1 >>\nstream\nx\nendstream", b"")),
        ("pdf-good.pdf", pdf("<< /Length 60 >>\nstream\nBT /F1 11 Tf 72 700 Td (The ferry sails on Friday.) Tj ET      \nendstream", b"")),
        ("pdf-of-nothing.pdf", pdf("<< /Length 0 >>\nstream\n\nendstream", b"")),
        ("pdf-round.pdf", pdf("<< /Length 30 >>\nstream\nBT /F1 11 Tf (On.) Tj ET /X Do\nendstream", b"/Kids [2 0 R 3 0 R]")),
        ("empty.txt", Vec::new()),
    ]);
    bombs
}

fn folder(root: &Path) {
    let write = |name: &OsStr, bytes: &[u8]| fs::write(root.join(name), bytes).expect("a file");
    for (name, bytes) in inputs() {
        write(OsStr::new(name), &bytes);
    }
    write(OsStr::new("name\nof two lines.txt"), b"A name of two lines.");
    write(OsStr::from_bytes(b"name-\xFF.txt"), b"A name that is no UTF-8.");
    write(OsStr::new("name-!%41.txt"), b"A name that looks escaped.");
    fs::write(root.join("../outside.txt"), "Not in the folder.").expect("a file");
    symlink("../outside.txt", root.join("link-out.txt")).expect("a link");
    symlink("nowhere", root.join("link-nowhere.txt")).expect("a link");
    symlink(".", root.join("link-round")).expect("a link");
    symlink("/etc", root.join("link-etc")).expect("a link");
    let pipe = std::process::Command::new("mkfifo").arg(root.join("pipe.txt")).status().expect("mkfifo");
    assert!(pipe.success());
    for number in 0..3 {
        // Between the others in the order of names.
        let name = ["aaa-good.txt", "name-good.txt", "zzz-good.txt"][number];
        write(OsStr::new(name), format!("Nothing is wrong with document {number}.").as_bytes());
    }
}

fn lines(path: &Path) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(path).expect("a file");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn each_hostile_input_costs_a_line_at_most() {
    let place = tempfile::tempdir().expect("a folder");
    let (root, out) = (place.path().join("in"), place.path().join("out"));
    fs::create_dir(&root).expect("a folder");
    folder(&root);
    let config = CONFIG.replace("FOLDER", root.to_str().expect("a name"));
    let wired = compile(&[Layer::file("test.toml", config)], &registry(), &BuildContext::default());
    let wired = wired.unwrap_or_else(|problems| panic!("{problems}"));
    let options = RunOptions {
        out: out.clone(),
        jobs: 2,
        resume: false,
        shard: None,
        stop: tokio::sync::watch::channel(false).1,
        progress: std::sync::Arc::new(Quiet),
        wraps: Vec::new(),
        commit: None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().expect("a runtime");
    runtime.block_on(run(wired, options)).expect("the run ends well");

    let prefix = format!("{}/", root.display());
    let mut became: BTreeMap<String, String> = BTreeMap::new();
    let mut tell = |uri: &str, what: String| {
        let name = uri.strip_prefix(&prefix).unwrap_or(uri).to_owned();
        assert!(became.insert(name.clone(), what).is_none(), "{name} stands there twice");
    };
    for record in lines(&out.join("record.jsonl")) {
        let text: String = record["text"].as_str().expect("a text").chars().take(48).collect();
        let notes = record["warnings"].as_array().map_or(0, Vec::len);
        let notes = if notes > 0 { format!(", {notes} warnings") } else { String::new() };
        tell(record["source"]["uri"].as_str().expect("a place"), format!("read: {text:?}{notes}"));
    }
    for held in lines(&out.join("quarantine.jsonl")) {
        let text = |key: &str| held[key].as_str().unwrap_or_default().to_owned();
        let reason: String = text("reason").chars().take(140).collect();
        tell(&text("origin"), format!("held by {}: {reason}", text("stage")));
    }
    let mut table = String::new();
    for (name, what) in &became {
        let what = what.replace(&place.path().display().to_string(), "…");
        let _ = writeln!(table, "{name}\n    {what}");
    }
    for number in 0..3 {
        assert!(table.contains(&format!("Nothing is wrong with document {number}.")), "{table}");
    }
    let verified = runtime.block_on(verify(&out, &registry())).expect("a manifest");
    assert_eq!(verified.findings, []);
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("hostile", table));
}
