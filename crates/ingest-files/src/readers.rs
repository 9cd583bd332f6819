//! What a file is, and the one list of readers that take containers apart.

use std::sync::Arc;

use rapporteur_container::{Format, Look, Member, Utf16};
use rapporteur_ingest_feed::Feed;
use rapporteur_ingest_mail::{FORWARDED, Mail, Mailbox};
use rapporteur_ingest_pdf::Pdf;
use rapporteur_ingest_table::{Csv, Fields, Json};
use rapporteur_ingest_warc::Warc;
use rapporteur_sniff::signature;

use crate::formats::{Packing, is_text_name};

/// The readers, those first that are sure by a file's first bytes. That of web archives stands apart:
/// it may be told which addresses are pages.
#[derive(Clone)]
pub(crate) struct Readers(Arc<[Box<dyn Format>]>);

/// What a file is.
pub(crate) enum What<'r> {
    /// An archive with members.
    Zip {
        /// Whether it is a web archive with its indexes (WACZ).
        is_wacz: bool,
    },
    /// One file, packed; by its name or by its bytes alone.
    Packed(Packing, Named),
    /// A web archive.
    Warc,
    /// Another container of documents.
    Container(&'r dyn Format),
    /// A document, or nothing that we know.
    Document,
}

/// Whether a name says what a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Rightly,
    Not,
}

impl Readers {
    pub(crate) fn new(fields: &Fields) -> Self {
        Self(Arc::new([
            Box::new(Pdf),
            Box::new(Utf16(Feed)),
            Box::new(Utf16(Csv { fields: fields.clone() })),
            Box::new(Utf16(Json { fields: fields.clone() })),
            Box::new(Feed),
            Box::new(Mailbox),
            Box::new(Mail),
            Box::new(Csv { fields: fields.clone() }),
            Box::new(Json { fields: fields.clone() }),
        ]))
    }

    /// What a file of this name is that starts so.
    pub(crate) fn what(&self, name: &[u8], head: &[u8]) -> What<'_> {
        let name = crate::names::file_name(name).to_ascii_lowercase();
        if name.ends_with(b".wacz") {
            return What::Zip { is_wacz: true };
        }
        // A WARC file that is packed record by record is no packed file to its reader.
        let look = Look { name: &name, head };
        if Warc::default().fits(look) && (head.starts_with(b"WARC/") || head.starts_with(b"\x1F\x8B")) {
            return What::Warc;
        }
        match Packing::of(&name) {
            Some(Packing::Zip) => return What::Zip { is_wacz: false },
            Some(packing) => return What::Packed(packing, Named::Rightly),
            None => {}
        }
        match signature(head) {
            Some("a ZIP archive") => return What::Zip { is_wacz: false },
            Some("gzip-compressed") => return What::Packed(Packing::Gzip, Named::Not),
            Some("zstd-compressed") => return What::Packed(Packing::Zstd, Named::Not),
            _ => {}
        }
        // What is named a text is one, though it may start as a mail does.
        if is_text_name(&name) {
            return What::Document;
        }
        match self.0.iter().find(|format| format.fits(look)) {
            Some(format) => What::Container(format.as_ref()),
            None => What::Document,
        }
    }
}

/// The reader of a document that is none as it stands, wherever it was found: it has no name there.
pub(crate) fn of_member(member: &Member) -> Option<&'static dyn Format> {
    if member.media_type == FORWARDED {
        return Some(&Mail);
    }
    let look = Look { name: b"", head: &member.bytes };
    let is_open = member.media_type.is_empty() && member.selector.is_empty();
    (is_open && Pdf.fits(look)).then_some(&Pdf)
}

/// Whether a name is that of a container whose reader streams it, packed or not.
pub(crate) fn may_stream(name: &[u8]) -> bool {
    const STREAMED: [&[u8]; 8] =
        [b".warc", b".wet", b".jsonl", b".ndjson", b".json", b".csv", b".tsv", b".mbox"];
    let name = name.to_ascii_lowercase();
    let name = [&b".gz"[..], b".zst"].iter().find_map(|end| name.strip_suffix(*end)).unwrap_or(&name);
    STREAMED.iter().any(|end| name.ends_with(end))
}
