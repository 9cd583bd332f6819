//! Scratch view.
use rapporteur_document::{Document, Block, Role, Span};
fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let mut d = Document::from_text(text);
        let (mut blocks, mut sentences, mut at) = (Vec::new(), Vec::new(), 0);
        for part in d.text.split('\n') {
            let span = Span::new(at, at + part.len()).trimmed(&d.text);
            at += part.len() + 1;
            if !span.is_empty() {
                blocks.push(Block { span, role: Role::Paragraph, rule: "x".into() });
                sentences.extend(rapporteur_english::sentences(&d.text, span));
            }
        }
        d.blocks = Some(blocks); d.sentences = Some(sentences);
        let (m, e) = rapporteur_extract_entities::resolve(&d, &Default::default());
        println!("### {path}");
        for x in &e { println!("{} {} {:?} {:?} {:?} {:?}", x.id.0, x.kind, x.name, x.aliases, x.roles.iter().map(|r| format!("{} of {:?} at {:?}", r.title, r.of, r.at)).collect::<Vec<_>>(), x.refs); }
        for x in m.iter().filter(|x| x.form != rapporteur_document::MentionForm::Name) {
            let from = d.text[..x.span.start()].char_indices().rev().nth(30).map_or(0, |(i,_)| i);
            println!("   {:?} [{}] = {:?} ({}, {})", &d.text[from..x.span.start()], x.span.of(&d.text), x.entity.map(|i| &e[i.0 as usize].name), x.rule, x.form);
        }
    }
}
