//! What a report found of the stories and copies that the generator planted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

/// How well stories and copies were found, in percent.
#[derive(Debug, PartialEq)]
pub(crate) struct Found {
    /// B-cubed precision and recall of the stories.
    pub(crate) stories: (f64, f64),
    /// Of the documents that are said to print another's text, those that do; and of those that do,
    /// those that are said to.
    pub(crate) copies: (f64, f64),
}

/// What is known of a document.
struct Planted {
    story: String,
    /// The document whose text it prints; itself for a text of its own.
    text: String,
    copy: bool,
}

/// Compares `report.json` with the generator's `gold.jsonl`, line by line: a report has a story a line.
pub(crate) fn compare(gold: &Path, report: &Path) -> anyhow::Result<Found> {
    let lines = |path: &Path| -> anyhow::Result<_> {
        Ok(BufReader::new(File::open(path).with_context(|| path.display().to_string())?).lines())
    };
    let mut planted: BTreeMap<String, Planted> = BTreeMap::new();
    for line in lines(gold)? {
        let line: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| line[name].as_str().map(str::to_owned);
        let name = field("doc").context("a line of the gold has no `doc`")?;
        let copy = field("copy_of");
        let known = Planted {
            story: field("story").context("a line of the gold has no `story`")?,
            copy: copy.is_some(),
            text: copy.unwrap_or_else(|| name.clone()),
        };
        planted.insert(name, known);
    }
    let mut score = Score::new(&planted);
    for line in lines(report)? {
        let line = line?;
        // Stories only: they have an id of their own.
        if line.starts_with("{\"id\":\"s") {
            score.story(&serde_json::from_str(line.trim_end_matches(','))?);
        }
    }
    Ok(score.found())
}

struct Score<'a> {
    planted: &'a BTreeMap<String, Planted>,
    /// How many documents a planted story has.
    sizes: BTreeMap<&'a str, usize>,
    /// Documents that were put into a story.
    placed: BTreeSet<&'a str>,
    precision: f64,
    recall: f64,
    /// Documents that are said to print another's text: all, and those that do.
    said: (usize, usize),
    found: BTreeSet<&'a str>,
}

impl<'a> Score<'a> {
    fn new(planted: &'a BTreeMap<String, Planted>) -> Self {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for known in planted.values() {
            *sizes.entry(&known.story).or_default() += 1;
        }
        let found = BTreeSet::new();
        Self { planted, sizes, placed: BTreeSet::new(), precision: 0.0, recall: 0.0, said: (0, 0), found }
    }

    fn story(&mut self, story: &Value) {
        let list = |key: &str| story[key].as_array().map_or(&[][..], Vec::as_slice);
        let named: BTreeMap<&str, (&'a str, &'a Planted)> = list("documents")
            .iter()
            .filter_map(|document| {
                let name = document["uri"].as_str()?.rsplit('/').next()?;
                let (name, known) = self.planted.get_key_value(name)?;
                Some((document["id"].as_str()?, (name.as_str(), known)))
            })
            .collect();
        let mut together: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, known) in named.values() {
            *together.entry(&known.story).or_default() += 1;
        }
        for (of, &count) in &together {
            self.precision += (count * count) as f64 / named.len() as f64;
            self.recall += (count * count) as f64 / self.sizes[of] as f64;
        }
        self.placed.extend(named.values().map(|(name, _)| *name));
        for text in list("syndication") {
            let of = |id: &Value| id.as_str().and_then(|id| named.get(id).copied());
            let Some((lead_name, lead)) = of(&text["lead"]) else { continue };
            let members = text["copies"].as_array().map_or(&[][..], Vec::as_slice);
            for (name, known) in members.iter().filter_map(|copy| of(&copy["document"])) {
                self.said.0 += 1;
                self.said.1 += usize::from(known.text == lead.text);
                if known.text == lead.text && known.copy {
                    self.found.insert(name);
                }
            }
            // A copy may be taken for the lead: it is found when its text has others beside it.
            let mut beside = members.iter().filter_map(|copy| of(&copy["document"]));
            if lead.copy && beside.any(|(_, other)| other.text == lead.text) {
                self.found.insert(lead_name);
            }
        }
    }

    fn found(self) -> Found {
        let documents = self.planted.len() as f64;
        // A document that was put into no story is one of its own.
        let alone = self.planted.iter().filter(|(name, _)| !self.placed.contains(name.as_str()));
        let alone: Vec<f64> = alone.map(|(_, known)| 1.0 / self.sizes[known.story.as_str()] as f64).collect();
        let copies = self.planted.values().filter(|known| known.copy).count();
        let percent = |part: f64, of: f64| if of > 0.0 { 100.0 * part / of } else { 100.0 };
        Found {
            stories: (
                percent(self.precision + alone.len() as f64, documents),
                percent(self.recall + alone.iter().sum::<f64>(), documents),
            ),
            copies: (
                percent(self.said.1 as f64, self.said.0 as f64),
                percent(self.found.len() as f64, copies as f64),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_planted_is_counted() {
        let folder = crate::workspace::scratch("planted-test").unwrap();
        let (gold, report) = (folder.join("gold.jsonl"), folder.join("report.json"));
        // Two stories: the first of a text, its copy and a text of its own, the second of one text.
        let line = |doc: &str, story: &str, copy: Option<&str>| {
            serde_json::json!({"doc": doc, "story": story, "copy_of": copy}).to_string()
        };
        let lines =
            [line("a", "1", None), line("b", "1", Some("a")), line("c", "1", None), line("d", "2", None)];
        std::fs::write(&gold, lines.join("\n")).unwrap();
        let story = |documents: &str, lead: &str, copies: &str| {
            let all: Vec<String> =
                documents.chars().map(|it| format!(r#"{{"id":"{it}{it}","uri":"x/{it}"}}"#)).collect();
            let copies: Vec<String> =
                copies.chars().map(|it| format!(r#"{{"document":"{it}{it}"}}"#)).collect();
            let (all, copies) = (all.join(","), copies.join(","));
            format!(
                "{{\n\"stories\": [\n{{\"id\":\"s1\",\"documents\":[{all}],\"syndication\":[{{\"lead\":\"{lead}{lead}\",\
                 \"copies\":[{copies}]}}]}}\n]\n}}\n"
            )
        };
        let found = |text: String| {
            std::fs::write(&report, text).unwrap();
            compare(&gold, &report).unwrap()
        };
        let whole = Found { stories: (100.0, 100.0), copies: (100.0, 100.0) };
        assert_eq!(found(story("abc", "a", "b")), whole);
        // The copy is taken for the lead, the other story for a part, another text for a copy.
        let worse = found(story("abcd", "b", "ac"));
        assert_eq!(worse.copies, (50.0, 100.0));
        assert!((worse.stories.0 - 62.5).abs() < 1e-9 && (worse.stories.1 - 100.0).abs() < 1e-9, "{worse:?}");
        assert!(
            (found(story("ab", "b", "a")).stories.1 - 100.0 * (4.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs()
                < 1e-9
        );
    }
}
