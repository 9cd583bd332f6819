//! A document comes back from its record as it was, and what breaks a promise is refused by name.

use proptest::prelude::*;
use rapporteur_document::{
    Alternative, Anchor, Block, Cue, Document, Entity, EntityId, EntityKind, Event, EventStatus, Fact,
    Figure, Layer, Location, MadeBy, MapBuilder, Member, Mention, MentionForm, OfficeRole, Participant,
    Party, Qualifier, Quote, QuoteForm, QuoteId, QuoteStatus, Role, Site, Source, Span, Speaker, StandsFor,
    Time, TimeKind, Turn, Unnamed, Warning,
};
use rapporteur_record::{Record, RecordError, from_line, schema, to_line};
use serde_json::{Value, json};

/// Makes choices from a list of numbers, so that a generated document is a function of them.
struct Choices<'a> {
    numbers: &'a [u32],
    at: usize,
}

impl Choices<'_> {
    fn below(&mut self, end: usize) -> usize {
        self.at += 1;
        self.numbers[self.at % self.numbers.len()].wrapping_add(self.at as u32) as usize % end.max(1)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn site(&mut self) -> Site {
        Site {
            geonames: self.below(9) as u32,
            name: self.word(),
            country: self.word(),
            division: self.word(),
            geo: self.word(),
        }
    }

    fn word(&mut self) -> String {
        self.one(&[
            "",
            "a",
            "O’Neill",
            "\"quoted\"",
            "back\\slash",
            "tab\there",
            "日本",
            "e\u{301}",
            "\u{1f600}",
            "\u{0}",
        ])
        .to_owned()
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(3) > 0).then(|| make(self))
    }

    fn many<T>(&mut self, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.below(4)).map(|_| make(self)).collect()
    }

    fn span(&mut self, text: &str) -> Span {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let first = self.below(starts.len());
        let last = first + self.below(starts.len() - first);
        Span::new(starts[first], text[starts[last]..].chars().next().map_or(0, char::len_utf8) + starts[last])
    }

    fn spans(&mut self, text: &str, apart: bool) -> Vec<Span> {
        let mut spans = if text.is_empty() { Vec::new() } else { self.many(|it| it.span(text)) };
        spans.sort();
        if apart {
            let mut before = 0;
            spans.retain(|span| {
                let keep = span.start() >= before;
                before = if keep { span.end() } else { before };
                keep
            });
        }
        spans
    }

    fn fact(&mut self, text: &str) -> Fact {
        Fact {
            value: self.word(),
            span: if text.is_empty() { None } else { self.maybe(|it| it.span(text)) },
            from: self.word().into(),
            alternatives: self.many(|it| Alternative { value: it.word(), from: it.word().into() }),
        }
    }

    fn participant(&mut self, text: &str, entities: usize) -> Participant {
        Participant {
            span: self.span(text),
            entity: self.entity(entities),
            party: self.maybe(|it| Party { list: it.word().into(), code: it.word().into() }),
            stands_for: self.maybe(|it| it.one(StandsFor::ALL)),
        }
    }

    fn entity(&mut self, entities: usize) -> Option<EntityId> {
        self.maybe(|it| EntityId(it.below(entities) as u32)).filter(|_| entities > 0)
    }

    fn speaker(&mut self, text: &str, entities: usize) -> Speaker {
        Speaker {
            span: self.maybe(|it| it.span(text)),
            entity: self.entity(entities),
            name: self.maybe(Self::word),
        }
    }

    fn value(&mut self) -> f64 {
        self.one(&[0.0, 12.0, 2.5, 0.1, -7.0, 1e300, 9_007_199_254_740_993.0, 1.0 / 3.0, f64::MIN_POSITIVE])
    }
}

