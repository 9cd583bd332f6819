//! Blocks: the parts of a page or transcript, each with its role.

use crate::{Rule, Span};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the order of their definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in configs and records.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The value of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What a block is for its reader. Only [content](Role::is_content) is read by extractors.
    Role {
        /// The headline.
        Title = "title",
        /// The sentence or two between headline and text.
        Standfirst = "standfirst",
        /// A subhead.
        Heading = "heading",
        /// Running text.
        Paragraph = "paragraph",
        /// A list or one of its items.
        List = "list",
        /// A table or one of its rows.
        Table = "table",
        /// The words under a picture.
        Caption = "caption",
        /// Who wrote it.
        Byline = "byline",
        /// Place and date line of an article or a debate.
        Dateline = "dateline",
        /// "Additional reporting by agencies", a picture's agency.
        Credit = "credit",
        /// One speech in a debate.
        Turn = "turn",
        /// A question put down for oral answer.
        Question = "question",
        /// "Your donation allows us …", "Subscribe to …". Not content.
        Appeal = "appeal",
        /// Menus, share bars, skip links. Not content.
        Navigation = "navigation",
        /// Readers' comments and invitations to them. Not content.
        Comments = "comments",
        /// Other articles. Not content.
        Related = "related",
        /// Copyright lines, cookie notices. Not content.
        Legal = "legal",
    }
}

impl Role {
    /// Whether extractors read blocks of this role.
    pub const fn is_content(self) -> bool {
        !matches!(self, Self::Appeal | Self::Navigation | Self::Comments | Self::Related | Self::Legal)
    }

    /// Whether the block is running text, in which sentences follow one another.
    pub const fn is_prose(self) -> bool {
        matches!(self, Self::Paragraph | Self::Standfirst | Self::List | Self::Turn | Self::Question)
    }
}

/// A part of the text with its role. Blocks ascend and don't overlap; what stands between them is
/// white space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Bytes of the text, without white space at the edges.
    pub span: Span,
    /// What it is.
    pub role: Role,
    /// What decided the role.
    pub rule: Rule,
}
