//! Quotations of a document: marks and reports put together, speakers for what has no report.

use rapporteur_document::{Cue, Document, Quote, QuoteForm, QuoteId, QuoteStatus, Role, Rule, Span, Speaker};

use crate::Options;
use crate::items::{self, Item, Row, Sentence};
use crate::marks::{self, Quoted};
use crate::phrase;
use crate::reports::{self, ContentKind, Report, bytes};
use crate::speakers::{Actor, resolve};
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

/// Who said a quoted stretch, by what.
#[derive(Debug, Clone)]
struct Claim {
    actor: Option<Actor>,
    cue: Option<Cue>,
    status: QuoteStatus,
    rule: &'static str,
    /// The stretch that this one goes on.
    part_of: Option<usize>,
    role_guess: Option<String>,
}

/// A quotation that is no quoted stretch: a clause, with or without quoted parts.
#[derive(Debug)]
struct Told {
    span: Span,
    mixed: bool,
    claim: Claim,
}

/// Finds every quotation of the document.
pub(crate) fn quotes(document: &Document, options: &Options) -> Vec<Quote> {
    let debate = is_debate(document);
    let (paragraphs, roles) = paragraphs(document, debate);
    let quoted = marks::find(&document.text, &paragraphs);
    let row = items::read(&document.text, &paragraphs, document.sentences(), &quoted);
    let mut finder = Finder {
        document,
        options,
        row: &row,
        quoted: &quoted,
        roles: &roles,
        fates: vec![Fate::Open; quoted.len()],
        told: Vec::new(),
        last_by_sentence: Vec::with_capacity(row.sentences.len()),
        indirect: options.indirect && !debate,
    };
    finder.attribute();
    finder.block_quotations(&paragraphs);
    finder.leftovers();
    finder.finish()
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
    for block in document.content() {
        if debate {
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
    /// The last who is said to speak in each sentence, or its subject.
    last_by_sentence: Vec<Last>,
    indirect: bool,
}

#[derive(Debug, Default)]
struct Last {
    /// Who speaks last in the sentence.
    speaker: Option<Actor>,
    /// The subject of the sentence.
    subject: Option<Actor>,
    /// The sentence has words outside marks.
    words: bool,
}

impl Finder<'_> {
    fn items(&self, sentence: Sentence) -> &[Item] {
        &self.row.items[sentence.start..sentence.end]
    }

    /// What the reports of each sentence attribute.
    fn attribute(&mut self) {
        for index in 0..self.row.sentences.len() {
            let sentence = self.row.sentences[index];
            let row = self.row;
            let items = &row.items[sentence.start..sentence.end];
            let title = matches!(self.roles[sentence.paragraph], Role::Title | Role::Heading);
            let found = reports::find(&self.document.text, items, title);
            let mut last = Last { words: items.iter().any(Item::is_word), ..Last::default() };
            let mut before_from = 0;
            for report in &found {
                let actor = report.subject.map(|subject| resolve(self.document, items, subject));
                self.apply(index, items, report, actor.as_ref(), &mut before_from);
                if actor.as_ref().is_some_and(|actor| actor.speaks) {
                    last.speaker = actor;
                }
            }
            last.subject = phrase::main_subject(items, after_quotes(items))
                .map(|subject| resolve(self.document, items, subject))
                .filter(|actor| actor.speaks);
            self.last_by_sentence.push(last);
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
        let (start, end) = (content.start, content.end);
        if start >= end {
            return;
        }
        match content.kind {
            ContentKind::Introduced => {
                self.introduced(items, start, end, &claim, first);
            }
            ContentKind::Quoted => {
                let rest = items[start + 1..end].iter().filter(|item| item.is_word()).count();
                let more = items[start + 1..end].iter().any(|item| item.is(Class::QUOTED));
                let fragment = items[start]
                    .span
                    .of(&self.document.text)
                    .chars()
                    .find(|c| c.is_alphanumeric())
                    .is_some_and(char::is_lowercase);
                if (rest > 0 || more) && (fragment || more) && self.options.indirect {
                    self.tell(items, start, end, &claim);
                } else {
                    self.introduced(items, start, start + 1, &claim, first);
                }
            }
            ContentKind::Colon => {
                self.tell(items, start, end, &claim);
            }
            ContentKind::Clause => {
                // "…, adding: “…”" inside a clause stands on its own.
                let colon = (start..end).find(|&at| {
                    items[at].is(Class::COLON) && items.get(at + 1).is_some_and(|next| next.is(Class::QUOTED))
                });
                if let Some(colon) = colon {
                    self.introduced(items, colon + 1, end, &claim, first);
                    self.tell(items, start, colon, &claim);
                } else {
                    self.tell(items, start, end, &claim);
                }
            }
        }
    }

    /// Quoted stretches from `start` on, up to the first word.
    fn introduced(&mut self, items: &[Item], start: usize, end: usize, claim: &Claim, first: Option<usize>) {
        let mut first = first;
        for item in &items[start..end] {
            match item.quote {
                Some(quote) => {
                    if matches!(self.fates[quote], Fate::Open) {
                        self.fates[quote] = Fate::Spoken(Box::new(Claim { part_of: first, ..claim.clone() }));
                        first = first.or(Some(quote));
                    }
                }
                None if item.is_word() => break,
                None => {}
            }
        }
    }

    /// A clause as a quotation.
    fn tell(&mut self, items: &[Item], start: usize, end: usize, claim: &Claim) {
        if !self.indirect || start >= end {
            return;
        }
        let words = items[start..end].iter().filter(|item| item.is_word()).count();
        let quotes = items[start..end].iter().filter(|item| item.is(Class::QUOTED)).count();
        if words == 0 {
            self.introduced(items, start, end, claim, None);
            return;
        }
        if words + 2 * quotes < 2 {
            return;
        }
        for item in &items[start..end] {
            if let Some(quote) = item.quote
                && matches!(self.fates[quote], Fate::Open)
            {
                self.fates[quote] = Fate::Inside;
            }
        }
        let span = bytes(items, start, end);
        self.told.push(Told { span, mixed: quotes > 0, claim: claim.clone() });
    }

    /// What stands before a trailing attribution; the first quoted stretch of it.
    fn before(
        &mut self,
        sentence: usize,
        items: &[Item],
        report: &Report,
        claim: &Claim,
        from: usize,
    ) -> Option<usize> {
        let mut end = report.start;
        let parted = end > 0 && !items[end - 1].is_word();
        while end > from && !items[end - 1].is_word() && !items[end - 1].is(Class::QUOTED) {
            end -= 1;
        }
        if end <= from {
            // “Why?” Smith asked, split after the mark.
            if report.content.is_some_and(|content| content.kind != ContentKind::Introduced) || from > 0 {
                return None;
            }
            let sentence = self.row.sentences[sentence];
            let previous = sentence.start.checked_sub(1).map(|at| self.row.items[at])?;
            let same = sentence.start > 0
                && self
                    .quoted
                    .get(previous.quote?)
                    .is_some_and(|quoted| quoted.paragraph == sentence.paragraph);
            let quote = previous.quote?;
            if same && matches!(self.fates[quote], Fate::Open) {
                self.fates[quote] = Fate::Spoken(Box::new(claim.clone()));
                return Some(quote);
            }
            return None;
        }
        let last = &items[end - 1];
        if let Some(quote) = last.quote {
            let words = items[from..end].iter().filter(|item| item.is_word()).count();
            let whole = items[end - 1].span.of(&self.document.text);
            let starts_high = whole.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
            let long =
                self.quoted[quote].inner.of(&self.document.text).split_whitespace().take(4).count() >= 4;
            let speech = words == 0 || (starts_high && (long || end - 1 == from)) || !self.indirect;
            if speech {
                let mut at = end;
                let mut first = None;
                let mut run = Vec::new();
                while at > from && !items[at - 1].is_word() {
                    at -= 1;
                    if let Some(quote) = items[at].quote {
                        run.push(quote);
                    }
                }
                for &quote in run.iter().rev() {
                    if matches!(self.fates[quote], Fate::Open) {
                        self.fates[quote] = Fate::Spoken(Box::new(Claim { part_of: first, ..claim.clone() }));
                        first = first.or(Some(quote));
                    }
                }
                return first.or(Some(quote));
            }
        }
        if report.content.is_some()
            || !parted && report.rule != "according-to"
            || report.frames & Verb::THAT == 0
        {
            return None;
        }
        // "The bridge is shut, Smith said."
        let mut start = from;
        while start < end && (!items[start].is_word() && !items[start].is(Class::QUOTED)) {
            start += 1;
        }
        if end - start >= 3 && self.indirect {
            let taken = self.told.last().is_some_and(|told| {
                told.span.overlaps(bytes(items, start, end)) && told.claim.rule == "according-to"
            });
            if !taken {
                self.tell(items, start, end, claim);
            }
        }
        None
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
            let Some(actor) = self.last_by_sentence[index]
                .speaker
                .clone()
                .or_else(|| self.last_by_sentence[index].subject.clone())
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
                attributed |= self.last_by_sentence[at].speaker.is_some();
            }
            if prose && !marked && !attributed && self.indirect {
                let span = paragraphs[next.paragraph];
                if span.of(text).split_whitespace().take(4).count() >= 4 {
                    self.told.push(Told { span, mixed: false, claim });
                }
            }
        }
    }

    /// Quoted stretches that no report attributes.
    fn leftovers(&mut self) {
        let mut at = 0;
        for index in 0..self.row.sentences.len() {
            let sentence = self.row.sentences[index];
            let items = &self.row.items[sentence.start..sentence.end];
            for (position, item) in items.iter().enumerate() {
                let Some(quote) = item.quote else { continue };
                if matches!(self.fates[quote], Fate::Open) {
                    self.fates[quote] = self.leftover(index, items, position, quote);
                }
            }
            at = at.max(index);
        }
    }

    fn leftover(&self, index: usize, items: &[Item], position: usize, quote: usize) -> Fate {
        let text = &self.document.text;
        let sentence = self.row.sentences[index];
        let quoted = &self.quoted[quote];
        let inner = quoted.inner.of(text);
        let spoken = |actor: Option<Actor>, rule: &'static str, part_of: Option<usize>| {
            Fate::Spoken(Box::new(Claim {
                actor,
                cue: None,
                status: QuoteStatus::Said,
                rule,
                part_of,
                role_guess: None,
            }))
        };
        // A further paragraph of one quotation.
        if quoted.continues
            && let Some(before) = quote.checked_sub(1)
            && let Fate::Spoken(claim) = &self.fates[before]
        {
            let part_of = Some(claim.part_of.unwrap_or(before));
            return Fate::Spoken(Box::new(Claim {
                part_of,
                rule: "several-paragraphs",
                ..(**claim).clone()
            }));
        }
        let words = inner.split_whitespace().take(self.options.min_words.max(8)).count();
        let floating = !items.iter().any(Item::is_word);
        if !floating && (words < self.options.min_words || is_title(text, items, position, inner)) {
            return Fate::None;
        }
        if floating {
            return self.floating(index, sentence, quote, &spoken);
        }
        // Inside a sentence with other words.
        let before = &items[..position];
        let has_words_before = before.iter().any(Item::is_word);
        if has_words_before {
            let last = &self.last_by_sentence[index];
            let subject = phrase::main_subject(items, 0)
                .filter(|subject| subject.end <= position)
                .map(|subject| resolve(self.document, items, subject))
                .filter(|actor| actor.speaks);
            if let Some(actor) = subject {
                return spoken(Some(actor), "subject-of-sentence", None);
            }
            if let Some(actor) = last.speaker.clone() {
                return spoken(Some(actor), "speaker-of-sentence", None);
            }
        } else {
            // “…,” with a phrase and an unknown verb after it
            let after = items[position + 1..].iter().position(Item::is_word).map(|at| position + 1 + at);
            if let Some(after) = after {
                let actor = phrase::main_subject(&items[..reports::end_of_words(items)], after)
                    .map(|subject| resolve(self.document, items, subject))
                    .filter(|actor| actor.speaks);
                if let Some(actor) = actor {
                    return spoken(Some(actor), "subject-after", None);
                }
            }
        }
        match self.nearest(index, sentence.paragraph) {
            Some(actor) => spoken(Some(actor), "nearest-speaker", None),
            None => spoken(None, "marks", None),
        }
    }

    /// A sentence that is nothing but quoted.
    fn floating(
        &self,
        index: usize,
        sentence: Sentence,
        quote: usize,
        spoken: &dyn Fn(Option<Actor>, &'static str, Option<usize>) -> Fate,
    ) -> Fate {
        // After a quotation of the same paragraph: its next part.
        let before =
            quote.checked_sub(1).filter(|&before| self.quoted[before].paragraph == sentence.paragraph);
        if let Some(before) = before
            && let Fate::Spoken(claim) = &self.fates[before]
        {
            let part_of = Some(claim.part_of.unwrap_or(before));
            return Fate::Spoken(Box::new(Claim { part_of, rule: "same-paragraph", ..(**claim).clone() }));
        }
        let first_of_paragraph = index == 0 || self.row.sentences[index - 1].paragraph != sentence.paragraph;
        if !first_of_paragraph && let Some(actor) = self.said_or_subject(index - 1) {
            return spoken(Some(actor), "sentence-before", None);
        }
        // The paragraph goes on with a quotation that is attributed.
        if let Some(next) = self.row.sentences.get(index + 1)
            && next.paragraph == sentence.paragraph
            && let Some(actor) = self.last_by_sentence[index + 1].speaker.clone()
        {
            return spoken(Some(actor), "sentence-after", None);
        }
        let mut back = index;
        let mut steps = 0;
        while back > 0 && steps < self.options.max_gap {
            back -= 1;
            if let Some(actor) = self.said_or_subject(back) {
                return spoken(Some(actor), "continued", None);
            }
            if self.last_by_sentence[back].words {
                steps += 1;
            } else if let Some(item) =
                self.items(self.row.sentences[back]).iter().rev().find_map(|item| item.quote)
                && let Fate::Spoken(claim) = &self.fates[item]
            {
                // A quotation that is itself continued.
                return spoken(claim.actor.clone(), "continued", None);
            } else {
                steps += 1;
            }
        }
        spoken(None, "marks", None)
    }

    fn said_or_subject(&self, index: usize) -> Option<Actor> {
        let last = &self.last_by_sentence[index];
        last.speaker.clone().or_else(|| last.subject.clone())
    }

    /// The last who spoke, at most `max_gap` sentences back.
    fn nearest(&self, index: usize, _paragraph: usize) -> Option<Actor> {
        let from = index.saturating_sub(self.options.max_gap);
        (from..index).rev().find_map(|back| self.last_by_sentence[back].speaker.clone())
    }

    /// Everything found, in order of text.
    fn finish(self) -> Vec<Quote> {
        struct Found {
            span: Span,
            form: QuoteForm,
            claim: Claim,
            quote: Option<usize>,
        }
        let mut found: Vec<Found> = Vec::new();
        for (index, fate) in self.fates.into_iter().enumerate() {
            if let Fate::Spoken(claim) = fate {
                found.push(Found {
                    span: self.quoted[index].inner,
                    form: QuoteForm::Direct,
                    claim: *claim,
                    quote: Some(index),
                });
            }
        }
        for told in self.told {
            let form = if told.mixed {
                QuoteForm::Mixed
            } else if told.claim.rule == "block-quotation" {
                QuoteForm::Direct
            } else {
                QuoteForm::Indirect
            };
            found.push(Found { span: told.span, form, claim: told.claim, quote: None });
        }
        found.sort_by_key(|found| (found.span.start(), std::cmp::Reverse(found.span.end()), found.quote));
        found.dedup_by(|a, b| a.span == b.span && a.claim.cue == b.claim.cue);
        let mut ids = vec![None; self.quoted.len()];
        for (id, found) in found.iter().enumerate() {
            if let Some(quote) = found.quote {
                ids[quote] = Some(QuoteId(u32::try_from(id).unwrap_or(u32::MAX)));
            }
        }
        let quote = |(id, found): (usize, Found)| {
            let own = QuoteId(u32::try_from(id).unwrap_or(u32::MAX));
            Quote {
                id: own,
                span: found.span,
                form: found.form,
                status: found.claim.status,
                speaker: found
                    .claim
                    .actor
                    .map(|actor| actor.speaker)
                    .filter(|speaker| *speaker != Speaker::default()),
                cue: found.claim.cue,
                part_of: found.claim.part_of.and_then(|first| ids[first]).filter(|first| *first != own),
                role_guess: found.claim.role_guess,
                rule: Rule::from(found.claim.rule),
            }
        };
        found.into_iter().enumerate().map(quote).collect()
    }
}

