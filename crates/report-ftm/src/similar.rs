//! What one story joins: copies of one text, and people of one name in several documents.

use std::collections::BTreeSet;

use rapporteur_document::{Document, EntityKind};
use rapporteur_record::Story;

use crate::entities::entity_id;
use crate::entity::Entity;

/// The people of a document: each with its id and all its names.
pub(crate) struct Known {
    document: String,
    people: Vec<(String, Vec<String>)>,
}

impl Known {
    pub(crate) fn of(document: &Document) -> Self {
        let people = document.entities().iter().filter(|entity| entity.kind == EntityKind::Person);
        Self {
            document: document.id.clone(),
            people: people
                .map(|entity| {
                    let names = std::iter::once(&entity.name).chain(&entity.aliases).cloned().collect();
                    (entity_id(document, entity.id), names)
                })
                .collect(),
        }
    }
}

/// The `Similar` entities of a story.
pub(crate) fn of(story: &Story, known: &[Known]) -> Vec<Entity> {
    let mut all = Vec::new();
    for text in &story.syndication {
        for copy in &text.copies {
            // A copy with a paragraph of its own is a copy still: what is measured is the shorter.
            let (shared, of) =
                (f64::from(copy.shared), f64::from(copy.sentences.min(copy.shared + copy.lacks)));
            let share = if copy.exact || of == 0.0 { 1.0 } else { (shared / of).min(1.0) };
            all.push(
                Entity::new(format!("{}-{}-similar", copy.document, text.lead), "Similar")
                    .with("candidate", [&copy.document])
                    .with("match", [&text.lead])
                    .with("confidenceScore", [format!("{share:.2}")])
                    .with(
                        "criteria",
                        [format!("{} of {} sentences are the same", copy.shared, copy.sentences)],
                    )
                    .with("matcher", ["rapporteur"]),
            );
        }
    }
    for person in &story.people {
        let mut entities =
            known.iter().filter(|known| person.documents.contains(&known.document)).filter_map(|known| {
                let is_named = |names: &Vec<String>| {
                    names.contains(&person.name) || person.aliases.iter().any(|alias| names.contains(alias))
                };
                known.people.iter().find(|(_, names)| is_named(names)).map(|(id, _)| id)
            });
        let Some(first) = entities.next() else { continue };
        for other in entities {
            all.push(
                Entity::new(format!("{other}-{first}-similar"), "Similar")
                    .with("candidate", [other])
                    .with("match", [first])
                    .with("criteria", ["names that can be one person's, in documents of one story"])
                    .with("matcher", ["rapporteur"]),
            );
        }
    }
    // Two people of a story can share a name, and lead to the same two entities.
    let mut known = BTreeSet::new();
    all.retain(|entity| known.insert(entity.id.clone()));
    all
}
