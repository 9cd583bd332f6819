//! Stories told from documents made by hand; the snapshots are what `report.json` would hold, in a
//! form to be read.

use std::fmt::Write as _;

use proptest::prelude::*;
use rapporteur_document::{Document, EntityKind, Qualifier, QuoteForm};
use rapporteur_fixture::{MemoryArchive, Sketch, scenes};
use rapporteur_record::{ClaimState, LeadReason, Story};
use rapporteur_stories::{Index, Shared};

fn group(documents: &[Document]) -> Shared {
    let mut index = Index::new();
    for document in documents {
        index.add(document).expect("it is in memory");
    }
    index.finish().expect("it is in memory")
}

fn told(documents: Vec<Document>) -> (Shared, Vec<Story>) {
    let shared = group(&documents);
    let archive = MemoryArchive { documents, held: Vec::new() };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be made");
    let stories = runtime.block_on(async {
        let mut stories = Vec::new();
        for story in 0..shared.stories() {
            stories.push(shared.tell(story, &archive).await.expect("the archive has its documents"));
        }
        stories
    });
    (shared, stories)
}

fn view(documents: Vec<Document>) -> String {
    let names: Vec<String> = documents.iter().map(|document| document.source.uri.clone()).collect();
    let ids: Vec<(String, String)> =
        documents.iter().map(|document| (document.id.clone(), document.source.uri.clone())).collect();
    let uri =
        |id: &str| ids.iter().find(|(known, _)| known == id).map_or("?", |(_, uri)| uri.as_str()).to_owned();
    let (shared, stories) = told(documents);
    let mut out = String::new();
    for story in stories {
        let span =
            [&story.start, &story.end].map(|day| day.as_deref().unwrap_or("?").to_owned()).join(" to ");
        let _ = writeln!(out, "{} {:?}, {span}, {} origins", story.id, story.title, story.origins);
        for document in &story.documents {
            let origin = document.origin.unwrap_or_default();
            let _ = writeln!(out, "  origin {origin}: {} {:?}", document.uri, document.agencies);
        }
        for text in &story.syndication {
            let _ = writeln!(out, "  one text: {} ({:?}) {:?}", uri(&text.lead), text.reason, text.agencies);
            for copy in &text.copies {
                let _ = writeln!(
                    out,
                    "    {}: {:?}, {} of its {} sentences, {} edited, lacks {}{}",
                    uri(&copy.document),
                    copy.kind,
                    copy.shared,
                    copy.sentences,
                    copy.edited,
                    copy.lacks,
                    if copy.exact { ", exact" } else { "" }
                );
            }
        }
        for claim in &story.claims {
            let _ = writeln!(
                out,
                "  {} {:?} {:?} of {} origins: {}",
                claim.id, claim.kind, claim.state, claim.origins, claim.about
            );
            for support in &claim.support {
                let speaker = support.speaker.as_deref().unwrap_or("unknown");
                let _ = writeln!(
                    out,
                    "    {} {}..{} {speaker}: {}",
                    uri(&support.document),
                    support.start,
                    support.end,
                    support.words
                );
            }
            for difference in &claim.differences {
                let variants: Vec<String> = difference
                    .variants
                    .iter()
                    .map(|variant| {
                        let laid: String = variant
                            .words
                            .iter()
                            .map(|it| if it.differs { format!("*{}*", it.words) } else { it.words.clone() })
                            .collect();
                        let value = if laid.is_empty() { &variant.value } else { &laid };
                        format!("{value:?} {:?}", variant.support)
                    })
                    .collect();
                let _ = writeln!(out, "    differ in {:?}: {}", difference.kind, variants.join(" | "));
            }
        }
        for moment in &story.timeline {
            let _ = write!(out, "  {}", moment.value);
            if let Some((start, end)) = moment.start.as_ref().zip(moment.end.as_ref())
                && [start, end] != [&moment.value; 2]
            {
                let _ = write!(out, " [{start} to {end}]");
            }
            out.push('\n');
            if let Some(narrowed) = &moment.narrowed {
                let _ = writeln!(out, "    year by {}", narrowed.rule);
                for evidence in &narrowed.evidence {
                    let words = evidence.words.as_deref().unwrap_or("publication");
                    let _ = writeln!(out, "      {}: {words:?}, {}", uri(&evidence.document), evidence.value);
                }
            }
            for support in &moment.support {
                let _ = writeln!(out, "    {}: {}", uri(&support.document), support.words);
            }
        }
        for speech in &story.speeches {
            let place = &speech.named_in;
            let _ = writeln!(
                out,
                "  {} {}..{} {}: {} ({}, {}), as {} {}..{}, {} of {} words",
                uri(&speech.document),
                speech.start,
                speech.end,
                speech.role.as_deref().unwrap_or("no role"),
                speech.speaker,
                speech.party.as_deref().unwrap_or("no party"),
                speech.constituency.as_deref().unwrap_or("no seat"),
                uri(&place.document),
                place.start,
                place.end,
                speech.shared,
                speech.words
            );
        }
        for published in &story.publication {
            let documents: Vec<String> = published.documents.iter().map(|id| uri(id)).collect();
            let _ = writeln!(out, "  published {}: {documents:?}", published.day);
        }
        for person in &story.people {
            let _ = writeln!(
                out,
                "  {} {:?} {:?}: {} documents, {} quotations",
                person.name,
                person.aliases,
                person.roles,
                person.documents.len(),
                person.quotes
            );
            for it in &person.evidence {
                let _ = writeln!(out, "    {}: {}", uri(&it.document), it.in_words());
            }
            for it in &person.apart {
                let documents: Vec<String> = it.documents.iter().map(|id| uri(id)).collect();
                let _ = writeln!(out, "    not {} {documents:?}: {}", it.name, it.because.in_words());
            }
            for place in person.places.iter().filter(|it| it.words != person.name) {
                let by = place.claim.as_deref().map(|claim| format!(", as in {claim}")).unwrap_or_default();
                let _ = writeln!(out, "    {} {}: {}{by}", uri(&place.document), place.start, place.words);
            }
        }
    }
    let alone: Vec<&str> = shared.unassigned().map(|at| names[at].as_str()).collect();
    let _ = writeln!(out, "in no story: {alone:?}");
    out
}

