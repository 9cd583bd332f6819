//! One story: a row of the table on top, and its section.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rapporteur_record::{
    Claim, ClaimKind, ClaimState, Copy, CopyKind, Difference, DifferenceKind, LeadReason, Story, Support,
    Syndication,
};
use rapporteur_stories::altered;

use crate::cited::{Cited, KINDS, folded};
use crate::escape::{Text, cut, digits, fragment, plural};
use crate::page::link;
use crate::passage::{self, is_compared};
use crate::{timeline, voices};

/// Origins with a column of their own; where there are more, each claim lists those that make it.
const COLUMNS: usize = 7;
/// Claims of one kind that are laid side by side, and that stand in one source alone; the rest is
/// counted and in `report.json`.
const COMPARED: usize = 120;
const ALONE: usize = 80;
/// Ways of making one claim, and sources of one way, that are listed where origins have no columns.
const WAYS: usize = 24;
const NAMED: usize = 8;
/// Characters of a quotation in a cell; its passage has more.
const CELL: usize = 320;
/// Speeches that are listed with the speaker that another copy names.
const SPEECHES: usize = 400;
/// People that are listed.
const PEOPLE: usize = 60;
/// Counts that differ, in a row of the table on top.
const RANGES: usize = 2;
/// Characters of one of them.
const RANGE: usize = 48;

/// The head of the table of stories.
pub(crate) const TABLE: &str = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of stories\">\
<table role=\"table\" class=\"stories sortable\"><thead role=\"rowgroup\"><tr role=\"row\">\
<th role=\"columnheader\" scope=\"col\">Story</th><th role=\"columnheader\" scope=\"col\" class=\"n\">Documents</th>\
<th role=\"columnheader\" scope=\"col\" class=\"n\">Outlets</th><th role=\"columnheader\" scope=\"col\" class=\"n\">Origins</th>\
<th role=\"columnheader\" scope=\"col\">Counts that differ</th><th role=\"columnheader\" scope=\"col\" class=\"n\">Conflicts</th>\
<th role=\"columnheader\" scope=\"col\">Published</th></tr></thead><tbody role=\"rowgroup\">\n";

/// The story as a row of the table on top; `file` is where its section is, empty for this file.
pub(crate) fn row(out: &mut String, story: &Story, file: &str) {
    let outlets: BTreeSet<String> =
        story.documents.iter().filter_map(|it| it.publisher.as_deref()).map(str::to_lowercase).collect();
    let conflicts = story
        .claims
        .iter()
        .filter(|claim| matches!(claim.state, ClaimState::Differing | ClaimState::Contradicted))
        .count();
    let _ = writeln!(
        out,
        "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"{}#{}\">{}</a></th><td role=\"cell\" class=\"n\">{}</td><td role=\"cell\" class=\"n\">{}</td>\
         <td role=\"cell\" class=\"n\">{}</td><td role=\"cell\">{}</td><td role=\"cell\" class=\"n\">{conflicts}</td><td role=\"cell\" data-key=\"{}\">{}</td></tr>",
        Text(link(file)),
        story.id,
        Text(&story.title),
        story.documents.len(),
        if outlets.is_empty() { "–".to_owned() } else { outlets.len().to_string() },
        story.origins,
        ranges(story),
        Text(story.start.as_deref().unwrap_or("9999")),
        dates(story),
    );
}

