//! A story's days, drawn: when things are said to have happened, and when it was published.
//!
//! Drawn by the program as SVG without a `viewBox`: places are percentages, so that it fills a
//! phone and a desk alike while its words keep their size.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rapporteur_record::{Moment, Narrowing, Story};
use rapporteur_stories::date_in_words;

use crate::calendar;
use crate::cited::Cited;
use crate::escape::{Text, cut, fragment, plural};

/// Days before and after the time of publication that are drawn to scale. What lies further off
/// ("the last inspection, in 2019") would press all else into a point: it is drawn at the edge.
const NEAR: i64 = 45;
/// Ticks with a date under them; more would touch on a phone.
const TICKS: i64 = 4;
/// Characters of a sentence in the list.
const SENTENCE: usize = 240;
/// Where the scale begins and ends, in percent of the width.
const LEFT: f64 = 9.0;
const RIGHT: f64 = 91.0;

/// Where on the drawing a day is.
struct Scale {
    first: i64,
    last: i64,
}

impl Scale {
    fn x(&self, day: i64) -> f64 {
        if day < self.first {
            return 3.0;
        }
        if day > self.last {
            return 97.0;
        }
        let days = (self.last - self.first) as f64;
        if days == 0.0 { 50.0 } else { LEFT + (RIGHT - LEFT) * (day - self.first) as f64 / days }
    }
}

/// The anchor of a day's list entry.
fn anchor(story: &Story, moment: &Moment) -> String {
    let mut name = moment.value.clone();
    // Parts of a month and narrowed years have their days in it: two may have one value.
    for day in [&moment.start, &moment.end].into_iter().flatten().filter(|&day| *day != moment.value) {
        name.push('-');
        name.push_str(day);
    }
    format!("{}-t-{}", story.id, fragment(&name))
}

/// The first and the last day that it may mean.
fn days(moment: &Moment) -> Option<(i64, i64)> {
    let day = |day: &Option<String>| day.as_deref().and_then(calendar::range);
    Some((day(&moment.start)?.0, day(&moment.end)?.1))
}

/// The date in words, and the days that it may mean where these are others.
fn label(moment: &Moment) -> String {
    let date = date_in_words(&moment.value);
    match moment.start.as_deref().zip(moment.end.as_deref()) {
        Some((start, end)) if start != end => format!("{date} ({start} to {end})"),
        Some((start, _)) if start != date => format!("{date} ({start})"),
        _ => date,
    }
}

/// The section: drawing and list. Nothing for a story without days.
pub(crate) fn section(out: &mut String, story: &Story, cited: &Cited) {
    let mut published: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for document in &story.documents {
        let day = document.published.as_deref().and_then(calendar::range).filter(|(from, to)| from == to);
        if let (Some((day, _)), Some(source)) = (day, cited.source(&document.id)) {
            published.entry(day).or_default().push(source.number);
        }
    }
    let said: Vec<(&Moment, (i64, i64))> =
        story.timeline.iter().filter_map(|moment| Some((moment, days(moment)?))).collect();
    if published.is_empty() && story.timeline.is_empty() {
        return;
    }
    let _ = write!(out, "<section class=\"time\"><h3 id=\"{0}-time\">When</h3>", story.id);
    draw(out, story, &published, &said);
    list(out, story, cited);
    out.push_str("</section>\n");
}

fn draw(
    out: &mut String,
    story: &Story,
    published: &BTreeMap<i64, Vec<usize>>,
    said: &[(&Moment, (i64, i64))],
) {
    let about = published.keys().next().zip(published.keys().next_back());
    let near = |day: i64| about.is_none_or(|(&first, &last)| (first - NEAR..=last + NEAR).contains(&day));
    // A long stretch is shown as far as it is near, and does not set the scale.
    let exact =
        said.iter().filter(|(_, (from, to))| to - from <= NEAR).flat_map(|&(_, (from, to))| [from, to]);
    let days: Vec<i64> = published.keys().copied().chain(exact.filter(|&day| near(day))).collect();
    let (Some(&first), Some(&last)) = (days.iter().min(), days.iter().max()) else { return };
    let scale = Scale { first, last };
    let _ = write!(
        out,
        "<svg class=\"timeline\" width=\"100%\" height=\"150\" role=\"group\" aria-labelledby=\"{0}-svg\">\
         <title id=\"{0}-svg\">Days of this story: {1} said to be, {2} of publication</title>",
        story.id,
        plural(said.len(), "date that something is", "dates that something is"),
        plural(published.len(), "day", "days"),
    );
    out.push_str(
        "<text class=\"lane\" x=\"0\" y=\"14\">said to have happened</text>\
         <line class=\"rule\" x1=\"0\" x2=\"100%\" y1=\"40\" y2=\"40\"/>",
    );
    for (moment, (from, to)) in said {
        let (from, to) = (scale.x(*from), scale.x(*to));
        let count = moment.support.len();
        let label = format!("{}: {}", label(moment), plural(count, "sentence", "sentences"));
        let _ = write!(out, "<a href=\"#{}\"><title>{}</title>", anchor(story, moment), Text(&label));
        if to - from > 0.5 {
            let _ = write!(
                out,
                "<rect class=\"dot vague\" x=\"{from:.2}%\" y=\"34\" width=\"{:.2}%\" height=\"12\" rx=\"6\"/>",
                to - from
            );
        } else {
            dot(out, "dot", from, 40, count);
        }
        out.push_str("</a>");
    }
    out.push_str(
        "<text class=\"lane\" x=\"0\" y=\"74\">published</text>\
         <line class=\"rule\" x1=\"0\" x2=\"100%\" y1=\"98\" y2=\"98\"/>",
    );
    for (&day, documents) in published {
        let names: Vec<String> = documents.iter().take(12).map(|number| format!("d{number}")).collect();
        let label = format!("{}: {}", calendar::spoken(day, true), names.join(", "));
        let _ = write!(out, "<a href=\"#{}-sources\"><title>{}</title>", story.id, Text(&label));
        dot(out, "dot print", scale.x(day), 98, documents.len());
        out.push_str("</a>");
    }
    ticks(out, &scale);
    let edge = |beyond: &dyn Fn(i64, i64) -> bool| said.iter().any(|&(_, (from, to))| beyond(from, to));
    if edge(&|from, _| from < first) {
        out.push_str("<text class=\"tick\" x=\"0\" y=\"142\">earlier</text>");
    }
    if edge(&|_, to| to > last) {
        out.push_str("<text class=\"tick end\" x=\"100%\" y=\"142\">later</text>");
    }
    out.push_str("</svg>");
}

