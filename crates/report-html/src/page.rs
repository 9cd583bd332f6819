//! The frame of the page: head, opening, lists of documents, foot.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rapporteur_document::Document;
use rapporteur_stage::Held;
use rapporteur_stories::Shared;
use sha2::{Digest as _, Sha256};

use crate::cited::Source;
use crate::escape::{Text, digits, fragment, plural};
use crate::passage;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Rows of what could not be read; `quarantine.jsonl` has all.
const HELD: usize = 500;

/// The start of a file, with its title. The page may load nothing and run nothing but the script
/// that is in it, whose digest stands in the policy: a document that smuggles one in is inert.
pub(crate) fn head(out: &mut String, title: &str) {
    let _ = writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; \
         script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"generator\" content=\"rapporteur {}\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<a class=\"skip\" href=\"#stories\">Skip to the stories</a>",
        base64(&Sha256::digest(STYLE.as_bytes())),
        base64(&Sha256::digest(SCRIPT.as_bytes())),
        env!("CARGO_PKG_VERSION"),
        Text(title),
    );
}

/// Standard base64 of a digest.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let three = [chunk[0], chunk.get(1).copied().unwrap_or(0), chunk.get(2).copied().unwrap_or(0)];
        let bits = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        for place in 0..4 {
            if place <= chunk.len() {
                out.push(char::from(SIGNS[(bits >> (18 - 6 * place)) as usize & 63]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

/// The heading of a page; its header is left open.
pub(crate) fn heading(out: &mut String, title: &str) {
    let _ = write!(out, "<header class=\"top\"><h1>{}</h1>", Text(title));
}

/// How much was read, and how to read the report; its header is left open.
pub(crate) fn opening(out: &mut String, title: &str, shared: &Shared, held: usize) {
    let alone = shared.unassigned().len();
    let together = shared.documents() - alone;
    heading(out, title);
    let _ = write!(
        out,
        "<p class=\"lead\">{} read",
        plural(shared.documents(), "document was", "documents were")
    );
    if held > 0 {
        let _ = write!(out, ", <a href=\"#not-read\">{} could not be read</a>", digits(held));
    }
    if together > 0 {
        let _ = write!(
            out,
            ". {} of them share {}{}",
            digits(together),
            plural(shared.stories(), "story", "stories"),
            match alone {
                0 => String::new(),
                1 => "; one stands alone".to_owned(),
                several => format!("; {} stand alone", digits(several)),
            }
        );
    }
    out.push_str(
        ".</p><p>This report says who says what; it does not say what is true. <strong>Origins</strong> are \
         independent sources: papers that print one text, or articles of one outlet, count as one. Beside each \
         statement stand the bytes that it was read from.</p>",
    );
}

/// The files that a report of many stories is spread over.
pub(crate) struct Pages {
    stem: String,
    ending: String,
    /// Name of each so far, with its first story.
    files: Vec<(String, usize)>,
}

impl Pages {
    pub(crate) fn new(first: &str) -> Self {
        let (stem, ending) = match first.rsplit_once('.') {
            Some((stem, ending)) => (stem.to_owned(), format!(".{ending}")),
            None => (first.to_owned(), String::new()),
        };
        Self { stem, ending, files: vec![(first.to_owned(), 0)] }
    }

    /// Which file is being written, from 0.
    pub(crate) fn now(&self) -> usize {
        self.files.len() - 1
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.files[self.now()].0
    }

    /// Begins a file with this story.
    pub(crate) fn begin(&mut self, story: usize) {
        self.files.push((format!("{}-{}{}", self.stem, self.files.len() + 1, self.ending), story));
    }

    /// Links to all files, for the first; nothing where it is the only one.
    pub(crate) fn all(&self, stories: usize) -> String {
        let mut out = String::new();
        if self.files.len() < 2 {
            return out;
        }
        out.push_str("<nav aria-label=\"Parts of the report\"><ol class=\"pages\">");
        for (at, (file, first)) in self.files.iter().enumerate() {
            let last = self.files.get(at + 1).map_or(stories, |(_, next)| *next);
            let current = if at == 0 { " aria-current=\"page\"" } else { "" };
            let _ = write!(
                out,
                "<li><a href=\"{}\"{current}>Stories s{} to s{last}</a></li>",
                Text(link(file)),
                first + 1
            );
        }
        out.push_str("</ol></nav>");
        out
    }

    /// Links from the present file to the first and to those beside it.
    pub(crate) fn beside(&self, more: bool) -> String {
        let mut out = String::from("<nav aria-label=\"Parts of the report\"><ol class=\"pages\">");
        let before = self.now().saturating_sub(1);
        let _ = write!(out, "<li><a href=\"{}\">All stories</a></li>", Text(link(&self.files[0].0)));
        if before > 0 {
            let _ = write!(
                out,
                "<li><a href=\"{}\" rel=\"prev\">Previous part</a></li>",
                Text(link(&self.files[before].0))
            );
        }
        if more {
            let next = format!("{}-{}{}", self.stem, self.files.len() + 1, self.ending);
            let _ = write!(out, "<li><a href=\"{}\" rel=\"next\">Next part</a></li>", Text(link(&next)));
        }
        out.push_str("</ol></nav>");
        out
    }
}

/// A file's address from another of this report: all are in one folder.
pub(crate) fn link(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// Documents in no story.
pub(crate) struct Alone {
    rows: String,
    count: usize,
}

impl Alone {
    pub(crate) fn new() -> Self {
        Self { rows: String::new(), count: 0 }
    }

    pub(crate) fn add(&mut self, source: &Source) {
        self.count += 1;
        let id = fragment(&source.id);
        let _ = writeln!(
            self.rows,
            "<tr id=\"d-{id}\"><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"n\">{}</td>\
             <td class=\"n\">{}</td><td class=\"file\"><span class=\"path\">{}</span> <code>{}</code></td></tr>",
            Text(&source.title),
            Text(source.outlet.as_deref().unwrap_or("not said")),
            Text(source.published.as_deref().map_or("not said", passage::day)),
            source.quotes,
            source.figures,
            Text(&source.uri),
            Text(&source.sha256),
        );
    }

    /// The section; `all` may be more than were added.
    pub(crate) fn write(&self, out: &mut String, all: usize) {
        if self.count == 0 {
            return;
        }
        let _ = writeln!(
            out,
            "<section id=\"alone\"><h2>Documents that stand alone</h2>\
             <p class=\"note\">No other document of this run tells of the same. What was found in them is in \
             <a href=\"record.jsonl\">record.jsonl</a>.{}</p>\
             <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Documents that stand alone\">\
             <table class=\"sortable\"><thead><tr><th scope=\"col\">Title</th><th scope=\"col\">Outlet</th>\
             <th scope=\"col\">Published</th><th scope=\"col\" class=\"n\">Quotations</th>\
             <th scope=\"col\" class=\"n\">Figures</th><th scope=\"col\">Source file and SHA-256</th></tr></thead><tbody>\n{}</tbody></table></div></section>",
            if all > self.count {
                format!(" Shown: the first {} of {}.", digits(self.count), digits(all))
            } else {
                String::new()
            },
            self.rows
        );
    }
}

/// What could not be read.
pub(crate) fn quarantine(out: &mut String, held: &[(String, Held)]) {
    if held.is_empty() {
        return;
    }
    out.push_str(
        "<section id=\"not-read\"><h2>Not read</h2>\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Not read\"><table class=\"sortable\"><thead><tr>\
         <th scope=\"col\">Source file</th><th scope=\"col\">Why</th><th scope=\"col\">Stage</th>\
         <th scope=\"col\" class=\"n\">Bytes</th><th scope=\"col\">SHA-256</th></tr></thead><tbody>\n",
    );
    for (stage, held) in held.iter().take(HELD) {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\" class=\"path\">{}</th><td>{}</td><td>{}</td><td class=\"n\">{}</td><td><code>{}</code></td></tr>",
            Text(&held.uri),
            Text(&held.reason),
            Text(stage),
            held.bytes,
            if held.sha256.is_empty() { "not known".to_owned() } else { Text(&held.sha256).to_string() }
        );
    }
    out.push_str("</tbody></table></div>");
    if held.len() > HELD {
        let _ = write!(
            out,
            "<p class=\"note\">and {} more, all in <a href=\"quarantine.jsonl\">quarantine.jsonl</a></p>",
            digits(held.len() - HELD)
        );
    }
    out.push_str("</section>\n");
}

/// The stages that made the documents, as these say it.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// By name: version and digests of options, in the order of their first work.
    order: Vec<String>,
    stages: BTreeMap<String, (String, BTreeSet<String>)>,
}

impl Made {
    pub(crate) fn add(&mut self, document: &Document) {
        for by in &document.by {
            if !self.stages.contains_key(&by.stage) {
                self.order.push(by.stage.clone());
            }
            let stage =
                self.stages.entry(by.stage.clone()).or_insert_with(|| (by.version.clone(), BTreeSet::new()));
            if stage.1.len() < 4 {
                stage.1.insert(by.options_sha256.clone());
            }
        }
    }

    /// The foot of the page.
    pub(crate) fn write(&self, out: &mut String, parts: &str) {
        let _ = write!(
            out,
            "<footer id=\"made\"><h2>How this was made</h2><p>Written by rapporteur {} from the record of the run. \
             <a href=\"manifest.json\">manifest.json</a>, in the same folder, names the config, the word lists, every \
             input and every output with its SHA-256, and the times; it is written after this page. \
             <a href=\"report.json\">report.json</a> has every claim with its bytes, \
             <a href=\"record.jsonl\">record.jsonl</a> every document. <code>rapporteur verify</code> reads the \
             sources again and checks them all.</p>",
            env!("CARGO_PKG_VERSION")
        );
        if !self.order.is_empty() {
            out.push_str(
                "<details><summary>Stages</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Stages\">\
                 <table><thead><tr><th scope=\"col\">Stage</th>\
                 <th scope=\"col\">Version</th><th scope=\"col\">SHA-256 of its options</th></tr></thead><tbody>",
            );
            for name in &self.order {
                let (version, options) = &self.stages[name];
                let options: Vec<&str> = options.iter().map(String::as_str).collect();
                let _ = write!(
                    out,
                    "<tr><th scope=\"row\">{}</th><td>{}</td><td><code>{}</code></td></tr>",
                    Text(name),
                    Text(version),
                    Text(&options.join(" "))
                );
            }
            out.push_str("</tbody></table></div></details>");
        }
        out.push_str(&parts.replace("Parts of the report", "Parts of the report, again"));
        let _ = writeln!(out, "</footer>\n<script>{SCRIPT}</script>\n</body>\n</html>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (bytes, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }
}