/// The counts that most origins give differently, each as it is printed first: `people, killed: at
/// least 47 / Dozens / 52 civilians`.
fn ranges(story: &Story) -> String {
    let mut differing: Vec<(&Claim, &Difference)> = story
        .claims
        .iter()
        .filter(|claim| claim.kind == ClaimKind::Figure && claim.state == ClaimState::Differing)
        .filter_map(|claim| Some((claim, number_difference(claim)?)))
        .collect();
    differing.sort_by_key(|(claim, _)| std::cmp::Reverse(claim.origins));
    let mut shown: Vec<String> = differing
        .iter()
        .take(RANGES)
        .map(|(claim, difference)| {
            let first = |support: &[u32]| claim.support.get(*support.first()? as usize);
            let values: Vec<String> = difference
                .variants
                .iter()
                .filter_map(|variant| first(&variant.support))
                .map(|support| Text(cut(&support.words, RANGE).0).to_string())
                .collect();
            format!("{}: <strong>{}</strong>", Text(&claim.about), values.join(" / "))
        })
        .collect();
    if differing.len() > RANGES {
        shown.push(format!("and {} more", differing.len() - RANGES));
    }
    if shown.is_empty() { "none".to_owned() } else { shown.join("<br>") }
}

fn number_difference(claim: &Claim) -> Option<&Difference> {
    claim.differences.iter().find(|it| matches!(it.kind, DifferenceKind::Number | DifferenceKind::Qualifier))
}

fn dates(story: &Story) -> String {
    match (&story.start, &story.end) {
        (Some(start), Some(end)) if start == end => Text(start).to_string(),
        (Some(start), Some(end)) => format!("{} to {}", Text(start), Text(end)),
        _ => "not said".to_owned(),
    }
}

/// The story's section.
pub(crate) fn section(out: &mut String, story: &Story, cited: &Cited) {
    let _ = write!(
        out,
        "<article class=\"story\" id=\"{0}\" aria-labelledby=\"{0}-title\"><header><p class=\"kicker\">\
         <a href=\"#{0}\">{0}</a></p><h2 id=\"{0}-title\">{1}</h2><p class=\"facts\">{2} of {3}, published {4}.</p>",
        story.id,
        Text(&story.title),
        plural(story.documents.len(), "document", "documents"),
        plural(story.origins as usize, "independent origin", "independent origins"),
        if story.start.is_some() { dates(story) } else { "on days that are not said".to_owned() },
    );
    if story.not_compared > 0 {
        let _ = write!(
            out,
            "<p class=\"warn\">The last {} documents are too many to be compared: nothing below speaks of them.</p>",
            digits(story.not_compared as usize)
        );
    }
    out.push_str("</header>");
    sources(out, story, cited);
    speeches(out, story, cited);
    matrix(out, story, cited);
    alone(out, story, cited);
    voices::section(out, story, cited);
    timeline::section(out, story, cited);
    people(out, story, cited);
    out.push_str("</article>\n");
}

fn sources(out: &mut String, story: &Story, cited: &Cited) {
    let copies: BTreeMap<&str, (&Syndication, Option<&Copy>)> = story
        .syndication
        .iter()
        .flat_map(|text| {
            let lead = (text.lead.as_str(), (text, None));
            std::iter::once(lead)
                .chain(text.copies.iter().map(move |copy| (copy.document.as_str(), (text, Some(copy)))))
        })
        .collect();
    let _ = write!(out, "<section><h3 id=\"{0}-sources\">Sources</h3><ol class=\"sources\">", story.id);
    for document in &story.documents {
        let Some(source) = cited.source(&document.id) else { continue };
        let id = fragment(&source.id);
        let _ = write!(
            out,
            "<li id=\"d-{id}\" data-sha256=\"{}\"><span class=\"number\">d{}</span> <span class=\"outlet\">{}</span> <cite>{}</cite> \
             <span class=\"at\">{}{}</span>",
            Text(&source.sha256),
            source.number,
            Text(source.outlet.as_deref().unwrap_or("outlet not said")),
            Text(&source.title),
            Text(source.published.as_deref().map_or("date not said", passage::day)),
            if source.agencies.is_empty() {
                String::new()
            } else {
                format!(", credits {}", Text(&source.agencies.join(", ")))
            },
        );
        match document.origin {
            Some(origin) => {
                let _ = write!(out, " <span class=\"origin\">origin {origin}</span>");
            }
            None => out.push_str(" <span class=\"origin\">not compared</span>"),
        }
        if let Some((text, copy)) = copies.get(document.id.as_str()) {
            let _ = write!(out, "<br><span class=\"copy-note\">{}</span>", copied(text, *copy, cited));
        }
        let _ = write!(
            out,
            "<details><summary>Source file</summary><p class=\"where\"><span class=\"path\">{}</span>, {}, {}; \
             SHA-256 <code>{}</code>; record <code>{}</code></p></details></li>",
            Text(&source.uri),
            plural(source.bytes as usize, "byte", "bytes"),
            Text(&source.media_type),
            Text(&source.sha256),
            Text(&source.id),
        );
    }
    out.push_str("</ol></section>\n");
}

