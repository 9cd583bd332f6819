//! Names and ids as they are written: enumerations by their names, entities and quotations as `e1`
//! and `q1`.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use rapporteur_document::{
    EntityId, EntityKind, EventStatus, Layer, MentionForm, Qualifier, QuoteForm, QuoteId, QuoteStatus, Role,
    StandsFor, TimeKind,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

/// An enumeration of `rapporteur-document` that is written by its names.
pub trait Named: Copy + 'static {
    /// What it is, for messages and schemas.
    const WHAT: &'static str;
    /// Every value.
    const ALL: &'static [Self];

    /// The value's name.
    fn name(self) -> &'static str;

    /// The value of a name.
    fn named(name: &str) -> Option<Self>;
}

macro_rules! named {
    ($($kind:ident: $what:literal),+ $(,)?) => {
        $(impl Named for $kind {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = $kind::ALL;

            fn name(self) -> &'static str {
                self.as_str()
            }

            fn named(name: &str) -> Option<Self> {
                $kind::from_name(name)
            }
        })+
    };
}

named! {
    EntityKind: "kind of entity",
    EventStatus: "status of an event",
    Layer: "layer",
    MentionForm: "form of a mention",
    Qualifier: "qualifier",
    QuoteForm: "form of a quotation",
    QuoteStatus: "status of a quotation",
    Role: "role of a block",
    StandsFor: "kind of name that stands for a government",
    TimeKind: "type of time",
}

/// A value that is written by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<T>(pub T);

impl<T: Named> Serialize for Name<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de, T: Named> Deserialize<'de> for Name<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfName<T>(PhantomData<T>);

        impl<T: Named> Visitor<'_> for OfName<T> {
            type Value = Name<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a {}", T::WHAT)
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
                T::named(name).map(Name).ok_or_else(|| {
                    let known: Vec<&str> = T::ALL.iter().map(|value| value.name()).collect();
                    E::custom(format_args!("`{name}` is no {}; there are {}", T::WHAT, known.join(", ")))
                })
            }
        }

        deserializer.deserialize_str(OfName(PhantomData))
    }
}

impl<T: Named> JsonSchema for Name<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::WHAT.replace(' ', "-").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = T::ALL.iter().map(|value| value.name()).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

macro_rules! reference {
    ($(#[$doc:meta])* $name:ident($id:ident) = $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub $id);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), u64::from(self.0.0) + 1)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct OfText;

                impl Visitor<'_> for OfText {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("an id such as `", $prefix, "1`"))
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        number(text, $prefix)
                            .map(|index| $name($id(index)))
                            .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
                    }
                }

                deserializer.deserialize_str(OfText)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": concat!("^", $prefix, "[1-9][0-9]*$") })
            }
        }
    };
}

reference! {
    /// An entity of the same record: `e1` is the first of its `entities`.
    EntityRef(EntityId) = "e"
}
reference! {
    /// A quotation of the same record: `q1` is the first of its `quotes`.
    QuoteRef(QuoteId) = "q"
}

/// The index that an id stands for; only the spelling that is written is read.
fn number(text: &str, prefix: &str) -> Option<u32> {
    let digits = text.strip_prefix(prefix)?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    plain.then(|| digits.parse::<u64>().ok()?.checked_sub(1)?.try_into().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_count_from_one_and_have_one_spelling() {
        assert_eq!(EntityRef(EntityId(0)).to_string(), "e1");
        assert_eq!(number("e1", "e"), Some(0));
        assert_eq!(number("e4294967296", "e"), Some(u32::MAX));
        for wrong in ["e0", "e01", "e", "1", "q1", "e+1", "e1 ", "e4294967297"] {
            assert_eq!(number(wrong, "e"), None, "{wrong}");
        }
    }

    #[test]
    fn an_unknown_name_is_told_what_there_is() {
        let error = serde_json::from_str::<Name<QuoteForm>>("\"spoken\"").unwrap_err().to_string();
        assert!(
            error.starts_with("`spoken` is no form of a quotation; there are direct, indirect, mixed"),
            "{error}"
        );
    }
}