fn document(text: &str, numbers: &[u32]) -> Document {
    let it = &mut Choices { numbers, at: 0 };
    let mut map = MapBuilder::default();
    for character in text.chars() {
        match it.below(4) {
            0 => map.replaced(character.len_utf8(), it.below(7)),
            1 => map.inserted(character.len_utf8()),
            2 => {
                map.skipped(it.below(5));
                map.copied(character.len_utf8());
            }
            _ => map.copied(character.len_utf8()),
        }
    }
    let map = map.finish();
    let entities: Vec<Entity> = (0..it.below(4))
        .map(|index| Entity {
            id: EntityId(index as u32),
            kind: it.one(EntityKind::ALL),
            name: it.word(),
            aliases: it.many(Choices::word),
            roles: it.many(|it| OfficeRole {
                title: it.word(),
                of: it.maybe(Choices::word),
                at: it.maybe(Choices::word),
            }),
            refs: it.many(|it| (it.word(), it.word())).into_iter().collect(),
        })
        .collect();
    let unnamed: Vec<Unnamed> = (0..it.below(3))
        .map(|index| Unnamed {
            id: EntityId((entities.len() + index) as u32),
            kind: it.one(EntityKind::ALL),
            description: it.word(),
            roles: it.many(|it| OfficeRole { title: it.word(), of: it.maybe(Choices::word), at: None }),
        })
        .collect();
    let known = entities.len() + unnamed.len();
    let mut document = Document {
        id: it.word(),
        source: Source {
            uri: it.word(),
            sha256: it.word(),
            bytes: map.source_end() as u64 + it.below(9) as u64,
            media_type: it.word(),
            encoding: it.word(),
            selector: it.word(),
            captured: it.word(),
            made_from: it.word(),
        },
        map,
        text: text.to_owned(),
        by: it.many(|it| MadeBy {
            stage: it.word(),
            version: it.word(),
            options_sha256: it.word(),
            gives: it.many(|it| it.one(Layer::ALL)),
        }),
        warnings: it.many(|it| Warning { stage: it.word(), message: it.word() }),
        ..Document::default()
    };
    let meta = &mut document.meta;
    for place in [
        &mut meta.kind,
        &mut meta.title,
        &mut meta.published,
        &mut meta.modified,
        &mut meta.publisher,
        &mut meta.url,
        &mut meta.section,
        &mut meta.language,
    ] {
        *place = it.maybe(|it| it.fact(text));
    }
    meta.byline = it.many(|it| it.fact(text));
    meta.agencies = it.many(|it| it.fact(text));

    let spans = it.spans(text, true);
    let blocks =
        spans.iter().map(|&span| Block { span, role: it.one(Role::ALL), rule: it.word().into() }).collect();
    document.blocks = it.maybe(|_| blocks);
    let spans = it.spans(text, true);
    document.sentences = it.maybe(|_| spans);
    let spans = it.spans(text, false);
    let mentions = spans
        .iter()
        .map(|&span| Mention {
            span,
            kind: it.one(EntityKind::ALL),
            form: it.one(MentionForm::ALL),
            entity: it.entity(known),
            rule: it.word().into(),
        })
        .collect();
    document.mentions = it.maybe(|_| mentions);
    document.unnamed = unnamed;
    document.entities = if known > 0 { Some(entities) } else { it.maybe(|_| Vec::new()) };
    let spans = it.spans(text, false);
    let times = spans
        .iter()
        .map(|&span| Time {
            span,
            kind: it.one(TimeKind::ALL),
            value: it.word(),
            modifier: it.maybe(Choices::word),
            anchor: it.maybe(|it| Anchor { from: it.word().into(), value: it.word() }),
            alternatives: it.many(Choices::word),
            rule: it.word().into(),
        })
        .collect();
    let placed = (0..known as u32).step_by(1 + it.below(2));
    let locations = placed
        .map(|index| Location {
            entity: EntityId(index),
            site: it.maybe(Choices::site),
            others: it.many(Choices::site),
            rule: it.word().into(),
        })
        .collect();
    document.locations = it.maybe(|_| locations);
    document.times = it.maybe(|_| times);
    let spans = it.spans(text, false);
    let figures = spans
        .iter()
        .map(|&span| Figure {
            span,
            value: it.value(),
            high: it.maybe(Choices::value),
            qualifier: it.one(Qualifier::ALL),
            unit: it.maybe(Choices::word),
            of: it.maybe(Choices::word),
            state: it.maybe(Choices::word),
            time: it.maybe(|it| it.span(text)),
            place: it.maybe(|it| it.participant(text, known)),
            reported_by: it.maybe(|it| it.participant(text, known)),
            rule: it.word().into(),
        })
        .collect();
    document.figures = it.maybe(|_| figures);
    let spans = it.spans(text, false);
    let quotes = spans
        .iter()
        .enumerate()
        .map(|(index, &span)| Quote {
            id: QuoteId(index as u32),
            span,
            form: it.one(QuoteForm::ALL),
            status: it.one(QuoteStatus::ALL),
            speaker: it.maybe(|it| it.speaker(text, known)),
            cue: it.maybe(|it| Cue { span: it.span(text), lemma: it.word() }),
            part_of: it.maybe(|it| QuoteId(it.below(index) as u32)).filter(|_| index > 0),
            role_guess: it.maybe(Choices::word),
            rule: it.word().into(),
        })
        .collect();
    document.quotes = it.maybe(|_| quotes);
    let spans = it.spans(text, false);
    let events = spans
        .iter()
        .map(|&span| Event {
            span,
            kind: it.word(),
            mode: it.maybe(Choices::word),
            contexts: it.many(Choices::word),
            cameo: it.maybe(Choices::word),
            actors: it.many(|it| it.participant(text, known)),
            recipients: it.many(|it| it.participant(text, known)),
            place: it.maybe(|it| it.participant(text, known)),
            time: it.maybe(|it| it.span(text)),
            status: it.one(EventStatus::ALL),
            reported_by: it.maybe(|it| it.participant(text, known)),
            rule: it.word().into(),
        })
        .collect();
    document.events = it.maybe(|_| events);
    let spans = it.spans(text, true);
    let turns = spans
        .iter()
        .map(|&span| Turn {
            span,
            speaker: it.maybe(|it| it.speaker(text, known)),
            member: Member {
                party: it.maybe(Choices::word),
                constituency: it.maybe(Choices::word),
                office: it.maybe(Choices::word),
                person: it.maybe(Choices::word),
            },
            role: it.maybe(Choices::word),
            question: it.below(2) == 0,
            number: it.maybe(Choices::word),
            uin: it.maybe(Choices::word),
            rule: it.word().into(),
        })
        .collect();
    document.turns = it.maybe(|_| turns);
    document
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_document_comes_back_as_it_was(
        text in "\\PC{0,40}",
        numbers in prop::collection::vec(any::<u32>(), 300..301),
    ) {
        let before = document(&text, &numbers);
        let line = to_line(&before);
        prop_assert_eq!(line.split(|&byte| byte == b'\n').count(), 2);
        let after = from_line(&line);
        prop_assert_eq!(after.as_ref(), Ok(&before));
        prop_assert_eq!(to_line(&after.expect("just compared")), line);
        prop_assert_eq!(Record::from_document(&before).into_document(), Ok(before));
    }
}