#[test]
fn a_debate_without_names_takes_them_from_its_copy() {
    insta::assert_snapshot!(view(scenes::debate_copies()));
}

#[test]
fn agency_copy_in_two_papers_is_one_origin() {
    insta::assert_snapshot!(view(scenes::agency_copy()));
}

#[test]
fn differing_counts_stand_side_by_side_and_a_look_alike_apart() {
    let mut documents = scenes::differing_counts();
    documents.insert(1, scenes::look_alike());
    documents.push(scenes::nothing_found());
    insta::assert_snapshot!(view(documents));
}

#[test]
fn names_of_one_person_come_together_and_namesakes_stay_apart() {
    let words = "The ward will open before the first snow, whoever pays for the lift.";
    let article = |name: &str, people: &[&[&str]], office: &str, speaker: &str, rest: &str| {
        let mut sketch = Sketch::new(name, &format!("“{words}” {speaker} told the Kelmouth council. {rest}"))
            .meta(name, name, "2020-01-01");
        for names in people {
            sketch = sketch.entity(EntityKind::Person, names);
            if !office.is_empty() {
                sketch = sketch.office(office, None);
            }
        }
        sketch.quote(QuoteForm::Direct, words, speaker).build()
    };
    insta::assert_snapshot!(view(vec![
        article("accent", &[&["François Hale"]], "mayor", "François Hale", "The hospital at Kelmouth waits."),
        article("plain", &[&["Francois Hale"]], "", "Francois Hale", "Kelmouth has no other hospital."),
        article("office", &[], "", "the mayor", "Nurses at the Kelmouth hospital cheered."),
        article("surname", &[&["Hale"]], "", "Hale", "The hospital lift has been out since May."),
        article(
            "namesakes",
            &[&["Francois Hale"], &["Ines Hale"]],
            "",
            "Francois Hale",
            "Ines Hale, who runs the Kelmouth hospital, left the room."
        ),
    ]));
}

