//! What is wrong with a configuration, drawn with file, line and a caret under the word.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity, SourceCode,
};
use rapporteur_pipeline::{Problem, Problems};

/// One problem as miette draws it.
#[derive(Debug)]
struct Drawn<'p> {
    problem: &'p Problem,
    source: Option<NamedSource<String>>,
}

impl std::fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(Severity::Error)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.problem.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = self.problem.place.as_ref()?;
        let label =
            LabeledSpan::new(Some(self.problem.label.clone()), place.span.start, place.span.len().max(1));
        Some(Box::new(std::iter::once(label)))
    }
}

/// All problems, in the order of the text, with a count at the end.
pub(crate) fn draw(problems: &Problems) -> String {
    let theme = if std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_context_lines(1);
    let mut out = String::new();
    for problem in &problems.problems {
        let source = problem.place.as_ref().map(|place| {
            let (name, text) = &problems.layers[place.layer];
            NamedSource::new(name, text.clone())
        });
        if handler.render_report(&mut out, &Drawn { problem, source }).is_err() {
            let _ = writeln!(out, "{}", problem.message);
        }
    }
    let count = problems.problems.len();
    let _ = writeln!(
        out,
        "{count} {} in the configuration; nothing was run",
        if count == 1 { "mistake" } else { "mistakes" }
    );
    out
}
