//! The day of publication in pages as templates of newspapers, agencies, blogs, broadcasters and offices
//! have them, in many languages; some have none, and traps instead. `day` in a page's head is what a
//! careful reader would write down, `changed` the day of the last change where the page tells it.
//!
//! The pages `site-*` were written by somebody who didn't know the stage.

use std::fmt::Write as _;
use std::path::Path;

use rapporteur_document::Fact;
use rapporteur_fixture::{Fixture, corpus};
use rapporteur_normalize_blocks::Blocks;
use rapporteur_normalize_encoding::Encoding;
use rapporteur_normalize_html::Html;
use rapporteur_normalize_metadata::Metadata;

/// Days that are given, right, and there.
#[derive(Default)]
struct Counts {
    given: usize,
    right: usize,
    there: usize,
}

impl Counts {
    /// Counts a page, and says how it came out.
    fn add(&mut self, found: Option<&str>, wanted: Option<&str>) -> &'static str {
        self.given += usize::from(found.is_some());
        self.there += usize::from(wanted.is_some());
        self.right += usize::from(found.is_some() && found == wanted);
        match (found, wanted) {
            _ if found == wanted => "",
            (None, _) => "missed",
            (_, None) => "made up",
            _ => "wrong",
        }
    }

    fn told(&self) -> String {
        let share = |of: usize| 100.0 * self.right as f64 / of.max(1) as f64;
        let Self { given, right, there } = self;
        format!(
            "precision {:.1} ({right} of {given}), recall {:.1} ({right} of {there})",
            share(*given),
            share(*there)
        )
    }
}

#[test]
fn days_of_publication_in_many_templates() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let (mut published, mut changed) = (Counts::default(), Counts::default());
    let mut table = String::new();
    for path in corpus::files(&folder, "html") {
        let fixture = Fixture::read(&path);
        let mut document = fixture.raw();
        rapporteur_fixture::run::<Encoding>(&mut document);
        rapporteur_fixture::run::<Html>(&mut document);
        rapporteur_fixture::run::<Blocks>(&mut document);
        rapporteur_fixture::run::<Metadata>(&mut document);
        let day = |fact: &Option<Fact>| fact.as_ref().map(|fact| fact.value[..10].to_owned());
        let (found, last) = (day(&document.meta.published), day(&document.meta.modified));
        let wanted = fixture.get("day").filter(|day| *day != "none");
        let rule = document.meta.published.as_ref().map_or("", |fact| fact.from.as_str());
        let came_out = published.add(found.as_deref(), wanted);
        let found = found.as_deref().unwrap_or("none");
        let name = path.file_stem().expect("a file has a name").to_string_lossy();
        let _ = write!(table, "{came_out:7} | {name:52} | {found:10} | {rule:14} |");
        if let Some(wanted) = fixture.get("changed") {
            let came_out = changed.add(last.as_deref(), Some(wanted));
            let _ = write!(table, " changed {} {came_out}", last.as_deref().unwrap_or("none"));
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
    let _ = writeln!(table, "published: {}\nchanged: {}", published.told(), changed.told());
    insta::assert_snapshot!(table);
}