#[test]
fn an_office_says_whose_a_short_name_is_and_parts_namesakes_who_have_nobody_in_common() {
    let text = "The ward at the Kelmouth hospital will open before the first snow.";
    let article = |name: &str, people: &[(&str, &str)]| {
        let names: Vec<&str> = people.iter().map(|(name, _)| *name).collect();
        let text = format!("{text} {} came to the Kelmouth ward.", names.join(" and "));
        let mut sketch = Sketch::new(name, &text).meta(name, name, "2020-01-01");
        for (name, office) in people {
            sketch = sketch.entity(EntityKind::Person, &[name]);
            if !office.is_empty() {
                sketch = sketch.office(office, None);
            }
        }
        sketch.build()
    };
    insta::assert_snapshot!(view(vec![
        article("two", &[("Asta Hale", "mayor"), ("Bo Hale", "surgeon")]),
        article("short", &[("Hale", "surgeon")]),
        article("nobody's", &[("Hale", "")]),
        article("minister", &[("Dan Marr", "health minister")]),
        article("goalkeeper", &[("Dan Marr", "goalkeeper")]),
        article("in company", &[("Bo Hale", "professor"), ("Asta Hale", "candidate")]),
    ]));
}

#[test]
fn reported_words_are_told_with_what_is_done_with_them() {
    let text = "Orrin was accused of delay over the quay. The union told the members who had come to the hall that \
                the quay was safe. The crane is old, said the union. Its chief denied that it was new; it was, he \
                said, never new.";
    let document = |name: &str| {
        Sketch::new(name, text)
            .quote(QuoteForm::Indirect, "delay over the quay", "")
            .cue("accused", "accuse")
            .quote(QuoteForm::Indirect, "that the quay was safe", "The union")
            .cue("told", "tell")
            .quote(QuoteForm::Indirect, "The crane is old", "the union")
            .cue("said", "say")
            .quote(QuoteForm::Indirect, "it was new", "Its chief")
            .cue("denied", "deny")
            .quote(QuoteForm::Indirect, "it was, he said, never new", "he")
            .cue("said", "say")
            .build()
    };
    let (_, stories) = told(vec![document("a"), document("b")]);
    let cues: Vec<(Option<&str>, bool)> = stories[0]
        .claims
        .iter()
        .map(|claim| (claim.support[0].cue.as_deref(), claim.support[0].cue_follows))
        .collect();
    let before = |words| (Some(words), false);
    assert_eq!(
        cues,
        [
            before("accused of"),
            before("told […]"),
            (Some("said the union"), true),
            before("denied that"),
            (None, false),
        ]
    );
}

#[test]
fn an_honorific_and_a_surname_lead_to_the_only_bearer() {
    let words = "The ward will open before the first snow, whoever pays for the lift.";
    let text = format!("Asta Hale came late. “{words}” Ms Hale told the Kelmouth council.");
    let (people, speaker) = ([&["Asta Hale"][..], &["Ines Marr"]], "Ms Hale");
    let article = |name: &str, also: Option<&[&str]>| {
        let mut sketch = Sketch::new(name, &format!("{text} Ines Marr and Bo Hale did not."));
        for names in people.into_iter().chain(also) {
            sketch = sketch.entity(EntityKind::Person, names);
        }
        sketch.quote(QuoteForm::Direct, words, speaker).build()
    };
    let about = |also| told(vec![article("a", also), article("b", also)]).1[0].claims[0].about.clone();
    assert_eq!(about(None), "Asta Hale");
    assert_eq!(about(Some(&["Bo Hale"])), "Ms Hale");
}