/// A dot, with how many it stands for where that is more than one.
fn dot(out: &mut String, class: &str, x: f64, y: u32, count: usize) {
    let radius = if count > 1 { 11 } else { 7 };
    let _ = write!(out, "<circle class=\"{class}\" cx=\"{x:.2}%\" cy=\"{y}\" r=\"{radius}\"/>");
    if count > 1 {
        let _ = write!(out, "<text class=\"count\" x=\"{x:.2}%\" y=\"{}\">{count}</text>", y + 4);
    }
}

fn ticks(out: &mut String, scale: &Scale) {
    let days = scale.last - scale.first;
    let step = (days + TICKS - 1) / TICKS.max(1);
    let mut day = scale.first;
    let mut year = None;
    loop {
        let with_year = year != Some(calendar::year(day));
        year = Some(calendar::year(day));
        let x = scale.x(day);
        let _ = write!(
            out,
            "<line class=\"rule\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"112\" y2=\"118\"/>\
             <text class=\"tick mid\" x=\"{x:.2}%\" y=\"130\">{}</text>",
            calendar::spoken(day, false)
        );
        if with_year {
            let _ = write!(
                out,
                "<text class=\"tick mid\" x=\"{x:.2}%\" y=\"144\">{}</text>",
                calendar::year(day)
            );
        }
        if step == 0 || day + step > scale.last {
            return;
        }
        day += step;
    }
}

fn list(out: &mut String, story: &Story, cited: &Cited) {
    if story.timeline.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<details><summary>{} with what is said of them</summary><ol class=\"days\">",
        plural(story.timeline.len(), "date", "dates")
    );
    for moment in &story.timeline {
        let _ = write!(out, "<li id=\"{}\"><strong>{}</strong>", anchor(story, moment), Text(&label(moment)));
        if let Some(narrowed) = &moment.narrowed {
            because(out, narrowed, cited);
        }
        out.push_str("<ul>");
        for support in &moment.support {
            let (words, more) = cut(&support.words, SENTENCE);
            let _ = write!(
                out,
                "<li><span class=\"words\">{}{}</span> ",
                Text(words),
                if more { " […]" } else { "" }
            );
            if let Some(source) = cited.source(&support.document) {
                let _ = write!(
                    out,
                    "<a class=\"at\" href=\"#d-{}\">d{}</a> <span class=\"at\">{}–{}</span>",
                    fragment(&source.id),
                    source.number,
                    support.start,
                    support.end
                );
            }
            out.push_str("</li>");
        }
        out.push_str("</ul></li>");
    }
    out.push_str("</ol></details>");
}

/// What says the year of a date that has none.
fn because(out: &mut String, narrowed: &Narrowing, cited: &Cited) {
    out.push_str(" <span class=\"at\">the year by ");
    for (at, evidence) in narrowed.evidence.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        if let Some(source) = cited.source(&evidence.document) {
            let _ =
                write!(out, "<a class=\"at\" href=\"#d-{}\">d{}</a>", fragment(&source.id), source.number);
        }
        match (&evidence.words, evidence.start.zip(evidence.end)) {
            (Some(words), Some((start, end))) => {
                let _ = write!(out, " {start}–{end} “{}” ({})", Text(words), Text(&evidence.value));
            }
            _ => {
                let _ = write!(out, ", published {}", Text(&evidence.value));
            }
        }
    }
    out.push_str("</span>");
}
