//! Quotation marks: which stretches of a text stand between them.
//!
//! One pass over the bytes of each paragraph finds every mark and what its two neighbours allow
//! it to be; a second pass over the marks pairs them. Double marks are paired first, single ones
//! in what is left, so that an apostrophe can't break a pair of double marks. Every step moves
//! forward, so the time is linear however many marks there are and whichever way they point.

use rapporteur_document::Span;

/// A stretch between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// With its marks.
    pub(crate) outer: Span,
    /// Without its marks, and without white space at its edges. Never empty.
    pub(crate) inner: Span,
    /// Which paragraph.
    pub(crate) paragraph: usize,
    /// It goes on with the stretch before it, which was left open at its paragraph's end.
    pub(crate) continues: bool,
}

/// What a mark looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `"`, `''`, and the like: the same at both ends.
    Straight,
    /// `“`
    Open,
    /// `”`
    Close,
    /// `„`, which `“` closes.
    Low,
    /// `«`
    Left,
    /// `»`
    Right,
    /// `'`
    SingleStraight,
    /// `‘`
    SingleOpen,
    /// `’`
    SingleClose,
    /// Bytes that look like a mark and are none.
    Nothing,
}

impl Shape {
    fn is_single(self) -> bool {
        matches!(self, Self::SingleStraight | Self::SingleOpen | Self::SingleClose)
    }
}

/// A mark in its place.
#[derive(Debug, Clone, Copy)]
struct Mark {
    start: usize,
    end: usize,
    shape: Shape,
    before: Option<char>,
    after: Option<char>,
}

impl Mark {
    /// White space, a bracket or another mark before it, a word after it.
    fn can_open(&self) -> bool {
        let free = self.before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '!' | '?'));
        free && self
            .after
            .is_some_and(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')'))
    }

    /// A word or stop before it.
    fn can_close(&self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '['))
            && !self.after.is_some_and(char::is_alphanumeric)
    }

    fn opens_only(&self) -> bool {
        self.can_open() && !self.can_close()
    }

    fn closes_only(&self) -> bool {
        self.can_close() && !self.can_open()
    }
}

/// How many paragraphs without any mark a quotation may run through before its closing mark.
const SILENT_PARAGRAPHS: usize = 4;

/// Every quoted stretch of these paragraphs, ascending and apart: marks inside marks are part of
/// the outer stretch.
pub(crate) fn find(text: &str, paragraphs: &[Span]) -> Vec<Quoted> {
    let mut found: Vec<Quoted> = Vec::new();
    // Paragraphs since a quotation was left open; none have a mark.
    let mut open: Option<Vec<usize>> = None;
    let mut marks = Vec::new();
    for (index, &paragraph) in paragraphs.iter().enumerate() {
        scan(text, paragraph, &mut marks);
        // «One. ⏎ »Two.»: the mark repeated at the start of a paragraph may be the closing one.
        if open.as_ref().is_some_and(Vec::is_empty)
            && let Some(first) = marks.first_mut().filter(|mark| mark.start == paragraph.start())
            && first.shape == Shape::Right
        {
            first.shape = Shape::Left;
        }
        let doubles: Vec<Mark> = marks.iter().filter(|mark| !mark.shape.is_single()).copied().collect();
        let pairs = pair_doubles(text, paragraph, &doubles);
        let first = found.len();
        let mut closed = None;
        if let Some(silent) = open.take() {
            if let Some(orphan) = pairs.orphan {
                for &earlier in &silent {
                    push(text, &mut found, earlier, paragraphs[earlier], (0, 0), true);
                }
                let span = Span::new(paragraph.start(), orphan.end);
                push(text, &mut found, index, span, (0, orphan.end - orphan.start), true);
                closed = Some(orphan.end);
            } else if doubles.is_empty() && silent.len() < SILENT_PARAGRAPHS {
                let mut silent = silent;
                silent.push(index);
                open = Some(silent);
            }
        }
        let goes_on = |span: Span| {
            found[..first].last().is_some_and(|last| {
                last.paragraph + 1 == index
                    && last.outer.end() == paragraphs[last.paragraph].end()
                    && last.inner.end() == last.outer.end()
                    && same_mark(text, last.outer.start(), span.start())
            }) && text[paragraph.start()..span.start()].trim().is_empty()
        };
        let mut here: Vec<(Span, (usize, usize), bool)> = Vec::new();
        for (span, edges) in &pairs.spans {
            if closed.is_none_or(|end| span.start() >= end) {
                here.push((*span, *edges, goes_on(*span)));
            }
        }
        let singles: Vec<Mark> = marks.iter().filter(|mark| mark.shape.is_single()).copied().collect();
        let next = paragraphs.get(index + 1).map_or("", |next| next.of(text));
        with_singles(text, paragraph, &singles, closed, next, &mut here, goes_on);
        for (span, edges, continues) in here {
            push(text, &mut found, index, span, edges, continues);
        }
        if pairs.left_open {
            open = Some(Vec::new());
        }
    }
    found
}

