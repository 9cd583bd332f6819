//! PDF documents made by hand, and what is read from them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use rapporteur_container::{Format as _, Found, Look, Origin};

use crate::{Pdf, member};

/// Writes a file of these objects, numbered from 1; the first is the catalog.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", at + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(table, "{offset:010} 00000 n ");
    }
    let _ = write!(
        table,
        "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    out.extend(table.bytes());
    out
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< {dictionary} /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn packed(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    stream("/Filter /FlateDecode", &encoder.finish().unwrap())
}

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// A file of pages with these contents, whose font F1 is this.
fn document(font: &str, contents: &[String], more: Vec<Vec<u8>>) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|at| format!("{} 0 R", 4 + 2 * at)).collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", contents.len()).into_bytes(),
        font.as_bytes().to_vec(),
    ];
    for (at, content) in contents.iter().enumerate() {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * at
        );
        objects.push(page.into_bytes());
        objects.push(packed(content.as_bytes()));
    }
    objects.extend(more);
    file(&objects, "")
}

/// A line at a place from the lower left corner.
fn line(x: i32, y: i32, size: i32, text: &str) -> String {
    format!("BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n")
}

fn lines(x: i32, y: i32, texts: &[&str]) -> String {
    (0..).zip(texts).map(|(at, text)| line(x, y - 13 * at, 11, text)).collect()
}

/// What is read, without the places.
fn read(bytes: &[u8]) -> String {
    let member = member(bytes.to_vec(), 1 << 20).unwrap();
    let html = String::from_utf8(member.bytes).unwrap();
    let body = html.split("<main class=\"article-body\">\n").nth(1).unwrap().split("</main>").next().unwrap();
    let mut out = String::new();
    for (at, part) in body.split(" data-at=\"").enumerate() {
        out.push_str(if at == 0 { part } else { part.split_once('"').unwrap().1 });
    }
    out.replace("<span>", "").replace("</span>", "")
}

fn reason(bytes: &[u8]) -> String {
    member(bytes.to_vec(), 1 << 20).unwrap_err()
}

#[test]
fn lines_become_paragraphs_with_their_places() {
    let content = line(72, 700, 20, "The bridge opens")
        + &lines(
            72,
            660,
            &[
                "The bridge at Marlowbridge was opened on Monday by the mayor, who had waited nine",
                "years for it, and by some of the people who built it. The council called it an inter-",
                "national work.",
            ],
        )
        + &lines(72, 608, &["Nobody had counted on the rain, which fell from noon on."]);
    let bytes = document(HELVETICA, &[content], Vec::new());
    assert_eq!(
        read(&bytes),
        "<h1>The bridge opens</h1>\n\
         <p>The bridge at Marlowbridge was opened on Monday by the mayor, who had waited nine\n\
         years for it, and by some of the people who built it. The council called it an inter\u{AD}national work.</p>\n\
         <p>Nobody had counted on the rain, which fell from noon on.</p>\n"
    );
    let html = String::from_utf8(member(bytes.clone(), 1 << 20).unwrap().bytes).unwrap();
    assert!(html.contains("data-at=\"page=1&amp;viewrect=72,76,"), "{html}");
    let member = member(bytes.clone(), 1 << 20).unwrap();
    assert!(html.contains(&member.made_from) && member.made_from.len() == 64);
}

#[test]
fn it_is_found_again_by_its_name() {
    let bytes = document(HELVETICA, &[line(72, 700, 11, "A line of text.")], Vec::new());
    let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(bytes));
    let Some(Found::Member(member)) = Pdf.open(Arc::clone(&origin), 1 << 20).unwrap().next() else {
        panic!()
    };
    let again = Pdf.open(origin, 1 << 20).unwrap().find(&member.name);
    assert_eq!((member.name.as_str(), Some(&member.bytes)), ("pages.html", again.as_ref()));
    assert!(
        Pdf.fits(Look { name: b"a", head: b"%PDF-1.4" })
            && !Pdf.fits(Look { name: b"a.txt", head: b"see %PDF-" })
    );
}

#[test]
fn columns_go_on_over_pages_and_heads_stand_apart() {
    let page = |number: usize, left: [&str; 5], right: [&str; 5]| {
        line(72, 760, 9, &format!("The Marlowbridge Record {number}"))
            + &lines(72, 700, &left)
            + &lines(320, 700, &right)
            + &line(300, 30, 9, &number.to_string())
    };
    let first = page(
        1,
        [
            "The harbour was closed at dawn, as",
            "the pilots had asked on Friday, and",
            "stayed closed all of the day. Ships",
            "waited in the roads until the wind",
            "fell, which took longer than any",
        ],
        [
            "of the forecasts had said it would.",
            "The pilots were paid for the hours",
            "they had lost. The owners were not,",
            "and some of them have said that they",
            "will go to court about it, though the",
        ],
    );
    let second = page(
        2,
        [
            "law is against them. The last time",
            "such a case was heard, the owners",
            "lost it and paid the costs, and no",
            "one has tried it again since then in",
            "any of the courts of this country.",
        ],
        [
            "A spokesman for the port would not",
            "say what the day had cost, only that",
            "it was less than a day of the strike",
            "in the year before, and more than he",
            "could explain to his own directors.",
        ],
    );
    let third = page(3, ["It is quiet now.", "", "", "", ""], ["", "", "", "", ""]);
    let text = read(&document(HELVETICA, &[first, second, third], Vec::new()));
    let order = [
        "The harbour was",
        "than any\nof the forecasts",
        "though the\nlaw is against",
        "of this country.</p>",
    ];
    let mut at = 0;
    for words in order {
        at += text[at..].find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    }
    assert_eq!(text.matches("<nav>The Marlowbridge Record").count(), 3, "{text}");
    assert!(text.contains("<nav>2</nav>"), "{text}");
}

