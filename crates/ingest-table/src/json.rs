//! Records of JSON: a line each, the elements of an array, or inside an object.

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::sync::Arc;

use rapporteur_container::{
    Format, Found, Line, Look, Member, Members, Origin, Single, Stream, Unfit, facts, line, read_all,
    unreadable,
};
use rapporteur_document::{Fact, Span};
use rapporteur_selector::json::{self, Kind, Value};

use crate::fields::{Fields, facts_of, plain};

/// The rule that facts are from.
const RULE: &str = "json-field";

/// The reader of JSON.
#[derive(Debug, Clone, Default)]
pub struct Json {
    /// Which fields are what.
    pub fields: Fields,
}

impl Format for Json {
    fn name(&self) -> &'static str {
        "JSON"
    }

    fn fits(&self, look: Look<'_>) -> bool {
        if look.ends(&[".jsonl", ".ndjson", ".json", ".jl"]) {
            return true;
        }
        // Without a name: an object whose first key is a string and followed by a colon.
        let start = look.start();
        let start = start.strip_prefix(b"[").unwrap_or(start).trim_ascii_start();
        let Some(key) = start.strip_prefix(b"{").map(<[u8]>::trim_ascii_start) else { return false };
        let Some(value) = json::value_at(key, 0).filter(|value| value.kind == Kind::String) else {
            return false;
        };
        key[value.span.end()..].trim_ascii_start().starts_with(b":")
    }

    fn open(&self, origin: Arc<dyn Origin>, max_bytes: u64) -> Result<Box<dyn Members>, String> {
        let mut from = BufReader::new(origin.open().map_err(|error| unreadable(&error))?);
        let error = |error: io::Error| unreadable(&error);
        // The first line that is not blank, without a byte order mark.
        let mut first;
        loop {
            first = match line(&mut from, max_bytes).map_err(error)? {
                None => return Ok(one(Vec::new(), "empty")),
                Some(Line::TooLong) => break first = Vec::new(),
                Some(Line::Whole(line)) => line,
            };
            if !past_mark(&first).trim_ascii().is_empty() {
                break;
            }
        }
        let start = past_mark(&first).trim_ascii();
        let fields = self.fields.clone();
        let again = || origin.open().map(BufReader::new).map_err(error);
        if start.starts_with(b"[") {
            let from = again()?;
            return Ok(Box::new(Elements { from, max_bytes, fields, at: 0, is_over: false, begun: false }));
        }
        let mut rest = Vec::new();
        while rest.trim_ascii().is_empty() {
            match line(&mut from, max_bytes).map_err(error)? {
                Some(Line::Whole(line)) => rest = line,
                Some(Line::TooLong) => rest = b"{".to_vec(),
                None => break,
            }
        }
        let rest = rest.trim_ascii_start();
        let whole = json::value_at(start, 0).filter(|value| value.span.end() == start.len());
        let is_lines = match whole {
            Some(value) => value.kind == Kind::Object && !rest.is_empty(),
            // A broken line before others, or one that is too long.
            None => start.is_empty() || rest.starts_with(b"{"),
        };
        if is_lines {
            return Ok(Box::new(Lines { from: again()?, max_bytes, fields, at: 0, is_over: false }));
        }
        Ok(self.object(read_all(origin.as_ref(), max_bytes)?))
    }
}

/// Without a byte order mark.
fn past_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

impl Json {
    /// One object: a record, or something that holds records.
    fn object(&self, bytes: Vec<u8>) -> Box<dyn Members> {
        if let Err(reason) = is_json(past_mark(&bytes).trim_ascii()) {
            return one(bytes, &reason);
        }
        let Some(root) = json::at_pointer(&bytes, "") else { return one(bytes, "not JSON") };
        if root.kind != Kind::Object {
            return one(bytes, "JSON, but no records");
        }
        let record = Record::new(&bytes, root.span);
        if record.text(&self.fields).is_some() {
            let member = record.member(&self.fields);
            return Box::new(Single(
                member.map(|member| Found::Member(Box::new(Member { bytes: bytes.clone(), ..member }))),
            ));
        }
        let Some((path, list)) = list_in(&bytes, root.span, &self.fields, 2) else {
            return one(bytes, &no_text(&self.fields));
        };
        let is_feed = record.texts("version").iter().any(|version| version.contains("jsonfeed.org"));
        let publisher = record.texts("title").into_iter().next().filter(|_| is_feed);
        let elements: Vec<Value> = json::elements(&bytes, list).collect();
        let fields = self.fields.clone();
        Box::new(Listed { bytes, path, elements: elements.into_iter(), at: 0, fields, publisher })
    }
}