/// Speeches of a transcript without names, with the names that another copy has.
fn speeches(out: &mut String, story: &Story, cited: &Cited) {
    if story.speeches.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<section><h3 id=\"{0}-speakers\">Speakers named by another copy</h3>\
         <p class=\"note\">These speeches stand without a name; another copy of the debate names who speaks the same words.</p>\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Speakers named by another copy, {0}\">\
         <table role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\">\
         <th role=\"columnheader\" scope=\"col\">Speech</th><th role=\"columnheader\" scope=\"col\">Role there</th>\
         <th role=\"columnheader\" scope=\"col\">Speaker</th><th role=\"columnheader\" scope=\"col\">Named in</th>\
         <th role=\"columnheader\" scope=\"col\" class=\"n\">Words that agree</th></tr></thead><tbody role=\"rowgroup\">",
        story.id
    );
    for speech in story.speeches.iter().take(SPEECHES) {
        let named = &speech.named_in;
        let about: Vec<&str> = [&speech.office, &speech.party, &speech.constituency]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
        let _ = write!(
            out,
            "<tr role=\"row\"><td role=\"cell\">{}</td><td role=\"cell\">{}</td><td role=\"cell\"><strong>{}</strong>{}</td>\
             <td role=\"cell\">{}</td><td role=\"cell\" class=\"n\">{} of {}</td></tr>",
            place(cited, &speech.document, speech.start, speech.end),
            Text(speech.role.as_deref().unwrap_or_default()),
            Text(&speech.speaker),
            Text(&about),
            place(cited, &named.document, named.start, named.end),
            digits(speech.shared as usize),
            digits(speech.words as usize),
        );
    }
    if story.speeches.len() > SPEECHES {
        let _ = write!(
            out,
            "<tr role=\"row\"><td role=\"cell\" colspan=\"5\" class=\"note\">and {} more, all in <a href=\"report.json\">report.json</a></td></tr>",
            digits(story.speeches.len() - SPEECHES)
        );
    }
    out.push_str("</tbody></table></div></section>\n");
}

/// A document with bytes of its text.
fn place(cited: &Cited, id: &str, start: u32, end: u32) -> String {
    match cited.source(id) {
        Some(source) => format!(
            "<a href=\"#d-{}\">{}</a> <span class=\"at\">{start}–{end}</span>",
            fragment(&source.id),
            Text(&source.name())
        ),
        None => Text(id).to_string(),
    }
}

/// A document's number with bytes of its text.
fn numbered(cited: &Cited, id: &str, start: u32, end: u32) -> String {
    match cited.source(id) {
        Some(source) => format!(
            "<a href=\"#d-{}\">d{}</a> <span class=\"at\">{start}–{end}</span>",
            fragment(&source.id),
            source.number
        ),
        None => Text(id).to_string(),
    }
}