#[test]
fn a_record_reads_as_the_design_says() {
    let text = "“Stay indoors,” Ada Marsh said on Monday. Some 12 people were killed.";
    let at = |words: &str| {
        let start = text.find(words).expect("it is in the text");
        Span::new(start, start + words.len())
    };
    let mut document = Document::from_text(text);
    document.id = "0011223344556677".into();
    document.source.sha256 = "ab".repeat(32);
    document.meta.title = Some(Fact::new("Stay in", "json-ld"));
    document.meta.byline = vec![Fact::new("Bo Lind", "byline").at(at("Ada"))];
    document.sentences = Some(vec![at("“Stay indoors,” Ada Marsh said on Monday.")]);
    document.mentions = Some(vec![Mention {
        span: at("Ada Marsh"),
        kind: EntityKind::Person,
        form: MentionForm::Name,
        entity: Some(EntityId(0)),
        rule: "capitals".into(),
    }]);
    document.entities = Some(vec![Entity {
        id: EntityId(0),
        kind: EntityKind::Person,
        name: "Ada Marsh".into(),
        aliases: vec![],
        roles: vec![],
        refs: [("iso3166".to_owned(), "XX".to_owned())].into(),
    }]);
    document.locations = Some(vec![Location {
        entity: EntityId(0),
        site: Some(Site {
            geonames: 170_063,
            name: "Aleppo".into(),
            country: "SY".into(),
            division: "09".into(),
            geo: "geo:36.2012,37.1612".into(),
        }),
        others: vec![],
        rule: "largest".into(),
    }]);
    document.times = Some(vec![Time {
        span: at("Monday"),
        kind: TimeKind::Date,
        value: "2020-03-02".into(),
        modifier: None,
        anchor: Some(Anchor { from: "published".into(), value: "2020-03-03".into() }),
        alternatives: vec![],
        rule: "weekday".into(),
    }]);
    document.figures = Some(vec![Figure {
        span: at("Some 12 people"),
        value: 12.0,
        high: None,
        qualifier: Qualifier::About,
        unit: None,
        of: Some("people".into()),
        state: Some("killed".into()),
        time: None,
        place: None,
        reported_by: None,
        rule: "count".into(),
    }]);
    document.quotes = Some(vec![Quote {
        id: QuoteId(0),
        span: at("Stay indoors,"),
        form: QuoteForm::Direct,
        status: QuoteStatus::Said,
        speaker: Some(Speaker {
            span: Some(at("Ada Marsh")),
            entity: Some(EntityId(0)),
            name: Some("Ada Marsh".into()),
        }),
        cue: Some(Cue { span: at("said"), lemma: "say".into() }),
        part_of: None,
        role_guess: None,
        rule: "after".into(),
    }]);
    document.events = Some(vec![]);
    document.by = vec![MadeBy {
        stage: "extract/quotes".into(),
        version: "1".into(),
        options_sha256: "cd".repeat(32),
        gives: vec![Layer::Quotes],
    }];
    let value: Value = serde_json::from_slice(&to_line(&document)).expect("a record is JSON");
    assert_eq!(
        value,
        json!({
            "schema": "rapporteur.record/1",
            "id": "0011223344556677",
            "source": {
                "uri": "fixture.txt", "sha256": "ab".repeat(32), "bytes": 73, "media_type": "text/plain",
                "encoding": "UTF-8"
            },
            "meta": {
                "title": { "value": "Stay in", "from": "json-ld" },
                "byline": [{ "value": "Bo Lind", "start": 20, "end": 23, "from": "byline" }]
            },
            "text": text,
            "map": [[0, 73, 0, 73]],
            "sentences": [[0, 45]],
            "mentions": [
                { "start": 20, "end": 29, "type": "person", "form": "name", "entity": "e1", "rule": "capitals" }
            ],
            "entities": [{ "id": "e1", "type": "person", "name": "Ada Marsh", "ref": { "iso3166": "XX" } }],
            "locations": [{"entity": "e1", "site": {"geonames": 170_063, "name": "Aleppo", "iso3166": "SY",
                "division": "09", "geo": "geo:36.2012,37.1612"}, "rule": "largest"}],
            "times": [{
                "start": 38, "end": 44, "type": "DATE", "value": "2020-03-02",
                "anchor": { "from": "published", "value": "2020-03-03" }, "rule": "weekday"
            }],
            "figures": [{
                "start": 46, "end": 60, "value": 12, "qualifier": "about", "of": "people", "state": "killed",
                "rule": "count"
            }],
            "quotes": [{
                "id": "q1", "start": 3, "end": 16, "form": "direct", "status": "said",
                "speaker": { "start": 20, "end": 29, "entity": "e1", "name": "Ada Marsh" },
                "cue": { "start": 30, "end": 34, "lemma": "say" }, "rule": "after"
            }],
            "events": [],
            "by": [{
                "stage": "extract/quotes", "version": "1", "options_sha256": "cd".repeat(32), "gives": ["quotes"]
            }]
        })
    );
}

