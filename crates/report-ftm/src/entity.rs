//! The shape of a line, and values as Follow the Money takes them.

use std::collections::BTreeMap;

use serde::Serialize;

/// An entity: a schema and properties, each with one value or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Entity {
    pub(crate) id: String,
    pub(crate) schema: &'static str,
    pub(crate) properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    pub(crate) fn new(id: String, schema: &'static str) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    /// Adds a value that is known, once; the schema says what each property is for.
    pub(crate) fn with(
        mut self,
        property: &'static str,
        value: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        for value in value {
            let value = value.into();
            let values = self.properties.entry(property).or_default();
            if !value.trim().is_empty() && !values.contains(&value) {
                values.push(value);
            }
        }
        self.properties.retain(|_, values| !values.is_empty());
        self
    }
}

/// A date as Follow the Money has them: a prefix of `2023-03-12T10:00:00`, in UTC. What names another
/// zone keeps its day only; what is open or a week is none.
pub(crate) fn date(value: &str) -> Option<String> {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let fits = value
        .bytes()
        .zip(SHAPE)
        .take_while(|(byte, shape)| if **shape == b'0' { byte.is_ascii_digit() } else { byte == *shape });
    let fits = fits.count();
    let known = match fits {
        19 if &value[19..] == "Z" || value.len() == 19 => 19,
        16 if value.len() == 16 => 16,
        10.. => 10,
        7..10 if value.len() == 7 => 7,
        4..10 if value.len() == 4 => 4,
        _ => return None,
    };
    Some(value[..known].to_owned())
}

/// The code of three letters that Follow the Money has for a language.
pub(crate) fn language(tag: &str) -> Option<&'static str> {
    match tag.split('-').next()? {
        "ar" => Some("ara"),
        "de" => Some("deu"),
        "en" => Some("eng"),
        "es" => Some("spa"),
        "fr" => Some("fra"),
        "ru" => Some("rus"),
        "uk" => Some("ukr"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_prefixes() {
        for (value, expected) in [
            ("2023", Some("2023")),
            ("2023-03", Some("2023-03")),
            ("2023-03-12", Some("2023-03-12")),
            ("2023-03-12T10:00:00Z", Some("2023-03-12T10:00:00")),
            ("2023-03-12T10:00", Some("2023-03-12T10:00")),
            ("2023-03-12T10:00:00+02:00", Some("2023-03-12")),
            ("2023-03-12TEV", Some("2023-03-12")),
            ("2023-W10", None),
            ("XXXX-03-12", None),
            ("2023-XX", None),
            ("P3D", None),
            ("", None),
            ("2023-03-12é", Some("2023-03-12")),
        ] {
            assert_eq!(date(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn values_stand_once_and_empty_ones_not_at_all() {
        let entity = Entity::new("a".into(), "Person").with("name", ["A", "", "A"]).with("alias", [""]);
        assert_eq!(entity.properties, BTreeMap::from([("name", vec!["A".to_owned()])]));
    }
}
