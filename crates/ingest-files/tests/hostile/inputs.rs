//! Inputs of bytes alone.

use std::fmt::Write as _;
use std::io::Write as _;

use zip::write::SimpleFileOptions;

use crate::written::{archive, gzip, linked, locked, pdf, position, record, replaced, zip, zstd};

/// A capture whose `Content-Length` is what it is told to be.
fn capture(len: &str, http: &[u8]) -> Vec<u8> {
    record("response", "https://echo.example/", "application/http", len, http)
}

fn page(http_head: &str, body: &[u8]) -> Vec<u8> {
    let http =
        [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{http_head}\r\n").as_bytes(), body].concat();
    capture(&format!("Content-Length: {}\r\n", http.len()), &http)
}

/// An archive whose directory names one member again and again: what overlaps unpacks to more than a
/// nested archive could.
fn overlapping(times: usize, bytes: &[u8]) -> Vec<u8> {
    let whole = zip(&[("00000.txt", bytes)]);
    let directory = position(&whole, b"PK\x01\x02");
    let end = position(&whole, b"PK\x05\x06");
    let mut out = whole[..directory].to_vec();
    for number in 0..times {
        let mut entry = whole[directory..end].to_vec();
        let name = position(&entry, b"00000");
        entry[name..name + 5].copy_from_slice(format!("{number:05}").as_bytes());
        out.extend(entry);
    }
    let len = u32::try_from(out.len() - directory).expect("short");
    let times = u16::try_from(times).expect("few");
    let mut last = whole[end..].to_vec();
    last[8..10].copy_from_slice(&times.to_le_bytes());
    last[10..12].copy_from_slice(&times.to_le_bytes());
    last[12..16].copy_from_slice(&len.to_le_bytes());
    out.extend(last);
    out
}

/// Entities that stand for ten of the one before, as often as that.
fn laughs(depth: usize) -> String {
    let mut out = String::from("<!ENTITY l0 'ha'>");
    for level in 1..=depth {
        let _ = write!(out, "<!ENTITY l{level} '{}'>", format!("&l{};", level - 1).repeat(10));
    }
    out
}

/// Every input of bytes alone, by its name.
pub(crate) fn inputs() -> Vec<(&'static str, Vec<u8>)> {
    let blank = vec![b' '; 1_500_000];
    // Packs too badly to be known by its ratio.
    let numbers: String = (0..200_000).map(|number| number.to_string()).collect();
    let sentence = b"The council met on Sunday, and the mayor spoke for an hour. ";
    let good = page("", b"<p>The record after it is whole.</p>");
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let noise: Vec<u8> = (0..40_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut nested = zip(&[("deep.txt", b"Deep.")]);
    for _ in 0..6 {
        nested = zip(&[("in.zip", &nested)]);
    }
    let mut damaged = gzip(&sentence.repeat(20));
    let middle = damaged.len() / 2;
    damaged[middle..middle + 3].fill(0xFF);
    let whole_zip = zip(&[("a.txt", sentence)]);
    let many = archive(|writer| {
        (0..10_001).try_for_each(|number| writer.start_file(number.to_string(), SimpleFileOptions::default()))
    });
    let mut broken_member = gzip(&good);
    let middle = broken_member.len() / 2;
    broken_member[middle..middle + 4].fill(0xFF);
    let mut bombs = vec![
        ("bomb-gzip.txt.gz", gzip(&blank)),
        ("bomb-inside-gzip.zip.gz", gzip(&zip(&[("a.txt", &blank)]))),
        ("bomb-jsonl.jsonl.gz", gzip(format!("{{\"text\": \"{numbers}\"}}").as_bytes())),
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
        ("zip-encrypted.zip", locked(&[("locked.txt", b"Locked.")])),
        ("zip-link.zip", linked()),
        ("zip-slip.zip", replaced(zip(&[("__xslip.txt", sentence), ("in.txt", sentence)]), b"__xslip", b"../slip")),
        ("zip-root.zip", replaced(zip(&[("xroot.txt", sentence)]), b"xroot", b"/root")),
        ("zip-too-many.zip", many),
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
        ("feed-unclosed.xml", format!("<rss><channel>{}", "<item><description>".repeat(10_000)).into_bytes()),
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
        ("pdf-packed-twice.pdf", pdf("<< /Filter [/FlateDecode /FlateDecode] /Length 1 >>\nstream\nx\nendstream", "3 0 R")),
        ("pdf-good.pdf", pdf("<< /Length 60 >>\nstream\nBT /F1 11 Tf 72 700 Td (The ferry sails on Friday.) Tj ET      \nendstream", "3 0 R")),
        ("pdf-of-nothing.pdf", pdf("<< /Length 0 >>\nstream\n\nendstream", "3 0 R")),
        ("pdf-round.pdf", pdf("<< /Length 30 >>\nstream\nBT /F1 11 Tf (On.) Tj ET /X Do\nendstream", "2 0 R 3 0 R")),
        ("empty.txt", Vec::new()),
    ]);
    bombs.extend(more());
    bombs
}

/// What the first list did not have.
fn more() -> Vec<(&'static str, Vec<u8>)> {
    let sentence = b"The council met on Sunday, and the mayor spoke for an hour. ";
    let page = |body: &str| format!("<!doctype html><title>A page</title>{body}").into_bytes();
    let mut in_gzip = b"Deep in it.".to_vec();
    for _ in 0..6 {
        in_gzip = gzip(&in_gzip);
    }
    let mut tar = vec![0; 1024];
    tar[..13].copy_from_slice(b"../../evil.sh");
    tar[257..262].copy_from_slice(b"ustar");
    let mut wrong_size = zip(&[("a.txt", sentence)]);
    let directory = position(&wrong_size, b"PK\x01\x02");
    wrong_size[directory + 24..directory + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    let (part, picture) =
        ("--b\r\nContent-Type: text/plain\r\n\r\nA part.\r\n", "--b\r\nContent-Type: image/png\r\n\r\nx\r\n");
    let parts = [part, part, part, &picture.repeat(3000)].concat();
    let cyrillic = [0xCF, 0xE0, 0xF0, 0xEE, 0xEC, b' '].repeat(40);
    vec![
        ("bomb-gzip-in-gzip.txt.gz", in_gzip),
        ("bomb-zip-overlapping.zip", overlapping(400, &vec![b' '; 900_000])),
        ("tar-slip.tar", tar),
        ("zip-size-wrong.zip", wrong_size),
        ("warc-no-blank-line.warc", [self::page("", b"<p>First."), self::page("", b"<p>Second.")].concat().replace(b"\r\n\r\nWARC", b"WARC")),
        ("warc-body-damaged.warc", self::page("Content-Encoding: gzip\r\n", b"\x1F\x8B\x08\0damaged")),
        ("byte-letter.txt", b"a".to_vec()),
        ("byte-high.txt", vec![0xFF]),
        ("byte-nul.txt", vec![0]),
        ("mark-utf16.txt", vec![0xFF, 0xFE]),
        ("mark-utf16-be.html", vec![0xFE, 0xFF]),
        ("json-huge-numbers.jsonl", format!("{{\"text\": \"A large number.\", \"published\": 1e999, \"id\": {}}}\n", "9".repeat(100_000)).into_bytes()),
        ("json-broken-line.jsonl", b"{\"text\": \"Whole.\"}\n{\"text\": \"Cut\n{\"text\": \"Whole again.\"}\n".to_vec()),
        ("json-same-key.jsonl", b"{\"text\": \"One.\", \"text\": \"Two.\"}\n".to_vec()),
        ("csv-columns-wrong.csv", b"title,text\nA,One row.\nB\nC,Three,four,five\n".to_vec()),
        ("csv-no-text.csv", b"name,number\nA,1\nB,2\n".to_vec()),
        ("feed-laughs.xml", format!("<?xml version='1.0'?><!DOCTYPE rss [{}]><rss><channel><item><description>&l9; he said.</description></item></channel></rss>", laughs(9)).into_bytes()),
        ("feed-cut-off.xml", b"<rss><channel><item><description>Whole.</description></item><item><descr".to_vec()),
        ("mail-mhtml-no-boundary.mhtml", b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://echo.example/1\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"\r\n\r\n<p>Saved.".to_vec()),
        ("mail-parts.eml", format!("From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n").into_bytes()),
        ("mail-long-header.eml", format!("From: a@b.example\r\nTo: {}\r\nSubject: Long\r\nMIME-Version: 1.0\r\n\r\nThe text.\r\n", "a@b.example,\r\n ".repeat(20_000)).into_bytes()),
        ("mailbox-no-from.mbox", b"Just a text that somebody named so.\n".to_vec()),
        ("markdown-brackets.md", "[".repeat(50_000).into_bytes()),
        ("markdown-links.md", "![a](".repeat(10_000).into_bytes()),
        ("markdown-stars.md", "**a _b ".repeat(20_000).into_bytes()),
        ("markdown-quotes.md", ">".repeat(50_000).into_bytes()),
        ("page-long-attribute.html", page(&format!("<p title=\"{}\">After it.</p>", "x".repeat(900_000)))),
        ("page-data-uri.html", page(&format!("<img src=\"data:image/png;base64,{}\"><p>After it.</p>", "QUJD".repeat(200_000)))),
        ("page-misnested.html", page(&"<b><p>mixed".repeat(10_000))),
        ("page-refresh.html", b"<!doctype html><meta http-equiv=refresh content=\"0; url=https://echo.example/2\">".to_vec()),
        ("page-json-ld-deep.html", page(&format!("<script type=\"application/ld+json\">{}</script><p>After it.</p>", "{\"a\":[".repeat(50_000)))),
        ("page-charset-wrong.html", [b"<!doctype html><meta charset=utf-8><p>".as_slice(), &cyrillic].concat()),
        ("page-charset-unknown.html", page("<meta charset=\"klingon-8\"><p>The ferry\u{2019}s back.</p>")),
        ("page-utf16-declared.html", page("<meta charset=\"utf-16\"><p>It is not, since this can be read.</p>")),
        ("page-closing-tags.html", page(&format!("{}<p>After them.</p>", "</div></p></b>".repeat(30_000)))),
        ("pdf-scan.pdf", pdf("<< /Length 10 >>\nstream\nq /Im Do Q \nendstream", "3 0 R").replace(b"/Font <<", b"/XObject << /Im 4 0 R >> /Font <<")),
        ("pdf-locked.pdf", pdf("<< /Length 0 >>\nstream\n\nendstream", "3 0 R").replace(b"<< /Root 1 0 R >>", format!("<< /Root 1 0 R /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{0}> /U <{0}> >> /ID [<00> <00>] >>", "00".repeat(32)).as_bytes())),
        ("pdf-letters-unknown.pdf", pdf("<< /Length 40 >>\nstream\nBT /F1 11 Tf 72 700 Td <00410042> Tj ET   \nendstream", "3 0 R").replace(b"/Subtype /Type1", b"/Subtype /Type0 /Encoding /Identity-H")),
        ("pdf-forms-in-forms.pdf", pdf(&format!("<< /Subtype /Form /Length 1800 /Resources << /XObject << /X 4 0 R >> >> >>\nstream\n{}\nendstream", "/X Do ".repeat(300)), "3 0 R").replace(b"/Font <<", b"/XObject << /X 4 0 R >> /Font <<")),
        ("text-marks.txt", "\u{301}".repeat(50_000).into_bytes()),
        ("text-quotation-marks.txt", "\" \u{201c} ' ".repeat(30_000).into_bytes()),
        ("text-initials.txt", "A. B. ".repeat(10_000).into_bytes()),
        ("text-numbers.txt", "1,000.".repeat(30_000).into_bytes()),
        ("text-blank-lines.txt", [b"Above.".as_slice(), &b"\n".repeat(200_000), b"Below."].concat()),
        ("transcript-cut-off.xml", b"<?xml version='1.0'?><publicwhip><speech id='a' speakername='Ada Lund'><p>The ferry is ba".to_vec()),
        ("transcript-nested.xml", format!("<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>{}<u who='#a'><seg>Hear.</seg></u>", "<div>".repeat(50_000)).into_bytes()),
        ("twice-a.txt", b"The same text stands here twice.".to_vec()),
        ("twice-b.txt", b"The same text stands here twice.".to_vec()),
        ("sidecar-broken.txt", b"A text whose sidecar is broken.".to_vec()),
        ("sidecar-broken.txt.meta.json", b"{\"published\": ".to_vec()),
    ]
}

/// `[u8]::replace`, which there is for texts alone.
trait Replace {
    fn replace(self, from: &[u8], to: &[u8]) -> Vec<u8>;
}

impl Replace for Vec<u8> {
    fn replace(self, from: &[u8], to: &[u8]) -> Vec<u8> {
        let at = position(&self, from);
        [&self[..at], to, &self[at + from.len()..]].concat()
    }
}