/// A title makes nobody a named person: whoever has no name is an entity with a description, after
/// those with names.
#[test]
fn who_has_no_name_is_described() {
    let mut document = Document::from_text("The envoy left. She was ill.".to_owned());
    let role = OfficeRole { title: "envoy".into(), of: None, at: None };
    let id = EntityId(0);
    document.entities = Some(Vec::new());
    document.unnamed =
        vec![Unnamed { id, kind: EntityKind::Person, description: "The envoy".into(), roles: vec![role] }];
    let mention = |start, end, form| Mention {
        span: Span::new(start, end),
        kind: EntityKind::Person,
        form,
        entity: Some(id),
        rule: "r".into(),
    };
    document.mentions =
        Some(vec![mention(0, 9, MentionForm::Nominal), mention(16, 19, MentionForm::Pronoun)]);
    let record = serde_json::to_value(Record::from_document(&document)).unwrap();
    assert_eq!(
        record["entities"],
        json!([{ "id": "e1", "type": "person", "description": "The envoy", "roles": [{ "title": "envoy" }] }])
    );
    assert_eq!(record["mentions"][1]["entity"], "e1");
    let read = from_line(record.to_string().as_bytes()).unwrap();
    assert_eq!((read.unnamed, read.mentions), (document.unnamed, document.mentions));
}