/// A list of objects of which one has a text, at most so deep in an object: the way to it and its
/// place.
fn list_in(bytes: &[u8], object: Span, fields: &Fields, depth: usize) -> Option<(String, Span)> {
    let mut inside = Vec::new();
    for (key, value) in json::members(bytes, object) {
        match value.kind {
            Kind::Array => {
                let mut some =
                    json::elements(bytes, value.span).take(8).filter(|one| one.kind == Kind::Object);
                if some.any(|one| Record::new(bytes, one.span).text(fields).is_some()) {
                    return Some((escaped(&key), value.span));
                }
            }
            Kind::Object => inside.push((key, value.span)),
            _ => {}
        }
    }
    if depth == 0 {
        return None;
    }
    inside.into_iter().find_map(|(key, span)| {
        let (path, list) = list_in(bytes, span, fields, depth - 1)?;
        Some((format!("{}/{path}", escaped(&key)), list))
    })
}

fn one(bytes: Vec<u8>, reason: &str) -> Box<dyn Members> {
    Box::new(Single(Some(Found::Unfit(Unfit { name: String::new(), bytes, reason: reason.to_owned() }))))
}

fn no_text(fields: &Fields) -> String {
    let some = |names: &[String]| names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    format!(
        "no text in this record: none of {}, … is a text in it (`records.text` names the field)",
        some(&fields.text),
    )
}

/// Whether bytes are one value of JSON, or what is wrong.
fn is_json(bytes: &[u8]) -> Result<(), String> {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes)
        .map(|_| ())
        .map_err(|error| format!("not JSON: {error}"))
}

/// A step of a JSON Pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The fields of a record.
struct Record<'b> {
    bytes: &'b [u8],
    fields: Vec<(String, Value)>,
}

impl<'b> Record<'b> {
    fn new(bytes: &'b [u8], object: Span) -> Self {
        Self { bytes, fields: json::members(bytes, object).collect() }
    }

    /// The field of the text, and its media type.
    fn text(&self, fields: &Fields) -> Option<(String, &'static str)> {
        let find = |names: &[String]| {
            names.iter().find_map(|name| {
                self.values(name).into_iter().find_map(|(pointer, value)| {
                    let text = json::texts(self.bytes, value)?;
                    (!text.0.trim_ascii().is_empty()).then_some((pointer, text.0))
                })
            })
        };
        if let Some((pointer, text)) = find(&fields.text) {
            return Some((pointer, facts::media_type(&text)));
        }
        // A page, and not an object about one.
        find(&fields.html).map(|(pointer, _)| (pointer, "text/html"))
    }

    fn member(&self, fields: &Fields) -> Option<Member> {
        let (pointer, media_type) = self.text(fields)?;
        let meta = facts_of(fields, RULE, |name| self.texts(name));
        Some(Member { selector: format!("json:{pointer}"), media_type, meta, ..Member::default() })
    }

    /// The texts and numbers of a field, those of a list each.
    fn texts(&self, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (_, value) in self.values(name) {
            let each: Vec<Value> = match value.kind {
                Kind::Array => json::elements(self.bytes, value.span).collect(),
                _ => vec![value],
            };
            for value in each {
                let text = match value.kind {
                    Kind::String => json::string(self.bytes, value.span),
                    Kind::Other => String::from_utf8_lossy(&self.bytes[value.span.range()]).into_owned(),
                    Kind::Object | Kind::Array => continue,
                };
                if !matches!(text.as_str(), "" | "null" | "true" | "false") {
                    texts.push(text);
                }
            }
        }
        texts
    }