/// How a document stands to the text that it shares with others.
fn copied(text: &Syndication, copy: Option<&Copy>, cited: &Cited) -> String {
    let name = |id: &str| {
        cited.source(id).map_or_else(
            || Text(id).to_string(),
            |source| format!("<a href=\"#d-{}\">{}</a>", fragment(&source.id), Text(&source.name())),
        )
    };
    let Some(copy) = copy else {
        let others: Vec<String> = text.copies.iter().take(6).map(|copy| name(&copy.document)).collect();
        let more = text.copies.len().saturating_sub(6);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let whose = if text.agencies.is_empty() {
            String::new()
        } else {
            format!(", credited to {},", Text(&text.agencies.join(", ")))
        };
        let why = match text.reason {
            LeadReason::Agency => "the agency’s own print",
            LeadReason::Earliest => "it was published first",
            LeadReason::Fullest => "it has most of what the others print",
            LeadReason::First => "it was read first, nothing else tells them apart",
        };
        return format!("Its text{whose} is also in {}{more}; taken for the lead: {why}.", others.join(", "));
    };
    if copy.exact {
        return format!("The text of {}, to the word.", name(&text.lead));
    }
    let how = match copy.kind {
        CopyKind::Copy => "",
        CopyKind::Cut => ", cut",
        CopyKind::Extension => ", extended",
        CopyKind::Edit => ", edited",
    };
    let mut words = format!(
        "Has the text of {}{how}: {} of its {} {} the same",
        name(&text.lead),
        copy.shared,
        plural(copy.sentences as usize, "sentence", "sentences"),
        if copy.shared == 1 { "is" } else { "are" },
    );
    if copy.edited > 0 {
        let _ = write!(words, ", {} in slightly other words", copy.edited);
    }
    if copy.lacks > 0 {
        let _ = write!(words, "; {} of the other’s left out", copy.lacks);
    }
    words + "."
}

/// What the state means, in words that judge nothing.
fn state(claim: &Claim) -> String {
    let origins = plural(claim.origins as usize, "origin", "origins");
    let aspects: Vec<&str> = claim.differences.iter().map(|it| aspect(it.kind)).collect();
    let differs = if aspects.is_empty() { String::new() } else { format!("differs: {}", aspects.join(", ")) };
    match claim.state {
        ClaimState::Corroborated => {
            let also = if differs.is_empty() { differs } else { format!("; {differs}") };
            let same = if claim.kind == ClaimKind::Figure { "same number" } else { "same" };
            format!("{same} in {origins}{also}")
        }
        ClaimState::Differing => format!("{differs} ({origins})"),
        ClaimState::Contradicted => format!("contradicted ({origins}){differs}"),
        ClaimState::Single if differs.is_empty() => "one origin".to_owned(),
        ClaimState::Single => format!("one origin; {differs}"),
    }
}

fn class(state: ClaimState) -> &'static str {
    match state {
        ClaimState::Corroborated => "same",
        ClaimState::Single => "single",
        ClaimState::Differing => "differs",
        ClaimState::Contradicted => "contradicted",
    }
}

