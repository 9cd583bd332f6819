//! One story: a row of the table on top, and its section.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rapporteur_document::QuoteForm;
use rapporteur_record::{
    Claim, ClaimKind, ClaimState, Difference, DifferenceKind, DocumentRef, Evidence, Identity, LeadReason,
    Moment, Name, NamedSpeech, Namesake, Person, Published, Story, Support,
};
use rapporteur_stories::{altered_words, date_in_words};

use crate::escape::{cell, cut, inline, is_verbatim, quoted};
use crate::plural;

/// The head of the table on top.
pub(crate) const TABLE: &str =
    "| story | documents | origins | published | counts that differ |\n|---|---:|---:|---|---|\n";

/// Characters of a sentence that is there for context only.
const CONTEXT: usize = 240;

/// The story as a row of the table on top.
pub(crate) fn row(out: &mut String, story: &Story, linked: bool) {
    let title = cell(&story.title);
    let title = if linked {
        format!("[{} {title}](#{})", story.id, story.id)
    } else {
        format!("{} {title}", story.id)
    };
    let counts: Vec<String> = story
        .claims
        .iter()
        .filter(|claim| claim.kind == ClaimKind::Figure && claim.state == ClaimState::Differing)
        .filter_map(|claim| {
            Some(format!("{}: {}", cell(&claim.about), variants(claim, number_difference(claim)?)))
        })
        .collect();
    let _ = writeln!(
        out,
        "| {title} | {} | {} | {} | {} |",
        story.documents.len(),
        story.origins,
        dates(story),
        counts.join("; ")
    );
}

fn dates(story: &Story) -> String {
    match (&story.start, &story.end) {
        (Some(start), Some(end)) if start == end => start.clone(),
        (Some(start), Some(end)) => format!("{start} to {end}"),
        _ => "not dated".to_owned(),
    }
}

fn number_difference(claim: &Claim) -> Option<&Difference> {
    claim.differences.iter().find(|it| matches!(it.kind, DifferenceKind::Number | DifferenceKind::Qualifier))
}

/// The variants as they are printed first: `At least 12 people / Dozens / 14`.
fn variants(claim: &Claim, difference: &Difference) -> String {
    let words = |support: &[u32]| claim.support.get(*support.first()? as usize).map(|it| cell(&it.words));
    difference.variants.iter().filter_map(|variant| words(&variant.support)).collect::<Vec<_>>().join(" / ")
}

/// What places in a story are called: the numbers of its documents.
struct Places<'a> {
    documents: BTreeMap<&'a str, (usize, &'a DocumentRef)>,
}

impl<'a> Places<'a> {
    fn new(story: &'a Story, members: &[usize]) -> Self {
        let documents = story.documents.iter().zip(members).map(|(it, &at)| (it.id.as_str(), (at + 1, it)));
        Self { documents: documents.collect() }
    }

    /// `[d1 0–12](#d1)`.
    fn anchor(&self, support: &Support) -> String {
        self.link(&support.document, support.start, support.end)
    }

    fn link(&self, id: &str, start: u32, end: u32) -> String {
        let number = self.number(id);
        format!("[d{number} {start}–{end}](#d{number})")
    }

    fn number(&self, id: &str) -> usize {
        self.documents.get(id).map_or(0, |(number, _)| *number)
    }

    /// `d1 Coast Gazette`.
    fn source(&self, id: &str) -> String {
        let Some((number, document)) = self.documents.get(id) else { return inline(id) };
        let outlet = document.publisher.as_deref().map(|outlet| format!(" {}", inline(outlet)));
        format!("d{number}{}", outlet.unwrap_or_default())
    }
}