    /// The values that a name of [`Fields`] leads to, with the pointers to them.
    fn values(&self, name: &str) -> Vec<(String, Value)> {
        let mut steps = name.split('/');
        let first = plain(steps.next().unwrap_or_default());
        let found = self.fields.iter().find(|(key, _)| plain(key) == first);
        let Some((key, value)) = found else { return Vec::new() };
        let mut values = vec![(format!("/{}", escaped(key)), *value)];
        for step in steps {
            let mut next = Vec::new();
            for (pointer, value) in values {
                match (value.kind, step) {
                    (Kind::Array, "*") => {
                        let elements = json::elements(self.bytes, value.span).enumerate();
                        next.extend(elements.map(|(at, value)| (format!("{pointer}/{at}"), value)));
                    }
                    (Kind::Array, at) => {
                        let element =
                            at.parse().ok().and_then(|at| json::elements(self.bytes, value.span).nth(at));
                        next.extend(element.map(|value| (format!("{pointer}/{at}"), value)));
                    }
                    (Kind::Object, key) => {
                        let wanted = plain(key);
                        let found =
                            json::members(self.bytes, value.span).find(|(key, _)| plain(key) == wanted);
                        next.extend(
                            found.map(|(key, value)| (format!("{pointer}/{}", escaped(&key)), value)),
                        );
                    }
                    _ => {}
                }
            }
            values = next;
        }
        values
    }
}

/// A record's bytes as what is found.
fn found(name: String, bytes: Vec<u8>, fields: &Fields) -> Found {
    let unfit = |bytes: Vec<u8>, reason: String| Found::Unfit(Unfit { name: name.clone(), bytes, reason });
    if let Err(reason) = is_json(&bytes) {
        return unfit(bytes, reason);
    }
    let object = json::value_at(&bytes, 0).filter(|value| value.kind == Kind::Object);
    let Some(object) = object else { return unfit(bytes, "not a record: no JSON object".into()) };
    match Record::new(&bytes, object.span).member(fields) {
        Some(member) => Found::Member(Box::new(Member { name, bytes, ..member })),
        None => unfit(bytes, no_text(fields)),
    }
}

/// A record a line; its name is the number of the line.
struct Lines {
    from: BufReader<Stream>,
    max_bytes: u64,
    fields: Fields,
    at: u64,
    is_over: bool,
}

impl Lines {
    /// The next line that is not blank: its number, and its bytes or what is wrong with it.
    fn raw(&mut self) -> Option<(String, Result<Vec<u8>, String>)> {
        while !self.is_over {
            self.at += 1;
            let name = self.at.to_string();
            match line(&mut self.from, self.max_bytes) {
                Ok(None) => self.is_over = true,
                Ok(Some(Line::TooLong)) => {
                    return Some((name, Err(format!("has more than max_bytes = {} bytes", self.max_bytes))));
                }
                Ok(Some(Line::Whole(line))) => {
                    let bytes = past_mark(&line).trim_ascii();
                    if !bytes.is_empty() {
                        return Some((name, Ok(bytes.to_vec())));
                    }
                }
                Err(error) => {
                    self.is_over = true;
                    return Some((
                        String::new(),
                        Err(format!(
                            "{}; what follows line {} was not read",
                            unreadable(&error),
                            self.at - 1
                        )),
                    ));
                }
            }
        }
        None
    }
}

impl Members for Lines {
    fn next(&mut self) -> Option<Found> {
        let (name, bytes) = self.raw()?;
        Some(match bytes {
            Ok(bytes) => found(name, bytes, &self.fields),
            Err(reason) => Found::unfit(name, reason),
        })
    }

    fn find(&mut self, name: &str) -> Option<Vec<u8>> {
        loop {
            let (found, bytes) = self.raw()?;
            if found == name {
                return bytes.ok();
            }
        }
    }
}

/// The elements of an array that is the whole file; the name of one is its index.
struct Elements {
    from: BufReader<Stream>,
    max_bytes: u64,
    fields: Fields,
    at: u64,
    is_over: bool,
    begun: bool,
}

