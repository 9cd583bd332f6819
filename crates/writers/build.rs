//! Compiles the word lists.

fn main() {
    rapporteur_lexicon::compile();
}