/// The story's section.
pub(crate) fn section(out: &mut String, story: &Story, members: &[usize]) {
    let places = Places::new(story, members);
    let _ = writeln!(out, "\n<a id=\"{0}\"></a>\n\n## {0} {1}\n", story.id, inline(&story.title));
    let _ = writeln!(
        out,
        "{} of {}, published {}.",
        plural(story.documents.len(), "document", "documents"),
        plural(story.origins as usize, "independent origin", "independent origins"),
        match (&story.start, &story.end) {
            (Some(_), Some(_)) => dates(story),
            _ => "on days that are not said".to_owned(),
        }
    );
    if story.not_compared > 0 {
        let _ = writeln!(
            out,
            "\n**The last {} documents are too many to be compared: nothing below speaks of them.**",
            story.not_compared
        );
    }
    sources(out, story, &places);
    speeches(out, story, &places);
    figures(out, story, &places);
    events(out, story, &places);
    quotations(out, story, &places);
    speakers(out, story, &places);
    timeline(out, story, &places);
    people(out, story, &places);
}

fn sources(out: &mut String, story: &Story, places: &Places<'_>) {
    let _ = writeln!(out, "\n### Sources\n\n| document | title | outlet | published | agency | origin |");
    let _ = writeln!(out, "|---|---|---|---|---|---:|");
    for document in &story.documents {
        let number = places.number(&document.id);
        let agencies: Vec<String> = document.agencies.iter().map(|agency| cell(agency)).collect();
        let _ = writeln!(
            out,
            "| [d{number}](#d{number}) | {} | {} | {} | {} | {} |",
            inline(&document.called()),
            document.publisher.as_deref().map_or_else(|| "not said".to_owned(), cell),
            document.published.as_deref().map_or_else(|| "not said".to_owned(), cell),
            agencies.join(", "),
            document.origin.map_or_else(|| "not compared".to_owned(), |origin| origin.to_string()),
        );
    }
    for text in &story.syndication {
        let lead = places.source(&text.lead);
        let why = match text.reason {
            LeadReason::Agency => "it is the agency’s own",
            LeadReason::Earliest => "it was published first",
            LeadReason::Fullest => "it has most of what the others print",
            LeadReason::First => "it was read first, nothing else tells them apart",
        };
        let whose = if text.agencies.is_empty() {
            String::new()
        } else {
            format!(" credited to {}", inline(&text.agencies.join(", ")))
        };
        let _ = writeln!(out, "\nOne text{whose}. {lead} is taken for the lead: {why}.\n");
        for copy in &text.copies {
            let source = places.source(&copy.document);
            if copy.exact {
                let _ = writeln!(out, "- {source} has the same text as {lead}, to the word.");
                continue;
            }
            let _ = write!(
                out,
                "- {source} prints the text of {lead}: {} of its {} sentences are the same",
                copy.shared, copy.sentences
            );
            if copy.lacks > 0 {
                let _ = write!(
                    out,
                    ", {} of the other’s {} missing",
                    copy.lacks,
                    if copy.lacks == 1 { "is" } else { "are" }
                );
            }
            if copy.edited > 0 {
                let _ = write!(out, ", {} in slightly other words", copy.edited);
            }
            let _ = writeln!(out, ".");
        }
    }
}

/// Speeches of a transcript without names, with the names that another copy has.
fn speeches(out: &mut String, story: &Story, places: &Places<'_>) {
    if story.speeches.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n### Speakers named by another copy\n\nThese speeches stand without a name; another copy of the \
         debate names who speaks the same words.\n\n\
         | speech | role there | speaker | named in | words that agree |\n|---|---|---|---|---:|"
    );
    for speech in &story.speeches {
        let named = &speech.named_in;
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} of {} |",
            places.link(&speech.document, speech.start, speech.end),
            speech.role.as_deref().map(cell).unwrap_or_default(),
            member(speech),
            places.link(&named.document, named.start, named.end),
            speech.shared,
            speech.words,
        );
    }
}

/// `Ms Ada Renn (Ind, Orrin)`.
pub(crate) fn member(speech: &NamedSpeech) -> String {
    let about: Vec<String> = [&speech.office, &speech.party, &speech.constituency]
        .into_iter()
        .flatten()
        .map(|words| cell(words))
        .collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    cell(&speech.speaker) + &about
}

/// Places that print the same words in copies of one text, as one.
fn folded(supports: &[Support]) -> Vec<Vec<usize>> {
    let mut folded: Vec<Vec<usize>> = Vec::new();
    for (at, support) in supports.iter().enumerate() {
        let same = |other: &Support| {
            other.origin == support.origin && other.words == support.words && other.speaker == support.speaker
        };
        match folded.iter_mut().find(|fold| same(&supports[fold[0]])) {
            Some(fold) => fold.push(at),
            None => folded.push(vec![at]),
        }
    }
    folded
}

