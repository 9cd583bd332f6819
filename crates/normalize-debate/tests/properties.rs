//! What holds for any text: it ends, the map covers the text, blocks and turns are inside it.

use proptest::prelude::*;
use rapporteur_document::Document;
use rapporteur_normalize_debate::read;

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<speech speakername=\"Ann &amp; Olé\" person_id='7' oral-qnum=\"3\">",
        "</speech>",
        "<p qnum=\"12345\">",
        "</p>",
        "<p/>",
        "<major-heading id=\"a/2023-03-14a.1\">",
        "</major-heading>",
        "<u who=\"#Ann\" ana=\"#chair\">",
        "<u>",
        "</u>",
        "<seg>",
        "</seg>",
        "<w join=\"right\">",
        "</w>",
        "<note type=\"speaker\">",
        "</note>",
        "<note type='time'>",
        "<gap><desc>",
        "</gap>",
        "<p class=\"italic\" pwmotiontext='yes'>",
        "<speech nospeaker='true' speakername='Hon. Members:'>",
        "<division><divisioncount ayes='1' x:noes=\"2\"/>",
        "<mplist vote='aye'><mpname>",
        "</mpname>",
        "<affiliation ref='x#party.A #party.B' from='2001-02-03' to='é'/>",
        "<date when='2020-01-02'/><setting>",
        "<teiHeader>",
        "</teiHeader>",
        "<titleStmt><title>",
        "</title>",
        "<person xml:id=\"Ann\"><persName>",
        "</person>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<!DOCTYPE [",
        "<",
        ">",
        "\"",
        "'",
        "&",
        "&amp;",
        "&#8212;",
        "&#x1F600;",
        ";",
        "é",
        "word",
        " ",
        "\n",
        "<br/>",
        "<div class=\"debate-item\">",
        "<div class=\"primary-text\">",
        "<div class='secondary-text'>",
        "<span class=\"column-number\">",
        "<h2 class=\"debate-speech__speaker\">",
        "<time>",
        "<button>",
        "<p class='comment'>",
        "The Prime Minister (Ann Olé)",
        "debated on Monday 3 June 2020",
        "</div>",
        "</span>",
        "<h1>",
        "</h1>",
        "<script>",
        "(Eastholm) (Con)",
        "2. What? (904118)",
        "=",
    ]);
    let root = prop::sample::select(vec![
        "<html class=\"debate-item primary-text\">",
        "<publicwhip>",
        "<TEI xmlns='x'>",
        "<?xml version='1.0'?><TEI>",
    ]);
    (root, prop::collection::vec(piece, 0..80)).prop_map(|(root, parts)| root.to_owned() + &parts.concat())
}

/// Pages for the reader of a given format only, so that each of the three is met often enough.
fn pieces_of(root: &'static str) -> impl Strategy<Value = String> {
    pieces().prop_map(move |source| format!("{root}{}", &source[source.find('>').map_or(0, |at| at + 1)..]))
}

fn holds(source: &str) -> Result<(), TestCaseError> {
    let mut document = Document::from_text(source);
    document.source.media_type = "text/html".into();
    read(&mut document);
    prop_assert!(document.map.check(document.text.len(), source.len()).is_ok());
    let mut at = 0;
    for block in document.blocks.iter().flatten() {
        let between = document.text.get(at..block.span.start());
        prop_assert!(between.is_some_and(|between| between.trim().is_empty()));
        let words = block.span.get(&document.text);
        prop_assert!(words.is_some_and(|words| !words.is_empty() && words.trim() == words));
        at = block.span.end();
    }
    prop_assert!(document.blocks.is_none() || document.text[at..].trim().is_empty());
    let mut last = 0;
    for turn in document.turns.iter().flatten() {
        prop_assert!(turn.span.start() >= last && turn.span.get(&document.text).is_some());
        last = turn.span.end();
        let name = turn.speaker.as_ref().and_then(|speaker| speaker.span);
        prop_assert!(name.is_none_or(|name| name.get(&document.text).is_some()));
    }
    Ok(())
}

proptest! {
    // Fewer than the default, unless PROPTEST_CASES asks for more.
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn any_markup(source in pieces()) {
        holds(&source)?;
    }

    #[test]
    fn any_tei(source in pieces_of("<TEI>")) {
        holds(&source)?;
    }

    #[test]
    fn any_publicwhip(source in pieces_of("<publicwhip>")) {
        holds(&source)?;
    }

    #[test]
    fn any_page(source in pieces_of("<html class=\"debate-item primary-text\">")) {
        holds(&source)?;
    }

    #[test]
    fn any_characters(text in "\\PC{0,100}") {
        holds(&format!("<TEI>{text}"))?;
    }
}

#[test]
fn a_note_broken_by_a_speech_announces_nobody() {
    let open = "<note type=\"speaker\"><u who=\"#Ann\" ana=\"#chair\">";
    for source in [
        format!("<TEI xmlns='x'>{open}<!--</note><u who=\"#Ann\" ana=\"#chair\">"),
        format!("<TEI>{open}said</note><u who=\"#Ann\">"),
        format!("<TEI>{open}said</u>after</note><u who=\"#Ann\">"),
        format!("<TEI>{open}said<seg>more</note>{open}</note><u>"),
    ] {
        holds(&source).unwrap_or_else(|error| panic!("{source}: {error}"));
    }
}

#[test]
fn hostile_files_end() {
    for piece in [
        "<",
        "<!--",
        "<a '",
        "<a b=\"",
        "<![CDATA[",
        "<!",
        "<?",
        "&",
        "<p>",
        "<u who='#a'>",
        "<w join='right'>a</w> ",
        "<!DOCTYPE [",
    ] {
        holds(&format!("<publicwhip>{}", piece.repeat(20_000)))
            .unwrap_or_else(|error| panic!("{piece:?}: {error}"));
        holds(&format!("<TEI >{}", piece.repeat(20_000)))
            .unwrap_or_else(|error| panic!("{piece:?}: {error}"));
    }
}
