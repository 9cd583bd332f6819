//! Mails: newsletters and press releases (EML), mailboxes (mbox), and pages that a browser saved
//! into one file (MHTML).
//!
//! The document is the mail as it stands, byte for byte; a selector says which part of it is the
//! text. Of a mail with several forms the page is taken, of a saved page its root. What is attached
//! and may be a document (a text, a page, a PDF document, a mail that was forwarded), and every
//! further part of the mail's own text, is a member with the number of its part for a name (`3`; in a
//! mailbox `12/3`, after that of its mail), with the bytes that it had before it was encoded to be
//! sent. Pictures, sound, signatures and calendars are no documents, and are counted.
//!
//! Start reading at [`Mail`], at `read`, which finds a mail's text, and at `fate`, which says what
//! becomes of the rest.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::io::BufReader;
use std::sync::Arc;

use mail_parser::{Addr, HeaderValue, Message, MessagePart, MimeHeaders as _, PartType};
use rapporteur_container::{
    Format, Found, Line, Look, Member, Members, Origin, Stream, Unfit, facts, line, read_all, unreadable,
};
use rapporteur_document::Meta;
use rapporteur_selector::mime;

/// The media type of a mail inside another, which [`Mail`] reads.
pub const FORWARDED: &str = "message/rfc822";

/// The rule that facts are from.
const RULE: &str = "mail-header";

/// The reader of mails and saved pages.
#[derive(Debug, Clone, Copy)]
pub struct Mail;

impl Format for Mail {
    fn name(&self) -> &'static str {
        "a mail"
    }

    fn fits(&self, look: Look<'_>) -> bool {
        look.ends(&[".eml", ".mht", ".mhtml"]) || looks_like_mail(look.head)
    }

    fn open(&self, origin: Arc<dyn Origin>, max_bytes: u64) -> Result<Box<dyn Members>, String> {
        let bytes = read_all(origin.as_ref(), max_bytes)?;
        let mut passed_over = BTreeMap::new();
        let found = found(String::new(), bytes, &mut passed_over);
        Ok(Box::new(One { found, passed_over }))
    }
}

struct One {
    found: VecDeque<Found>,
    passed_over: BTreeMap<String, u64>,
}

impl Members for One {
    fn next(&mut self) -> Option<Found> {
        self.found.pop_front()
    }

    fn passed_over(&self) -> BTreeMap<String, u64> {
        self.passed_over.clone()
    }
}

/// The reader of mailboxes: mails one after the other, each after a line that starts with `From `.
/// The name of a mail is its number, from 1.
#[derive(Debug, Clone, Copy)]
pub struct Mailbox;

impl Format for Mailbox {
    fn name(&self) -> &'static str {
        "a mailbox"
    }

    fn fits(&self, look: Look<'_>) -> bool {
        look.ends(&[".mbox"])
            || look.head.starts_with(b"From ") && {
                let line = memchr::memchr(b'\n', look.head).map_or(0, |end| end + 1);
                looks_like_mail(&look.head[line..])
            }
    }

    fn open(&self, origin: Arc<dyn Origin>, max_bytes: u64) -> Result<Box<dyn Members>, String> {
        let from = BufReader::new(origin.open().map_err(|error| unreadable(&error))?);
        Ok(Box::new(Mails {
            from,
            max_bytes,
            at: 0,
            is_over: false,
            found: VecDeque::new(),
            passed_over: BTreeMap::new(),
        }))
    }
}

struct Mails {
    from: BufReader<Stream>,
    max_bytes: u64,
    at: u64,
    is_over: bool,
    /// What stands in the last mail and was not given yet.
    found: VecDeque<Found>,
    passed_over: BTreeMap<String, u64>,
}