fn anchors(claim: &[Support], fold: &[usize], places: &Places<'_>) -> String {
    fold.iter().map(|&at| places.anchor(&claim[at])).collect::<Vec<_>>().join(", ")
}

fn names(claim: &[Support], fold: &[usize], places: &Places<'_>) -> String {
    let mut names: Vec<String> = fold.iter().map(|&at| places.source(&claim[at].document)).collect();
    names.dedup();
    names.join(", ")
}

/// What the state means, in words that judge nothing.
fn state(claim: &Claim) -> String {
    let origins = plural(claim.origins as usize, "origin", "origins");
    let aspects: Vec<&str> = claim.differences.iter().map(|it| aspect(it.kind)).collect();
    let differing =
        if aspects.is_empty() { String::new() } else { format!(", differing in {}", listed(&aspects)) };
    match claim.state {
        ClaimState::Corroborated if claim.kind == ClaimKind::Figure => {
            format!("the same number in {origins}{differing}")
        }
        ClaimState::Corroborated => format!("the same in {origins}{differing}"),
        ClaimState::Differing => format!("{origins}{differing}"),
        ClaimState::Contradicted => format!("contradicted among {origins}"),
        ClaimState::Single => {
            let mut documents: Vec<&str> = claim.support.iter().map(|it| it.document.as_str()).collect();
            documents.dedup();
            match documents.len() {
                1 => "one document".to_owned(),
                several => format!("one origin in {several} documents"),
            }
        }
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn aspect(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Number => "number",
        DifferenceKind::Qualifier => "how sure the number is",
        DifferenceKind::Counted => "who is counted",
        DifferenceKind::Place => "where",
        DifferenceKind::Attribution => "who said it",
        DifferenceKind::Wording => "words",
        DifferenceKind::Shortened => "how much is quoted",
        DifferenceKind::Unit => "unit",
        DifferenceKind::Date => "date",
        DifferenceKind::Spelling => "how a name is spelt",
    }
}

fn figures(out: &mut String, story: &Story, places: &Places<'_>) {
    let figures = || story.claims.iter().filter(|claim| claim.kind == ClaimKind::Figure);
    let mut compared: Vec<&Claim> =
        figures().filter(|claim| claim.origins > 1 || claim.support.len() > 1).collect();
    let alone: Vec<&Claim> =
        figures().filter(|claim| claim.origins <= 1 && claim.support.len() == 1).collect();
    if compared.is_empty() && alone.is_empty() {
        return;
    }
    compared.sort_by_key(|claim| std::cmp::Reverse(claim.origins));
    let _ = writeln!(out, "\n### Figures");
    for claim in compared {
        let _ = writeln!(out, "\n**{}** ({})", inline(&claim.about), state(claim));
        let _ = writeln!(
            out,
            "\n| source | figure | the sentence | who says so | where |\n|---|---|---|---|---|"
        );
        let differs = claim.state == ClaimState::Differing;
        for fold in folded(&claim.support) {
            let support = &claim.support[fold[0]];
            let words = cell(&support.words);
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} |",
                names(&claim.support, &fold, places),
                if differs { format!("**{words}**") } else { words },
                support.context.as_deref().map(|context| cut(context, CONTEXT, inline)).unwrap_or_default(),
                support.speaker.as_deref().map(cell).unwrap_or_default(),
                anchors(&claim.support, &fold, places),
            );
        }
    }
    if !alone.is_empty() {
        let _ = writeln!(out, "\nIn one document each:\n");
        for claim in alone {
            let support = &claim.support[0];
            let around =
                support.context.as_deref().map(|context| format!(": {}", cut(context, CONTEXT, inline)));
            let _ = writeln!(
                out,
                "- **{}** ({}){} {}",
                inline(&support.words),
                inline(&claim.about),
                around.unwrap_or_default(),
                places.anchor(support)
            );
        }
    }
}

