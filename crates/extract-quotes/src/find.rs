//! Quotations of a document: marks and reports put together, speakers for what has no report.

use rapporteur_document::{
    Cue, Document, EntityKind, Mention, Quote, QuoteForm, QuoteId, QuoteStatus, Role, Rule, Span, Speaker,
};

use crate::Options;
use crate::complement;
use crate::items::{self, Item, Row, Sentence};
use crate::marks::{self, Quoted};
use crate::phrase;
use crate::reports::{self, ContentKind, Report, bytes};
use crate::speakers::{Actor, label, resolve};
use crate::titles;
use crate::transcript::{self, Line};
use crate::words::{Class, Verb};

/// What is known about a quoted stretch.
#[derive(Debug, Clone)]
enum Fate {
    /// Nothing yet.
    Open,
    /// Part of a longer content, which is a quotation of its own.
    Inside,
    /// Not speech: a scare quote, a title.
    None,
    /// Attributed.
    Spoken(Box<Claim>),
}

/// A piece of an utterance that other pieces go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    /// A quoted stretch.
    Quoted(usize),
    /// A clause.
    Told(usize),
}

/// Who said a quoted stretch, by what.
#[derive(Debug, Clone)]
struct Claim {
    actor: Option<Actor>,
    cue: Option<Cue>,
    status: QuoteStatus,
    rule: &'static str,
    /// What this one goes on.
    part_of: Option<Piece>,
    role_guess: Option<String>,
}

/// A quotation that is no quoted stretch: a clause, with or without quoted parts.
#[derive(Debug)]
struct Told {
    span: Span,
    form: QuoteForm,
    claim: Claim,
}

/// How many items what is said may have: longer ones are no sentence of running text, and a
/// bound on them is a bound on the time.
const LONGEST_CONTENT: usize = 400;

/// How near to a colon the subject of what introduces is looked for.
const NEAR: usize = 10;

/// How many items may stand between two pieces of one utterance in one sentence.
const SAME_SENTENCE: usize = 24;

/// Finds every quotation of the document.
pub(crate) fn quotes(document: &Document, options: &Options) -> Vec<Quote> {
    let debate = is_debate(document);
    let (paragraphs, roles) = paragraphs(document, debate);
    let quoted = marks::find(&document.text, &paragraphs);
    let mut row = items::read(&document.text, &paragraphs, document.sentences(), &quoted);
    let mut fates = vec![Fate::Open; quoted.len()];
    for title in titles::settle(&document.text, &mut row, &quoted) {
        fates[title] = Fate::None;
    }
    let lines = if debate { Vec::new() } else { transcript::lines(&document.text, &paragraphs) };
    let mut finder = Finder {
        document,
        options,
        row: &row,
        quoted: &quoted,
        roles: &roles,
        fates,
        told: Vec::new(),
        sentences: Vec::with_capacity(row.sentences.len()),
        indirect: options.indirect && !debate,
    };
    finder.transcript(&lines);
    finder.attribute(&lines);
    finder.block_quotations(&paragraphs);
    finder.earlier_paragraphs();
    finder.leftovers();
    finder.finish(&paragraphs)
}

fn is_debate(document: &Document) -> bool {
    document.turns.as_ref().is_some_and(|turns| !turns.is_empty())
        || document.meta.kind.as_ref().is_some_and(|kind| kind.value == "debate")
}

/// Paragraphs of content, each inside one block; in a debate only those of speeches.
fn paragraphs(document: &Document, debate: bool) -> (Vec<Span>, Vec<Role>) {
    let text = &document.text;
    let mut spans = Vec::new();
    let mut roles = Vec::new();
    let turns = document.turns.as_deref().unwrap_or_default();
    let mut turn = 0;
    let content = document.content();
    // A debate whose speeches nobody has told apart is read as a whole.
    let told_apart =
        !turns.is_empty() || content.iter().any(|block| matches!(block.role, Role::Turn | Role::Question));
    for block in content {
        if debate && told_apart {
            while turn < turns.len() && turns[turn].span.end() <= block.span.start() {
                turn += 1;
            }
            let spoken = matches!(block.role, Role::Turn | Role::Question)
                || turns.get(turn).is_some_and(|turn| turn.span.overlaps(block.span));
            if !spoken {
                continue;
            }
        }
        // Nobody made blocks: lines are paragraphs, or what blank lines part where there are any.
        let mut at = block.span.start();
        let separator = if block.span.of(text).contains("\n\n") { "\n\n" } else { "\n" };
        for part in block.span.of(text).split(separator) {
            let span = Span::new(at, at + part.len()).trimmed(text);
            at += part.len() + separator.len();
            if !span.is_empty() {
                spans.push(span);
                roles.push(block.role);
            }
        }
    }
    (spans, roles)
}