impl Mails {
    /// The next mail, without the line before it.
    fn raw(&mut self) -> Option<(String, Result<Vec<u8>, String>)> {
        let mut mail = Vec::new();
        let mut is_long = false;
        while !self.is_over {
            match line(&mut self.from, self.max_bytes) {
                Ok(None) => self.is_over = true,
                Ok(Some(Line::Whole(line))) if line.starts_with(b"From ") => {
                    if !mail.is_empty() || is_long {
                        break;
                    }
                }
                Ok(Some(Line::Whole(line))) => {
                    is_long |= mail.len() as u64 + line.len() as u64 > self.max_bytes;
                    if !is_long {
                        mail.extend(line);
                    }
                }
                Ok(Some(Line::TooLong)) => is_long = true,
                Err(error) => {
                    self.is_over = true;
                    let reason =
                        format!("{}; what follows mail {} was not read", unreadable(&error), self.at);
                    return Some((String::new(), Err(reason)));
                }
            }
        }
        if mail.trim_ascii().is_empty() && !is_long {
            return None;
        }
        self.at += 1;
        let reason = || format!("has more than max_bytes = {} bytes", self.max_bytes);
        Some((self.at.to_string(), if is_long { Err(reason()) } else { Ok(mail) }))
    }
}

impl Members for Mails {
    fn next(&mut self) -> Option<Found> {
        if self.found.is_empty() {
            let (name, mail) = self.raw()?;
            match mail {
                Ok(mail) => self.found = found(name, mail, &mut self.passed_over),
                Err(reason) => return Some(Found::unfit(name, reason)),
            }
        }
        self.found.pop_front()
    }

    fn find(&mut self, name: &str) -> Option<Vec<u8>> {
        // Mails before it are passed by unread; the parts of its own mail may come after it.
        let of_mail = name.split('/').next().unwrap_or(name);
        loop {
            while let Some(found) = self.found.pop_front() {
                match found {
                    Found::Member(member) if member.name == name => return Some(member.bytes),
                    _ => {}
                }
            }
            let (number, mail) = self.raw()?;
            if number == of_mail {
                self.found = found(number, mail.ok()?, &mut BTreeMap::new());
            }
        }
    }

    fn passed_over(&self) -> BTreeMap<String, u64> {
        self.passed_over.clone()
    }
}

/// A mail, and the documents that are attached to it.
fn found(name: String, bytes: Vec<u8>, passed_over: &mut BTreeMap<String, u64>) -> VecDeque<Found> {
    if bytes.trim_ascii().is_empty() {
        return [Found::Unfit(Unfit { name, bytes, reason: "empty".into() })].into();
    }
    let Some(mail) = mime::parse(&bytes) else {
        let reason = "not a mail: it has no header".into();
        return [Found::Unfit(Unfit { name, bytes, reason })].into();
    };
    let read = read(&mail);
    let text = read.as_ref().ok().map(|&(part, _)| part);
    let mut attached = Vec::new();
    let mut others = 0;
    let is_page = is_saved_page(&mail);
    let Forms { own, other } = forms(&mail, text);
    let meta = read.as_ref().map(|(_, member)| &member.meta);
    for (at, part) in mail.parts.iter().enumerate() {
        let fate = if Some(at) == text || other.contains(&at) { Fate::Mail } else { fate(part, is_page) };
        match fate {
            Fate::Mail => {}
            Fate::Document(media_type) => {
                let slash = if name.is_empty() { "" } else { "/" };
                let encoding = if media_type.starts_with("text/") { mime::charset(part) } else { None };
                attached.push(Found::Member(Box::new(Member {
                    name: format!("{name}{slash}{at}"),
                    bytes: mime::decoded(&bytes, part).bytes,
                    media_type,
                    encoding: encoding.unwrap_or_default(),
                    // What the mail says of itself holds for all of its own text, and for nothing attached.
                    meta: meta.ok().filter(|_| own.contains(&at)).cloned().unwrap_or_default(),
                    ..Member::default()
                })));
            }
            Fate::PassedOver => others += 1,
        }
    }
    if others > 0 && text.is_some() {
        *passed_over.entry("attachments and pictures of mails and saved pages".into()).or_default() += others;
    }
    drop(mail);
    let own = match read {
        Ok((_, member)) => Found::Member(Box::new(Member { name, bytes, ..member })),
        Err(reason) if attached.is_empty() => Found::Unfit(Unfit { name, bytes, reason: reason.into() }),
        Err(reason) => {
            let reason = format!("{reason} of its own; the documents that are attached to it are read");
            Found::Unfit(Unfit { name, bytes, reason })
        }
    };
    std::iter::once(own).chain(attached).collect()
}

