//! Compiles the lexicons.

fn main() {
    rapporteur_lexicon::compile();
}