#[test]
fn tables_are_read_row_by_row() {
    let rows = [["Ward", "Homes", "Flooded"], ["North", "1,200", "312"], ["Quay", "340", "340"]];
    let mut content =
        line(72, 720, 11, "The wards of the town and how many of their homes were flooded in the night:");
    for (at, row) in (0..).zip(rows) {
        for (cell, text) in (0..).zip(row) {
            content += &line(72 + 120 * cell, 690 - 14 * at, 11, text);
        }
    }
    let text = read(&document(HELVETICA, &[content], Vec::new()));
    assert!(text.contains("<tr><td>North</td><td>1,200</td><td>312</td></tr>"), "{text}");
}

#[test]
fn subset_fonts_say_what_their_codes_are() {
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange \
               2 beginbfchar <0001> <FB01> <0002> <0020> endbfchar 1 beginbfrange <0010> <0029> <0061> endbfrange endcmap";
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Own /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>";
    let descendant =
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Own /DW 500 /W [1 [600 250]] >>";
    let content = "BT /F1 12 Tf 72 700 Td [<00010021> -20 <0014> <0002> <0023001800110014>] TJ ET".to_owned();
    let text = read(&document(font, &[content], vec![descendant.to_vec(), packed(map.as_bytes())]));
    assert_eq!(text, "<p>ﬁre tibe</p>\n");
}

#[test]
fn kerning_is_no_space_and_a_wide_gap_is() {
    let content = "BT /F1 12 Tf 72 700 Td [(W) 80 (ater) -350 (and) -300 (\\223ice\\224)] TJ ET".to_owned();
    assert_eq!(read(&document(HELVETICA, &[content], Vec::new())), "<p>Water and “ice”</p>\n");
}

#[test]
fn what_can_not_be_read_is_held_with_its_reason() {
    let scan = file(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /Im 5 0 R >> >> >>"
                .to_vec(),
            packed(b"q 612 0 0 792 0 0 cm /Im Do Q"),
            stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8", b"x"),
        ],
        "",
    );
    assert!(reason(&scan).contains("1 page with 1 picture, as a scan has"), "{}", reason(&scan));
    assert!(reason(&document(HELVETICA, &[String::new()], Vec::new())).contains("nothing written"));
    assert!(reason(b"%PDF-1.7\nnothing").contains("broken"));
    assert!(reason(b"").contains("broken"));
    let unknown =
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>";
    let text = "BT /F1 12 Tf 72 700 Td <00410042> Tj ET".to_owned();
    assert!(
        reason(&document(unknown, &[text], vec![b"<< /Type /Font >>".to_vec()])).contains("fonts do not say")
    );
}

#[test]
fn a_locked_file_says_so() {
    let mut objects =
        vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), b"<< /Type /Pages /Count 0 /Kids [] >>".to_vec()];
    let key = "00".repeat(32);
    objects.push(
        format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{key}> /U <{key}> >>").into_bytes(),
    );
    let bytes = file(&objects, "/Encrypt 3 0 R /ID [<00> <00>]");
    assert!(reason(&bytes).contains("locked with a password"), "{}", reason(&bytes));
}

#[test]
fn bombs_and_loops_end() {
    // A page tree that contains itself, forms that draw themselves, objects without end.
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 9 /Kids [2 0 R 3 0 R 3 0 R] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /A 5 0 R >> /Font << /F1 6 0 R >> >> >>".to_vec(),
        packed(b"/A Do /A Do BT /F1 9 Tf 50 50 Td (On.) Tj ET"),
        stream("/Type /XObject /Subtype /Form /Resources << /XObject << /A 5 0 R >> >>", b"/A Do /A Do"),
        HELVETICA.as_bytes().to_vec(),
    ];
    assert_eq!(read(&file(&objects, "")), "<p>On.</p>\n");
    let zeros = vec![b' '; 80 << 20];
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&zeros).unwrap();
    let bomb = encoder.finish().unwrap();
    objects[3] = stream("/Filter /FlateDecode", &bomb);
    assert!(reason(&file(&objects, "")).contains("bomb"));
    objects[3] = stream("/Filter [/FlateDecode /FlateDecode]", b"x");
    assert!(reason(&file(&objects, "")).contains("packed 2 times"));
    let deep = b"[".repeat(100_000);
    objects[3] = deep;
    assert!(reason(&file(&objects, "")).contains("without text"));
}

fn sample() -> Vec<u8> {
    let content =
        line(72, 700, 20, "A head") + &lines(72, 660, &["Some text that stands here,", "and goes on."]);
    document(HELVETICA, &[content.clone(), content], Vec::new())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_damage_ends_the_same_way_twice(
        places in prop::collection::vec((0..2000usize, any::<u8>()), 0..12), cut in 0..3000usize,
    ) {
        let mut bytes = sample();
        let len = bytes.len();
        for (at, byte) in places {
            bytes[at % len] = byte;
        }
        bytes.truncate(cut.max(20));
        let once = member(bytes.clone(), 1 << 20);
        prop_assert_eq!(&once, &member(bytes, 1 << 20));
        if let Ok(member) = once {
            prop_assert!(std::str::from_utf8(&member.bytes).is_ok_and(|html| html.ends_with("</html>\n")));
        }
    }
}
