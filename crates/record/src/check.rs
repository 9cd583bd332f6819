//! The promises of a record, and what is said when one is broken.

use std::fmt;

use rapporteur_document::{Document, EntityId, Fact, Participant, QuoteId, Span, Speaker};

/// Why a line is no record, or a document can't be written as one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// It is no JSON of this form.
    #[error("{place}: {problem}")]
    Form {
        /// The field, `quotes[2].form`; `.` for the whole line.
        place: String,
        /// What is wrong with it.
        problem: String,
    },
    /// It is of another schema, or of another number of this one.
    #[error("schema: `{found}`, but this program reads `{expected}`")]
    Schema {
        /// What the line says.
        found: String,
        /// What is read.
        expected: &'static str,
    },
    /// A field says something that can't be.
    #[error("{field}: {problem}")]
    Field {
        /// The field, `quotes[2].speaker`.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// The name of a field, spelt only when there is something to say about it.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    layer: &'static str,
    index: usize,
    part: &'static str,
    second: Option<usize>,
}

impl Field {
    pub(crate) fn new(layer: &'static str, index: usize) -> Self {
        Self { layer, index, part: "", second: None }
    }

    pub(crate) fn part(self, part: &'static str) -> Self {
        Self { part, ..self }
    }

    fn item(self, part: &'static str, index: usize) -> Self {
        Self { part, second: Some(index), ..self }
    }

    pub(crate) fn wrong(self, problem: impl fmt::Display) -> RecordError {
        RecordError::Field { field: self.to_string(), problem: problem.to_string() }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.layer, self.index)?;
        if !self.part.is_empty() {
            write!(f, ".{}", self.part)?;
        }
        self.second.map_or(Ok(()), |index| write!(f, "[{index}]"))
    }
}

struct Check<'a> {
    text: &'a str,
    entities: usize,
    quotes: usize,
}

/// Checks a document against the promises of the record:
///
/// - the map covers the text and stays inside the source;
/// - no span is empty, leaves the text or cuts a character;
/// - blocks, sentences and turns ascend and don't overlap, the other layers ascend by start;
/// - ids are places in their lists, and no reference leads nowhere.
///
/// The error names the field.
pub fn check(document: &Document) -> Result<(), RecordError> {
    let source_len = usize::try_from(document.source.bytes).unwrap_or(usize::MAX);
    document
        .map
        .check(document.text.len(), source_len)
        .map_err(|error| RecordError::Field { field: "map".into(), problem: error.to_string() })?;
    let check = Check {
        text: &document.text,
        entities: document.entities().len() + document.unnamed.len(),
        quotes: document.quotes().len(),
    };
    check.meta(document)?;
    let blocks = document.blocks.as_deref().unwrap_or_default();
    check.apart("blocks", blocks.iter().map(|block| block.span))?;
    check.apart("sentences", document.sentences().iter().copied())?;
    check.mentions(document)?;
    check.locations(document)?;
    check.ascending("times", document.times().iter().map(|time| time.span))?;
    check.figures(document)?;
    check.quotes(document)?;
    check.events(document)?;
    let turns = document.turns.as_deref().unwrap_or_default();
    check.apart("turns", turns.iter().map(|turn| turn.span))?;
    for (index, turn) in turns.iter().enumerate() {
        check.speaker(Field::new("turns", index).part("speaker"), turn.speaker.as_ref())?;
    }
    Ok(())
}