fn push(
    text: &str,
    found: &mut Vec<Quoted>,
    paragraph: usize,
    outer: Span,
    edges: (usize, usize),
    continues: bool,
) {
    let inner = Span::new(outer.start() + edges.0, outer.end() - edges.1).trimmed(text);
    if inner.of(text).chars().any(char::is_alphanumeric) {
        found.push(Quoted { outer, inner, paragraph, continues });
    }
}

/// What the double marks of a paragraph make.
#[derive(Default)]
struct Pairs {
    /// With their marks, and the lengths of the two marks; a length of nought where one is missing.
    spans: Vec<(Span, (usize, usize))>,
    /// A closing mark before any opening one.
    orphan: Option<Mark>,
    /// The last stretch has no closing mark.
    left_open: bool,
}

fn pair_doubles(text: &str, paragraph: Span, marks: &[Mark]) -> Pairs {
    let mut pairs = Pairs::default();
    let opening = marks.iter().filter(|mark| mark.shape == Shape::Open).count();
    let closing = marks.iter().filter(|mark| mark.shape == Shape::Close).count();
    let nests = opening > 0 && opening == closing;
    let mut open: Option<Mark> = None;
    let mut depth = 0_usize;
    for mark in marks {
        let Some(first) = open else {
            let glued = mark.before.is_some_and(char::is_alphabetic)
                && mark.after.is_some_and(char::is_alphabetic)
                && mark.shape != Shape::Close;
            let free = mark.before.is_none_or(char::is_whitespace) && !matches!(mark.shape, Shape::Close);
            let pointed = matches!(mark.shape, Shape::Open | Shape::Low | Shape::Left) && !mark.closes_only();
            if mark.can_open() || glued || free || pointed {
                open = Some(*mark);
                depth = 0;
            } else if pairs.spans.is_empty() && pairs.orphan.is_none() {
                pairs.orphan = Some(*mark);
            }
            continue;
        };
        let step = step(first.shape, mark, nests, depth);
        match step {
            Step::Inside => {}
            Step::Deeper => depth += 1,
            Step::Up => depth = depth.saturating_sub(1),
            Step::Close => {
                pairs.spans.push((
                    Span::new(first.start, mark.end),
                    (first.end - first.start, mark.end - mark.start),
                ));
                open = None;
            }
            Step::Restart => {
                // The closing mark was lost: the quotation ends with the last sentence that does.
                let between = &text[first.end..mark.start];
                if let Some(stop) = between.rfind(['.', '!', '?']) {
                    let span = Span::new(first.start, first.end + stop + 1);
                    pairs.spans.push((span, (first.end - first.start, 0)));
                }
                open = Some(*mark);
                depth = 0;
            }
        }
    }
    if let Some(first) = open {
        let span = Span::new(first.start, paragraph.end());
        pairs.spans.push((span, (first.end - first.start, 0)));
        pairs.left_open = true;
    }
    pairs
}

enum Step {
    /// A mark of another kind inside the quotation.
    Inside,
    /// A quotation inside the quotation.
    Deeper,
    /// Its end.
    Up,
    /// The end of the quotation.
    Close,
    /// The start of another one; the first has lost its end.
    Restart,
}

