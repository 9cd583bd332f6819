//! `rapporteur explain`.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use rapporteur_document::{Document, Layer, Rule, Span};
use rapporteur_stage::BuildContext;
use rapporteur_view as view;

use super::{complain, on_runtime, say};
use crate::args::Explain;
use crate::{DEFAULT_CONFIG, Ending, builtin};

/// Bytes of the source that are shown on either side.
const CONTEXT: usize = 60;

pub(crate) fn explain(args: &Explain) -> Ending {
    match explained(args) {
        Ok(text) => say(&text),
        Err(message) => {
            complain(&message);
            Ending::Wrong
        }
    }
}

fn explained(args: &Explain) -> Result<String, String> {
    let (file, id) = match args.record.split_once('#') {
        Some((file, id)) => (file, Some(id)),
        None => (args.record.as_str(), None),
    };
    let document = find(Path::new(file), id)?;
    let span = span_of(&document, &args.span)?;
    let mut out = String::new();
    let _ = writeln!(out, "document {}  {}", document.id, document.source.uri);
    let _ = writeln!(out, "text     bytes {span}");
    let _ = writeln!(out, "source   {}\n", view::origin(&document, span));
    let marks = marks_in(&document, span);
    let around = around(&document, span);
    view::region(&mut out, &document, around, "text", &marks);
    let _ = writeln!(out);
    source_bytes(&mut out, &document, span, Path::new(file));
    let _ = writeln!(out, "\nmade by");
    for (layer, rules) in rules_in(&document, span) {
        let stage = document.by.iter().rev().find(|made| made.gives.contains(&layer));
        let stage = stage.map_or_else(
            || "an unknown stage".to_owned(),
            |made| {
                format!(
                    "{} version {}, options {}…",
                    made.stage,
                    made.version,
                    made.options_sha256.get(..12).unwrap_or_default()
                )
            },
        );
        let rules: Vec<&str> = rules.iter().map(Rule::as_str).collect();
        let _ = writeln!(
            out,
            "  {layer:<10} {stage}{}",
            if rules.is_empty() { String::new() } else { format!(", rule {}", rules.join(", ")) }
        );
    }
    Ok(out)
}

/// The document of this id; the only one where no id is given.
fn find(path: &Path, id: Option<&str>) -> Result<Document, String> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut only = None;
    let mut ids = Vec::new();
    for (number, line) in BufReader::new(file).split(b'\n').enumerate() {
        let line = line.map_err(|error| format!("{}: {error}", path.display()))?;
        let document = rapporteur_record::from_line(&line)
            .map_err(|error| format!("{}:{}: {error}", path.display(), number + 1))?;
        match id {
            Some(id) if document.id == id => return Ok(document),
            Some(_) => {}
            None => only = Some(document.clone()),
        }
        ids.push(document.id);
    }
    match (id, only, ids.len()) {
        (None, Some(document), 1) => Ok(document),
        (None, ..) => Err(format!(
            "{} holds {} documents: say which, as in {}#ID; ids: {}",
            path.display(),
            ids.len(),
            path.display(),
            some(&ids)
        )),
        (Some(id), ..) => {
            let near = rapporteur_pipeline::nearest(id, ids.iter().map(String::as_str));
            let hint =
                near.map_or_else(|| format!("ids: {}", some(&ids)), |near| format!("did you mean {near}?"));
            Err(format!("{} holds no document {id}; {hint}", path.display()))
        }
    }
}

fn some(ids: &[String]) -> String {
    let shown = ids.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
    if ids.len() > 8 { format!("{shown}, …") } else { shown }
}

/// `START..END`, or the id of a quotation or entity.
fn span_of(document: &Document, text: &str) -> Result<Span, String> {
    if let Some((start, end)) = text.split_once("..") {
        let number =
            |text: &str| text.trim().parse::<usize>().map_err(|_| format!("`{text}` is no byte offset"));
        let span = Span::checked(number(start)?, number(end)?).map_err(|error| error.to_string())?;
        return match span.get(&document.text) {
            Some(_) => Ok(span),
            None => Err(format!(
                "{span} is no span of a text of {} bytes, or cuts a character",
                document.text.len()
            )),
        };
    }
    let wrong =
        || format!("expected START..END in bytes of the text, or an id such as q1 or e1; found `{text}`");
    let index = text
        .get(1..)
        .and_then(|digits| digits.parse::<usize>().ok())
        .and_then(|number| number.checked_sub(1))
        .ok_or_else(wrong)?;
    let found = match text.as_bytes().first() {
        Some(b'q') => document.quotes().get(index).map(|quote| quote.span),
        Some(b'e') => document
            .mentions()
            .iter()
            .find(|mention| mention.entity.is_some_and(|entity| entity.0 as usize == index))
            .map(|mention| mention.span),
        _ => return Err(wrong()),
    };
    found.ok_or_else(|| format!("document {} has no {text}", document.id))
}