/// The first item after quoted stretches that open a sentence.
fn after_quotes(items: &[Item]) -> usize {
    items.iter().position(|item| item.is_word()).unwrap_or(items.len())
}

/// A title of a work rather than words said: capitals throughout and no stop inside, or a noun for
/// works beside it.
fn is_title(text: &str, items: &[Item], position: usize, inner: &str) -> bool {
    let beside = |at: Option<usize>| {
        at.and_then(|at| items.get(at)).is_some_and(|item| item.is(Class::WORK) && item.is_word())
    };
    let work = beside(position.checked_sub(1)) || beside(Some(position + 1));
    let mut capitals = 0;
    let mut plain = 0;
    for word in inner.split_whitespace().take(12) {
        let Some(first) = word.chars().find(|c| c.is_alphanumeric()) else { continue };
        if first.is_uppercase() || first.is_numeric() {
            capitals += 1;
        } else if word.len() > 4 {
            plain += 1;
        }
    }
    let stopped =
        inner.ends_with(['.', ',', '?', '!']) && !items.get(position + 1).is_none_or(|next| !next.is_word());
    let _ = text;
    let short = inner.split_whitespace().take(9).count() < 9;
    short && plain == 0 && capitals > 1 && !stopped && !inner.ends_with([',', '?', '!'])
        || work && plain <= 1 && capitals > 0 && short
}
