//! The command line of a command: a handful of `--name value` pairs need no parser crate.

use std::str::FromStr;

use anyhow::{Context as _, bail};

/// What follows a command's name.
pub(crate) struct Arguments(Vec<String>);

impl Arguments {
    /// The words as they were typed.
    pub(crate) fn new(words: Vec<String>) -> Self {
        Self(words)
    }

    /// Takes `--name VALUE` or `--name=VALUE` out.
    pub(crate) fn value<T: FromStr>(&mut self, name: &str) -> anyhow::Result<Option<T>> {
        let text = match self.0.iter().position(|word| word == name) {
            Some(at) => {
                self.0.remove(at);
                if at >= self.0.len() {
                    bail!("{name} needs a value");
                }
                self.0.remove(at)
            }
            None => match self.0.iter().position(|word| word.starts_with(&format!("{name}="))) {
                Some(at) => self.0.remove(at)[name.len() + 1..].to_owned(),
                None => return Ok(None),
            },
        };
        text.parse().map(Some).ok().with_context(|| format!("{name}: {text:?} is not what it takes"))
    }

    /// Takes `--name` out; whether it was there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// Whether `--name` is there, or its short form `-n`, with or without a value.
    pub(crate) fn has(&self, long: &str, short: &str) -> bool {
        self.0.iter().any(|word| {
            word == long
                || word.starts_with(&format!("{long}="))
                || (word.starts_with(short) && !word.starts_with("--"))
        })
    }

    /// Takes the next word that is no option.
    pub(crate) fn word(&mut self, what: &str) -> anyhow::Result<String> {
        let at = self
            .0
            .iter()
            .position(|word| !word.starts_with('-'))
            .with_context(|| format!("{what} is missing"))?;
        Ok(self.0.remove(at))
    }

    /// What is left, for another program.
    pub(crate) fn rest(self) -> Vec<String> {
        self.0
    }

    /// Fails when something is left.
    pub(crate) fn done(self) -> anyhow::Result<()> {
        match self.0.first() {
            Some(word) => bail!("what is {word:?}? See `cargo xtask help`"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn values_flags_and_words_come_out_in_any_order() {
        let mut given = arguments("extract --runs 3 --check topics --seed=7");
        assert_eq!(given.value::<u32>("--runs").unwrap(), Some(3));
        assert_eq!(given.value::<u64>("--seed").unwrap(), Some(7));
        assert_eq!(given.value::<u64>("--jobs").unwrap(), None);
        assert!(given.flag("--check"));
        assert_eq!(given.word("KIND").unwrap(), "extract");
        assert_eq!(given.word("NAME").unwrap(), "topics");
        given.done().unwrap();
    }

    #[test]
    fn an_option_is_seen_in_each_of_its_forms() {
        for line in ["--config a", "--config=a", "-c a", "-ca"] {
            assert!(arguments(line).has("--config", "-c"), "{line}");
        }
        assert!(!arguments("--check config").has("--config", "-c"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(arguments("--runs").value::<u32>("--runs").is_err());
        assert!(arguments("--runs x").value::<u32>("--runs").is_err());
        assert!(arguments("--what").done().is_err());
    }
}