impl Elements {
    fn raw(&mut self) -> Option<(String, Result<Vec<u8>, String>)> {
        if self.is_over {
            return None;
        }
        let name = self.at.to_string();
        match self.element() {
            Ok(Some(bytes)) => {
                self.at += 1;
                let is_long = bytes.len() as u64 > self.max_bytes;
                let reason = || format!("has more than max_bytes = {} bytes", self.max_bytes);
                Some((name, if is_long { Err(reason()) } else { Ok(bytes) }))
            }
            Ok(None) => {
                self.is_over = true;
                (self.at == 0).then(|| (String::new(), Err("JSON, but an empty list".into())))
            }
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                self.is_over = true;
                Some((name, Err("cut off: the JSON array ends inside this record".into())))
            }
            Err(error) => {
                self.is_over = true;
                Some((name, Err(format!("{}; what follows was not read", unreadable(&error)))))
            }
        }
    }

    /// The next element's bytes; of one that is too long, one byte more than it may have.
    fn element(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut bytes: Vec<u8> = Vec::new();
        let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
        loop {
            let ahead = self.from.fill_buf()?;
            if ahead.is_empty() {
                let is_cut = depth > 0 || in_string || self.begun && !bytes.is_empty();
                return if is_cut { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(None) };
            }
            let mut used = 0;
            let mut is_done = false;
            let mut is_end = false;
            for &byte in ahead {
                used += 1;
                let is_inside = depth > 0 || in_string;
                if !self.begun {
                    self.begun = byte == b'[';
                    continue;
                }
                if in_string {
                    match byte {
                        _ if is_escaped => is_escaped = false,
                        b'\\' => is_escaped = true,
                        b'"' => in_string = false,
                        _ => {}
                    }
                } else {
                    match byte {
                        b'"' => in_string = true,
                        b'[' | b'{' => depth += 1,
                        b']' | b'}' if depth > 0 => depth -= 1,
                        b']' | b'}' => {
                            is_end = true;
                            break;
                        }
                        b',' if depth == 0 => {
                            if bytes.is_empty() {
                                continue;
                            }
                            is_done = true;
                            break;
                        }
                        _ if depth == 0 && bytes.is_empty() && byte.is_ascii_whitespace() => continue,
                        _ => {}
                    }
                }
                if bytes.len() as u64 <= self.max_bytes {
                    bytes.push(byte);
                }
                if is_inside && depth == 0 && !in_string {
                    is_done = true;
                    break;
                }
            }
            self.from.consume(used);
            if is_done || is_end {
                let len = bytes.trim_ascii_end().len();
                bytes.truncate(len);
                if is_end && !bytes.is_empty() {
                    // The end is met again with the next call.
                    let rest = std::mem::replace(&mut self.from, BufReader::new(Box::new(io::empty())));
                    let stream: Stream = Box::new(io::Cursor::new(b"]").chain(rest));
                    self.from = BufReader::new(stream);
                }
                return Ok((!bytes.is_empty()).then_some(bytes));
            }
        }
    }
}

impl Members for Elements {
    fn next(&mut self) -> Option<Found> {
        let is_first = self.at == 0;
        let (name, bytes) = self.raw()?;
        Some(match bytes {
            // A list of numbers is one thing that is no document, and not a thousand.
            Ok(bytes) if is_first && !bytes.starts_with(b"{") => {
                self.is_over = true;
                Found::Unfit(Unfit {
                    name: String::new(),
                    bytes: Vec::new(),
                    reason: "JSON, but no records".into(),
                })
            }
            Ok(bytes) => found(name, bytes, &self.fields),
            Err(reason) => Found::unfit(name, reason),
        })
    }

    fn find(&mut self, name: &str) -> Option<Vec<u8>> {
        loop {
            let (found, bytes) = self.raw()?;
            if found == name {
                return bytes.ok();
            }
        }
    }
}

/// The elements of a list inside an object; the name of one is the JSON Pointer to it.
struct Listed {
    bytes: Vec<u8>,
    path: String,
    elements: std::vec::IntoIter<Value>,
    at: usize,
    fields: Fields,
    publisher: Option<String>,
}

impl Members for Listed {
    fn next(&mut self) -> Option<Found> {
        let value = self.elements.next()?;
        let name = format!("{}/{}", self.path, self.at);
        self.at += 1;
        let mut found = found(name, self.bytes[value.span.range()].to_vec(), &self.fields);
        if let (Found::Member(member), Some(publisher)) = (&mut found, &self.publisher) {
            member.meta.publisher.get_or_insert_with(|| Fact::new(publisher.clone(), RULE));
        }
        Some(found)
    }
}