/// What a mark does to a quotation that `open` began.
fn step(open: Shape, mark: &Mark, nests: bool, depth: usize) -> Step {
    let up = if depth > 0 { Step::Up } else { Step::Close };
    match (open, mark.shape) {
        (Shape::Left, Shape::Right)
        | (Shape::Right, Shape::Left)
        | (Shape::Low, Shape::Open | Shape::Close | Shape::Straight) => Step::Close,
        (Shape::Left | Shape::Right, _) | (_, Shape::Left | Shape::Right | Shape::Low) => Step::Inside,
        (Shape::Straight, Shape::Straight) => {
            if mark.opens_only() {
                Step::Restart
            } else {
                Step::Close
            }
        }
        (_, Shape::Close) => {
            if mark.opens_only() {
                Step::Restart
            } else {
                up
            }
        }
        (Shape::Open | Shape::Close, Shape::Open) => {
            if mark.closes_only() {
                up
            } else if nests {
                Step::Deeper
            } else {
                Step::Restart
            }
        }
        (Shape::Straight, Shape::Open) => {
            if mark.closes_only() {
                Step::Close
            } else {
                Step::Inside
            }
        }
        (Shape::Open | Shape::Close, Shape::Straight) => {
            if mark.closes_only() && depth == 0 && !nests {
                Step::Close
            } else {
                Step::Inside
            }
        }
        _ => Step::Inside,
    }
}

/// Adds stretches between single marks; double ones inside them are theirs.
fn with_singles(
    text: &str,
    paragraph: Span,
    singles: &[Mark],
    from: Option<usize>,
    next: &str,
    here: &mut Vec<(Span, (usize, usize), bool)>,
    goes_on: impl Fn(Span) -> bool,
) {
    if singles.is_empty() {
        return;
    }
    // Marks outside every double pair.
    let mut pair = 0;
    let mut free: Vec<Mark> = Vec::new();
    for mark in singles {
        while pair < here.len() && here[pair].0.end() <= mark.start {
            pair += 1;
        }
        let inside = here.get(pair).is_some_and(|(span, ..)| span.start() <= mark.start);
        if !inside && from.is_none_or(|end| mark.start >= end) {
            free.push(*mark);
        }
    }
    // The next closing mark after each, and the next that could be one as well as an apostrophe.
    let mut strong = vec![None; free.len() + 1];
    let mut weak = vec![None; free.len() + 1];
    let mut opener = vec![usize::MAX; free.len() + 1];
    for index in (0..free.len()).rev() {
        strong[index] = strong[index + 1];
        weak[index] = weak[index + 1];
        opener[index] = if free[index].shape == Shape::SingleOpen { index } else { opener[index + 1] };
        match closing(&free[index]) {
            Some(true) => strong[index] = Some(index),
            Some(false) => weak[index] = Some(index),
            None => {}
        }
    }
    let mut added = Vec::new();
    let mut index = 0;
    while index < free.len() {
        let mark = free[index];
        if !opens_single(text, &mark) {
            index += 1;
            continue;
        }
        // A quotation that the next paragraph opens again goes on to the end of this one.
        let reopened = next.starts_with(mark_of(&mark, text)) && begins_words(next);
        let end = match (strong[index + 1], weak[index + 1]) {
            (None, _) if reopened => None,
            // A weak one before the next opening mark is better than a strong one after it.
            (Some(strong), Some(weak)) if weak < strong => {
                Some(if opener[weak + 1] < strong { weak } else { strong })
            }
            (Some(strong), _) => Some(strong),
            (None, weak) => weak,
        };
        if let Some(end) = end {
            let close = free[end];
            added.push((Span::new(mark.start, close.end), (mark.end - mark.start, close.end - close.start)));
            index = end + 1;
        } else if reopened
            || mark.shape == Shape::SingleOpen && text[paragraph.start()..mark.start].trim().is_empty()
        {
            added.push((Span::new(mark.start, paragraph.end()), (mark.end - mark.start, 0)));
            break;
        } else {
            index += 1;
        }
    }
    if added.is_empty() {
        return;
    }
    let mut outer = added.iter().peekable();
    let mut kept = Vec::with_capacity(here.len() + added.len());
    for entry in here.drain(..) {
        while let Some((span, edges)) = outer.peek()
            && span.end() <= entry.0.start()
        {
            kept.push((*span, *edges, goes_on(*span)));
            outer.next();
        }
        if outer.peek().is_none_or(|(span, _)| !span.overlaps(entry.0)) {
            kept.push(entry);
        }
    }
    kept.extend(outer.map(|(span, edges)| (*span, *edges, goes_on(*span))));
    *here = kept;
}

