//! Containers of documents, beside one another and inside one another.

use std::io::Write as _;

use zip::write::SimpleFileOptions;

use super::*;

fn record(kind: &str, url: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
    let more = format!("WARC-Date: 2016-10-01T00:00:00Z\r\nContent-Length: {}\r\n", content.len());
    written::record(kind, url, content_type, &more, content)
}

fn response(url: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n");
    record("response", url, "application/http; msgtype=response", &[head.as_bytes(), body].concat())
}

fn page(url: &str, body: &str) -> Vec<u8> {
    response(url, "text/html; charset=UTF-8", body.as_bytes())
}

fn warc() -> Vec<Vec<u8>> {
    vec![
        record("warcinfo", "", "application/warc-fields", b"software: none\r\n"),
        page("https://echo.example/1", "<p>The ferry is back.</p>"),
        record("request", "https://echo.example/1", "application/http", b"GET /1 HTTP/1.1\r\n\r\n"),
        page("https://echo.example/frame", "<p>An advertisement.</p>"),
        response("https://echo.example/x.png", "image/png", b"x"),
        page("https://echo.example/2", "<p>The quay is closed.</p>"),
    ]
}

const LINES: &str = "{\"maintext\": \"One.\", \"title\": \"First\", \"date_publish\": \"2016-09-25 10:00:00\"}\n\
    {\"maintext\": \"Two.\", \"authors\": [\"Ada Lund\"]}\n{\"title\": \"No text\"}\nbroken\n";

const FEED: &str = "<?xml version='1.0'?><rss><channel><title>Echo</title><item><title>A</title>\
    <description>Short.</description></item></channel></rss>";

const MAIL: &str = "From: Ada Lund <ada@echo.example>\r\nTo: all@echo.example\r\nSubject: The week\r\n\
    Date: Sun, 25 Sep 2016 14:05:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\nIt=E2=80=99s back.\r\n";

#[test]
fn containers_are_read_wherever_they_lie() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let packed: Vec<u8> = warc().iter().flat_map(|record| gzip(record)).collect();
    write(root, "a.warc", warc().concat());
    write(root, "a.warc.gz", &packed);
    write(root, "b.jsonl", LINES);
    write(root, "b.jsonl.gz", gzip(LINES.as_bytes()));
    write(root, "b.jsonl.meta.json", "{\"publisher\": \"The Echo\"}");
    write(root, "c.json", "[{\"text\": \"One.\"}, {\"text\": \"Two.\"}]");
    write(root, "d.csv", "title,text\nA,\"One,\ntwo.\"\nB,Three.\n");
    write(root, "e.eml", MAIL);
    write(root, "f.xml", FEED);
    write(root, "g.mbox", format!("From x\r\n{MAIL}\r\nFrom y\r\n{MAIL}"));
    write(
        root,
        "h.zip",
        zip(&[
            ("feed.rss", FEED.as_bytes()),
            ("in.warc.gz", &packed),
            ("n.zip", &zip(&[("x.jsonl", LINES.as_bytes())])),
        ]),
    );
    write(root, "named-wrongly.txt", gzip(b"A text after all."));
    write(root, "no-ending", LINES.lines().next().unwrap_or_default());
    write(root, "saved.html", "<!doctype html><p>A page.");
    write(root, "saved_files/frame.html", "<!doctype html><p>A part of it.");
    write(root, "other_files/kept.html", "<!doctype html><p>Saved with nothing.");
    let wacz = zip(&[
        ("datapackage.json", b"{}"),
        ("pages/pages.jsonl", b"{\"format\": \"json-pages-1.0\"}\n{\"url\": \"https://echo.example/1\"}\n{\"url\": \"https://echo.example/2#top\"}\n"),
        ("archive/data.warc.gz", &packed),
        ("indexes/index.cdx", b"..."),
    ]);
    write(root, "w.wacz", &wacz);
    snapshot("containers", &listing(root, named(&["."])));
}

#[test]
fn a_member_of_an_archive_may_be_longer_than_a_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let lines: String = "{\"text\": \"Number one.\"}\n".repeat(200);
    write(root, "long.zip", zip(&[("long.jsonl", lines.as_bytes())]));
    let packed: Vec<u8> = warc().iter().flat_map(|record| gzip(record)).collect();
    let wacz = written::archive(|writer| {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file("archive/data.warc.gz", stored)?;
        Ok(writer.write_all(&packed)?)
    });
    write(root, "long.wacz", wacz);
    let shown = listing(root, Options { max_bytes: 500, ..named(&["."]) });
    assert_eq!(shown.matches("Number ").count(), 200, "{shown}");
    assert_eq!(shown.matches("./long.wacz!/archive/data.warc.gz!/").count(), 3, "{shown}");
}

#[test]
fn what_an_earlier_run_wrote_is_no_source() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(root, "a.txt", "A text.");
    write(root, "out/manifest.json", "{\n  \"schema\": \"rapporteur.manifest/1\"}");
    write(root, "out/record.jsonl", "{\"schema\": \"rapporteur.record/1\", \"text\": \"A text.\"}");
    write(root, "out/report.md", "# Stories");
    write(root, "other/manifest.json", "{\"schema\": \"other\"}");
    let shown = listing(root, named(&["."]));
    assert!(!shown.contains("out/") && shown.contains("other/manifest.json"), "{shown}");
}