fn aspect(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Number => "number",
        DifferenceKind::Qualifier => "how sure",
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

/// Claims by sources: one column for each independent origin.
fn matrix(out: &mut String, story: &Story, cited: &Cited) {
    let mut compared: Vec<&Claim> = story.claims.iter().filter(|claim| is_compared(claim)).collect();
    if compared.is_empty() {
        return;
    }
    compared.sort_by_key(|claim| {
        let worth = match claim.state {
            ClaimState::Contradicted => 0,
            ClaimState::Differing => 1,
            ClaimState::Corroborated | ClaimState::Single => 2,
        };
        (worth, std::cmp::Reverse(claim.origins))
    });
    let mut origins: Vec<u32> =
        compared.iter().flat_map(|claim| claim.support.iter().map(|support| support.origin)).collect();
    origins.sort_unstable();
    origins.dedup();
    let columns = if origins.len() <= COLUMNS { &origins[..] } else { &[] };
    let _ = write!(
        out,
        "<section class=\"compare\"><h3 id=\"{0}-compare\">Side by side</h3>\
         <p class=\"note\">What differs is marked. Each cell opens its passage beside the others.</p>\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Claims by sources, {0}\">\
         <table role=\"table\" class=\"matrix\"><thead role=\"rowgroup\"><tr role=\"row\">\
         <th role=\"columnheader\" scope=\"col\">Claim</th>",
        story.id
    );
    for &origin in columns {
        let _ = write!(
            out,
            "<th role=\"columnheader\" scope=\"col\">{}</th>",
            origin_names(story, cited, origin)
        );
    }
    if columns.is_empty() {
        out.push_str("<th role=\"columnheader\" scope=\"col\">Sources</th>");
    }
    out.push_str("</tr></thead>");
    let width = columns.len().max(1) + 1;
    for (kind, heading) in KINDS {
        let of_kind: Vec<&&Claim> = compared.iter().filter(|claim| claim.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "<tbody role=\"rowgroup\"><tr role=\"row\" class=\"kind\"><th role=\"rowheader\" scope=\"rowgroup\" colspan=\"{width}\">{heading}</th></tr>"
        );
        for claim in of_kind.iter().take(COMPARED) {
            claim_rows(out, cited, claim, columns, width);
        }
        if of_kind.len() > COMPARED {
            let _ = write!(
                out,
                "<tr role=\"row\"><td role=\"cell\" colspan=\"{width}\" class=\"note\">and {} more, all in <a href=\"report.json\">report.json</a></td></tr>",
                digits(of_kind.len() - COMPARED)
            );
        }
        out.push_str("</tbody>");
    }
    out.push_str("</table></div></section>\n");
}

/// The documents of one origin, as the head of its column.
fn origin_names(story: &Story, cited: &Cited, origin: u32) -> String {
    let mut names: Vec<String> = story
        .documents
        .iter()
        .filter(|document| document.origin == Some(origin))
        .filter_map(|document| cited.source(&document.id))
        .map(|source| format!("<a href=\"#d-{}\">{}</a>", fragment(&source.id), Text(&source.name())))
        .collect();
    let more = names.len().saturating_sub(4);
    names.truncate(4);
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    names.join("<br>")
}

fn claim_rows(out: &mut String, cited: &Cited, claim: &Claim, columns: &[u32], width: usize) {
    let _ = write!(
        out,
        "<tr role=\"row\" class=\"claim\" id=\"{0}\"><th role=\"rowheader\" scope=\"row\">{1} <a class=\"at\" href=\"#{0}\">{0}</a>\
         <span class=\"state {2}\">{3}</span></th>",
        claim.id,
        Text(&claim.about),
        class(claim.state),
        Text(&state(claim)),
    );
    let folds = folded(&claim.support);
    let shown = passage::shown(claim, &folds);
    for &origin in columns {
        let mine: Vec<&Vec<usize>> =
            folds.iter().filter(|fold| claim.support[fold[0]].origin == origin).collect();
        if mine.is_empty() {
            out.push_str(
                "<td role=\"cell\" class=\"none\"><span class=\"hidden\">says nothing of it</span></td>",
            );
            continue;
        }
        out.push_str("<td role=\"cell\">");
        for fold in mine {
            cell(out, cited, claim, fold, &shown, true);
        }
        out.push_str("</td>");
    }
    if columns.is_empty() {
        listed(out, cited, claim, &folds, &shown);
    }
    let _ = write!(
        out,
        "</tr><tr role=\"row\" class=\"evidence\"><td role=\"cell\" colspan=\"{width}\"><details><summary>{} in their sources</summary>",
        plural(folds.len(), "passage", "passages"),
    );
    passage::side_by_side(out, cited, claim, &shown, folds.len());
    out.push_str("</details></td></tr>\n");
}

/// The ways in which a claim is made by more origins than there are columns: each with its sources.
fn listed(out: &mut String, cited: &Cited, claim: &Claim, folds: &[Vec<usize>], shown: &[&Vec<usize>]) {
    let mut ways: Vec<Vec<usize>> = Vec::new();
    for fold in folds {
        let support = &claim.support[fold[0]];
        let same = |way: &Vec<usize>| {
            let other = &claim.support[way[0]];
            other.words == support.words && other.speaker == support.speaker
        };
        match ways.iter_mut().find(|way| same(way)) {
            Some(way) => way.extend(fold),
            None => ways.push(fold.clone()),
        }
    }
    out.push_str("<td role=\"cell\"><ul class=\"cells\">");
    for way in ways.iter().take(WAYS) {
        out.push_str("<li>");
        cell(out, cited, claim, way, shown, false);
        out.push_str("</li>");
    }
    if ways.len() > WAYS {
        let _ = write!(
            out,
            "<li class=\"note\">and {} more ways, all in <a href=\"report.json\">report.json</a></li>",
            digits(ways.len() - WAYS)
        );
    }
    out.push_str("</ul></td>");
}

/// One way of making a claim: the words as a link to their passage, what differs marked.
fn cell(
    out: &mut String,
    cited: &Cited,
    claim: &Claim,
    fold: &[usize],
    shown: &[&Vec<usize>],
    in_column: bool,
) {
    let support = &claim.support[fold[0]];
    let mut names: Vec<String> = fold
        .iter()
        .take(NAMED)
        .filter_map(|&at| cited.source(&claim.support[at].document))
        .map(|source| Text(&source.name()).to_string())
        .collect();
    names.dedup();
    if fold.len() > NAMED {
        names.push(format!("and {} more", digits(fold.len() - NAMED)));
    }
    let class = if in_column { "from narrow" } else { "from" };
    let is_shown = shown.iter().any(|place| place[0] == fold[0]);
    let target = if is_shown { cited.anchor(&claim.id, support) } else { claim.id.clone() };
    let _ = write!(
        out,
        "<p class=\"cell\"><span class=\"{class}\">{}</span> <a class=\"words\" href=\"#{}\">{}</a>",
        names.join(", "),
        Text(&target),
        marked(claim, fold[0]),
    );
    let attributed = claim
        .differences
        .iter()
        .any(|it| matches!(it.kind, DifferenceKind::Attribution | DifferenceKind::Spelling));
    if let Some(by) = speaker(claim, support, attributed) {
        let by = Text(by);
        let _ = if attributed {
            write!(out, " <span class=\"by\"><mark>{by}</mark></span>")
        } else {
            write!(out, " <span class=\"by\">{by}</span>")
        };
    }
    out.push_str("</p>");
}

/// Who says it, where the row's head does not say so already.
fn speaker<'a>(claim: &Claim, support: &'a Support, attributed: bool) -> Option<&'a str> {
    let speaker = support.speaker.as_deref()?;
    (claim.kind != ClaimKind::Quote || attributed || speaker != claim.about).then_some(speaker)
}