/// Whether a paragraph opens with the mark that the one before was left open with: straight marks
/// around a passage are not those of the speech in it.
fn same_mark(text: &str, before: usize, here: usize) -> bool {
    let first = |at: usize| text[at..].chars().next().filter(|c| !c.is_alphanumeric());
    match (first(before), first(here)) {
        (Some('«' | '»'), Some('«' | '»')) | (None, _) => true,
        (before, here) => before == here,
    }
}

/// A mark as it is written.
fn mark_of<'t>(mark: &Mark, text: &'t str) -> &'t str {
    &text[mark.start..mark.end]
}

/// Whether a paragraph starts with a mark and a word that it does not stand for a letter of.
fn begins_words(paragraph: &str) -> bool {
    let rest = paragraph.trim_start_matches(['\'', '‘']);
    rest.starts_with(char::is_uppercase) && !elides(rest)
}

/// Whether a single mark can close: for certain, or as well as being an apostrophe ("the workers'
/// rights").
fn closing(mark: &Mark) -> Option<bool> {
    if mark.shape == Shape::SingleOpen || !mark.can_close() {
        return None;
    }
    let plural = mark.before.is_some_and(|c| matches!(c, 's' | 'S' | 'n' | 'z'));
    let stop_after = mark.after.is_none_or(|c| !c.is_whitespace());
    Some(!plural || stop_after)
}

fn opens_single(text: &str, mark: &Mark) -> bool {
    let boundary =
        mark.before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | ':' | ','));
    let word = mark
        .after
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '“' | '"' | '[' | '…' | '.' | '$' | '£' | '€'));
    boundary && word && !elides(&text[mark.end..])
}

/// `'em`, `'til`, `'90s`: an apostrophe for what is left out before it.
fn elides(rest: &str) -> bool {
    let mut word = String::new();
    let mut chars = rest.chars();
    for c in chars.by_ref().take(6) {
        if !c.is_alphanumeric() {
            break;
        }
        word.extend(c.to_lowercase());
    }
    let decade = word.len() >= 2 && word.as_bytes()[..2].iter().all(u8::is_ascii_digit) && word.len() <= 3;
    decade
        || matches!(
            word.as_str(),
            "em" | "til" | "tis" | "twas" | "twill" | "cause" | "cos" | "bout" | "round" | "n" | "im" | "ere"
        )
}

/// Every mark of a paragraph with its neighbours.
fn scan(text: &str, paragraph: Span, marks: &mut Vec<Mark>) {
    marks.clear();
    let bytes = text.as_bytes();
    let mut at = paragraph.start();
    while at < paragraph.end() {
        let candidate = matches!(bytes[at], b'"' | b'\'' | b'`' | b'&' | 0xc2 | 0xc3 | 0xe2 | 0xef);
        let Some((shape, len)) = candidate.then(|| read(&bytes[at..paragraph.end()])).flatten() else {
            at += 1;
            continue;
        };
        let end = at + len;
        let before = text[paragraph.start()..at].chars().next_back();
        let after = text[end..paragraph.end()].chars().next();
        let inner = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let lost = text[at..end].starts_with('\u{fffd}')
            && (inner || (before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace)));
        // 6'3" is a height, and a lone `"` after a digit an inch or a second.
        if shape != Shape::Nothing && !(shape.is_single() && inner) && !lost {
            marks.push(Mark { start: at, end, shape, before, after });
        }
        at = end;
    }
}