/// Events that several origins tell; how many of one origin only are left to `report.json` is said.
fn events(out: &mut String, story: &Story, places: &Places<'_>) {
    let events = || story.claims.iter().filter(|claim| claim.kind == ClaimKind::Event);
    let several: Vec<&Claim> = events().filter(|claim| claim.origins > 1).collect();
    if several.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n### Events told by several\n\n| event | source | the sentence | who says so | where |\n|---|---|---|---|---|"
    );
    for claim in &several {
        for (row, fold) in folded(&claim.support).into_iter().enumerate() {
            let support = &claim.support[fold[0]];
            let about = format!("{} ({})", inline(&claim.about), state(claim));
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} |",
                if row == 0 { about } else { String::new() },
                names(&claim.support, &fold, places),
                support.context.as_deref().map(|context| cut(context, CONTEXT, inline)).unwrap_or_default(),
                support.speaker.as_deref().map(cell).unwrap_or_default(),
                anchors(&claim.support, &fold, places),
            );
        }
    }
    let rest = events().count() - several.len();
    if rest > 0 {
        let _ =
            writeln!(out, "\n{} of one origin in `report.json`.", plural(rest, "more event", "more events"));
    }
}

fn quotations(out: &mut String, story: &Story, places: &Places<'_>) {
    let several = |claim: &&Claim| {
        claim.kind == ClaimKind::Quote && (claim.origins > 1 || !claim.differences.is_empty())
    };
    let mut claims = story.claims.iter().filter(several).peekable();
    if claims.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "\n### Quoted by several\n\n| who | source | words | where |\n|---|---|---|---|");
    for claim in claims {
        let attribution = claim
            .differences
            .iter()
            .any(|it| matches!(it.kind, DifferenceKind::Attribution | DifferenceKind::Spelling));
        for (row, fold) in folded(&claim.support).into_iter().enumerate() {
            let support = &claim.support[fold[0]];
            let speaker = speaker(support);
            let _ = writeln!(
                out,
                "| {}{} | {} | {} | {} |",
                if attribution { format!("**{speaker}**") } else { speaker },
                if row == 0 { format!(" ({})", state(claim)) } else { String::new() },
                names(&claim.support, &fold, places),
                marked(claim, fold[0]),
                anchors(&claim.support, &fold, places),
            );
        }
    }
}

fn speaker(support: &Support) -> String {
    support.speaker.as_deref().map_or_else(|| "not attributed".to_owned(), cell)
}

/// The words of a support, with what another variant has otherwise, or has not, in bold.
fn marked(claim: &Claim, at: usize) -> String {
    let words = &claim.support[at].words;
    let other = claim.differences.iter().find(|it| is_of_words(it.kind)).and_then(|difference| {
        let own = difference.variants.iter().position(|variant| variant.support.contains(&(at as u32)))?;
        Some((difference.variants.get(usize::from(own == 0))?, difference.kind))
    });
    let Some((other, kind)) = other else { return shown(&claim.support[at]) };
    let bold = altered_words(words, &other.value, kind == DifferenceKind::Shortened);
    let direct = claim.support[at].form.is_none_or(|form| is_verbatim(words, form.0));
    let mut out = String::new();
    out.push_str(if direct { "“" } else { "" });
    let mut before: Option<bool> = None;
    for (word, altered) in bold {
        if before == Some(true) && !altered {
            out.push_str("**");
        }
        if before.is_some() {
            out.push(' ');
        }
        if altered && before != Some(true) {
            out.push_str("**");
        }
        out.push_str(&inline(word));
        before = Some(altered);
    }
    if before == Some(true) {
        out.push_str("**");
    }
    if direct {
        out.push('”');
    }
    reported(&claim.support[at], out)
}

/// A quotation with the words that report it: `*accused of* …`.
fn reported(support: &Support, said: String) -> String {
    support.reported(said, |cue| format!("*{}*", inline(cue)))
}

fn is_of_words(kind: DifferenceKind) -> bool {
    matches!(kind, DifferenceKind::Wording | DifferenceKind::Shortened)
}

fn shown(support: &Support) -> String {
    let form = support.form.map_or(QuoteForm::Direct, |form| form.0);
    reported(support, quoted(&support.words, form))
}

