//! `cargo xtask generate`: news articles with known stories and copies, for measuring.
//!
//! Nothing in them is real. A story has its town, day, people, figures and quotations; several
//! papers tell it in words of their own, and some print the same agency text, whole, cut or with a
//! paragraph added. `DIR/docs/` holds the articles, `DIR/gold.jsonl` what is known of each: `doc`,
//! `story`, and `copy_of` for the copies of an agency text.
//!
//! The same seed gives the same documents; of two numbers the smaller gives the first part of the
//! larger. File names are shuffled, so that a story's articles do not lie side by side.

mod article;
mod words;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::arguments::Arguments;
use crate::random::Random;
use article::{Article, Story};

/// Files in a folder; a folder of 50,000 files is slow on some systems.
const IN_A_FOLDER: usize = 1000;

/// Writes the documents.
pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let documents = arguments.value("--documents")?.context("--documents N is missing")?;
    let out: PathBuf = arguments.value("--out")?.context("--out DIR is missing")?;
    let seed = arguments.value("--seed")?.unwrap_or(1);
    arguments.done()?;
    let words = generate(documents, &out, seed)?;
    println!("{documents} documents, {words} words in {}", out.join("docs").display());
    Ok(())
}

/// Writes `documents` articles below `out`; gives how many words they have.
pub(crate) fn generate(documents: usize, out: &Path, seed: u64) -> anyhow::Result<usize> {
    let docs = out.join("docs");
    if docs.exists() {
        bail!("{} is there already", docs.display());
    }
    fs::create_dir_all(&docs).with_context(|| docs.display().to_string())?;
    let gold = fs::File::create(out.join("gold.jsonl"))?;
    let mut gold = BufWriter::new(gold);
    let (mut made, mut number, mut words) = (0, 0, 0);
    while made < documents {
        let story = Story::new(seed, number);
        let mut names: Vec<String> = Vec::new();
        for article in story.articles() {
            if made == documents {
                break;
            }
            let name = name(seed, made, &article);
            let copy_of = article.copy_of.and_then(|at| names.get(at));
            write(&docs, made, &name, &article)?;
            writeln!(gold, "{}", serde_json::json!({"doc": name, "story": story.id(), "copy_of": copy_of}))?;
            words += article.paragraphs.iter().map(|text| text.split_whitespace().count()).sum::<usize>();
            names.push(name);
            made += 1;
        }
        number += 1;
    }
    gold.flush()?;
    Ok(words)
}

/// A name that says nothing of the story and is never given twice.
fn name(seed: u64, number: usize, article: &Article) -> String {
    let mixed = Random::new(seed, number as u64).next();
    format!("{:08x}-{number}.{}", mixed as u32, if article.html { "html" } else { "txt" })
}

fn write(docs: &Path, number: usize, name: &str, article: &Article) -> anyhow::Result<()> {
    let folder = docs.join(format!("{:03}", number / IN_A_FOLDER));
    fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    let text = if article.html { html(article) } else { plain(article) };
    fs::write(&path, text).with_context(|| path.display().to_string())?;
    if !article.html {
        let facts = serde_json::json!({
            "published": article.published,
            "publisher": article.publisher,
            "url": format!("https://news.example/{number}"),
        });
        fs::write(folder.join(format!("{name}.meta.json")), format!("{facts:#}\n"))?;
    }
    Ok(())
}

fn plain(article: &Article) -> String {
    let mut text = format!("{}\n\nBy {}\n\n", article.title, article.byline);
    for paragraph in &article.paragraphs {
        let _ = write!(text, "{paragraph}\n\n");
    }
    text
}

fn html(article: &Article) -> String {
    let title = escape(&article.title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title} | {publisher}</title>\n\
         <meta property=\"og:site_name\" content=\"{publisher}\">\n\
         <meta property=\"article:published_time\" content=\"{published}\">\n</head>\n<body>\n\
         <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/world\">World</a></li>\
         <li><a href=\"/sport\">Sport</a></li></ul></nav>\n\
         <main><article>\n<h1>{title}</h1>\n<p class=\"byline\">By {byline}</p>\n",
        publisher = escape(article.publisher),
        published = article.published,
        byline = escape(&article.byline),
    );
    for paragraph in &article.paragraphs {
        let _ = writeln!(page, "<p>{}</p>", escape(paragraph));
    }
    page += "</article>\n<aside><h2>More on this story</h2><ul><li><a href=\"/a\">What we know so far</a></li>\
             <li><a href=\"/b\">In pictures</a></li></ul></aside></main>\n\
             <footer>All rights reserved.</footer>\n</body>\n</html>\n";
    page
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('“', "&ldquo;")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn articles(stories: usize) -> Vec<(usize, Article)> {
        (0..stories)
            .flat_map(|number| {
                Story::new(1, number).articles().into_iter().map(move |article| (number, article))
            })
            .collect()
    }

    fn shingles(article: &Article) -> BTreeSet<Vec<String>> {
        let text = article.paragraphs.join(" ");
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        words.windows(5).map(<[String]>::to_vec).collect()
    }

    #[test]
    fn articles_have_the_length_of_news() {
        let all = articles(40);
        let lengths: Vec<usize> =
            all.iter().map(|(_, article)| article.paragraphs.join(" ").split_whitespace().count()).collect();
        let mean = lengths.iter().sum::<usize>() / lengths.len();
        assert!((400..=700).contains(&mean), "mean {mean} words");
        assert!(lengths.iter().all(|&words| (220..=900).contains(&words)), "{lengths:?}");
        assert!(all.iter().all(|(_, article)| !article.paragraphs.join(" ").contains(['{', '[', '}', ']'])));
    }

    #[test]
    fn copies_are_alike_and_all_else_is_not() {
        let mut by_story: BTreeMap<usize, Vec<Article>> = BTreeMap::new();
        for (story, article) in articles(12) {
            by_story.entry(story).or_default().push(article);
        }
        let (mut lowest_copy, mut highest_other) = (1.0_f64, 0.0_f64);
        let all: Vec<(usize, usize, &Article, BTreeSet<Vec<String>>)> = by_story
            .iter()
            .flat_map(|(story, list)| {
                list.iter().enumerate().map(|(at, article)| (*story, at, article, shingles(article)))
            })
            .collect();
        for (story, at, one, ones) in &all {
            for (other_story, other_at, other, others) in &all {
                if (story, at) >= (other_story, other_at) {
                    continue;
                }
                let shared = ones.intersection(others).count() as f64 / ones.union(others).count() as f64;
                let origin = |at: usize, article: &Article| article.copy_of.unwrap_or(at);
                if story == other_story && origin(*at, one) == origin(*other_at, other) {
                    lowest_copy = lowest_copy.min(shared);
                } else {
                    highest_other = highest_other.max(shared);
                }
            }
        }
        assert!(lowest_copy > 0.5, "two prints of one text share {lowest_copy}");
        assert!(highest_other < 0.3, "two texts that are not copies share {highest_other}");
    }

    #[test]
    fn a_seed_gives_its_documents_for_ever() {
        let folder = crate::workspace::scratch("generate-test").unwrap();
        generate(30, &folder.join("a"), 7).unwrap();
        generate(30, &folder.join("b"), 7).unwrap();
        generate(20, &folder.join("c"), 7).unwrap();
        assert_eq!(crate::compare::differences(&folder.join("a"), &folder.join("b")).unwrap().len(), 0);
        let gold = |part: &str| fs::read_to_string(folder.join(part).join("gold.jsonl")).unwrap();
        assert!(gold("a").starts_with(&gold("c")));
    }
}