/// What becomes of a part of a mail.
enum Fate {
    /// It is the mail's text, another form of it, or what holds parts together.
    Mail,
    /// A document of its own, of this media type; of none where looks decide.
    Document(&'static str),
    /// No document.
    PassedOver,
}

/// What becomes of a part that is not the mail's own text; `is_page` where the mail is a saved page.
fn fate(part: &MessagePart<'_>, is_page: bool) -> Fate {
    match &part.body {
        PartType::Multipart(_) => Fate::Mail,
        PartType::Binary(content) | PartType::InlineBinary(content) if content.starts_with(b"%PDF-") => {
            Fate::Document("")
        }
        PartType::Text(_) | PartType::Html(_) if is_page => Fate::Mail,
        _ if is_page => Fate::PassedOver,
        PartType::Message(_) => Fate::Document(FORWARDED),
        PartType::Text(words) | PartType::Html(words) if words.trim().is_empty() => Fate::Mail,
        PartType::Text(_) | PartType::Html(_) => text_type(part).map_or(Fate::PassedOver, Fate::Document),
        PartType::Binary(content) | PartType::InlineBinary(content) => {
            let name = part.attachment_name().unwrap_or_default().to_ascii_lowercase();
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            if content.is_empty() || is_no_document(part) {
                Fate::PassedOver
            } else {
                Fate::Document(match ending {
                    "eml" => FORWARDED,
                    "md" | "markdown" => "text/markdown",
                    _ => "",
                })
            }
        }
    }
}

/// The parts that are a mail's own text.
struct Forms {
    /// In the form that is read.
    own: HashSet<usize>,
    /// In another form only: the plain one beside the page.
    other: HashSet<usize>,
}

fn forms(mail: &Message<'_>, text: Option<usize>) -> Forms {
    let is_html = text.is_some_and(|text| matches!(mail.parts[text].body, PartType::Html(_)));
    let (own, other) =
        if is_html { (&mail.html_body, &mail.text_body) } else { (&mail.text_body, &mail.html_body) };
    let own: HashSet<usize> = own.iter().map(|&part| part as usize).collect();
    let other = other.iter().map(|&part| part as usize).filter(|part| !own.contains(part)).collect();
    Forms { own, other }
}

/// The media type of a text that is one to read; none of a calendar or a style sheet.
fn text_type(part: &MessagePart<'_>) -> Option<&'static str> {
    let Some(kind) = part.content_type() else { return Some("text/plain") };
    match kind.subtype().unwrap_or("plain").to_ascii_lowercase().as_str() {
        "plain" | "enriched" | "x-plain" => Some("text/plain"),
        "html" | "xhtml+xml" => Some("text/html"),
        "markdown" | "x-markdown" => Some("text/markdown"),
        _ => None,
    }
}

/// Whether a part that is no text is no document either, by its declared kind: a picture, a signature.
fn is_no_document(part: &MessagePart<'_>) -> bool {
    let Some(kind) = part.content_type() else { return false };
    let (main, sub) =
        (kind.ctype().to_ascii_lowercase(), kind.subtype().unwrap_or_default().to_ascii_lowercase());
    let signed = ["pgp-", "pkcs7-", "x-pkcs7-"].iter().any(|start| sub.starts_with(start));
    match main.as_str() {
        "image" | "audio" | "video" | "font" | "text" | "multipart" => true,
        // A report of delivery, or a part of a mail that was cut in pieces.
        "message" => sub != "rfc822",
        _ => signed || matches!(sub.as_str(), "ics" | "ms-tnef" | "javascript" | "x-javascript"),
    }
}

/// The part of a mail that is its text, and what the mail says of it; or why there is none.
fn read(mail: &Message<'_>) -> Result<(usize, Member), &'static str> {
    let saved_from = saved_from(mail);
    let is_page = is_saved_page(mail);
    let part = if is_page { root_part(mail) } else { body_part(mail) };
    let part = part.ok_or("a mail without a text")?;
    let is_html = matches!(mail.parts[part].body, PartType::Html(_));
    let mut notes = Vec::new();
    if mime::is_damaged(&mail.parts[part]) {
        notes.push("its encoding for mail is damaged, and what is no part of that was passed over".into());
    }
    if !is_page {
        let body = if is_html { &mail.html_body } else { &mail.text_body };
        let others = body.iter().filter(|&&other| other as usize != part && has_text(mail, other)).count();
        if others > 0 {
            let parts = if others == 1 { "part" } else { "parts" };
            let read_as = if others == 1 { "a document of its own" } else { "documents of their own" };
            notes.push(format!("the mail goes on in {others} further {parts}: {read_as}"));
        }
    }
    let mut meta =
        Meta { title: mail.subject().and_then(|subject| facts::fact(subject, RULE)), ..Meta::default() };
    if is_page {
        // Its date is the day on which it was saved.
        let own = mail.parts[part].content_location();
        meta.url = saved_from.or(own).and_then(|url| facts::url(url, RULE));
    } else {
        meta.published = mail.date().and_then(|date| facts::date_fact(&date.to_rfc3339(), RULE));
        meta.byline = facts::names(senders(mail), RULE);
    }
    let member = Member {
        media_type: if is_html { "text/html" } else { "text/plain" },
        encoding: mime::charset(&mail.parts[part]).unwrap_or_default(),
        selector: format!("mime:{part}"),
        meta,
        notes,
        ..Member::default()
    };
    Ok((part, member))
}

/// The address that a page was saved from.
fn saved_from<'m>(mail: &'m Message<'_>) -> Option<&'m str> {
    mail.header_raw("Snapshot-Content-Location").map(str::trim)
}

/// Whether this is no mail that was sent, but a page that a browser saved.
fn is_saved_page(mail: &Message<'_>) -> bool {
    saved_from(mail).is_some()
        || mail.header_raw("From").is_some_and(|from| from.contains("Saved by"))
        || mail.content_type().is_some_and(|kind| kind.subtype() == Some("related") && mail.to().is_none())
}

/// The page of a mail, or else its plain text; not an attachment's.
fn body_part(mail: &Message<'_>) -> Option<usize> {
    let has_text = |part: &&u32| has_text(mail, **part);
    let is_page = |part: &&u32| matches!(mail.parts[**part as usize].body, PartType::Html(_));
    let page = mail.html_body.iter().filter(is_page).find(has_text);
    page.or_else(|| mail.text_body.iter().find(has_text)).map(|&part| part as usize)
}

fn has_text(mail: &Message<'_>, part: u32) -> bool {
    match &mail.parts[part as usize].body {
        PartType::Html(text) | PartType::Text(text) => !text.trim().is_empty(),
        _ => false,
    }
}

/// The root of a saved page: the first part that is a page.
fn root_part(mail: &Message<'_>) -> Option<usize> {
    let is_page = |part: &MessagePart<'_>| {
        matches!(part.body, PartType::Html(_))
            || part.content_type().is_some_and(|kind| kind.subtype() == Some("xhtml+xml"))
    };
    mail.parts.iter().position(is_page).or_else(|| body_part(mail))
}

fn senders<'m>(mail: &'m Message<'_>) -> impl Iterator<Item = &'m str> {
    let from = match mail.header("From") {
        Some(HeaderValue::Address(address)) => Some(address),
        _ => None,
    };
    from.into_iter().flat_map(mail_parser::Address::iter).filter_map(Addr::name)
}

/// Whether bytes start with headers of which some are a mail's.
fn looks_like_mail(head: &[u8]) -> bool {
    const KNOWN: [&[u8]; 6] =
        [b"from:", b"mime-version:", b"received:", b"message-id:", b"return-path:", b"content-type:"];
    let mut known = 0;
    for line in head.split(|&byte| byte == b'\n').take(60) {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if matches!(line[0], b' ' | b'\t') {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line) else { return false };
        if colon == 0
            || !line[..colon].iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        {
            return false;
        }
        let lower = line.to_ascii_lowercase();
        known += usize::from(KNOWN.iter().any(|key| lower.starts_with(key)));
    }
    known >= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rapporteur_selector::select;

    fn text(bytes: &[u8]) -> (String, Member, u64) {
        let (mut members, passed_over) = all(bytes);
        let Found::Member(member) = members.remove(0) else { panic!("a mail") };
        let attachments = passed_over.values().sum();
        let selected = select(bytes, &member.selector).unwrap();
        (String::from_utf8_lossy(&selected.bytes).trim().to_owned(), *member, attachments)
    }

    fn all(bytes: &[u8]) -> (Vec<Found>, BTreeMap<String, u64>) {
        let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(bytes));
        let mut members = Mail.open(origin, 1 << 20).unwrap();
        let found = std::iter::from_fn(|| members.next()).collect();
        (found, members.passed_over())
    }

    const NEWSLETTER: &str = "From: =?UTF-8?Q?Ad=C3=A4_Lund?= <ada@echo.example>\r\nTo: all@echo.example\r\n\
        Subject: The week in\r\n Marlowbridge\r\nDate: Sun, 25 Sep 2016 14:05:00 +0100\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n\
        Content-Type: multipart/alternative; boundary=\"inner\"\r\n\r\n--inner\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\r\nPlain.\r\n--inner\r\n\
        Content-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <p>The ferry=92s =\r\nback.</p>\r\n--inner--\r\n--outer\r\nContent-Type: image/png\r\n\
        Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--outer--\r\n";

    #[test]
    fn a_newsletter_is_its_page() {
        let (text, member, attachments) = text(NEWSLETTER.as_bytes());
        assert_eq!(text, "<p>The ferry\u{fffd}s back.</p>");
        assert_eq!(
            (member.media_type, member.encoding.as_str(), attachments),
            ("text/html", "windows-1252", 1)
        );
        assert_eq!(member.meta.title.unwrap().value, "The week in Marlowbridge");
        assert_eq!(member.meta.published.unwrap().value, "2016-09-25T14:05:00+01:00");
        assert_eq!(member.meta.byline[0].value, "Adä Lund");
    }

    #[test]
    fn a_saved_page_is_its_root() {
        let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://echo.example/1\r\nSubject: A page\r\n\
            Date: Mon, 3 Oct 2016 08:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; \
            type=\"text/html\"; boundary=\"b\"\r\n\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-ID: <f@x>\r\n\
            Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://echo.example/1\r\n\r\n\
            <html><p class=3D\"x\">Saved.</p></html>\r\n--b\r\nContent-Type: text/css\r\n\r\np {}\r\n--b--\r\n";
        let (text, member, _) = text(page.as_bytes());
        assert_eq!(text, "<html><p class=\"x\">Saved.</p></html>");
        assert_eq!(member.meta.url.unwrap().value, "https://echo.example/1");
        assert_eq!(member.meta.published, None);
    }

    #[test]
    fn a_mailbox_has_mails() {
        let one = "From: a@x.example\nSubject: One\nDate: x\n\nFirst.\n>From here\n\n";
        let two = "From: b@x.example\nSubject: Two\nMIME-Version: 1.0\n\nSecond.\n";
        let mbox = format!("From a@x Sun Sep 25 2016\n{one}From b@x Sun Sep 25 2016\n{two}");
        let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(mbox.as_bytes()));
        let mut mails = Mailbox.open(Arc::clone(&origin), 1000).unwrap();
        let mut count = 0;
        while let Some(Found::Member(member)) = mails.next() {
            count += 1;
            let again = Mailbox.open(Arc::clone(&origin), 1000).unwrap().find(&member.name);
            assert_eq!(again, Some(member.bytes));
        }
        assert_eq!(count, 2);
    }