/// The words of a support, with what others have otherwise marked.
fn marked(claim: &Claim, at: usize) -> String {
    let words = claim.support[at].words.as_str();
    let form = claim.support[at].form.map(|form| form.0);
    let direct = form.is_some_and(|form| passage::is_verbatim(words, form));
    let own = claim
        .differences
        .iter()
        .filter(|it| {
            matches!(
                it.kind,
                DifferenceKind::Wording
                    | DifferenceKind::Shortened
                    | DifferenceKind::Unit
                    | DifferenceKind::Number
                    | DifferenceKind::Qualifier
                    | DifferenceKind::Counted
            )
        })
        .find_map(|difference| {
            let own = difference.variants.iter().position(|it| it.support.contains(&(at as u32)))?;
            let other = difference.variants.get(usize::from(own == 0))?;
            let other = match difference.kind {
                DifferenceKind::Shortened => other.value.as_str(),
                _ => claim.support.get(*other.support.first()? as usize)?.words.as_str(),
            };
            Some((other, claim.kind != ClaimKind::Quote || difference.kind == DifferenceKind::Shortened))
        });
    let (shown, more) = cut(words, CELL);
    let mut out = String::new();
    if direct {
        out.push('“');
    }
    match own {
        Some((other, whole)) => {
            for stretch in altered(shown, other, whole) {
                let words = Text(stretch.words);
                let _ = if stretch.differs {
                    write!(out, "<mark>{words}</mark>")
                } else {
                    write!(out, "{words}")
                };
            }
        }
        None => {
            let _ = write!(out, "{}", Text(shown));
        }
    }
    if more {
        out.push_str(" […]");
    }
    if direct {
        out.push('”');
    }
    passage::reported(&claim.support[at], out)
}

