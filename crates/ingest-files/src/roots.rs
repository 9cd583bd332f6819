//! The named paths, looked at before anything is read: a path that can't be is told with what is
//! near to it, all of them at once.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use rapporteur_stage::StageError;

use crate::names::{bytes_of, escape};
use crate::walk::{Pattern, Selection, Walk};

/// One named path.
#[derive(Debug)]
pub(crate) enum Root {
    /// Standard input.
    Input,
    /// One file.
    File {
        /// As its user gave it.
        given: String,
        path: PathBuf,
    },
    /// A folder, or those of its files that a glob is for.
    Folder {
        /// As its user gave it, up to the glob; without a `/` at its end.
        given: String,
        path: PathBuf,
        pattern: Option<Pattern>,
    },
}

/// How like a name must be for us to say "did you mean".
const LIKE: f64 = 0.7;

/// Folders with more names than that are not searched for near ones.
const SEARCHED: usize = 10_000;

/// Every named path, or what is wrong with them.
pub(crate) fn resolve(
    paths: &[String],
    directory: &Path,
    selection: &Selection,
    follow_links: bool,
) -> Result<Vec<Root>, StageError> {
    let (mut roots, mut problems) = (Vec::new(), Vec::new());
    if paths.is_empty() {
        problems
            .push("paths: nothing is named; give files, folders, globs or - for standard input".to_owned());
    }
    for given in paths {
        match one(given, directory, selection, follow_links) {
            Ok(Root::Input) if roots.iter().any(|root| matches!(root, Root::Input)) => {
                problems.push("paths: \"-\" is named twice, and standard input can be read once".into());
            }
            Ok(root) => roots.push(root),
            Err(problem) => problems.push(format!("paths: {given:?} {problem}")),
        }
    }
    if problems.is_empty() { Ok(roots) } else { Err(StageError::Failed(problems.join("\n"))) }
}

fn one(given: &str, directory: &Path, selection: &Selection, follow_links: bool) -> Result<Root, String> {
    if given == "-" {
        return Ok(Root::Input);
    }
    if given.is_empty() {
        return Err("is empty; \".\" is this folder".into());
    }
    let path = directory.join(given);
    match fs::metadata(&path) {
        Ok(metadata) if metadata.is_dir() => {
            return Ok(Root::Folder { given: without_slash(given), path, pattern: None });
        }
        Ok(_) => return Ok(Root::File { given: given.to_owned(), path }),
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(format!("can't be looked at: {error}"));
        }
        Err(_) => {}
    }
    let Some((base, glob)) = split_glob(given) else {
        return Err(format!("does not exist{}", near(given, directory)));
    };
    let matcher = GlobBuilder::new(glob)
        .literal_separator(true)
        .build()
        .map_err(|error| format!("is no glob: {}", error.kind()))?
        .compile_matcher();
    let depth = (!glob.contains("**")).then(|| glob.split('/').count());
    let path = if base.is_empty() { directory.join(".") } else { directory.join(base) };
    if !path.is_dir() {
        return Err(format!("matches nothing: {base:?} is no folder{}", near(base, directory)));
    }
    let pattern = Pattern { matcher, depth };
    if Walk::new(path.clone(), selection, Some(&pattern), follow_links).next().is_none() {
        return Err("matches nothing".into());
    }
    Ok(Root::Folder { given: without_slash(base), path, pattern: Some(pattern) })
}

/// The folder that a path with a glob in it names for certain, and the rest.
fn split_glob(given: &str) -> Option<(&str, &str)> {
    let first = given.find(['*', '?', '[', '{'])?;
    let start = given[..first].rfind('/').map_or(0, |slash| slash + 1);
    Some((&given[..start], &given[start..]))
}

/// `seeds/` as `seeds`, `/` as itself.
fn without_slash(given: &str) -> String {
    let trimmed = given.trim_end_matches('/');
    if trimmed.is_empty() && given.starts_with('/') { "/".into() } else { trimmed.to_owned() }
}

/// `; did you mean "seeds"?`, for a path of which some part does not exist.
fn near(given: &str, directory: &Path) -> String {
    let parts: Vec<&str> = given.trim_end_matches('/').split('/').collect();
    for known in (0..parts.len()).rev() {
        let parent = parts[..known].join("/");
        let parent_path = match (parent.as_str(), given.starts_with('/')) {
            ("", true) => PathBuf::from("/"),
            ("", false) => directory.join("."),
            (parent, _) => directory.join(parent),
        };
        if !parent_path.is_dir() {
            continue;
        }
        let Ok(names) = fs::read_dir(parent_path) else { break };
        let nearest = names
            .take(SEARCHED)
            .filter_map(Result::ok)
            .map(|entry| escape(&bytes_of(&entry.file_name())))
            .map(|name| (strsim::normalized_damerau_levenshtein(&name, parts[known]), name))
            .filter(|&(like, _)| like >= LIKE)
            // Of those that are as near, the first by name: folders have no order.
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        return match nearest {
            Some((_, name)) => {
                let mut meant = parts[..known].to_vec();
                meant.push(&name);
                format!("; did you mean {:?}?", meant.join("/"))
            }
            None => String::new(),
        };
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_split_where_they_begin() {
        assert_eq!(split_glob("a/b*/c.txt"), Some(("a/", "b*/c.txt")));
        assert_eq!(split_glob("*.txt"), Some(("", "*.txt")));
        assert_eq!(split_glob("/data/{a,b}/c"), Some(("/data/", "{a,b}/c")));
        assert_eq!(split_glob("a/b"), None);
    }
}
