//! Text, map, blocks and turns of a transcript, built from left to right.

use rapporteur_document::{Block, Document, Fact, MapBuilder, Member, Meta, Role, Span, Speaker, Turn};

use crate::xml;

/// A speech that goes on.
#[derive(Debug, Default)]
pub(crate) struct Open {
    pub(crate) speaker: Option<Speaker>,
    pub(crate) member: Member,
    pub(crate) role: Option<String>,
    pub(crate) question: bool,
    pub(crate) number: Option<String>,
    pub(crate) uin: Option<String>,
    pub(crate) span: Option<Span>,
    /// Something was said in it: a name with nothing after it is no speech.
    pub(crate) said: bool,
    /// Why it has its role, where the transcript doesn't say so.
    pub(crate) guess: Option<&'static str>,
}

/// Blocks that stand in a speech and are not said by its speaker: they belong to it only where it
/// goes on after them.
const fn is_aside(role: Role) -> bool {
    matches!(role, Role::Paragraph | Role::Navigation | Role::Dateline | Role::Heading | Role::Comments)
}

/// What a transcript gives.
#[derive(Debug, Default)]
pub(crate) struct Page {
    text: String,
    map: MapBuilder,
    blocks: Vec<Block>,
    turns: Vec<Turn>,
    /// The block that is being written: where it starts, its role and rule.
    block: Option<(usize, Role, &'static str)>,
    /// White space that stands before the next character, if any comes.
    space: Option<Span>,
    /// A break without white space stands before the next character.
    gap: bool,
    speech: Option<Open>,
    pub(crate) title: Option<Fact>,
    pub(crate) published: Option<Fact>,
    pub(crate) language: Option<Fact>,
    rule: &'static str,
}

impl Page {
    pub(crate) fn new(rule: &'static str) -> Self {
        Self { rule, ..Self::default() }
    }

    /// Starts a block; the one before ends.
    pub(crate) fn begin(&mut self, role: Role, why: &'static str) {
        self.end();
        self.block = Some((self.text.len(), role, why));
    }

    /// A block of this role is being written.
    pub(crate) fn is_writing(&self, role: Role) -> bool {
        self.block.is_some_and(|(_, open, _)| open == role)
    }

    /// The last block is something else than was thought.
    pub(crate) fn reword(&mut self, role: Role, why: &'static str) {
        if let Some(block) = self.blocks.last_mut() {
            (block.role, block.rule) = (role, why.into());
        }
    }

    /// How much text there is.
    pub(crate) fn written(&self) -> usize {
        self.text.len()
    }

    /// Nothing has been said in the speech that goes on.
    pub(crate) fn is_silent(&self) -> bool {
        self.speech.as_ref().is_some_and(|speech| !speech.said)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.block.is_some()
    }

    /// Ends the block; its span, where it has words.
    pub(crate) fn end(&mut self) -> Option<Span> {
        self.space = None;
        let (start, role, why) = self.block.take()?;
        let start = if start > 0 && start < self.text.len() { start + PARTING.len() } else { start };
        if start >= self.text.len() {
            return None;
        }
        let span = Span::new(start, self.text.len());
        self.blocks.push(Block { span, role, rule: why.into() });
        if let Some(speech) = self.speech.as_mut().filter(|_| !is_aside(role)) {
            speech.span = Some(speech.span.map_or(span, |before| before.cover(span)));
            speech.said |= role != Role::Byline;
        }
        Some(span)
    }

    /// Text with references, white space as one space each.
    pub(crate) fn words(&mut self, source: &str, span: Span) {
        let mut at = span.start();
        while at < span.end() {
            let rest = &source[at..span.end()];
            let Some(c) = rest.chars().next() else { break };
            let (c, len) = if c == '&' { xml::reference(rest).unwrap_or((c, 1)) } else { (c, c.len_utf8()) };
            self.character(source, c, Span::new(at, at + len));
            at += len;
        }
    }

    /// Words of the source with what parts them from the ones before, whatever stood between.
    pub(crate) fn term(&mut self, source: &str, span: Span) {
        self.gap();
        self.words(source, span);
    }

    /// Text without references.
    pub(crate) fn verbatim(&mut self, source: &str, span: Span) {
        for (offset, c) in span.of(source).char_indices() {
            let at = span.start() + offset;
            self.character(source, c, Span::new(at, at + c.len_utf8()));
        }
    }

    fn character(&mut self, source: &str, c: char, from: Span) {
        let Some((start, ..)) = self.block else { return };
        if c.is_whitespace() {
            self.space = Some(match self.space {
                Some(space) if space.end() == from.start() => space.cover(from),
                Some(space) => space,
                None => from,
            });
            return;
        }
        let (space, gap) = (self.space.take(), std::mem::take(&mut self.gap));
        if self.text.len() == start {
            // The first character of a block: what parts it from the one before is nobody's.
            if start > 0 {
                self.text.push_str(PARTING);
                self.map.inserted(PARTING.len());
            }
        } else if let Some(space) = space {
            self.text.push(' ');
            self.map.skip_to(space.start());
            self.map.replaced(1, space.len());
        } else if gap {
            self.text.push(' ');
            self.map.inserted(1);
        }
        self.map.skip_to(from.start());
        self.text.push(c);
        if from.of(source).starts_with(c) && from.len() == c.len_utf8() {
            self.map.copied(from.len());
        } else {
            self.map.replaced(c.len_utf8(), from.len());
        }
    }

    /// A line break or a cell: what follows is another word.
    pub(crate) fn gap(&mut self) {
        self.gap = true;
    }

    /// No white space comes before the next word: `join="right"`.
    pub(crate) fn join(&mut self) {
        self.space = None;
    }

    /// A speech starts; the one before ends.
    pub(crate) fn rise(&mut self, speech: Open) {
        self.sit();
        self.speech = Some(speech);
    }

    /// The speech that goes on.
    pub(crate) fn speech(&mut self) -> Option<&mut Open> {
        self.speech.as_mut()
    }

    /// The speech ends.
    pub(crate) fn sit(&mut self) {
        self.end();
        let Some(speech) = self.speech.take() else { return };
        let Some(span) = speech.span.filter(|_| speech.said) else { return };
        self.turns.push(Turn {
            span,
            speaker: speech.speaker,
            member: speech.member,
            role: speech.role,
            question: speech.question,
            number: speech.number,
            uin: speech.uin,
            rule: speech.guess.unwrap_or(self.rule).into(),
        });
    }

    /// The words of a span.
    pub(crate) fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// Puts all of it into the document.
    pub(crate) fn settle(mut self, document: &mut Document) {
        self.sit();
        document.rewrite(self.text, &self.map.finish());
        document.blocks = Some(self.blocks);
        if !self.turns.is_empty() {
            document.turns = Some(self.turns);
            Meta::offer(&mut document.meta.kind, Fact::new("debate", self.rule));
        }
        let facts = [
            (&mut document.meta.title, self.title),
            (&mut document.meta.published, self.published),
            (&mut document.meta.language, self.language),
        ];
        for (place, fact) in facts {
            if let Some(fact) = fact {
                Meta::offer(place, fact);
            }
        }
    }
}

/// What parts two blocks.
const PARTING: &str = "\n\n";
