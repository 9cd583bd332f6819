//! What a report says of documents, to be read again from them.
//!
//! `report.json` has every claim with the record, the bytes and the words that it stands on. Here they
//! are sorted by document, so that each is looked at when its document's source is open.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;

use rapporteur_document::{Document, Span};
use rapporteur_record as record;

/// What a place in a document is cited as.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Cites {
    /// A quotation, a figure or an event of the record, with the sentence around it.
    Claim(record::ClaimKind, Option<String>),
    /// Any words: a dated sentence, a name.
    Words,
    /// A speech; of the copy with names, whose.
    Speech(Option<String>),
}

/// A place that a report cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Citation {
    /// `s1c3`, or what it is instead.
    pub(crate) what: String,
    start: u32,
    end: u32,
    words: Option<String>,
    cites: Cites,
}

impl Citation {
    /// Its bytes in the text.
    pub(crate) fn span(&self) -> Option<Span> {
        Span::checked(self.start as usize, self.end as usize).ok()
    }

    /// What is wrong with it, as the record has the document.
    pub(crate) fn wrong(&self, document: &Document) -> Option<String> {
        let Some((span, words)) = self.span().and_then(|span| Some((span, span.get(&document.text)?))) else {
            return Some("it is outside the text".into());
        };
        if self.words.as_ref().is_some_and(|own| own != words) {
            return Some("other words stand there in the record".into());
        }
        let known = match &self.cites {
            Cites::Claim(kind, context) => {
                if context.as_ref().is_some_and(|context| !document.text.contains(context)) {
                    return Some("the sentence around it is not in the record".into());
                }
                match kind {
                    record::ClaimKind::Quote => document.quotes().iter().any(|it| it.span == span),
                    record::ClaimKind::Figure => document.figures().iter().any(|it| it.span == span),
                    record::ClaimKind::Event => document.events().iter().any(|it| it.span == span),
                }
            }
            Cites::Words => true,
            Cites::Speech(named) => document.turns.iter().flatten().any(|turn| {
                turn.span == span && turn.speaker.as_ref().and_then(|it| it.name.as_ref()) == named.as_ref()
            }),
        };
        (!known).then(|| "the record has nothing of that kind there".into())
    }

    /// Whether the same words stand there in another reading of the source; where no words are cited,
    /// those of the record.
    pub(crate) fn stands_in(&self, text: &str, document: &Document) -> bool {
        let Some(span) = self.span() else { return false };
        let own = self.words.as_deref().or_else(|| span.get(&document.text));
        own.is_some() && span.get(text) == own
    }
}

/// All citations of a report.
#[derive(Debug, Default)]
pub(crate) struct Cited {
    by_document: BTreeMap<String, Vec<Citation>>,
}

impl Cited {
    /// Those of a document; they are looked at once.
    pub(crate) fn take(&mut self, document: &str) -> Vec<Citation> {
        self.by_document.remove(document).unwrap_or_default()
    }

    /// Documents that are cited and that no record had, each with the first citation.
    pub(crate) fn left(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_document.iter().filter_map(|(id, all)| Some((id.as_str(), all.first()?.what.as_str())))
    }

    /// Reads a report, and says what in it does not hold together. It is written with a line for each
    /// story, and read so.
    pub(crate) fn read(&mut self, path: &Path) -> std::io::Result<Vec<String>> {
        let mut problems = Vec::new();
        let mut in_stories = false;
        for line in BufReader::new(fs::File::open(path)?).split(b'\n') {
            let line = line?;
            let line = line.trim_ascii();
            match line {
                b"\"stories\": [" => in_stories = true,
                _ if line.starts_with(b"]") => in_stories = false,
                _ if in_stories && !line.is_empty() => {
                    let story = line.strip_suffix(b",").unwrap_or(line);
                    match serde_json::from_slice::<record::Story>(story) {
                        Ok(story) => self.add(&story, &mut problems),
                        Err(error) => problems.push(format!("a story can't be read: {error}")),
                    }
                }
                _ => {}
            }
        }
        Ok(problems)
    }