/// The block or line around a span.
fn around(document: &Document, span: Span) -> Span {
    let block =
        document.blocks.iter().flatten().find(|block| block.span.overlaps(span) || block.span.contains(span));
    block.map_or(span, |block| block.span.cover(span))
}

fn marks_in(document: &Document, span: Span) -> Vec<view::Mark> {
    use view::marks;
    let all = [
        marks::quotes(document),
        marks::figures(document),
        marks::times(document),
        marks::mentions(document),
        marks::events(document),
        marks::meta(document),
    ];
    let mut marks: Vec<view::Mark> =
        all.into_iter().flatten().filter(|mark| mark.span.overlaps(span)).collect();
    if marks.is_empty() {
        marks.push(view::Mark::new(span, "here"));
    }
    marks
}

/// The source's bytes themselves, with what stands on either side.
fn source_bytes(out: &mut String, document: &Document, span: Span, record: &Path) {
    let Some(source) = document.source_span(span) else { return };
    match reread(document, record) {
        Err(problem) => {
            let _ = writeln!(out, "the source can't be shown: {problem}");
        }
        Ok(bytes) => {
            let end = source.end().min(bytes.len());
            let start = source.start().min(end);
            let shown =
                |range: std::ops::Range<usize>| String::from_utf8_lossy(&bytes[range]).replace('\n', "⏎");
            let before = shown(start.saturating_sub(CONTEXT)..start);
            let after = shown(end..(end + CONTEXT).min(bytes.len()));
            let _ =
                writeln!(out, "source bytes, between ⟦ and ⟧:\n  …{before}⟦{}⟧{after}…", shown(start..end));
            if !document.source.made_from.is_empty() {
                for place in rapporteur_ingest_pdf::places(&bytes, start, end) {
                    let rapporteur_ingest_pdf::Place { page, left, top, width, height } = place;
                    let _ = writeln!(
                        out,
                        "page {page} of the PDF, {left} points from its left edge and {top} from its upper edge, \
                         {width} wide and {height} high (#{place})"
                    );
                }
            }
        }
    }
}

/// Reads the source again, with the ingest stages of the run's manifest, or else the shipped ones.
fn reread(document: &Document, record: &Path) -> Result<Vec<u8>, String> {
    let manifest = record.parent().unwrap_or(Path::new("")).join("manifest.json");
    let manifest: Option<serde_json::Value> =
        std::fs::read(manifest).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let field = |path: &str| {
        manifest.as_ref().and_then(|manifest| manifest.pointer(path)).and_then(serde_json::Value::as_str)
    };
    let config = field("/config/text").unwrap_or(DEFAULT_CONFIG).to_owned();
    let directory = field("/directory").unwrap_or_default().to_owned();
    let layer = rapporteur_pipeline::Layer::file("manifest.json", config);
    let mut ingests = Vec::new();
    for directory in [String::new(), directory] {
        let context = BuildContext { directory: directory.into(), ..BuildContext::default() };
        let wired = rapporteur_pipeline::compile(std::slice::from_ref(&layer), &builtin(), &context)
            .map_err(|problems| problems.to_string())?;
        ingests.extend(wired.ingests());
    }
    on_runtime(rapporteur_pipeline::reread(document, &ingests)).map_err(|_| "no runtime".to_owned())?
}

/// Layers with an annotation at the span, and the rules that made it.
fn rules_in(document: &Document, span: Span) -> Vec<(Layer, Vec<Rule>)> {
    let mut all = vec![(Layer::Text, Vec::new())];
    let mut add = |layer: Layer, found: Vec<(Span, Rule)>| {
        let mut rules: Vec<Rule> =
            found.into_iter().filter(|(at, _)| at.overlaps(span)).map(|(_, rule)| rule).collect();
        rules.sort();
        rules.dedup();
        if !rules.is_empty() {
            all.push((layer, rules));
        }
    };
    add(
        Layer::Blocks,
        document.blocks.iter().flatten().map(|block| (block.span, block.rule.clone())).collect(),
    );
    add(Layer::Turns, document.turns.iter().flatten().map(|turn| (turn.span, turn.rule.clone())).collect());
    add(
        Layer::Mentions,
        document.mentions().iter().map(|mention| (mention.span, mention.rule.clone())).collect(),
    );
    add(Layer::Times, document.times().iter().map(|time| (time.span, time.rule.clone())).collect());
    add(Layer::Figures, document.figures().iter().map(|figure| (figure.span, figure.rule.clone())).collect());
    add(Layer::Quotes, document.quotes().iter().map(|quote| (quote.span, quote.rule.clone())).collect());
    add(Layer::Events, document.events().iter().map(|event| (event.span, event.rule.clone())).collect());
    all
}
