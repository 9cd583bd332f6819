//! Which fields of a record are what.

use rapporteur_container::facts;
use rapporteur_document::{Fact, Meta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The fields of records (JSON) and the columns of tables (CSV), the first one that is there and
/// not empty. Case, `_`, `-` and spaces make no difference; `/` leads into objects and lists
/// (`article/body`), `*` to every element of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Fields {
    /// The text. Markup in it is seen by its looks. Lists and objects of strings are joined.
    pub text: Vec<String>,
    /// The text as a page or a part of one, for records that have none of the above.
    pub html: Vec<String>,
    /// The address.
    pub url: Vec<String>,
    /// The headline.
    pub title: Vec<String>,
    /// When it was published.
    pub published: Vec<String>,
    /// When it was last changed.
    pub modified: Vec<String>,
    /// Who wrote it: a name or a list of names.
    pub author: Vec<String>,
    /// The outlet.
    pub publisher: Vec<String>,
    /// The section of the outlet.
    pub section: Vec<String>,
    /// The language, as BCP 47 has it.
    pub language: Vec<String>,
}

impl Default for Fields {
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self {
            text: list(&[
                "maintext",
                "plaintext",
                "text",
                "body_text",
                "article_text",
                "full_text",
                "articleBody",
                "content_text",
                "bodies/*/value",
                "fields/bodyText",
                "body",
                "content",
                "article",
                "story",
                "transcript",
                "speech",
                "raw_text",
            ]),
            html: list(&[
                "body_html",
                "content_html",
                "article_html",
                "body_xhtml",
                "fields/body",
                "html",
                "raw_html",
            ]),
            url: list(&[
                "url",
                "canonical_url",
                "webUrl",
                "link",
                "source_url",
                "article_url",
                "html/requested_url",
                "html/responded_url",
                "permalink",
                "web_url",
            ]),
            title: list(&["headlines/*/value", "headline", "title", "webTitle", "article_title", "titel"]),
            published: list(&[
                "date_publish",
                "publishing_date",
                "date_published",
                "published",
                "published_at",
                "publishedAt",
                "publish_date",
                "publication_date",
                "pub_date",
                "webPublicationDate",
                "firstPublished",
                "date",
                "versioncreated",
                "firstcreated",
            ]),
            modified: list(&[
                "date_modify",
                "date_modified",
                "modified",
                "updated",
                "updated_at",
                "lastmodified",
            ]),
            author: list(&[
                "authors",
                "author",
                "byline",
                "by",
                "creator",
                "fields/byline",
                "authors/*/name",
            ]),
            publisher: list(&[
                "publisher",
                "outlet",
                "newspaper",
                "publication",
                "sitename",
                "site_name",
                "source/name",
                "source_domain",
                "infosources/*/name",
                "source-hostname",
                "hostname",
                "domain",
                "source",
            ]),
            section: list(&["section", "sectionName", "category"]),
            language: list(&["language", "lang"]),
        }
    }
}

/// A name as it is compared: letters and digits, in lower case.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a record's other fields say, given what finds the texts of a field.
pub(crate) fn facts_of(fields: &Fields, rule: &'static str, texts: impl Fn(&str) -> Vec<String>) -> Meta {
    let first = |names: &[String], read: &dyn Fn(&str) -> Option<Fact>| {
        names.iter().find_map(|name| texts(name).iter().find_map(|text| read(text)))
    };
    let text = |names: &[String]| {
        first(names, &|text| if is_missing(text) { None } else { facts::fact(text, rule) })
    };
    let date = |names: &[String]| first(names, &|text| facts::date_fact(text, rule));
    let names =
        fields.author.iter().map(|name| texts(name)).find(|names| !names.is_empty()).unwrap_or_default();
    let names: Vec<String> = names.iter().flat_map(|name| listed(name)).collect();
    Meta {
        url: first(&fields.url, &|text| facts::url(text, rule)),
        title: text(&fields.title),
        published: date(&fields.published),
        modified: date(&fields.modified),
        publisher: text(&fields.publisher),
        section: text(&fields.section),
        language: text(&fields.language).filter(|fact| is_language(&fact.value)),
        byline: facts::names(names.iter().map(String::as_str), rule),
        ..Meta::default()
    }
}

/// What programs write for nothing.
fn is_missing(text: &str) -> bool {
    matches!(text.trim(), "" | "None" | "null" | "NaN" | "nan" | "N/A" | "[]" | "NULL")
}

/// The names in a list that a program wrote into one field: `['Ada Lund', 'Bo Rand']`, `Ada Lund;
/// Bo Rand`.
fn listed(text: &str) -> Vec<String> {
    if is_missing(text) {
        return Vec::new();
    }
    let inside = text.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let parts: Vec<&str> = match inside {
        Some(inside) => inside.split(',').collect(),
        None => text.split(';').collect(),
    };
    let bare = |part: &str| part.trim().trim_matches(['\'', '"']).trim().to_owned();
    parts.into_iter().map(bare).filter(|part| !part.is_empty()).collect()
}

fn is_language(text: &str) -> bool {
    let first = text.split('-').next().unwrap_or_default();
    (2..=3).contains(&first.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
