//! Web archives: the pages in a WARC file (ISO 28500), as crawlers and archivists write it.
//!
//! Each page that was fetched well is a document; its name is the offset of its record in the
//! file, as in a CDX index, so that it is found again without reading what is before. Requests,
//! revisits, redirects, pictures and scripts are no documents: they are counted and passed over.
//! A record that is damaged, cut off or longer than it says costs itself and no other.
//!
//! The time of capture (`WARC-Date`) is not the time of publication, and is not taken for it: it
//! stands with the source.
//!
//! One record is held at a time. Start reading at [`Warc`] and at `Records`, which finds one record
//! after the other; `http` reads what a server answered.

mod http;
mod records;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rapporteur_container::{Format, Found, Look, Member, Members, Origin, Unfit, facts};
use rapporteur_document::Meta;

use crate::records::{Head, Records};

/// The rule that facts of a record's header are from.
const RULE: &str = "warc";

/// How much of a record is looked at before it is decided whether it is a document: an HTTP header
/// is a few hundred bytes.
const HTTP_HEAD: usize = 64 * 1024;

/// The reader of WARC files.
#[derive(Debug, Clone, Default)]
pub struct Warc {
    /// The addresses that are pages, where the archive knows (a WACZ does): what else looks like a
    /// page is a part of one.
    pub pages: Option<Arc<BTreeSet<String>>>,
}

impl Format for Warc {
    fn name(&self) -> &'static str {
        "a WARC web archive"
    }

    fn fits(&self, look: Look<'_>) -> bool {
        look.ends(&[".warc", ".warc.gz", ".arc.warc.gz", ".wet.gz"]) || look.head.starts_with(b"WARC/")
    }

    fn open(&self, origin: Arc<dyn Origin>, max_bytes: u64) -> Result<Box<dyn Members>, String> {
        Ok(Box::new(Captures {
            records: Records::new(origin),
            max_bytes,
            pages: self.pages.clone(),
            passed_over: BTreeMap::new(),
        }))
    }
}

/// The pages of an archive.
struct Captures {
    records: Records,
    max_bytes: u64,
    pages: Option<Arc<BTreeSet<String>>>,
    passed_over: BTreeMap<String, u64>,
}

impl Members for Captures {
    fn next(&mut self) -> Option<Found> {
        loop {
            let head = match self.records.next()? {
                Ok(head) => head,
                Err(error) => return Some(Found::unfit(error.name, error.reason)),
            };
            if let Some(found) = self.record(&head) {
                return Some(found);
            }
        }
    }

    fn find(&mut self, name: &str) -> Option<Vec<u8>> {
        self.records.go_to(name)?;
        match self.next()? {
            Found::Member(member) if member.name == name => Some(member.bytes),
            _ => None,
        }
    }

    fn passed_over(&self) -> BTreeMap<String, u64> {
        self.passed_over.clone()
    }
}

impl Captures {
    /// A record as a document; nothing when it is none.
    fn record(&mut self, head: &Head) -> Option<Found> {
        match head.kind.as_str() {
            "response" | "resource" | "conversion" => {}
            "request" | "revisit" | "metadata" | "warcinfo" | "continuation" => {
                return self.pass(head, format!("{} records of web archives", head.kind));
            }
            _ => return self.pass(head, "records of web archives of other kinds".into()),
        }
        let is_http = head.kind == "response" && !head.content_type.contains("text/dns");
        let start = match self.records.read(HTTP_HEAD) {
            Ok(start) => start,
            Err(reason) => return Some(Found::unfit(&head.name, reason)),
        };
        let (answer, body_at) = if is_http {
            let Some((answer, body)) = http::Answer::parse(&start) else {
                return self.pass(head, "responses in web archives that are not HTTP".into());
            };
            (answer, body)
        } else {
            (http::Answer::of_type(&head.content_type), 0)
        };
        if let Some(why) = answer.is_no_document(&start[body_at..], &head.url) {
            return self.pass(head, why);
        }
        if self.pages.as_ref().is_some_and(|pages| !pages.contains(without_fragment(&head.url))) {
            return self.pass(head, "parts of pages in web archives".into());
        }
        if head.len > self.max_bytes {
            let reason = format!("has {} bytes, more than max_bytes = {}", head.len, self.max_bytes);
            return self.records.skip().err().or(Some(reason)).map(|reason| Found::unfit(&head.name, reason));
        }
        let mut bytes = start;
        match self.records.read(usize::MAX) {
            Ok(rest) => bytes.extend(rest),
            Err(reason) => return Some(Found::unfit(&head.name, reason)),
        }
        if let Err(reason) = self.records.end() {
            return Some(Found::unfit(&head.name, reason));
        }
        let body = match answer.body(bytes.split_off(body_at.min(bytes.len())), self.max_bytes) {
            Ok(body) => body,
            Err(reason) => return Some(Found::Unfit(Unfit { name: head.name.clone(), bytes, reason })),
        };
        if body.is_empty() {
            self.count("responses in web archives without a body".into());
            return None;
        }
        let meta = Meta { url: facts::url(&head.url, RULE), ..Meta::default() };
        let media_type = answer.media_type(&body);
        Some(Found::Member(Box::new(Member {
            name: head.name.clone(),
            bytes: body,
            media_type,
            encoding: answer.charset,
            captured: head.date.clone(),
            meta,
            ..Member::default()
        })))
    }