struct Finder<'d> {
    document: &'d Document,
    options: &'d Options,
    row: &'d Row,
    quoted: &'d [Quoted],
    roles: &'d [Role],
    fates: Vec<Fate>,
    told: Vec<Told>,
    /// What is known of each sentence.
    sentences: Vec<Known>,
    indirect: bool,
}

/// Who speaks in a sentence.
#[derive(Debug, Default)]
struct Known {
    /// The last to speak.
    speaker: Option<Actor>,
    /// Its subject, where that can speak.
    subject: Option<Actor>,
    /// Its first item that is a word, outside marks.
    first_word: Option<usize>,
    /// It ends with a colon.
    introduces: bool,
    /// Its subject does what people do who speak: "she laughs".
    gesture: bool,
}

impl<'d> Finder<'d> {
    fn items(&self, sentence: Sentence) -> &'d [Item] {
        &self.row.items[sentence.start..sentence.end]
    }

    /// Lines of a transcript are said by whom they name.
    fn transcript(&mut self, lines: &[Line]) {
        let text = &self.document.text;
        for line in lines {
            let claim = Claim {
                actor: Some(label(self.document, line.label)),
                cue: None,
                status: QuoteStatus::Said,
                rule: "transcript",
                part_of: None,
                role_guess: None,
            };
            let span = without_marks(text, line.words);
            let told = self.told.len();
            if !span.is_empty() {
                self.told.push(Told { span, form: QuoteForm::Direct, claim: claim.clone() });
            }
            let first = self.quoted.partition_point(|quoted| quoted.outer.end() <= line.words.start());
            for index in first..self.quoted.len() {
                let quoted = self.quoted[index];
                if quoted.outer.start() < line.words.end() {
                    self.fates[index] = Fate::Inside;
                    continue;
                }
                // A transcript in marks: the next paragraph without a label is the same speaker's.
                let next = lines.partition_point(|line| line.words.end() <= quoted.outer.start());
                let labelled = lines.get(next).is_some_and(|line| line.label.start() < quoted.outer.end());
                let noise = quoted.inner.of(text).starts_with('(');
                if !quoted.continues || labelled || noise || span.is_empty() {
                    break;
                }
                let part_of = Some(Piece::Told(told));
                self.fates[index] = Fate::Spoken(Box::new(Claim { part_of, ..claim.clone() }));
            }
        }
    }

    /// What the reports of each sentence attribute.
    fn attribute(&mut self, lines: &[Line]) {
        for index in 0..self.row.sentences.len() {
            let sentence = self.row.sentences[index];
            let items = self.items(sentence);
            let first_word = items.iter().position(Item::is_word);
            let introduces = items.last().is_some_and(|item| item.is(Class::COLON));
            let mut known = Known { first_word, introduces, ..Known::default() };
            let at = items[0].span.start();
            let line = lines.partition_point(|line| line.words.end() <= at);
            if lines.get(line).is_none_or(|line| line.label.start() > items[items.len() - 1].span.end()) {
                let title = matches!(self.roles[sentence.paragraph], Role::Title | Role::Heading);
                let mut before_from = 0;
                for report in &reports::find(&self.document.text, items, title) {
                    let actor = report.subject.map(|subject| resolve(self.document, items, subject));
                    if report.rule == "headline-colon" && !self.names_speaker(items, report, actor.as_ref()) {
                        continue;
                    }
                    self.apply(index, items, report, actor.as_ref(), &mut before_from);
                    if actor.as_ref().is_some_and(|actor| actor.speaks) && !report.nested {
                        known.speaker = actor;
                    }
                }
                known.subject = phrase::main_subject(items, first_word.unwrap_or(items.len()))
                    .map(|subject| (subject, resolve(self.document, items, subject)))
                    .filter(|(subject, actor)| actor.speaks && !title && self.heard(items, *subject, actor))
                    .map(|(subject, actor)| {
                        known.gesture = makes_gesture(items, subject.end);
                        actor
                    });
            }
            self.sentences.push(known);
        }
    }

    /// Whether the subject of a sentence may be whom a quotation beside it is from: a capital at the
    /// start of a sentence alone makes nobody.
    fn heard(&self, items: &[Item], subject: phrase::Phrase, actor: &Actor) -> bool {
        let people = Class::PEOPLE.or(Class::TITLE).or(Class::SUBJECT);
        self.document.mentions.is_none()
            || actor.kind.is_some_and(|kind| kind != EntityKind::Place)
            || subject.end - subject.start > 1
            || items[subject.start].is(people)
    }

    /// Whether what stands before the colon of a headline is somebody: "Dozens dead in Hale:" is not.
    fn names_speaker(&self, items: &[Item], report: &Report, actor: Option<&Actor>) -> bool {
        let (Some(subject), Some(actor)) = (report.subject, actor) else { return false };
        let words = &items[subject.start..subject.end];
        let base = words.iter().position(|item| item.is(Class::PREPOSITION)).unwrap_or(words.len());
        let known = Class::PEOPLE.or(Class::DOCUMENT).or(Class::TITLE);
        if words[..base].iter().rev().find(|item| item.is_word()).is_some_and(|head| head.is(known)) {
            return true;
        }
        // A name that nothing has found may still be one, when no word of it is a common one.
        let common = |item: &Item| {
            let word = item.span.of(&self.document.text).to_lowercase();
            item.is(Class::DETERMINER) || rapporteur_english::gazetteer::is_common_word(&word)
        };
        match actor.kind {
            Some(kind) => matches!(kind, EntityKind::Person | EntityKind::Organization),
            None => self.document.mentions.is_none() || !words[..base].iter().any(common),
        }
    }

    fn claim(&self, items: &[Item], report: &Report, actor: Option<&Actor>) -> Claim {
        let text = &self.document.text;
        let span = bytes(items, report.cue.0, report.cue.1);
        let lemma =
            if report.lemma.is_empty() { span.of(text).to_lowercase() } else { report.lemma.to_owned() };
        let written = actor.is_some_and(|actor| actor.document);
        let status =
            if written && report.status == QuoteStatus::Said { QuoteStatus::Document } else { report.status };
        // A document is a document only where it speaks itself.
        let status = if status == QuoteStatus::Document && !written { QuoteStatus::Said } else { status };
        Claim {
            actor: actor.cloned(),
            cue: Some(Cue { span, lemma }),
            status,
            rule: report.rule,
            part_of: None,
            role_guess: None,
        }
    }

    fn apply(
        &mut self,
        sentence: usize,
        items: &[Item],
        report: &Report,
        actor: Option<&Actor>,
        before_from: &mut usize,
    ) {
        let claim = self.claim(items, report, actor);
        let mut first = None;
        if report.trails {
            first = self.before(sentence, items, report, &claim, *before_from);
            if first.is_some() {
                *before_from = report.cue.1;
            }
        }
        let Some(content) = report.content else { return };
        let (start, end) = (content.start, content.end.min(content.start + LONGEST_CONTENT));
        if start >= end {
            return;
        }
        match content.kind {
            ContentKind::Introduced => self.introduced(items, start, end, &claim, first),
            ContentKind::Quoted => {
                let words = items[start + 1..end].iter().any(Item::is_word);
                let more = items[start + 1..end].iter().any(|item| item.is(Class::QUOTED));
                // “a mess” and that …: a fragment that a clause goes on
                let fragment = self.begins_low(&items[start]);
                if more || (words && fragment) {
                    self.tell(items, start, end, &claim, first);
                } else {
                    self.introduced(items, start, start + 1, &claim, first);
                }
            }
            ContentKind::Clause | ContentKind::Object | ContentKind::Colon | ContentKind::Rest => {
                self.tell(items, start, end, &claim, first);
            }
        }
    }

    fn long_enough(&self, quote: usize) -> bool {
        let words = self.quoted[quote].inner.of(&self.document.text).split_whitespace();
        words.take(self.options.min_words).count() >= self.options.min_words
    }

    fn begins_low(&self, item: &Item) -> bool {
        let words = item.span.of(&self.document.text);
        words.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
    }

    /// Quoted stretches from `start` on, up to the first word.
    fn introduced(
        &mut self,
        items: &[Item],
        start: usize,
        end: usize,
        claim: &Claim,
        mut first: Option<Piece>,
    ) {
        for item in &items[start..end] {
            match item.quote {
                Some(quote) => {
                    // Inside what another source reports, it is a quotation all the same.
                    if matches!(self.fates[quote], Fate::Open | Fate::Inside) {
                        self.fates[quote] = Fate::Spoken(Box::new(Claim { part_of: first, ..claim.clone() }));
                        first = first.or(Some(Piece::Quoted(quote)));
                    }
                }
                None if item.is_word() => break,
                None => {}
            }
        }
    }

    /// A clause as a quotation, unless it is too little to be one.
    fn tell(
        &mut self,
        items: &[Item],
        start: usize,
        end: usize,
        claim: &Claim,
        part_of: Option<Piece>,
    ) -> Option<Piece> {
        let words = items[start..end].iter().filter(|item| item.is_word()).count();
        if words == 0 {
            self.introduced(items, start, end, claim, part_of);
            return None;
        }
        if !self.indirect {
            // Only what stands in marks, each stretch by itself.
            for (at, item) in items.iter().enumerate().take(end).skip(start) {
                if item.quote.is_some_and(|quote| self.long_enough(quote)) {
                    self.introduced(items, at, at + 1, claim, None);
                }
            }
            return None;
        }
        let spoken = |item: &&Item| {
            item.quote.is_some_and(|quote| matches!(self.fates[quote], Fate::Open | Fate::Inside))
        };
        let quotes = items[start..end].iter().filter(spoken).count();
        if words + 2 * quotes < 2 {
            return None;
        }
        for item in &items[start..end] {
            if let Some(quote) = item.quote
                && matches!(self.fates[quote], Fate::Open)
            {
                self.fates[quote] = Fate::Inside;
            }
        }
        let form = if quotes > 0 { QuoteForm::Mixed } else { QuoteForm::Indirect };
        let claim = Claim { part_of, ..claim.clone() };
        self.told.push(Told { span: bytes(items, start, end), form, claim });
        Some(Piece::Told(self.told.len() - 1))
    }

    /// What stands before a trailing attribution; its first piece.
    fn before(
        &mut self,
        sentence: usize,
        items: &[Item],
        report: &Report,
        claim: &Claim,
        from: usize,
    ) -> Option<Piece> {
        let mut end = report.start;
        let from = from.max(end.saturating_sub(LONGEST_CONTENT));
        let parted = end > 0 && !items[end - 1].is_word();
        while end > from && !items[end - 1].is_word() && !items[end - 1].is(Class::QUOTED) {
            end -= 1;
        }
        let own = report
            .content
            .filter(|content| !matches!(content.kind, ContentKind::Introduced | ContentKind::Rest));
        if end <= from {
            // “Why?” Smith asked, parted after the mark.
            let sentence = self.row.sentences[sentence];
            let quote = sentence.start.checked_sub(1).and_then(|at| self.row.items[at].quote)?;
            let same = self.quoted[quote].paragraph == sentence.paragraph;
            if own.is_some() || from > 0 || !same || !matches!(self.fates[quote], Fate::Open) {
                return None;
            }
            self.fates[quote] = Fate::Spoken(Box::new(claim.clone()));
            return Some(Piece::Quoted(quote));
        }
        let last = &items[end - 1];
        if let Some(quote) = last.quote
            && !matches!(self.fates[quote], Fate::None | Fate::Inside)
        {
            let words = items[from..end].iter().any(Item::is_word);
            let inner = self.quoted[quote].inner.of(&self.document.text);
            let sentence_of_its_own = !self.begins_low(last) && inner.split_whitespace().take(4).count() >= 4;
            if !words || sentence_of_its_own || !self.indirect {
                return self.quoted_before(items, from, end, claim);
            }
        }
        // "The bridge is shut, Smith said."
        let sayable = report.frames & Verb::THAT != 0 && (parted || report.rule == "according-to");
        if own.is_some() || !sayable || !self.indirect {
            return None;
        }
        let opens = if from == 0 { after_dateline(self.document, &items[..end]) } else { from };
        let start = (opens..end).find(|&at| items[at].is_word() || items[at].is(Class::QUOTED))?;
        // "It failed, but, as Smith said, nothing was lost": what is before is another clause.
        let apart = last.is(Class::COORDINATOR)
            && report.content.is_some_and(|content| content.kind == ContentKind::Rest);
        if apart {
            return None;
        }
        // "The bridge, Smith said, was shut": the verb is in the rest.
        let goes_on = report.content.is_some_and(|content| {
            content.kind == ContentKind::Rest && items[content.start].is(Class::AUXILIARY.or(Class::VERB))
        });
        // "In recent weeks, aides say, …": the start of what goes on after the attribution.
        let interrupted = report.content.is_some_and(|content| content.kind == ContentKind::Rest);
        // A verb that does nothing but report needs no verb that the word lists know before it.
        let opener = items[start].is(Class::PREPOSITION.or(Class::SUBORDINATOR).or(Class::TIME));
        let plain = report.frames & Verb::CLAUSE != 0
            && report.frames & Verb::OBJECT == 0
            && !opener
            && end - start >= 3;
        let verbal = last.is(Class::QUOTED)
            || goes_on
            || interrupted
            || plain
            || complement::has_verb(items, start, end);
        let marked = items[start..end].iter().any(|item| item.is(Class::QUOTED));
        let set_off = items.last().is_some_and(|item| item.is(Class::COLON));
        if !verbal || end - start < 3 && !marked && !interrupted || set_off {
            return None;
        }
        let span = bytes(items, start, end);
        let taken = |told: &Told| told.span.overlaps(span) && told.claim.rule == "according-to";
        if self.told.last().is_some_and(taken) {
            return None;
        }
        if interrupted && end - start < 2 && !marked {
            // A single word is a piece of the whole, and no quotation by itself.
            let claim = claim.clone();
            self.told.push(Told { span, form: QuoteForm::Indirect, claim });
            return Some(Piece::Told(self.told.len() - 1));
        }
        self.tell(items, start, end, claim, None)
    }

    /// The run of quoted stretches that ends before `end`.
    fn quoted_before(&mut self, items: &[Item], from: usize, end: usize, claim: &Claim) -> Option<Piece> {
        let start = (from..end).rev().find(|&at| items[at].is_word()).map_or(from, |at| at + 1);
        let mut first = None;
        for item in &items[start..end] {
            let Some(quote) = item.quote else { continue };
            // What follows a quotation attributes it better than what leads to it.
            let open = match &self.fates[quote] {
                Fate::Open => true,
                Fate::Spoken(earlier) => earlier.cue != claim.cue && earlier.part_of.is_none(),
                Fate::Inside | Fate::None => false,
            };
            if open {
                self.fates[quote] = Fate::Spoken(Box::new(Claim { part_of: first, ..claim.clone() }));
            }
            first = first.or(Some(Piece::Quoted(quote)));
        }
        first
    }

    /// A paragraph without marks after `X said in a statement:` and nothing more.
    fn block_quotations(&mut self, paragraphs: &[Span]) {
        let text = &self.document.text;
        for index in 0..self.row.sentences.len() {
            let sentence = self.row.sentences[index];
            let last_of_paragraph =
                self.row.sentences.get(index + 1).is_none_or(|next| next.paragraph != sentence.paragraph);
            let items = self.items(sentence);
            let colon = items.last().is_some_and(|item| item.is(Class::COLON));
            if !last_of_paragraph || !colon {
                continue;
            }
            let Some(next) = self.row.sentences.get(index + 1).copied() else { continue };
            let Some(actor) =
                self.sentences[index].speaker.clone().or_else(|| self.sentences[index].subject.clone())
            else {
                continue;
            };
            let cue = (0..items.len())
                .rev()
                .find(|&at| items[at].word.verb.is_some_and(|verb| verb.takes(Verb::QUOTE)));
            let Some(cue) = cue else { continue };
            let claim = Claim {
                actor: Some(actor),
                cue: items[cue]
                    .word
                    .verb
                    .map(|verb| Cue { span: items[cue].span, lemma: verb.lemma.to_owned() }),
                status: QuoteStatus::Said,
                rule: "block-quotation",
                part_of: None,
                role_guess: None,
            };
            let first = self.row.items[next.start];
            if let Some(quote) = first.quote {
                if matches!(self.fates[quote], Fate::Open) {
                    self.fates[quote] = Fate::Spoken(Box::new(Claim { rule: "introduced", ..claim }));
                }
                continue;
            }
            let prose = matches!(self.roles[next.paragraph], Role::Paragraph | Role::List);
            let (mut marked, mut attributed) = (false, false);
            for (at, later) in self
                .row
                .sentences
                .iter()
                .enumerate()
                .skip(index + 1)
                .take_while(|(_, later)| later.paragraph == next.paragraph)
            {
                marked |= self.items(*later).iter().any(|item| item.is(Class::QUOTED));
                attributed |= self.sentences[at].speaker.is_some();
            }
            if prose && !marked && !attributed && self.indirect {
                let span = paragraphs[next.paragraph];
                if span.of(text).split_whitespace().take(4).count() >= 4 {
                    self.told.push(Told { span, form: QuoteForm::Direct, claim });
                }
            }
        }
    }

    /// “One. ⏎ “Two,” she said: what attributes a later paragraph of a quotation attributes the
    /// earlier ones, where nothing else does.
    fn earlier_paragraphs(&mut self) {
        for index in (1..self.quoted.len()).rev() {
            if !self.quoted[index].continues || !matches!(self.fates[index - 1], Fate::Open) {
                continue;
            }
            if let Fate::Spoken(claim) = &self.fates[index]
                && claim.part_of.is_none()
            {
                let claim = Claim { rule: "several-paragraphs", ..Claim::clone(claim) };
                self.fates[index - 1] = Fate::Spoken(Box::new(claim));
            }
        }
        for index in 1..self.quoted.len() {
            let (before, rest) = self.fates.split_at_mut(index);
            if let Fate::Spoken(claim) = &mut rest[0] {
                let first = |piece: usize| match &before[piece] {
                    Fate::Spoken(claim) => claim.part_of.or(Some(Piece::Quoted(piece))),
                    _ => None,
                };
                match claim.part_of {
                    Some(Piece::Quoted(piece)) if piece < index => claim.part_of = first(piece),
                    None if self.quoted[index].continues => claim.part_of = first(index - 1),
                    _ => {}
                }
            }
        }
    }

    /// Quoted stretches that no report attributes.
    fn leftovers(&mut self) {
        for index in 0..self.row.sentences.len() {
            let items = self.items(self.row.sentences[index]);
            for (position, item) in items.iter().enumerate() {
                if let Some(quote) = item.quote
                    && matches!(self.fates[quote], Fate::Open)
                {
                    self.fates[quote] = self.leftover(index, items, position, quote);
                }
            }
        }
    }

    fn leftover(&self, index: usize, items: &[Item], position: usize, quote: usize) -> Fate {
        let quoted = &self.quoted[quote];
        let inner = quoted.inner.of(&self.document.text);
        // A further paragraph of one quotation.
        if quoted.continues
            && let Some(before) = quote.checked_sub(1)
            && let Fate::Spoken(claim) = &self.fates[before]
        {
            return later_piece(claim, before, "several-paragraphs");
        }
        let Some(first_word) = self.sentences[index].first_word else {
            return self.floating(index, quote);
        };
        // a “pay as you throw” scheme
        let class = |at: Option<usize>, class: Class| {
            at.and_then(|at| items.get(at)).is_some_and(|item| item.is(class))
        };
        let noun_after = items.get(position + 1).is_some_and(|item| {
            item.is_word() && item.word.class.0 & !(Class::PEOPLE.0 | Class::DOCUMENT.0 | Class::WORK.0) == 0
        });
        if noun_after && class(position.checked_sub(1), Class::DETERMINER.or(Class::POSSESSIVE)) {
            return Fate::None;
        }
        // “…” – she said so herself – “…”
        let before =
            quote.checked_sub(1).filter(|_| class(position.checked_sub(1), Class::COMMA.or(Class::DASH)));
        if let Some(before) = before
            && items[..position].iter().rev().take(SAME_SENTENCE).any(|item| item.quote == Some(before))
            && let Fate::Spoken(claim) = &self.fates[before]
        {
            return later_piece(claim, before, "same-sentence");
        }
        // “…,” Smith said, and then “…”
        let linked =
            items[..position].iter().rposition(|item| !item.is(Class::COORDINATOR.or(Class::ADVERB)));
        if let Some(actor) = &self.sentences[index].speaker
            && linked.is_some_and(|at| at + 1 < position && items[at].is(Class::COMMA))
        {
            return unreported(Some(actor.clone()), "speaker-of-sentence");
        }
        if !self.long_enough(quote) || titles::looks_named(items, position, inner) {
            return Fate::None;
        }
        let subject = if first_word < position {
            // "The minister shrugged: “…”", "She grew so angry that I had to say: “…”"
            let near = position.saturating_sub(NEAR)..position;
            let colon = class(position.checked_sub(1), Class::COLON);
            let pronoun = near.rev().find(|&at| colon && phrase::is_person(&self.document.text, &items[at]));
            pronoun
                .map(phrase::Phrase::pronoun)
                .or_else(|| phrase::main_subject(items, first_word))
                .filter(|subject| subject.end <= position)
        } else {
            // “…,” and a subject with a verb that is no known cue
            phrase::main_subject(&items[..reports::end_of_words(items)], first_word)
        };
        let actor =
            subject.map(|subject| resolve(self.document, items, subject)).filter(|actor| actor.speaks);
        let rule = if first_word < position { "subject-of-sentence" } else { "subject-after" };
        if let Some(actor) = actor.or_else(|| self.sentences[index].speaker.clone()) {
            return unreported(Some(actor), rule);
        }
        // “…” of the tax: goes on with what was said before it.
        self.after_quotation(index, quote).filter(|_| position == 0).unwrap_or_else(|| self.unknown(index))
    }

    /// Words that nothing attributes, with the people nearest to them as a guess at who might speak.
    fn unknown(&self, index: usize) -> Fate {
        let people = |at: usize| {
            let items = self.items(self.row.sentences[at]);
            // "on board" is nobody.
            let bare = |at: usize| at > 0 && items[at - 1].is(Class::PREPOSITION);
            let named = |at: &usize| {
                items[*at].is(Class::PEOPLE) && !items[*at].is(Class::CAPITAL.or(Class::ASIDE)) && !bare(*at)
            };
            (0..items.len()).rev().take(LONGEST_CONTENT).find(named).map(|at| items[at])
        };
        let place = |at: usize| if at == index { "same sentence" } else { "a sentence before" };
        let guess = (index.saturating_sub(self.options.max_gap)..=index).rev().find_map(|at| {
            let word = people(at)?.span.of(&self.document.text).to_lowercase();
            Some(format!("{word}: nearest who can speak, {}", place(at)))
        });
        let mut fate = unreported(None, "marks");
        if let Fate::Spoken(claim) = &mut fate {
            claim.role_guess = guess;
        }
        fate
    }

    /// After a quotation of the same paragraph: its next piece.
    fn after_quotation(&self, index: usize, quote: usize) -> Option<Fate> {
        let before = quote.checked_sub(1)?;
        let same = self.quoted[before].paragraph == self.row.sentences[index].paragraph;
        if same && let Some(actor) = self.reply(index, before) {
            return Some(unreported(Some(actor), "sentence-before"));
        }
        match &self.fates[before] {
            Fate::Spoken(claim) if same => Some(later_piece(claim, before, "same-paragraph")),
            _ => None,
        }
    }

    /// “…,” she says. Smith laughs. “…”: whoever laughs has the word, where it is somebody else.
    fn reply(&self, index: usize, before: usize) -> Option<Actor> {
        let sentence = index.checked_sub(1).filter(|&at| self.sentences[at].gesture)?;
        let silent = !self.items(self.row.sentences[sentence]).iter().any(|item| item.is(Class::QUOTED));
        let actor = self.sentences[sentence].subject.as_ref().filter(|_| silent)?;
        let Fate::Spoken(claim) = &self.fates[before] else { return None };
        let last = claim.actor.as_ref().map(|actor| &actor.speaker);
        let other = last.is_none_or(|last| match (last.entity, actor.speaker.entity) {
            (Some(last), Some(next)) => last != next,
            _ => last.name != actor.speaker.name,
        });
        other.then(|| actor.clone())
    }

    /// A sentence that is nothing but quoted.
    fn floating(&self, index: usize, quote: usize) -> Fate {
        let paragraph = self.row.sentences[index].paragraph;
        let alone = |other: Option<usize>| {
            other.and_then(|at| self.row.sentences.get(at)).is_none_or(|next| next.paragraph != paragraph)
        };
        // ‘All Bets Are Off’: a heading in marks
        let inner = self.quoted[quote].inner.of(&self.document.text);
        if alone(index.checked_sub(1)) && alone(Some(index + 1)) && titles::is_heading(inner) {
            return Fate::None;
        }
        if let Some(piece) = self.after_quotation(index, quote) {
            return piece;
        }
        let opens = index == 0 || self.row.sentences[index - 1].paragraph != paragraph;
        if !opens && let Some(actor) = self.voice(index - 1) {
            return unreported(Some(actor), "sentence-before");
        }
        // The paragraph goes on with words of somebody.
        if let Some(next) = self.row.sentences.get(index + 1)
            && next.paragraph == paragraph
            && let Some(actor) = self.sentences[index + 1].speaker.clone()
        {
            return unreported(Some(actor), "sentence-after");
        }
        for back in (index.saturating_sub(self.options.max_gap)..index).rev() {
            if let Some(actor) = self.voice(back) {
                return unreported(Some(actor), "continued");
            }
            // A quotation that is itself continued.
            let quote = self.items(self.row.sentences[back]).iter().rev().find_map(|item| item.quote);
            if self.sentences[back].first_word.is_none()
                && let Some(quote) = quote
                && let Fate::Spoken(claim) = &self.fates[quote]
            {
                return unreported(claim.actor.clone(), "continued");
            }
        }
        self.unknown(index)
    }

    /// Who is heard in a sentence: the last to speak, else its subject; before a colon the subject
    /// of what introduces.
    fn voice(&self, index: usize) -> Option<Actor> {
        let known = &self.sentences[index];
        let (first, second) = if known.introduces {
            (&known.subject, &known.speaker)
        } else {
            (&known.speaker, &known.subject)
        };
        first.clone().or_else(|| second.clone())
    }

    /// Everything found, in order of text.
    fn finish(self, paragraphs: &[Span]) -> Vec<Quote> {
        struct Found {
            span: Span,
            form: QuoteForm,
            claim: Claim,
            piece: Piece,
        }
        let mut found: Vec<Found> = Vec::new();
        for (index, fate) in self.fates.into_iter().enumerate() {
            if let Fate::Spoken(claim) = fate {
                let (span, form) = (self.quoted[index].inner, QuoteForm::Direct);
                found.push(Found { span, form, claim: *claim, piece: Piece::Quoted(index) });
            }
        }
        let told = self.told.len();
        for (index, Told { span, form, claim }) in self.told.into_iter().enumerate() {
            found.push(Found { span, form, claim, piece: Piece::Told(index) });
        }
        found.sort_by_key(|found| (found.span.start(), std::cmp::Reverse(found.span.end()), found.piece));
        found.dedup_by(|a, b| a.span == b.span && a.claim.cue == b.claim.cue);
        // One quotation in several paragraphs is one where nothing stands between them; where a
        // menu or caption does, its pieces are joined.
        let (text, quoted) = (&self.document.text, self.quoted);
        let mut merged: Vec<(usize, usize)> = Vec::new();
        found.dedup_by(|later, earlier| {
            let Piece::Quoted(piece) = later.piece else { return false };
            let before = merged.last().filter(|(_, into)| Piece::Quoted(*into) == earlier.piece);
            let last = before.map_or(earlier.piece, |&(last, _)| Piece::Quoted(last));
            let (Piece::Quoted(first), Some(previous)) = (earlier.piece, piece.checked_sub(1)) else {
                return false;
            };
            let joined = quoted[piece].continues
                && last == Piece::Quoted(previous)
                && later.claim.part_of == Some(earlier.claim.part_of.unwrap_or(Piece::Quoted(first)))
                && later.claim.actor.is_some() == earlier.claim.actor.is_some();
            let end = paragraphs[quoted[previous].paragraph].end();
            let beside = || text[end..quoted[piece].outer.start()].trim().is_empty();
            if !joined || !beside() {
                return false;
            }
            earlier.span = earlier.span.cover(later.span);
            merged.push((piece, first));
            true
        });
        let id = |index: usize| QuoteId(u32::try_from(index).expect("fewer quotations than bytes"));
        let (mut of_quoted, mut of_told) = (vec![None; self.quoted.len()], vec![None; told]);
        for (index, found) in found.iter().enumerate() {
            match found.piece {
                Piece::Quoted(piece) => of_quoted[piece] = Some(id(index)),
                Piece::Told(piece) => of_told[piece] = Some(id(index)),
            }
        }
        for &(piece, into) in &merged {
            of_quoted[piece] = of_quoted[into];
        }
        let quote = |(index, Found { span, form, claim, .. }): (usize, Found)| {
            let part_of = claim.part_of.and_then(|first| match first {
                Piece::Quoted(piece) => of_quoted[piece],
                Piece::Told(piece) => of_told[piece],
            });
            Quote {
                id: id(index),
                span,
                form,
                status: claim.status,
                speaker: claim
                    .actor
                    .map(|actor| actor.speaker)
                    .filter(|speaker| *speaker != Speaker::default()),
                cue: claim.cue,
                part_of: part_of.filter(|first| *first != id(index)),
                role_guess: claim.role_guess,
                rule: Rule::from(claim.rule),
            }
        };
        found.into_iter().enumerate().map(quote).collect()
    }
}