impl Check<'_> {
    fn meta(&self, document: &Document) -> Result<(), RecordError> {
        let meta = &document.meta;
        let single = [
            ("meta.kind", &meta.kind),
            ("meta.title", &meta.title),
            ("meta.published", &meta.published),
            ("meta.modified", &meta.modified),
            ("meta.publisher", &meta.publisher),
            ("meta.url", &meta.url),
            ("meta.section", &meta.section),
            ("meta.language", &meta.language),
        ];
        let wrong = |field: &str, fact: &Fact| match fact.span.map(|span| self.problem(span)) {
            Some(Some(problem)) => Err(RecordError::Field { field: field.to_owned(), problem }),
            _ => Ok(()),
        };
        for (name, fact) in single {
            fact.as_ref().map_or(Ok(()), |fact| wrong(name, fact))?;
        }
        for (name, facts) in [("meta.byline", &meta.byline), ("meta.agencies", &meta.agencies)] {
            facts
                .iter()
                .enumerate()
                .try_for_each(|(index, fact)| wrong(&format!("{name}[{index}]"), fact))?;
        }
        Ok(())
    }

    fn mentions(&self, document: &Document) -> Result<(), RecordError> {
        self.ascending("mentions", document.mentions().iter().map(|mention| mention.span))?;
        for (index, mention) in document.mentions().iter().enumerate() {
            self.entity(Field::new("mentions", index).part("entity"), mention.entity)?;
        }
        let named = document.entities().iter().map(|entity| entity.id);
        for (index, id) in named.chain(document.unnamed.iter().map(|it| it.id)).enumerate() {
            if id.0 as usize != index {
                let field = Field::new("entities", index).part("id");
                return Err(field.wrong(format_args!(
                    "`e{}` stands where `e{}` belongs",
                    id.0 + 1,
                    index + 1
                )));
            }
        }
        Ok(())
    }

    fn locations(&self, document: &Document) -> Result<(), RecordError> {
        let mut before = None;
        for (index, location) in document.locations().iter().enumerate() {
            let field = Field::new("locations", index).part("entity");
            self.entity(field, Some(location.entity))?;
            if before >= Some(location.entity) {
                return Err(field.wrong("entities ascend, each once"));
            }
            before = Some(location.entity);
        }
        Ok(())
    }

    fn figures(&self, document: &Document) -> Result<(), RecordError> {
        self.ascending("figures", document.figures().iter().map(|figure| figure.span))?;
        for (index, figure) in document.figures().iter().enumerate() {
            let field = Field::new("figures", index);
            if let Some(time) = figure.time {
                self.span(field.part("time"), time)?;
            }
            self.participant(field.part("place"), figure.place.as_ref())?;
            self.participant(field.part("reported_by"), figure.reported_by.as_ref())?;
        }
        Ok(())
    }

    fn quotes(&self, document: &Document) -> Result<(), RecordError> {
        self.ascending("quotes", document.quotes().iter().map(|quote| quote.span))?;
        for (index, quote) in document.quotes().iter().enumerate() {
            let field = Field::new("quotes", index);
            if quote.id != QuoteId(index as u32) {
                return Err(field.part("id").wrong(format_args!(
                    "`q{}` stands where `q{}` belongs",
                    quote.id.0 + 1,
                    index + 1
                )));
            }
            self.speaker(field.part("speaker"), quote.speaker.as_ref())?;
            if let Some(cue) = &quote.cue {
                self.span(field.part("cue"), cue.span)?;
            }
            if let Some(QuoteId(first)) = quote.part_of
                && (first as usize >= self.quotes || first as usize == index)
            {
                return Err(field
                    .part("part_of")
                    .wrong(format_args!("`q{}` is no other quotation here", first + 1)));
            }
        }
        Ok(())
    }

    fn events(&self, document: &Document) -> Result<(), RecordError> {
        self.ascending("events", document.events().iter().map(|event| event.span))?;
        for (index, event) in document.events().iter().enumerate() {
            let field = Field::new("events", index);
            if let Some(time) = event.time {
                self.span(field.part("time"), time)?;
            }
            self.participant(field.part("place"), event.place.as_ref())?;
            self.participant(field.part("reported_by"), event.reported_by.as_ref())?;
            for (part, list) in [("actors", &event.actors), ("recipients", &event.recipients)] {
                for (at, participant) in list.iter().enumerate() {
                    self.participant(field.item(part, at), Some(participant))?;
                }
            }
        }
        Ok(())
    }

    fn problem(&self, span: Span) -> Option<String> {
        if span.is_empty() {
            Some(format!("{span} is empty"))
        } else if span.end() > self.text.len() {
            Some(format!("{span} is outside the text of {} bytes", self.text.len()))
        } else {
            span.get(self.text).is_none().then(|| format!("{span} cuts a character"))
        }
    }

    fn span(&self, field: Field, span: Span) -> Result<(), RecordError> {
        self.problem(span).map_or(Ok(()), |problem| Err(field.wrong(problem)))
    }

    fn apart(&self, layer: &'static str, spans: impl Iterator<Item = Span>) -> Result<(), RecordError> {
        let mut before = 0;
        for (index, span) in spans.enumerate() {
            let field = Field::new(layer, index);
            self.span(field, span)?;
            if span.start() < before {
                return Err(field
                    .wrong(format_args!("{span} starts before byte {before}, where the one before ends")));
            }
            before = span.end();
        }
        Ok(())
    }

    fn ascending(&self, layer: &'static str, spans: impl Iterator<Item = Span>) -> Result<(), RecordError> {
        let mut before = 0;
        for (index, span) in spans.enumerate() {
            let field = Field::new(layer, index);
            self.span(field, span)?;
            if span.start() < before {
                return Err(field
                    .wrong(format_args!("{span} starts before byte {before}, where the one before starts")));
            }
            before = span.start();
        }
        Ok(())
    }

    fn entity(&self, field: Field, entity: Option<EntityId>) -> Result<(), RecordError> {
        match entity {
            Some(EntityId(index)) if index as usize >= self.entities => Err(field.wrong(format_args!(
                "`e{}` is not there: the record has {} entities",
                u64::from(index) + 1,
                self.entities
            ))),
            _ => Ok(()),
        }
    }

    fn participant(&self, field: Field, participant: Option<&Participant>) -> Result<(), RecordError> {
        let Some(participant) = participant else { return Ok(()) };
        self.span(field, participant.span)?;
        self.entity(field, participant.entity)
    }

    fn speaker(&self, field: Field, speaker: Option<&Speaker>) -> Result<(), RecordError> {
        let Some(speaker) = speaker else { return Ok(()) };
        if let Some(span) = speaker.span {
            self.span(field, span)?;
        }
        self.entity(field, speaker.entity)
    }
}
