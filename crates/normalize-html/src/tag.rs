//! Names of elements, as far as it matters which is which.

macro_rules! tags {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// An element's name; all that make no difference here are [`Tag::Other`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Tag { $($variant),+, Other }

        impl Tag {
            /// How many there are, for tables by tag.
            pub(crate) const COUNT: usize = Self::Other as usize + 1;

            /// The tag of this name, in lower case.
            pub(crate) fn of(name: &[u8]) -> Self {
                const NAMES: &[(&[u8], Tag)] = &[$(($name.as_bytes(), Tag::$variant)),+];
                // Where the names with each first letter start.
                const STARTS: [usize; 27] = {
                    let mut starts = [0; 27];
                    let mut at = 0;
                    while at < NAMES.len() {
                        starts[(NAMES[at].0[0] - b'a') as usize + 1] = at + 1;
                        at += 1;
                    }
                    let mut letter = 1;
                    while letter < starts.len() {
                        if starts[letter] == 0 {
                            starts[letter] = starts[letter - 1];
                        }
                        letter += 1;
                    }
                    starts
                };
                let Some(first @ b'a'..=b'z') = name.first() else { return Self::Other };
                let letter = usize::from(first - b'a');
                let names = &NAMES[STARTS[letter]..STARTS[letter + 1]];
                names.iter().find(|(known, _)| *known == name).map_or(Self::Other, |(_, tag)| *tag)
            }
        }

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn names_are_sorted_and_found() {
                let names = [$($name),+];
                assert!(names.is_sorted());
                $(assert_eq!(Tag::of($name.as_bytes()), Tag::$variant);)+
                assert_eq!(Tag::of(b"blink"), Tag::Other);
            }
        }
    };
}

tags! {
    A = "a", Address = "address", Area = "area", Article = "article", Aside = "aside",
    B = "b", Base = "base", Blockquote = "blockquote", Body = "body", Br = "br", Button = "button",
    Caption = "caption", Center = "center", Cite = "cite", Col = "col", Colgroup = "colgroup",
    Dd = "dd", Details = "details", Dialog = "dialog", Dir = "dir", Div = "div", Dl = "dl", Dt = "dt",
    Em = "em", Embed = "embed", Fieldset = "fieldset", Figcaption = "figcaption", Figure = "figure",
    Font = "font", Footer = "footer", Form = "form", Frameset = "frameset",
    H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6", Head = "head", Header = "header",
    Hgroup = "hgroup", Hr = "hr", Html = "html", I = "i", Iframe = "iframe", Img = "img", Input = "input",
    Label = "label", Legend = "legend", Li = "li", Link = "link", Listing = "listing", Main = "main",
    Menu = "menu", Meta = "meta", Nav = "nav", Noembed = "noembed", Noframes = "noframes",
    Noscript = "noscript", Object = "object", Ol = "ol", Optgroup = "optgroup", Option = "option",
    P = "p", Param = "param", Picture = "picture", Plaintext = "plaintext", Pre = "pre",
    S = "s", Script = "script", Section = "section", Select = "select", Small = "small",
    Source = "source", Span = "span", Strong = "strong", Style = "style", Sub = "sub",
    Summary = "summary", Sup = "sup", Svg = "svg", Table = "table", Tbody = "tbody", Td = "td",
    Template = "template", Textarea = "textarea", Tfoot = "tfoot", Th = "th", Thead = "thead",
    Time = "time", Title = "title", Tr = "tr", Track = "track", U = "u", Ul = "ul", Video = "video",
    Wbr = "wbr", Xmp = "xmp",
}

impl Tag {
    /// Has no content and no end tag.
    pub(crate) fn is_void(self) -> bool {
        use Tag::{Area, Base, Br, Col, Embed, Hr, Img, Input, Link, Meta, Param, Source, Track, Wbr};
        matches!(
            self,
            Area | Base | Br | Col | Embed | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr
        )
    }

    /// Its content is no text for a reader.
    pub(crate) fn is_silent(self) -> bool {
        use Tag::{Iframe, Noembed, Noframes, Script, Style, Template, Title};
        matches!(self, Iframe | Noembed | Noframes | Script | Style | Template | Title)
    }

    /// Text before and after it stands in other blocks.
    pub(crate) fn is_block(self) -> bool {
        use Tag::{
            Address, Article, Aside, Blockquote, Body, Button, Caption, Center, Colgroup, Dd, Details,
            Dialog, Dir, Div, Dl, Dt, Fieldset, Figcaption, Figure, Footer, Form, Frameset, H1, H2, H3, H4,
            H5, H6, Head, Header, Hgroup, Hr, Html, Legend, Li, Listing, Main, Menu, Nav, Noscript, Ol,
            Optgroup, Option, P, Plaintext, Pre, Section, Select, Summary, Table, Tbody, Td, Textarea, Tfoot,
            Th, Thead, Tr, Ul, Video, Xmp,
        };
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Body
                | Button
                | Caption
                | Center
                | Colgroup
                | Dd
                | Details
                | Dialog
                | Dir
                | Div
                | Dl
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | Frameset
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Head
                | Header
                | Hgroup
                | Hr
                | Html
                | Legend
                | Li
                | Listing
                | Main
                | Menu
                | Nav
                | Noscript
                | Ol
                | Optgroup
                | Option
                | P
                | Plaintext
                | Pre
                | Section
                | Select
                | Summary
                | Table
                | Tbody
                | Td
                | Textarea
                | Tfoot
                | Th
                | Thead
                | Tr
                | Ul
                | Video
                | Xmp
        )
    }

    /// `h1` to `h6`: 1 to 6.
    pub(crate) fn heading_level(self) -> Option<u8> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }

    /// Inside it, an element outside is out of reach of end tags and implied ends (WHATWG "scope").
    pub(crate) fn bounds_scope(self) -> bool {
        matches!(
            self,
            Self::Html | Self::Table | Self::Td | Self::Th | Self::Caption | Self::Template | Self::Object
        )
    }

    /// A part of a table's frame.
    pub(crate) fn is_table_part(self) -> bool {
        matches!(
            self,
            Self::Table
                | Self::Caption
                | Self::Tbody
                | Self::Thead
                | Self::Tfoot
                | Self::Tr
                | Self::Td
                | Self::Th
        )
    }
}
