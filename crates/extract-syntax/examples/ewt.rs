//! Parts of speech and trees against a gold treebank, from raw text with gold sentences through
//! our own words: `cargo run --release -p rapporteur-extract-syntax --example ewt -- FILE.conllu`.
//!
//! One more argument has it print each gold word that we cut otherwise, with what we made of it.
//!
//! Scored as in the shared tasks of `CoNLL`: a word of ours and one of the gold are aligned when they
//! have the same bytes; each figure is F1 = 2 · right / (gold words + ours), so that a word that we
//! cut otherwise is an error on both sides, and so is every word that hangs on it. Punctuation
//! counts; of a relation its universal part does. Words of a token that the gold spells otherwise
//! than the text ("gonna") have the bytes of the whole token and are never aligned by us.

#![expect(clippy::print_stdout, reason = "an example speaks to its user")]

use rapporteur_document::{Span, Syntax, Tag, Word};
use rapporteur_engine::{Engine, accurate, compact};

/// A word of the gold.
struct Gold {
    span: Span,
    tag: String,
    /// From 1, in its sentence; 0 for the root.
    head: usize,
    relation: String,
}

/// Sentences of a file in CoNLL-U as one text, a line each, with their gold.
fn read(file: &str) -> (String, Vec<(Span, Vec<Gold>)>) {
    let (mut text, mut sentences) = (String::new(), Vec::new());
    for block in file.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let line = block.lines().find_map(|line| line.strip_prefix("# text = ")).expect("a text");
        let start = text.len();
        text.push_str(line);
        let mut gold = Vec::new();
        let (mut at, mut inside) = (start, 0..0);
        for row in block.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = row.split('\t').collect();
            let (id, form) = (cells[0], cells[1]);
            let mut take = |form: &str| {
                at += text[at..].len() - text[at..].trim_start().len();
                text[at..].starts_with(form).then(|| {
                    at += form.len();
                    at - form.len()..at
                })
            };
            if let Some((first, last)) = id.split_once('-') {
                // A token of several words: they follow, and are found in it where it spells them out.
                let place = |id: &str| id.parse::<usize>().expect("an id");
                let words = place(last) + 1 - place(first);
                let after = block.lines().skip_while(|line| *line != row).skip(1).take(words);
                let spelt: String = after.filter_map(|line| line.split('\t').nth(1)).collect();
                if spelt != form {
                    let token = take(form).expect("a token stands in its text");
                    inside = token.clone();
                }
                continue;
            }
            if id.contains('.') {
                // A word that the text leaves out.
                continue;
            }
            let bytes = take(form).unwrap_or_else(|| inside.clone());
            gold.push(Gold {
                span: Span::new(bytes.start, bytes.end),
                tag: cells[3].to_owned(),
                head: cells[6].parse().expect("a head"),
                relation: cells[7].to_owned(),
            });
        }
        sentences.push((Span::new(start, text.len()), gold));
        text.push('\n');
    }
    (text, sentences)
}

fn universal(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

fn score(engine: &dyn Engine, text: &str, sentences: &[(Span, Vec<Gold>)], differences: bool) {
    let (mut syntax, mut spans) = (Syntax::default(), Vec::new());
    for (sentence, _) in sentences {
        let first = spans.len() as u32;
        rapporteur_english::words(text, *sentence, &mut spans);
        syntax.sentences.push(first..spans.len() as u32);
    }
    syntax.words = spans.into_iter().map(|span| Word { span, tag: Tag::X }).collect();
    engine.tag(text, &mut syntax);
    engine.parse(text, &mut syntax);
    let (mut all, mut aligned, mut right) = (0, 0, [0; 3]);
    for (at, (_, gold)) in sentences.iter().enumerate() {
        let range = syntax.of_sentence(at);
        all += gold.len();
        let ours = |gold: &Gold| range.clone().find(|&word| syntax.words[word].span == gold.span);
        let pairs: Vec<Option<usize>> = gold.iter().map(ours).collect();
        for (gold, pair) in gold.iter().zip(&pairs) {
            let &Some(word) = pair else {
                if differences {
                    let inside = |word: &usize| {
                        let span = syntax.words[*word].span;
                        span.start() < gold.span.end() && gold.span.start() < span.end()
                    };
                    let ours: Vec<&str> =
                        range.clone().filter(inside).map(|word| syntax.words[word].span.of(text)).collect();
                    println!("{}\t{}", gold.span.of(text), ours.join(" | "));
                }
                continue;
            };
            aligned += 1;
            let tree = syntax.trees[word];
            let head = tree.head.map(|head| head as usize);
            let tag = gold.tag == syntax.words[word].tag.to_string();
            let arc = match gold.head.checked_sub(1) {
                None => head.is_none(),
                Some(there) => head.is_some() && head == pairs[there],
            };
            let relation = universal(&tree.relation.to_string()) == universal(&gold.relation);
            for (right, is) in right.iter_mut().zip([tag, arc, arc && relation]) {
                *right += usize::from(is);
            }
        }
    }
    let f1 = |right: usize| 200.0 * right as f64 / (all + syntax.words.len()) as f64;
    let [tags, arcs, relations] = right.map(f1);
    println!(
        "{}: words {:.2}, UPOS {tags:.2}, UAS {arcs:.2}, LAS {relations:.2} ({all} gold words)",
        engine.name(),
        f1(aligned)
    );
}

fn main() {
    let path = std::env::args().nth(1).expect("a file in CoNLL-U");
    let file = std::fs::read_to_string(path).expect("the file can be read").replace("\r\n", "\n");
    let (text, sentences) = read(&file);
    let differences = std::env::args().nth(2).is_some();
    score(compact(), &text, &sentences, differences);
    score(accurate(), &text, &sentences, false);
}