/// A quoted stretch that no cue attributes.
fn unreported(actor: Option<Actor>, rule: &'static str) -> Fate {
    let status = QuoteStatus::Said;
    Fate::Spoken(Box::new(Claim { actor, cue: None, status, rule, part_of: None, role_guess: None }))
}

/// Whether the verb after a subject is one of those that only bring words in marks ("laughs", "nods"),
/// and has no object.
fn makes_gesture(items: &[Item], subject_end: usize) -> bool {
    const GOING_ON: [&str; 5] = ["begin", "continue", "finish", "persist", "start"];
    let at = (subject_end..items.len()).find(|&at| !items[at].is(Class::ADVERB)).unwrap_or(items.len());
    let verb = items.get(at).and_then(|item| item.word.verb);
    verb.is_some_and(|verb| verb.frames == Verb::QUOTE && !GOING_ON.contains(&verb.lemma))
        && !items.get(at + 1).is_some_and(complement::opens_phrase)
}

/// A further piece of what was said at `before`.
fn later_piece(claim: &Claim, before: usize, rule: &'static str) -> Fate {
    let part_of = Some(claim.part_of.unwrap_or(Piece::Quoted(before)));
    Fate::Spoken(Box::new(Claim { rule, part_of, ..claim.clone() }))
}

/// A span without quotation marks at its edges.
fn without_marks(text: &str, span: Span) -> Span {
    let mark = |c: char| matches!(c, '"' | '“' | '”' | '\'' | '‘' | '’' | '«' | '»') || c.is_whitespace();
    let words = span.of(text);
    let start = span.start() + (words.len() - words.trim_start_matches(mark).len());
    let end = start + text[start..span.end()].trim_end_matches(mark).len();
    Span::new(start, end)
}

/// The first item after the dateline that a sentence begins with, `OSKMOUTH, March 14 (Meridian) — The
/// ferry …` or `Oskmouth, Talvia – The ferry …`; 0 where it has none.
fn after_dateline(document: &Document, items: &[Item]) -> usize {
    let text = &document.text;
    let sure = rapporteur_english::after_sure_dateline(text, items, |item| item.span);
    let Some(first) = items.first().filter(|_| sure == 0) else { return sure };
    // In ordinary letters: a place that is known, and a sentence of its own behind it.
    let end = rapporteur_english::after_dateline(text, items, |item| item.span);
    let place = |mention: &Mention| mention.kind == EntityKind::Place && mention.span.overlaps(first.span);
    let opens = items.get(end).is_some_and(|item| item.is(Class::CAPITAL.or(Class::QUOTED)));
    if end > 0 && opens && document.mentions().iter().any(place) { end } else { 0 }
}