#[test]
fn fields_are_named_in_the_config() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a.csv", "Nr,Rede\n1,Hear.\n");
    let records = rapporteur_ingest_files::Fields { text: vec!["rede".into()], ..Default::default() };
    let shown = listing(folder.path(), Options { records, ..named(&["."]) });
    assert!(shown.contains("a.csv!/2"), "{shown}");
}

/// A PDF document of one line.
fn pdf(says: &str) -> Vec<u8> {
    let content = format!("BT /F1 11 Tf 72 700 Td ({says}) Tj ET");
    written::pdf(&format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()), "3 0 R")
}

#[test]
fn pdf_documents_are_read_wherever_they_lie() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let archive = [
        response("https://echo.example/1.pdf", "application/pdf", &pdf("Fetched as what it is.")),
        response("https://echo.example/2", "text/html", &pdf("Fetched under a wrong name.")),
        response("https://echo.example/3", "application/octet-stream", &pdf("Fetched as anything.")),
        response("https://echo.example/4.pdf", "application/pdf", b"%PDF-1.4\nbroken"),
        response("https://echo.example/5.pdf", "application/pdf", b"<html><p>A page after all."),
        response("https://echo.example/6", "text/html", b"<p>A page."),
    ];
    let packed: Vec<u8> = archive.iter().flat_map(|record| gzip(record)).collect();
    let mail = |says: &str| {
        let mut hex = String::new();
        for byte in pdf(says) {
            let _ = write!(hex, "={byte:02X}");
        }
        let lines: Vec<&str> =
            (0..hex.len()).step_by(72).map(|at| &hex[at..hex.len().min(at + 72)]).collect();
        format!(
            "From: Press <p@quay.example>\nSubject: Ferries\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the attached.\n\
             --b\nContent-Type: application/pdf\nContent-Transfer-Encoding: quoted-printable\n\n{}\n--b--\n",
            lines.join("=\n")
        )
        .into_bytes()
    };
    write(root, "a.pdf", pdf("A file."));
    write(root, "b.pdf.gz", gzip(&pdf("A packed file.")));
    write(root, "c.zip", zip(&[("in.pdf", &pdf("A member.")), ("data.warc.gz", &packed)]));
    write(root, "d.warc.gz", &packed);
    write(root, "e.warc", archive.concat());
    write(root, "f.eml", mail("Attached."));
    write(
        root,
        "g.mbox",
        [b"From p\n".as_slice(), &mail("Attached to one."), b"From p\n", &mail("Attached to two.")].concat(),
    );
    snapshot("pdf", &listing(root, named(&["."])));
}

#[test]
fn what_is_attached_to_mails_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let mail = |subject: &str, parts: &[String]| {
        let parts: Vec<String> = parts.iter().map(|part| format!("--{subject}\n{part}\n")).collect();
        format!(
            "From: Ada Lorne <ada@quay.example>\nTo: desk@echo.example\nSubject: {subject}\n\
             Date: Mon, 3 Mar 2025 10:00:00 +0000\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary={subject}\n\n{}--{subject}--\n",
            parts.concat()
        )
    };
    let part = |kind: &str, says: &str| format!("Content-Type: {kind}\n\n{says}");
    let attached = |kind: &str, name: &str, says: &str| {
        format!("Content-Type: {kind}\nContent-Disposition: attachment; filename={name}\n\n{says}")
    };
    let forms = "Content-Type: multipart/alternative; boundary=forms\n\n--forms\n\
        Content-Type: text/plain\n\nThe pier is shut.\n--forms\nContent-Type: text/html\n\n\
        <p>The pier is shut.</p>\n--forms--";
    let inner = mail(
        "Inner",
        &[part("text/plain", "Fourteen boats sank."), attached("text/plain", "list.txt", "Their names.")],
    );
    let outer = mail("Outer", &[part("text/plain", "See below."), part("message/rfc822", &inner)]);
    let deep = mail("Deep", &[part("text/plain", "Once more."), part("message/rfc822", &outer)]);
    write(root, "a-forms.eml", mail("Forms", &[forms.into(), part("image/png", "a picture")]));
    write(
        root,
        "b-parts.eml",
        mail("Parts", &[part("text/plain", "The first part."), part("text/plain", "The second part.")]),
    );
    write(
        root,
        "c-attached.eml",
        mail(
            "Attached",
            &[
                part("text/plain", "See the attached."),
                attached("text/plain; charset=iso-8859-1", "minutes.txt", "The minutes."),
                attached("text/html", "story.html", "<p>The story.</p>"),
                attached("application/octet-stream", "notes.txt", "The notes."),
                attached("application/octet-stream", "map.bin", "\u{0}\u{1}\u{2}\u{0}\u{1}"),
                attached("text/calendar", "board.ics", "BEGIN:VCALENDAR"),
                attached("application/pgp-signature", "signature.asc", "-----BEGIN PGP SIGNATURE-----"),
            ],
        ),
    );
    write(root, "d-forwarded.eml", &outer);
    write(
        root,
        "e-too-deep.eml",
        mail("Deeper", &[part("text/plain", "And again."), part("message/rfc822", &deep)]),
    );
    write(
        root,
        "f.mbox",
        format!("From a\n{outer}\nFrom b\n{}", mail("Last", &[part("text/plain", "The end.")])),
    );
    snapshot("attachments", &listing(root, named(&["."])));
}