/// What is said when one place of a sound record is changed.
fn refused(change: impl FnOnce(&mut Value)) -> String {
    let mut value = json!({
        "schema": "rapporteur.record/1", "id": "d",
        "source": { "uri": "a.txt", "sha256": "", "bytes": 20, "media_type": "text/plain" },
        "text": "déjà vu, said Bo.", "map": [[0, 19, 0, 19]],
        "mentions": [{ "start": 16, "end": 18, "type": "person", "form": "name", "entity": "e1", "rule": "r" }],
        "entities": [{ "id": "e1", "type": "person", "name": "Bo" }],
        "quotes": [
            { "id": "q1", "start": 0, "end": 10, "form": "direct", "status": "said", "rule": "r",
              "speaker": { "start": 16, "end": 18, "entity": "e1" } }
        ],
        "by": []
    });
    assert!(from_line(value.to_string().as_bytes()).is_ok(), "the record is sound before the change");
    change(&mut value);
    from_line(value.to_string().as_bytes()).expect_err("the change breaks it").to_string()
}

#[test]
fn a_broken_promise_is_refused_with_its_field() {
    let cases = [
        refused(|it| it["schema"] = json!("rapporteur.record/2")),
        refused(|it| it["map"] = json!([[0, 18, 0, 18]])),
        refused(|it| {
            it["map"] = json!([[0, 4_000_000_000_u32, 0, 4_000_000_000_u32], [0, 1, 4_294_967_295_u32, 1]]);
        }),
        refused(|it| it["map"] = json!([[0, 10, 5, 10], [10, 9, 2, 9]])),
        refused(|it| it["source"]["bytes"] = json!(18)),
        refused(|it| it["mentions"][0]["end"] = json!(400)),
        refused(|it| it["mentions"][0]["end"] = json!(3)),
        refused(|it| it["mentions"][0]["end"] = json!(16)),
        refused(|it| it["mentions"][0]["start"] = json!(-1)),
        refused(|it| it["mentions"][0]["entity"] = json!("e2")),
        refused(|it| it["mentions"][0]["type"] = json!("animal")),
        refused(|it| it["entities"][0]["id"] = json!("e7")),
        refused(|it| it["entities"][0]["description"] = json!("the porter")),
        refused(|it| it["entities"][0] = json!({ "id": "e1", "type": "person" })),
        refused(|it| {
            it["entities"][0] =
                json!({ "id": "e1", "type": "person", "description": "he", "aliases": ["Bo"] });
        }),
        refused(|it| {
            let porter = json!({ "id": "e1", "type": "person", "description": "the porter" });
            it["entities"].as_array_mut().unwrap().insert(0, porter);
            it["entities"][1]["id"] = json!("e2");
        }),
        refused(|it| it["quotes"][0]["start"] = json!(2)),
        refused(|it| it["quotes"][0]["id"] = json!("1")),
        refused(|it| it["quotes"][0]["part_of"] = json!("q1")),
        refused(|it| it["quotes"][0]["speaker"] = json!({ "start": 4 })),
        refused(|it| it["quotes"][0]["speakers"] = json!([])),
        refused(|it| it["sentences"] = json!([[0, 10], [9, 12]])),
    ];
    let expected = [
        "schema: `rapporteur.record/2`, but this program reads `rapporteur.record/1`",
        "map: the map covers 18 bytes of text, which has 19",
        "map[1]: it ends above 4 GiB",
        "map: piece 1 goes back in the source, from byte 15 to 2",
        "map: the map covers 19 bytes of source, which has 18",
        "mentions[0]: 16..400 is outside the text of 19 bytes",
        "mentions[0]: 16..3 is not a span: it ends before it starts",
        "mentions[0]: 16..16 is empty",
        "mentions[0].start: invalid value: integer `-1`, expected u32",
        "mentions[0].entity: `e2` is not there: the record has 1 entities",
        "mentions[0].type: `animal` is no kind of entity; there are person, organization, place, group",
        "entities[0].id: `e7` stands where `e1` belongs",
        "entities[0]: `name` and `description` exclude each other",
        "entities[0]: it has neither a `name` nor a `description`",
        "entities[0]: what has no name has neither other names nor codes",
        "entities[1].name: what has a name stands before all that have none",
        "quotes[0]: 2..10 cuts a character",
        "quotes[0].id: invalid value: string \"1\", expected an id such as `q1`",
        "quotes[0].part_of: `q1` is no other quotation here",
        "quotes[0].speaker: `start` and `end` stand together or not at all",
        "quotes[0].speakers: unknown field `speakers`, expected one of `id`, `start`, `end`, `form`, `status`, \
         `speaker`, `cue`, `part_of`, `role_guess`, `rule`",
        "sentences[1]: 9..12 starts before byte 10, where the one before ends",
    ];
    for (found, expected) in cases.iter().zip(expected) {
        // serde_json adds line and column of a single line, which say nothing.
        assert_eq!(found.split(" at line ").next(), Some(expected));
    }
}

#[test]
fn what_is_no_json_is_refused() {
    assert!(matches!(from_line(b"{\"schema\":"), Err(RecordError::Form { .. })));
    assert!(matches!(from_line(b"{} {}"), Err(RecordError::Form { .. })));
    assert!(matches!(from_line(b"\xff"), Err(RecordError::Form { .. })));
}

#[test]
fn the_schema_names_every_field_of_the_design() {
    let schema = schema();
    let fields = schema["properties"].as_object().expect("a record is an object");
    for field in [
        "schema",
        "id",
        "source",
        "meta",
        "text",
        "map",
        "blocks",
        "sentences",
        "mentions",
        "entities",
        "times",
        "figures",
        "quotes",
        "events",
        "turns",
        "by",
        "warnings",
    ] {
        assert!(fields.contains_key(field), "{field}");
    }
    assert_eq!(fields["schema"]["const"], "rapporteur.record/1");
    assert_eq!(schema["$defs"]["Mention"]["properties"]["type"]["enum"][0], "person");
    assert!(rapporteur_record::report_schema()["properties"]["stories"].is_object());
    assert!(rapporteur_record::manifest_schema()["properties"]["outputs"].is_object());
}