#[test]
fn places_in_places_are_one_and_units_that_sound_alike_are_two() {
    let article = |name: &str, text: &str, place: &str, others: &[&str]| {
        let mut sketch = Sketch::new(name, text).meta(name, name, "2020-01-01");
        for place in others {
            sketch = sketch.entity(EntityKind::Place, &[place]);
        }
        sketch
            .entity(EntityKind::Place, &[place])
            .figure(
                if text.contains("tons") { "900 tons of maize" } else { "900 tonnes of maize" },
                Qualifier::Exactly,
                900.0,
                "maize",
                "destroyed",
            )
            .figure_at(place, "")
            .unit("t")
    };
    insta::assert_snapshot!(view(vec![
        article(
            "town",
            "At Orrin, Skerland, a fire in the silo took 900 tonnes of maize.",
            "Orrin",
            &["Skerland"]
        )
        .build(),
        article("country", "A silo fire in Skerland has destroyed 900 tonnes of maize.", "Skerland", &[])
            .build(),
        article(
            "port",
            "In the Port of Orrin fire destroyed 900 tons of maize in a silo.",
            "Port of Orrin",
            &[]
        )
        .build(),
        article("elsewhere", "The silo fire at Brack destroyed 900 tonnes of maize.", "Brack", &[]).build(),
    ]));
}

#[test]
fn one_outlet_confirms_nothing_by_its_second_article() {
    let article = |name: &str, outlet: &str| {
        Sketch::new(name, "“The mill will reopen before the first frost of the year,” Jo Carr said.")
            .meta(name, outlet, "2020-01-01")
            .entity(EntityKind::Person, &["Jo Carr"])
            .quote(QuoteForm::Direct, "The mill will reopen before the first frost of the year,", "Jo Carr")
            .build()
    };
    let (_, stories) = told(vec![article("a", "Times"), article("b", "times")]);
    assert_eq!((stories[0].origins, stories[0].claims[0].origins), (1, 1));
}

#[test]
fn the_same_text_is_one_origin_whatever_surrounds_it() {
    let text = "Rain fell. It fell again.";
    let same = |name: &str, date: &str| Sketch::new(name, text).meta(name, name, date).build();
    let (_, stories) = told(vec![same("a", "2020-01-01"), same("b", "2021-09-01"), same("c", "2019-01-01")]);
    assert_eq!(stories[0].origins, 1);
    let text = &stories[0].syndication[0];
    assert_eq!(text.copies.len(), 2);
    assert!(text.copies.iter().all(|copy| copy.exact));
    assert_eq!(stories[0].title, "c", "the earliest leads");
}

#[test]
fn a_dateline_parts_no_copy_from_its_text() {
    let lead =
        "At least 31 people drowned when a ferry turned over off Ligaya on Saturday, the coast guard said.";
    let shared = "The Santa Clara was licensed to carry 90 passengers but had 140 aboard, its spokesman told reporters.";
    let said = "“It went under in two minutes,” one of the survivors said.";
    let wire =
        format!("MANILA, July 14 (Wire) - {lead} {shared} {said} She lost her two sons in it, she said.");
    let paper = format!(
        "{lead} {shared} {said} The islands have a poor record of safety at sea. A tanker sank there in 1987."
    );
    let sketch = |name: &str, text: &str| Sketch::new(name, text).meta(name, name, "2024-07-14").build();
    let (_, stories) = told(vec![sketch("wire", &wire), sketch("paper", &paper)]);
    assert_eq!((stories[0].origins, stories[0].syndication[0].copies[0].shared), (1, 3));
}

#[test]
fn the_lead_is_the_earliest_by_the_clock_and_an_edited_text_is_known_again() {
    let whole = [
        "The ferry to Hask ran aground on Friday with ninety people on board, the harbour office said.",
        "Nobody was hurt, and all were taken off by a pilot boat before the tide turned.",
        "The master of the ferry had reported trouble with the rudder an hour before.",
        "Divers will look at the hull in the morning.",
    ];
    let edited =
        whole.map(|sentence| sentence.replace("harbour office", "port office").replace("hull", "keel"));
    let paper =
        |name: &str, time: &str, text: String| Sketch::new(name, &text).meta(name, name, time).build();
    let (_, stories) = told(vec![
        paper("late", "2020-05-01T16:30:00Z", edited.join(" ")),
        paper("early", "2020-05-01T06:00:00+01:00", whole.join(" ")),
    ]);
    let text = &stories[0].syndication[0];
    assert_eq!((text.reason, stories[0].title.as_str()), (LeadReason::Earliest, "early"));
    assert_eq!((text.copies[0].shared, text.copies[0].edited, text.copies[0].lacks), (2, 2, 2));
}