    fn pass(&mut self, head: &Head, what: String) -> Option<Found> {
        self.count(what);
        self.records.skip().err().map(|reason| Found::unfit(&head.name, reason))
    }

    fn count(&mut self, what: String) {
        *self.passed_over.entry(what).or_default() += 1;
    }
}

/// An address as lists of pages give it.
pub fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write as _;

    fn record(kind: &str, url: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\n\
             Content-Length: {}\r\n\r\n",
            content.len()
        );
        [head.as_bytes(), content, b"\r\n\r\n"].concat()
    }

    fn page(url: &str, body: &str) -> Vec<u8> {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n{body}");
        record("response", url, "application/http; msgtype=response", http.as_bytes())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// What an archive gives, each document found again by its name.
    fn listing(bytes: Vec<u8>) -> (Vec<String>, BTreeMap<String, u64>) {
        let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(bytes));
        let mut members = Warc::default().open(Arc::clone(&origin), 1000).unwrap();
        let mut out = Vec::new();
        while let Some(found) = members.next() {
            match found {
                Found::Member(member) => {
                    let mut again = Warc::default().open(Arc::clone(&origin), 1000).unwrap();
                    assert_eq!(again.find(&member.name).as_ref(), Some(&member.bytes));
                    out.push(format!("{}: {}", member.name, String::from_utf8_lossy(&member.bytes)));
                }
                Found::Unfit(unfit) => out.push(format!("{}! {}", unfit.name, unfit.reason)),
            }
        }
        (out, members.passed_over())
    }

    fn all() -> Vec<Vec<u8>> {
        vec![
            record("warcinfo", "", "application/warc-fields", b"software: test\r\n"),
            page("https://a.example/1", "<p>One"),
            record("request", "https://a.example/1", "application/http", b"GET / HTTP/1.1\r\n\r\n"),
            page("https://a.example/2", "<p>Two"),
            record("conversion", "https://a.example/3", "text/plain", b"Three"),
        ]
    }

    #[test]
    fn pages_are_found_by_their_offset_in_every_packing() {
        let plain = all().concat();
        let by_record: Vec<u8> = all().iter().flat_map(|record| gzip(record)).collect();
        let whole = gzip(&plain);
        for bytes in [plain, by_record, whole] {
            let (found, passed) = listing(bytes);
            let bodies: Vec<&str> = found.iter().filter_map(|line| line.split(": ").nth(1)).collect();
            assert_eq!(bodies, ["<p>One", "<p>Two", "Three"]);
            assert_eq!(passed.values().sum::<u64>(), 2);
        }
    }

    #[test]
    fn the_time_of_capture_stands_with_the_source_alone() {
        let record = String::from_utf8(page("https://a.example/1", "<p>One")).unwrap();
        let record = record.replace("WARC-Type", "WARC-Date: 2016-09-25T14:05:00Z\r\nWARC-Type");
        let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(record.as_bytes()));
        let mut members = Warc::default().open(origin, 1000).unwrap();
        let Some(Found::Member(member)) = members.next() else { panic!("a page") };
        assert_eq!(member.captured, "2016-09-25T14:05:00Z");
        assert_eq!((member.meta.published, member.meta.modified), (None, None));
    }

    #[test]
    fn records_may_lie_across_any_buffer() {
        // Lengths that put the ends of records and members at every place in a buffer.
        let pages: Vec<Vec<u8>> =
            (0..800).map(|n| page("https://a.example/", &"<p>".repeat(1 + n % 97))).collect();
        for bytes in
            [pages.concat(), pages.iter().flat_map(|page| gzip(page)).collect(), gzip(&pages.concat())]
        {
            let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(bytes));
            let mut members = Warc::default().open(origin, 1000).unwrap();
            for n in 0..800 {
                let Some(Found::Member(member)) = members.next() else { panic!("page {n}") };
                assert_eq!(member.bytes.len(), 3 * (1 + n % 97));
            }
            assert!(members.next().is_none());
        }
    }

    #[test]
    fn a_wrong_length_costs_one_record() {
        let archive = |say: usize| {
            let mut records = all();
            let text = String::from_utf8(records[1].clone()).unwrap();
            let len = text.split("Content-Length: ").nth(1).unwrap().split('\r').next().unwrap();
            records[1] =
                text.replace(&format!("Content-Length: {len}"), &format!("Content-Length: {say}")).into();
            records
        };
        for say in [3, 70, 90, 5000] {
            let (found, _) = listing(archive(say).concat());
            assert_eq!(found.len(), 3, "{say} {found:?}");
            assert!(found[0].contains("Content-Length"), "{found:?}");
            assert!(found[1].ends_with("<p>Two") && found[2].ends_with("Three"));
        }
        // Packed record by record, the packing says where the record ends.
        for say in [3, 5000] {
            let bytes = archive(say).iter().flat_map(|record| gzip(record)).collect();
            let (found, _) = listing(bytes);
            assert_eq!(found.len(), 3, "{say} {found:?}");
        }
    }

    #[test]
    fn records_need_no_line_ends_between_them() {
        let bytes: Vec<u8> = all().iter().flat_map(|record| record[..record.len() - 4].to_vec()).collect();
        let (found, passed) = listing(bytes);
        let bodies: Vec<&str> = found.iter().filter_map(|line| line.split(": ").nth(1)).collect();
        assert_eq!(bodies, ["<p>One", "<p>Two", "Three"]);
        assert_eq!(passed.values().sum::<u64>(), 2);
    }

    #[test]
    fn a_damaged_or_cut_off_record_costs_itself() {
        let mut packed: Vec<Vec<u8>> = all().iter().map(|record| gzip(record)).collect();
        let middle = packed[1].len() / 2;
        packed[1][middle..middle + 4].fill(0xFF);
        let (found, _) = listing(packed.concat());
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].contains('!') && found[1].ends_with("<p>Two"), "{found:?}");
        let whole = all().concat();
        for cut in [1, 6, 20] {
            let (found, _) = listing(whole[..whole.len() - cut].to_vec());
            assert!(found.len() == 3, "{cut} {found:?}");
        }
        let (found, _) = listing(b"WARC/1.0\r\nno header".to_vec());
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn bodies_are_unpacked_as_the_server_packed_them() {
        let answer = |head: &str, body: &[u8]| {
            let http = [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n").as_bytes(), body]
                .concat();
            record("response", "https://a.example/", "application/http", &http)
        };
        let packed = gzip(b"<p>packed");
        let chunked = [format!("{:x}\r\n", packed.len()).as_bytes(), &packed, b"\r\n0\r\n\r\n"].concat();
        let bytes = [
            answer("Transfer-Encoding: chunked\r\n", b"4\r\n<p>a\r\n3;x=y\r\n bc\r\n0\r\n\r\n"),
            answer("Content-Encoding: gzip\r\n", &packed),
            answer("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", &chunked),
            // Crawlers that unpack leave the header as it was.
            answer("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", b"<p>as it is"),
            answer("Content-Encoding: zstd\r\n", b"\x28\xB5\x2F\xFD\0\0\0"),
        ]
        .concat();
        let (found, _) = listing(bytes);
        let bodies: Vec<&str> =
            found.iter().filter_map(|line| line.split_once(' ')).map(|(_, body)| body).collect();
        assert_eq!(bodies[..4], ["<p>a bc", "<p>packed", "<p>packed", "<p>as it is"]);
        assert!(bodies[4].contains("zstd"));
    }

    #[test]
    fn what_is_no_page_is_counted() {
        let http = |status: &str, kind: &str, body: &str| {
            let http = format!("HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n\r\n{body}");
            record("response", "https://a.example/", "application/http", http.as_bytes())
        };
        let bytes = [
            http("404", "text/html", "<p>gone"),
            http("301", "text/html", ""),
            http("200", "image/png", "\u{89}PNG"),
            http("200", "text/css", "a{}"),
            http("200", "text/html", ""),
            http("200", "application/pdf", "%PDF-1.4"),
        ]
        .concat();
        let (found, passed) = listing(bytes);
        // A PDF document is for who reads those.
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with(": %PDF-1.4"), "{found:?}");
        assert_eq!(passed.values().sum::<u64>(), 5, "{passed:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_damage_ends(
            at in 0..1200usize, with in any::<u8>(), cut in 0..1200usize, packed in any::<bool>(),
        ) {
            let mut bytes: Vec<u8> = if packed {
                all().iter().flat_map(|record| gzip(record)).collect()
            } else {
                all().concat()
            };
            let len = bytes.len();
            bytes[at % len] = with;
            bytes.truncate(cut.max(1));
            let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(bytes));
            let mut members = Warc::default().open(origin, 1000).unwrap();
            let mut count = 0;
            while members.next().is_some() {
                count += 1;
                prop_assert!(count < 40);
            }
        }
    }
}