    fn add(&mut self, story: &record::Story, problems: &mut Vec<String>) {
        let documents: BTreeSet<&str> = story.documents.iter().map(|it| it.id.as_str()).collect();
        let mut cite =
            |document: &str, (start, end): (u32, u32), what: &str, words: Option<&String>, cites| {
                if !documents.contains(document) {
                    problems.push(format!("{what} cites {document}, which is not of its story"));
                }
                let citation = Citation { what: what.to_owned(), start, end, words: words.cloned(), cites };
                self.by_document.entry(document.to_owned()).or_default().push(citation);
            };
        for claim in &story.claims {
            for support in &claim.support {
                let cites = Cites::Claim(claim.kind, support.context.clone());
                let place = (support.start, support.end);
                cite(&support.document, place, &claim.id, Some(&support.words), cites);
            }
        }
        for moment in &story.timeline {
            let what = format!("{}, {}", story.id, moment.value);
            for support in &moment.support {
                let place = (support.start, support.end);
                cite(&support.document, place, &what, Some(&support.words), Cites::Words);
            }
            for evidence in moment.narrowed.iter().flat_map(|narrowed| &narrowed.evidence) {
                if let (Some(start), Some(end)) = (evidence.start, evidence.end) {
                    cite(&evidence.document, (start, end), &what, evidence.words.as_ref(), Cites::Words);
                }
            }
        }
        for person in &story.people {
            let what = format!("{}, {}", story.id, person.name);
            for place in &person.places {
                cite(&place.document, (place.start, place.end), &what, Some(&place.words), Cites::Words);
            }
        }
        for speech in &story.speeches {
            let what = format!("{}, speech of {}", story.id, speech.speaker);
            cite(&speech.document, (speech.start, speech.end), &what, None, Cites::Speech(None));
            let named = &speech.named_in;
            let cites = Cites::Speech(Some(speech.speaker.clone()));
            cite(&named.document, (named.start, named.end), &what, None, cites);
        }
        for copy in story.syndication.iter().flat_map(|text| &text.copies) {
            if copy.shared > copy.sentences || !documents.contains(copy.document.as_str()) {
                problems.push(format!("{}: the copy {} does not add up", story.id, copy.document));
            }
        }
        for claim in &story.claims {
            let origins: BTreeSet<u32> = claim.support.iter().map(|it| it.origin).collect();
            let places = claim.support.len();
            let variants = claim.differences.iter().flat_map(|it| &it.variants);
            let holds = |variant: &record::Variant| {
                let laid: String = variant.words.iter().map(|it| it.words.as_str()).collect();
                variant.support.iter().all(|&at| (at as usize) < places)
                    && (laid.is_empty() || laid == variant.value)
            };
            if origins.len() != claim.origins as usize || !variants.into_iter().all(holds) {
                problems.push(format!("{}: its origins or variants do not add up", claim.id));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report of one story, one claim and one dated sentence, with these words and variant.
    fn problems(words: &str, start: u32, value: &str) -> (Vec<String>, Vec<Option<String>>) {
        let document = Document::from_text("Rain fell. 12 boats sank.");
        let quote = serde_json::json!({
            "id": "s1c1", "kind": "event", "about": "RAIN", "state": "single", "origins": 1,
            "support": [{ "document": "d", "start": start, "end": start + 4, "words": words, "origin": 1 }],
            "differences": [{ "kind": "wording", "variants": [
                { "value": value, "support": [0], "words": [{ "words": "Rain", "differs": true }] },
            ]}],
        });
        let moment = serde_json::json!({ "value": "2020-01-01", "support": [
            { "document": "d", "start": 5, "end": 10, "words": "fell.", "origin": 1 },
        ]});
        let story = serde_json::json!({
            "id": "s1", "title": "Rain", "origins": 1, "documents": [{ "id": "d", "uri": "d.txt" }],
            "claims": [quote], "timeline": [moment],
        });
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        fs::write(&path, format!("{{\n\"stories\": [\n{story}\n],\n\"unassigned\": [\n]\n}}\n"))
            .expect("written");
        let mut cited = Cited::default();
        let problems = cited.read(&path).expect("is read");
        let wrong = cited.take("d").iter().map(|it| it.wrong(&document)).collect();
        assert_eq!(cited.left().count(), 0);
        (problems, wrong)
    }

    #[test]
    fn what_a_report_cites_is_looked_up() {
        let nothing = || Some("the record has nothing of that kind there".to_owned());
        assert_eq!(problems("Rain", 0, "Rain"), (Vec::new(), vec![nothing(), None]));
        let other = || Some("other words stand there in the record".to_owned());
        assert_eq!(problems("Hail", 0, "Rain").1, [other(), None]);
        assert_eq!(problems("Rain", 90, "Rain").1, [Some("it is outside the text".to_owned()), None]);
        assert_eq!(problems("Rain", 0, "Hail").0, ["s1c1: its origins or variants do not add up"]);
    }
}