#[test]
fn counts_of_one_thing_stand_side_by_side_and_say_who_is_counted() {
    let article = |name: &str, text: &str| Sketch::new(name, text).meta(name, name, "2020-01-01");
    let (_, stories) = told(vec![
        article("a", "The Lenn flooded 312 homes at Brackwater. At the Lenn bridge 40 people died.")
            .figure("312 homes", Qualifier::Exactly, 312.0, "homes", "")
            .figure("40 people", Qualifier::Exactly, 40.0, "people", "killed")
            .build(),
        article("b", "At Brackwater the Lenn flooded 340 homes. Its bridge killed 40 civilians, half of them children.")
            .figure("340 homes", Qualifier::AtLeast, 340.0, "homes", "")
            .figure("40 civilians", Qualifier::Exactly, 40.0, "civilians", "killed")
            .build(),
        article("c", "The Lenn at Brackwater flooded 12 homes upstream of the bridge.")
            .figure("12 homes", Qualifier::Exactly, 12.0, "homes", "")
            .build(),
    ]);
    let states: Vec<_> =
        stories[0].claims.iter().map(|it| (it.about.as_str(), it.state, it.support.len())).collect();
    assert_eq!(
        states,
        [
            ("homes", ClaimState::Differing, 2),
            ("people, killed", ClaimState::Differing, 2),
            ("homes", ClaimState::Single, 1)
        ]
    );
}

#[test]
fn words_that_anybody_may_say_hold_nothing_together() {
    let article = |name: &str, words: &str, rest: &str| {
        Sketch::new(name, &format!("“{words}” {rest}"))
            .meta(name, name, "2020-01-01")
            .quote(QuoteForm::Direct, words, "")
            .build()
    };
    let shared = group(&[
        article("owner", "We are not going to comment.", "The kennels at Brack stay shut over winter."),
        article(
            "driver",
            "I told them we are not going to stop.",
            "A lorry of pears lost its brakes on a hill.",
        ),
        article("guard", "No comment.", "Paintings went missing from the Lund museum at night."),
        article("clerk", "No comment.", "Ratepayers want their parking fines back."),
    ]);
    assert_eq!((shared.stories(), shared.unassigned().len()), (0, 4));
}

#[test]
fn the_order_of_documents_makes_no_difference() {
    // Three stories of one kind, four papers each, every paper in words of its own.
    let mut documents = Vec::new();
    for (town, boat, crew) in
        [("Osterholm", "Kestrel", 9), ("Vardal", "Lapwing", 14), ("Brack", "Dunlin", 31)]
    {
        for (paper, words) in [
            ("Courier", "was lost with all hands in the night"),
            ("Standard", "went down before dawn and nobody was found"),
            ("Tribune", "sank in heavy seas, lifeboat men say"),
            ("Gazette", "is missing since a last call for help"),
        ] {
            let text = format!(
                "The trawler {boat} of {town} {words}. The {paper} was told that {crew} men had sailed on the \
                 {boat} from {town} harbour, where families wait."
            );
            let name = format!("{paper}-{town}");
            documents.push(Sketch::new(&name, &text).meta(&name, paper, "2020-01-01").build());
        }
    }
    let names = |documents: &[Document]| {
        let shared = group(documents);
        let mut stories: Vec<Vec<String>> = (0..shared.stories())
            .map(|story| shared.members(story).map(|at| documents[at].source.uri.clone()).collect())
            .collect();
        for story in &mut stories {
            story.sort();
        }
        stories.sort();
        stories
    };
    let first = names(&documents);
    assert!(!first.is_empty());
    for turn in 1..documents.len() {
        documents.rotate_left(5);
        documents.swap(0, turn);
        assert_eq!(names(&documents), first);
    }
}

#[test]
fn nothing_makes_no_story() {
    assert_eq!(group(&[]).stories(), 0);
    assert_eq!(group(&[scenes::nothing_found()]).unassigned().collect::<Vec<_>>(), [0]);
}