    const RELEASE: &str = "From: Press <p@quay.example>\nTo: all@echo.example\nSubject: Ferries\n\
        MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
        See the attached.\n--b\nContent-Type: application/pdf; name=\"ferries.pdf\"\n\
        Content-Transfer-Encoding: base64\n\nJVBERi0xLjQKJSBubyBwYWdlcw==\n--b\nContent-Type: image/png\n\
        Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n";

    #[test]
    fn attached_documents_are_members_by_the_number_of_their_part() {
        let (found, passed_over) = all(RELEASE.as_bytes());
        let [Found::Member(mail), Found::Member(pdf)] = &found[..] else { panic!("{found:?}") };
        assert_eq!((mail.name.as_str(), pdf.name.as_str()), ("", "2"));
        assert_eq!(pdf.bytes, b"%PDF-1.4\n% no pages");
        assert_eq!(passed_over.values().sum::<u64>(), 1);
        let without = RELEASE.replace("See the attached.", "");
        let (found, _) = all(without.as_bytes());
        let [Found::Unfit(mail), Found::Member(_)] = &found[..] else { panic!("{found:?}") };
        assert!(mail.reason.contains("attached to it are read"), "{}", mail.reason);
    }

    #[test]
    fn a_further_part_is_a_document_and_another_form_is_none() {
        let forms = NEWSLETTER.replace(
            "Content-Type: image/png\r\nContent-Transfer-Encoding: base64",
            "Content-Type: text/plain; charset=koi8-r",
        );
        let (found, passed_over) = all(forms.as_bytes());
        let [Found::Member(mail), Found::Member(part)] = &found[..] else { panic!("{found:?}") };
        assert_eq!(
            (part.name.as_str(), part.media_type, part.encoding.as_str()),
            ("4", "text/plain", "koi8-r")
        );
        assert_eq!(part.bytes.trim_ascii(), b"iVBORw0KGgo=");
        assert_eq!(part.meta, mail.meta, "it is of the same day and by the same hand");
        assert_eq!(mail.notes, ["the mail goes on in 1 further part: a document of its own"]);
        assert!(passed_over.is_empty());
    }