/// What one speaker says of one claim: places in its support.
struct Saying<'a> {
    claim: &'a Claim,
    places: Vec<usize>,
}

/// Who said what: by speaker, those with most quotations first, direct speech before indirect.
fn speakers(out: &mut String, story: &Story, places: &Places<'_>) {
    let mut speakers: Vec<(Option<&str>, Vec<Saying<'_>>)> = Vec::new();
    for claim in story.claims.iter().filter(|claim| claim.kind == ClaimKind::Quote) {
        let divided = claim.differences.iter().any(|it| it.kind == DifferenceKind::Attribution);
        for (at, support) in claim.support.iter().enumerate() {
            // Where documents agree on the speaker, one that names nobody ("he") agrees too.
            let known = claim.support.iter().any(|support| support.speaker.is_some());
            let name =
                if divided { support.speaker.as_deref() } else { known.then_some(claim.about.as_str()) };
            let name = name.map(|name| person(story, name).map_or(name, |person| &person.name));
            let place = speakers.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
                speakers.push((name, Vec::new()));
                speakers.len() - 1
            });
            let sayings = &mut speakers[place].1;
            match sayings.last_mut().filter(|saying| std::ptr::eq(saying.claim, claim)) {
                Some(saying) => saying.places.push(at),
                None => sayings.push(Saying { claim, places: vec![at] }),
            }
        }
    }
    if speakers.is_empty() {
        return;
    }
    speakers.sort_by_key(|(speaker, sayings)| (speaker.is_none(), std::cmp::Reverse(sayings.len())));
    let _ = writeln!(out, "\n### Who said what");
    for (speaker, mut sayings) in speakers {
        let _ = match speaker {
            Some(name) => {
                let office = person(story, name).map(office).unwrap_or_default();
                writeln!(out, "\n**{}**{office}\n", inline(name))
            }
            None => writeln!(out, "\n**Not attributed**\n"),
        };
        let indirect = |support: &Support| support.form == Some(Name(QuoteForm::Indirect));
        sayings.sort_by_key(|saying| saying.places.iter().all(|&at| indirect(&saying.claim.support[at])));
        for Saying { claim, places: at } in sayings {
            let fullest = at
                .iter()
                .map(|&at| &claim.support[at])
                .max_by_key(|it| (it.words.len(), std::cmp::Reverse((it.origin, it.start))));
            let fullest = fullest.expect("a saying has a place");
            let note =
                if claim.state == ClaimState::Differing { " (told differently, see above)" } else { "" };
            let _ = writeln!(out, "- {}{note} {}", shown(fullest), anchors(&claim.support, &at, places));
        }
    }
}

fn person<'a>(story: &'a Story, name: &str) -> Option<&'a Person> {
    story.people.iter().find(|person| person.name == name || person.aliases.iter().any(|alias| alias == name))
}

fn office(person: &Person) -> String {
    if person.roles.is_empty() { String::new() } else { format!(", {}", cell(&person.roles.join("; "))) }
}

fn timeline(out: &mut String, story: &Story, places: &Places<'_>) {
    if story.timeline.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n### By date\n\n| date | what is said of it | where |\n|---|---|---|");
    for moment in &story.timeline {
        let date = date(moment, places);
        for support in &moment.support {
            let words = cut(&support.words, CONTEXT, inline);
            let _ = writeln!(out, "| {date} | {words} | {} |", places.anchor(support));
        }
    }
    if !story.publication.is_empty() {
        let day = |published: &Published| {
            let documents: Vec<String> =
                published.documents.iter().map(|id| format!("d{}", places.number(id))).collect();
            format!("{} ({})", cell(&published.day), documents.join(", "))
        };
        let days: Vec<String> = story.publication.iter().map(day).collect();
        let _ = writeln!(out, "\nPublished: {}.", days.join("; "));
    }
}