/// A paper on the sinking of the ferry Lapwing, with these dates and their values.
fn on_the_lapwing(name: &str, published: &str, sentence: &str, times: &[(&str, &str)]) -> Document {
    let text = format!(
        "{sentence}\n\nThe ferry Lapwing sank off Brack Point with the mail of Osterholm and forty crates of \
         oranges. Her master, Tove Lindqvist, had reported a cracked valve at Grimsvik."
    );
    let sketch = Sketch::new(name, &text).meta("", name, published);
    times.iter().fold(sketch, |sketch, (words, value)| sketch.time(words, value)).build()
}

#[test]
fn vague_dates_are_ranges_and_publication_has_its_own_track() {
    let mut first = on_the_lapwing(
        "courier",
        "2016-09-26",
        "She had been in dock in early September and left in the third week of the month, on Sunday.",
        &[
            ("early September", "2016-09"),
            ("the third week of the month", "2016-W38"),
            ("Sunday", "2016-09-25"),
        ],
    );
    first.times.as_mut().expect("a sketch has times")[0].modifier = Some("START".into());
    let second = on_the_lapwing(
        "gazette",
        "2016-09-27",
        "She was built in 1998 and overhauled last winter.",
        &[("1998", "1998"), ("last winter", "2015-WI")],
    );
    insta::assert_snapshot!(view(vec![first, second]));
}

#[test]
fn an_open_year_is_narrowed_by_what_else_the_story_says() {
    let day = ("25 September", "XXXX-09-25");
    let said = "Divers went down on 25 September.";
    // Another document has the day with its year.
    let open = on_the_lapwing("a", "", said, &[day]);
    let other =
        on_the_lapwing("b", "", "She sank on 25 September 2016.", &[("25 September 2016", "2016-09-25")]);
    insta::assert_snapshot!("same_day", view(vec![open.clone(), other.clone()]));
    // Another document was published days later.
    let printed = on_the_lapwing("c", "2016-10-02", "Nobody was hurt.", &[]);
    insta::assert_snapshot!("near_publication", view(vec![open.clone(), printed.clone()]));
    // Two years would do, or the weekday leaves another one only.
    let anniversary = on_the_lapwing(
        "d",
        "",
        "A stone was set on 25 September 2017.",
        &[("25 September 2017", "2017-09-25")],
    );
    insta::assert_snapshot!("two_years", view(vec![open.clone(), other, anniversary]));
    let mut weekday = open;
    weekday.times.as_mut().expect("a sketch has times")[0].alternatives = vec!["2022-09-25".into()];
    insta::assert_snapshot!("another_year", view(vec![weekday, printed]));
}