/// The mark that these bytes start with, and its length.
fn read(bytes: &[u8]) -> Option<(Shape, usize)> {
    use Shape::{Close, Left, Low, Nothing, Open, Right, SingleClose, SingleOpen, SingleStraight, Straight};
    // Doubled single marks, entities, and what is left of UTF-8 read as Windows-1252 or Latin-1,
    // longest first.
    const TABLE: &[(&str, Shape)] = &[
        ("&quot;", Straight),
        ("&ldquo;", Open),
        ("&rdquo;", Close),
        ("&lsquo;", SingleOpen),
        ("&rsquo;", SingleClose),
        ("&#34;", Straight),
        ("â€œ", Open),
        ("â€\u{9d}", Close),
        ("â€™", SingleClose),
        ("â€˜", SingleOpen),
        ("â€“", Nothing),
        ("â€”", Nothing),
        ("â€\u{93}", Nothing),
        ("â€\u{94}", Nothing),
        ("â€¦", Nothing),
        ("â€¢", Nothing),
        ("â\u{80}\u{9c}", Open),
        ("â\u{80}\u{9d}", Close),
        ("â\u{80}\u{99}", SingleClose),
        ("â\u{80}\u{98}", SingleOpen),
        ("â\u{80}\u{93}", Nothing),
        ("â\u{80}\u{94}", Nothing),
        ("â€", Close),
        ("‘‘", Open),
        ("’’", Close),
        ("“", Open),
        ("”", Close),
        ("‟", Open),
        ("„", Low),
        ("‘", SingleOpen),
        ("’", SingleClose),
        ("‚", SingleOpen),
        ("‛", SingleOpen),
        ("‹", Left),
        ("›", Right),
        ("″", Straight),
        ("′", SingleClose),
        ("＂", Straight),
        ("\u{fffd}", Straight),
        ("«", Left),
        ("»", Right),
        ("´", SingleClose),
        ("\u{93}", Open),
        ("\u{94}", Close),
        ("\u{91}", SingleOpen),
        ("\u{92}", SingleClose),
    ];
    match bytes {
        [b'"', b'"', b'"', ..] => Some((Straight, 3)),
        [b'"', b'"', ..] | [b'\'', b'\'', ..] => Some((Straight, 2)),
        [b'"', ..] => Some((Straight, 1)),
        [b'\'', ..] => Some((SingleStraight, 1)),
        [b'`', b'`', ..] => Some((Open, 2)),
        [b'`', ..] => Some((SingleOpen, 1)),
        _ => TABLE
            .iter()
            .find(|(sign, _)| bytes.starts_with(sign.as_bytes()))
            .map(|&(sign, shape)| (shape, sign.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            paragraphs.push(Span::new(start, start + line.len()));
            start += line.len() + 1;
        }
        find(text, &paragraphs).into_iter().map(|found| found.inner.of(text)).collect()
    }

    #[test]
    fn pairs_of_every_kind() {
        assert_eq!(quoted("He said “one two” and \"three\"."), ["one two", "three"]);
        assert_eq!(quoted("«One», said „two“ and ''three''."), ["One", "two", "three"]);
        assert_eq!(quoted("‘One,’ she said. ‘It’s the workers’ two.’"), ["One,", "It’s the workers’ two."]);
        assert_eq!(quoted("'I don't,' he said, 'know 'em.'"), ["I don't,", "know 'em."]);
    }

    #[test]
    fn broken_and_wrongly_turned_marks() {
        assert_eq!(quoted("He said ”one two“ there."), ["one two"]);
        assert_eq!(quoted("â€œWe donâ€™t,â€\u{9d} she said â€“ twice."), ["We donâ€™t,"]);
        assert_eq!(quoted("\u{fffd}We don\u{fffd}t,\u{fffd} she said."), ["We don\u{fffd}t,"]);
        assert_eq!(quoted("&quot;One&quot; and \u{93}two\u{94}"), ["One", "two"]);
    }

    #[test]
    fn a_lost_closing_mark_ends_with_its_sentence() {
        assert_eq!(quoted("\"One two. He said \"three four\" then."), ["One two.", "three four"]);
    }

    #[test]
    fn apostrophes_and_inches_are_no_marks() {
        assert!(quoted("The '90s were the players' best, 'til it wasn't. He is 6'3\" tall.").is_empty());
    }

    #[test]
    fn marks_inside_marks_are_part_of_the_outer() {
        assert_eq!(quoted("‘He said “no” to us,’ she said."), ["He said “no” to us,"]);
        assert_eq!(quoted("“He said ‘no’ to us,” she said."), ["He said ‘no’ to us,"]);
        assert_eq!(quoted("“He said “no” to us,” she said."), ["He said “no” to us,"]);
    }

    #[test]
    fn one_closing_mark_for_several_paragraphs() {
        let text = "“One.\n“Two.\n“Three.” Four.";
        assert_eq!(quoted(text), ["One.", "Two.", "Three."]);
        assert_eq!(quoted("\"One.\nTwo.\nThree.\" Four."), ["One.", "Two.", "Three."]);
    }
}