    #[test]
    fn a_forwarded_mail_is_one_that_can_be_read() {
        let forwarded = RELEASE.replace(
            "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=",
            "Content-Type: message/rfc822\n\nFrom: Tom <t@quay.example>\nSubject: Inner\n\nThe text.",
        );
        let (found, _) = all(forwarded.as_bytes());
        let [_, _, Found::Member(inner)] = &found[..] else { panic!("{found:?}") };
        assert_eq!((inner.name.as_str(), inner.media_type), ("3", FORWARDED));
        let (text, member, _) = text(&inner.bytes);
        assert_eq!((text.as_str(), member.meta.title.unwrap().value.as_str()), ("The text.", "Inner"));
    }

    #[test]
    fn documents_in_mailboxes_are_found_again() {
        let mbox = format!("From p\n{RELEASE}\nFrom p\n{RELEASE}\nFrom p\n{RELEASE}");
        let origin: Arc<dyn Origin> = Arc::new(Arc::<[u8]>::from(mbox.as_bytes()));
        let mut mails = Mailbox.open(Arc::clone(&origin), 10_000).unwrap();
        let names: Vec<String> = std::iter::from_fn(|| match mails.next()? {
            Found::Member(member) => {
                let again = Mailbox.open(Arc::clone(&origin), 10_000).unwrap().find(&member.name);
                assert_eq!(again, Some(member.bytes));
                Some(member.name)
            }
            Found::Unfit(unfit) => panic!("{unfit:?}"),
        })
        .collect();
        assert_eq!(names, ["1", "1/2", "2", "2/2", "3", "3/2"]);
        // One reader leads to each of them in order.
        let mut again = Mailbox.open(origin, 10_000).unwrap();
        assert!(names.iter().all(|name| again.find(name).is_some()));
    }

    #[test]
    fn mails_are_told_by_their_headers() {
        assert!(looks_like_mail(NEWSLETTER.as_bytes()));
        assert!(!looks_like_mail(b"From: here\nTo: there\nA play in one act: none\n"));
        assert!(!looks_like_mail(b"") && !looks_like_mail(b"A text.\n"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_damage_ends(at in 0..700usize, with in any::<u8>(), cut in 0..900usize) {
            let mut bytes = NEWSLETTER.as_bytes().to_vec();
            let len = bytes.len();
            bytes[at % len] = with;
            bytes.truncate(cut);
            if let Found::Member(member) = &all(&bytes).0[0] {
                let selected = select(&bytes, &member.selector);
                prop_assert!(selected.is_ok_and(|one| one.map.check(one.bytes.len(), bytes.len()).is_ok()));
            }
        }
    }
}