#[test]
fn files_make_no_difference() {
    let mut documents = scenes::differing_counts();
    documents.extend(scenes::agency_copy());
    let folder = std::env::temp_dir().join(format!("rapporteur-stories-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let mut index = Index::in_folder(Some(folder.clone()));
    for document in &documents {
        index.add(document).expect("it can be written");
    }
    let shared = index.finish().expect("it can be read");
    let (in_memory, told) = told(documents.clone());
    assert_eq!(shared.stories(), in_memory.stories());
    let archive = MemoryArchive { documents, held: Vec::new() };
    let nothing = MemoryArchive { documents: Vec::new(), held: Vec::new() };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be made");
    for (number, story) in told.iter().enumerate() {
        let first = runtime.block_on(shared.tell(number, &archive)).expect("the archive has it");
        assert_eq!(&first, story);
        // What was told once is not read from the documents again.
        assert_eq!(&runtime.block_on(shared.tell(number, &nothing)).expect("it was told"), story);
    }
    drop(shared);
    std::fs::remove_dir(folder).expect("nothing is left in it");
}

#[test]
fn keys_stay_small() {
    // The longest documents leave no more behind than the caps allow.
    let words: Vec<String> = (0..40_000).map(|n| format!("w{n}")).collect();
    let text = words.chunks(10).map(|sentence| sentence.join(" ")).collect::<Vec<_>>().join(". ");
    let mut document = Sketch::new("long", &text).build();
    document.sentences = Some(
        text.match_indices(". ")
            .scan(0, |start, (end, _)| {
                Some(rapporteur_document::Span::new(std::mem::replace(start, end + 2), end + 1))
            })
            .collect(),
    );
    let mut index = Index::new();
    index.add(&document).expect("it is in memory");
    assert!(index.bytes() < 2048, "{} bytes", index.bytes());
}

/// A document of a few sentences out of a small stock, so that documents share much by chance.
fn drawn(number: usize, draws: &[u8]) -> Document {
    let stock = [
        "Rain fell on the harbour for the third night in a row.",
        "“We will not leave the quay before the boats are home,” Ada Marsh said.",
        "“We will not leave the quay,” Bo Marsh said.",
        "No.",
        "At least 12 people were killed.",
        "Twelve people were killed, she said, and 40 people were not.",
    ];
    let chosen: Vec<&str> = draws.iter().map(|&draw| stock[draw as usize % stock.len()]).collect();
    let text = chosen.join("\n\n");
    let day = format!("2020-01-{:02}", draws.first().map_or(1, |draw| draw % 28 + 1));
    let mut sketch = Sketch::new(&format!("{number}.txt"), &text).meta("", ["A", "B", ""][number % 3], &day);
    for name in ["Ada Marsh", "Bo Marsh"].iter().filter(|name| text.contains(*name)) {
        sketch = sketch.entity(EntityKind::Person, &[name]);
    }
    for (words, speaker) in [
        ("We will not leave the quay before the boats are home,", "Ada Marsh"),
        ("We will not leave the quay,", "Bo Marsh"),
    ] {
        if text.contains(words) {
            sketch = sketch.quote(QuoteForm::Direct, words, speaker);
        }
    }
    if text.contains("At least 12 people") {
        sketch = sketch.figure("At least 12 people", Qualifier::AtLeast, 12.0, "people", "killed");
    }
    let mut document = sketch.build();
    let quotes = document.quotes.as_mut().expect("a sketch has quotes");
    quotes.sort_by_key(|quote| quote.span);
    document
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_document_has_one_place_and_every_support_its_words(
        draws in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..8), 0..10),
    ) {
        let documents: Vec<Document> = draws.iter().enumerate().map(|(at, draws)| drawn(at, draws)).collect();
        let (shared, stories) = told(documents.clone());
        let mut placed: Vec<usize> = (0..shared.stories()).flat_map(|story| shared.members(story)).collect();
        placed.extend(shared.unassigned());
        placed.sort_unstable();
        prop_assert_eq!(placed, (0..documents.len()).collect::<Vec<_>>());
        for story in stories {
            prop_assert!(story.origins >= 1 && story.origins as usize <= story.documents.len());
            for claim in &story.claims {
                prop_assert!(claim.origins >= 1 && claim.origins <= story.origins);
                for support in &claim.support {
                    let document = documents.iter().find(|it| it.id == support.document).expect("an id");
                    prop_assert_eq!(&document.text[support.start as usize..support.end as usize], &support.words);
                }
                for variant in claim.differences.iter().flat_map(|difference| &difference.variants) {
                    prop_assert!(variant.support.iter().all(|&at| (at as usize) < claim.support.len()));
                }
            }
        }
    }
}

#[test]
fn what_somebody_is_besides_an_office_parts_no_namesakes() {
    let paper = |name: &str, role: &str, says: &str| {
        Sketch::new(
            name,
            &format!("“{says}” Maricel Reyes said after the ferry Santa Clara sank off Ligaya island."),
        )
        .meta(name, name, "2024-07-14")
        .entity(EntityKind::Person, &["Maricel Reyes"])
        .office(role, None)
        .quote(QuoteForm::Direct, says, "Maricel Reyes")
        .build()
    };
    let went = "It listed to the left and went under in two minutes.";
    let people = |one: &str, other: &str| {
        let (_, stories) =
            told(vec![paper("a", one, went), paper("b", other, "I begged the crew for life jackets.")]);
        stories[0].people.len()
    };
    assert_eq!((people("survivor", "mother"), people("survivor", "mayor")), (1, 1));
    assert_eq!(people("captain", "mayor"), 2, "two offices and nobody in common");
}