/// Figures and events that one origin alone has; its quotations are under who said what.
fn alone(out: &mut String, story: &Story, cited: &Cited) {
    for (kind, heading) in [(ClaimKind::Figure, "Figures"), (ClaimKind::Event, "Events")] {
        let claims: Vec<&Claim> =
            story.claims.iter().filter(|claim| claim.kind == kind && !is_compared(claim)).collect();
        if claims.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "<section><h3 id=\"{}-{}\">{heading} from one origin</h3><ul class=\"sayings\">",
            story.id,
            heading.to_lowercase()
        );
        for claim in claims.iter().take(ALONE) {
            let mut shown = format!("<strong>{}</strong> ", Text(&claim.support[0].words));
            let _ = write!(shown, "<span class=\"about\">{}</span>", Text(&claim.about));
            out.push_str("<li>");
            let fold: Vec<usize> = (0..claim.support.len()).collect();
            passage::opened(out, cited, claim, &fold, &shown);
            out.push_str("</li>");
        }
        if claims.len() > ALONE {
            let _ = write!(
                out,
                "<li class=\"note\">and {} more, all in <a href=\"report.json\">report.json</a></li>",
                digits(claims.len() - ALONE)
            );
        }
        out.push_str("</ul></section>\n");
    }
}

fn people(out: &mut String, story: &Story, cited: &Cited) {
    if story.people.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<section class=\"people\"><h3 id=\"{}-people\">People</h3><details><summary>{}</summary><ul>",
        story.id,
        plural(story.people.len(), "name, with its variants", "names, with their variants")
    );
    for person in story.people.iter().take(PEOPLE) {
        let documents: Vec<String> = person
            .documents
            .iter()
            .filter_map(|id| cited.source(id))
            .map(|source| format!("<a href=\"#d-{}\">d{}</a>", fragment(&source.id), source.number))
            .collect();
        let _ = write!(out, "<li><strong>{}</strong>", Text(&person.name));
        if !person.roles.is_empty() {
            let _ = write!(out, ", {}", Text(&person.roles.join("; ")));
        }
        if !person.aliases.is_empty() {
            let _ = write!(out, "; also {}", Text(&person.aliases.join(", ")));
        }
        // An office without a name, and the quotation that another document gives to the name.
        let text = |words: &str| Text(words).to_string();
        let at = |id: &str, start, end| numbered(cited, id, start, end);
        for place in person.places.iter().filter_map(|place| place.told(&story.claims, text, at)) {
            let _ = write!(out, "; {place}");
        }
        for it in &person.evidence {
            let number = cited.source(&it.document).map_or(0, |source| source.number);
            let _ = write!(out, "; in d{number} {}", it.told(&story.claims, text, at).join(", "));
        }
        for it in &person.apart {
            let _ = write!(out, "; not {} ({})", Text(&it.name), it.because.in_words());
        }
        let _ = write!(out, " <span class=\"at\">{}", documents.join(", "));
        if person.quotes > 0 {
            let _ = write!(out, "; {}", plural(person.quotes as usize, "quotation", "quotations"));
        }
        out.push_str("</span></li>");
    }
    if story.people.len() > PEOPLE {
        let _ = write!(
            out,
            "<li class=\"note\">and {} more, all in <a href=\"report.json\">report.json</a></li>",
            digits(story.people.len() - PEOPLE)
        );
    }
    out.push_str("</ul></details></section>\n");
}
