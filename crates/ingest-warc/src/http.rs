//! What a server answered: status, type, and the body as it was before it was sent.

use std::io::Read;

/// What a PDF document starts with, whatever the server says that it is.
const PDF: &[u8] = b"%PDF-";

/// An answer's header.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    status: u16,
    /// `text/html`, in lower case; empty when none is said.
    kind: String,
    /// The encoding that it declares, or empty.
    pub(crate) charset: String,
    is_chunked: bool,
    /// `gzip`, `br`, in the order in which they were applied.
    encodings: Vec<String>,
}

impl Answer {
    /// The header of an HTTP message and where its body begins.
    pub(crate) fn parse(message: &[u8]) -> Option<(Self, usize)> {
        let mut answer = Self::default();
        let mut at = 0;
        loop {
            let len = memchr::memchr(b'\n', &message[at..])?;
            let line = message[at..at + len].trim_ascii();
            let is_first = at == 0;
            at += len + 1;
            if is_first {
                let line = String::from_utf8_lossy(line);
                let mut words = line.strip_prefix("HTTP/")?.split_ascii_whitespace();
                answer.status = words.nth(1)?.parse().ok()?;
                continue;
            }
            if line.is_empty() {
                return Some((answer, at));
            }
            let line = String::from_utf8_lossy(line);
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "content-type" => answer.set_type(value),
                "transfer-encoding" => answer.is_chunked = value.to_ascii_lowercase().contains("chunked"),
                "content-encoding" => {
                    let encodings = value.split(',').map(|one| one.trim().to_ascii_lowercase());
                    answer.encodings = encodings.filter(|one| !one.is_empty() && one != "identity").collect();
                }
                _ => {}
            }
        }
    }

    /// An answer without a header, of this type.
    pub(crate) fn of_type(content_type: &str) -> Self {
        let mut answer = Self { status: 200, ..Self::default() };
        answer.set_type(content_type);
        answer
    }

    fn set_type(&mut self, value: &str) {
        let mut parts = value.split(';');
        self.kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let charset = parts
            .filter_map(|part| part.split_once('='))
            .find(|(key, _)| key.trim().eq_ignore_ascii_case("charset"));
        self.charset =
            charset.map_or_else(String::new, |(_, label)| label.trim().trim_matches(['"', '\'']).to_owned());
    }

    /// Why this is no document, as the manifest counts it.
    pub(crate) fn is_no_document(&self, start: &[u8], url: &str) -> Option<String> {
        if !(200..300).contains(&self.status) {
            let class = match self.status {
                300..400 => "redirects",
                400..500 => "pages that were not found or refused",
                500..600 => "pages that failed",
                _ => "responses of other status",
            };
            return Some(format!("{class} in web archives"));
        }
        if url.ends_with("/robots.txt") {
            return Some("robots.txt in web archives".into());
        }
        if start.is_empty() {
            return Some("responses in web archives without a body".into());
        }
        let what = match self.kind.as_str() {
            // The last ones are documents for which there is no reader: the caller is told.
            "text/html"
            | "application/xhtml+xml"
            | "text/plain"
            | "text/markdown"
            | "application/pdf"
            | "application/msword"
            | "application/epub+zip" => return None,
            "" | "application/octet-stream" | "unknown/unknown"
                if looks_like_page(start) || start.starts_with(PDF) =>
            {
                return None;
            }
            "" | "application/octet-stream" | "unknown/unknown" => "responses of unknown type",
            kind if kind.starts_with("image/") => "pictures",
            kind if kind.starts_with("audio/") || kind.starts_with("video/") => "recordings and films",
            kind if kind.contains("font") => "fonts",
            "text/css" => "style sheets",
            kind if kind.contains("javascript") || kind.contains("ecmascript") => "scripts",
            kind if kind.contains("json") => "JSON",
            kind if kind.contains("xml") => "XML",
            _ => "responses of other types",
        };
        Some(format!("{what} in web archives"))
    }

    /// The media type of a body that is a document; empty where looks decide.
    pub(crate) fn media_type(&self, body: &[u8]) -> &'static str {
        match self.kind.as_str() {
            _ if body.starts_with(PDF) => "",
            "text/html" | "application/xhtml+xml" => "text/html",
            // Servers that don't know say so.
            "text/plain" if !body.trim_ascii_start().starts_with(b"<") => "text/plain",
            _ => "",
        }
    }

    /// The body without what was done to it for sending.
    pub(crate) fn body(&self, mut body: Vec<u8>, max_bytes: u64) -> Result<Vec<u8>, String> {
        if self.is_chunked
            && let Some(whole) = unchunked(&body)
        {
            body = whole;
        }
        for encoding in self.encodings.iter().rev() {
            body = decoded(&body, encoding, max_bytes)?;
        }
        Ok(body)
    }
}

/// Whether bytes of unknown type look like a page.
fn looks_like_page(start: &[u8]) -> bool {
    let start = start[..start.len().min(512)].to_ascii_lowercase();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body"]
        .iter()
        .any(|tag| memchr::memmem::find(&start, tag).is_some())
}

/// A body without its chunks' lengths (RFC 9112, 7.1); `None` when it is in no chunks, as in
/// archives of crawlers that have joined them. The last chunk may be cut off.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(256)])?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let digits = line.split(';').next()?.trim();
        let len = usize::from_str_radix(digits, 16).ok()?;
        rest = &rest[end + 1..];
        if len == 0 {
            return Some(out);
        }
        out.extend_from_slice(&rest[..len.min(rest.len())]);
        let Some(after) = rest.get(len..) else { return Some(out) };
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        if rest.is_empty() {
            return Some(out);
        }
    }
}

/// A body unpacked; as it is when it is packed no more.
fn decoded(body: &[u8], encoding: &str, max_bytes: u64) -> Result<Vec<u8>, String> {
    let within = |reader: &mut dyn Read| -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let read = reader.take(max_bytes.saturating_add(1)).read_to_end(&mut out);
        if out.len() as u64 > max_bytes {
            return Err(format!("unpacks to more than max_bytes = {max_bytes}"));
        }
        match read {
            Ok(_) => Ok(out),
            // What a server sent before the connection broke is a page all the same.
            Err(_) if !out.is_empty() => Ok(out),
            Err(error) => Err(format!("its {encoding} data is damaged: {error}")),
        }
    };
    let looks_like_text = body.trim_ascii_start().starts_with(b"<");
    match encoding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1F\x8B") => {
            within(&mut flate2::read::MultiGzDecoder::new(body))
        }
        // What crawlers have unpacked keeps its header.
        "gzip" | "x-gzip" => Ok(body.to_vec()),
        _ if looks_like_text => Ok(body.to_vec()),
        // Servers disagree on whether it has zlib's header.
        "deflate" => within(&mut flate2::read::ZlibDecoder::new(body))
            .or_else(|_| within(&mut flate2::read::DeflateDecoder::new(body))),
        "br" => within(&mut brotli_decompressor::Decompressor::new(body, 4096)),
        other => Err(format!("its body is packed as {other:?}, which we don't read")),
    }
}