/// `2016-09-25`; `2016-W38: 2016-09-19 to 2016-09-25`; `25 September, year not said: 2016-09-25 by [d2
/// 10–14]`, with what says the year.
fn date(moment: &Moment, places: &Places<'_>) -> String {
    let mut date = cell(&date_in_words(&moment.value));
    let Some((start, end)) = moment.start.as_deref().zip(moment.end.as_deref()) else { return date };
    if start == end && start == moment.value {
        return date;
    }
    let _ = write!(date, ": {}", cell(start));
    if start != end {
        let _ = write!(date, " to {}", cell(end));
    }
    if let Some(narrowed) = &moment.narrowed {
        let by = |evidence: &Evidence| {
            let number = places.number(&evidence.document);
            match evidence.start.zip(evidence.end) {
                Some((start, end)) => format!("[d{number} {start}–{end}](#d{number})"),
                None => format!("d{number} (published {})", cell(&evidence.value)),
            }
        };
        let by: Vec<String> = narrowed.evidence.iter().map(by).collect();
        let _ = write!(date, " by {}", by.join(", "));
    }
    date
}

fn people(out: &mut String, story: &Story, places: &Places<'_>) {
    if story.people.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n### People\n\n| name | office | also as | documents | quotations |\n|---|---|---|---|---:|"
    );
    for person in &story.people {
        let documents: Vec<String> =
            person.documents.iter().map(|id| format!("d{}", places.number(id))).collect();
        let mut aliases: Vec<String> = person.aliases.iter().map(|alias| cell(alias)).collect();
        // An office without a name, and the quotation that another document gives to the name.
        let link = |id: &str, start, end| places.link(id, start, end);
        aliases.extend(person.places.iter().filter_map(|place| place.told(&story.claims, cell, link)));
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            cell(&person.name),
            cell(&person.roles.join("; ")),
            aliases.join(", "),
            documents.join(", "),
            person.quotes
        );
    }
    identity(out, story, places);
}

/// Why names of several documents are one person's, and why namesakes are not.
fn identity(out: &mut String, story: &Story, places: &Places<'_>) {
    let several = || story.people.iter().filter(|person| !person.evidence.is_empty());
    if several().next().is_some() {
        out.push_str("\nTaken for one person:\n\n");
    }
    for person in several() {
        let link = |id: &str, start, end| places.link(id, start, end);
        let why = |it: &Identity| {
            format!("d{}: {}", places.number(&it.document), it.told(&story.claims, cell, link).join("; "))
        };
        let why: Vec<String> = person.evidence.iter().map(why).collect();
        let _ = writeln!(out, "- **{}**: {}.", cell(&person.name), why.join(" / "));
    }
    let mut known: Vec<&Person> = Vec::new();
    for person in story.people.iter().filter(|person| !person.apart.is_empty()) {
        if known.is_empty() {
            out.push_str("\nKept apart:\n\n");
        }
        // Each pair once.
        let is_new = |it: &&Namesake| {
            !known.iter().any(|other| (&other.name, &other.documents) == (&it.name, &it.documents))
        };
        let why = |it: &Namesake| {
            let documents = it.documents.iter().map(|id| format!("d{}", places.number(id)));
            let documents: Vec<String> = documents.collect();
            format!("{} of {} ({})", cell(&it.name), documents.join(", "), it.because.in_words())
        };
        let why: Vec<String> = person.apart.iter().filter(is_new).map(why).collect();
        if !why.is_empty() {
            let _ = writeln!(out, "- **{}** is not {}.", cell(&person.name), why.join(", nor "));
        }
        known.push(person);
    }
}

#[cfg(test)]
mod tests {
    use super::altered_words;

    fn bold(words: &str, other: &str) -> String {
        altered_words(words, other, false)
            .into_iter()
            .map(|(word, altered)| if altered { format!("*{word}*") } else { word.to_owned() })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn what_was_altered_is_marked_and_what_was_cut_is_not() {
        assert_eq!(bold("the blackest day of all", "the darkest day of all"), "the *blackest* day of all");
        assert_eq!(bold("it is, I think, over", "it is over"), "it is, *I* *think,* over");
        assert_eq!(bold("it is over", "it is, I think, over"), "it is over");
        assert_eq!(bold("We know it is over", "it is over now"), "We know it is over");
        assert_eq!(bold("We know it", "They know it"), "*We* know it");
        assert_eq!(bold("", "a"), "");
    }
}
