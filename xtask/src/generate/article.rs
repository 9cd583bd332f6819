//! A story and the articles that tell it.

use std::collections::BTreeMap;

use super::words;
use crate::random::Random;

/// Paragraphs of what people said in an article of its own.
const SAYINGS_EACH: usize = 6;

/// One paper's article.
#[derive(Debug, Clone)]
pub(crate) struct Article {
    pub(crate) title: String,
    pub(crate) byline: String,
    pub(crate) publisher: &'static str,
    /// ISO 8601 date.
    pub(crate) published: String,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) html: bool,
    /// Index, in its story, of the article that it is a copy of.
    pub(crate) copy_of: Option<usize>,
}

/// An event with everything that is known of it.
pub(crate) struct Story {
    seed: u64,
    number: usize,
    facts: BTreeMap<&'static str, String>,
    /// Name and office or trade of those who speak.
    speakers: Vec<(String, String)>,
    sayings: Vec<&'static str>,
    day: usize,
}

impl Story {
    /// The story of this number.
    pub(crate) fn new(seed: u64, number: usize) -> Self {
        let mut random = Random::new(seed, number as u64 + (1 << 40));
        let mut facts = BTreeMap::new();
        let (kind, happened, doing, cause) = random.pick(words::KINDS);
        facts.insert("kind", kind.to_owned());
        facts.insert("happened", happened.to_owned());
        facts.insert("doing", doing.to_owned());
        facts.insert("cause", cause.to_owned());
        for slot in ["town", "town2", "town3"] {
            facts.insert(slot, town(&mut random));
        }
        facts.insert("country", country(&mut random));
        facts.insert("side", (random.pick(&["north", "south", "east", "west"])).to_owned());
        facts.insert("part", (random.pick(&["morning", "afternoon", "evening", "night"])).to_owned());
        facts.insert("company", format!("{} {}", family_name(&mut random), random.pick(words::COMPANY_ENDS)));
        facts.insert("street", format!("{} {}", family_name(&mut random), random.pick(words::STREET_ENDS)));
        facts.insert("month", (random.pick(words::MONTHS)).to_owned());
        // A thousand days of news follow Monday 2 January 2023.
        let day = random.below(1000);
        facts.insert("weekday", words::WEEKDAYS[day % 7].to_owned());
        facts.insert("weekday2", words::WEEKDAYS[(day + 1) % 7].to_owned());
        facts.insert(
            "clock",
            format!("{}.{:02}{}", random.between(1, 12), random.below(60), random.pick(&["am", "pm"])),
        );
        facts.insert("year", random.between(1961, 2019).to_string());
        let killed = random.between(12, 140);
        for (slot, value) in [
            ("killed", killed),
            ("children", random.between(2, killed / 3)),
            ("wounded", killed + random.between(10, 300)),
            ("critical", random.between(3, 19)),
            ("fewer", random.between(4, 11)),
            ("missing", random.between(10, 60)),
            ("missing2", random.between(61, 120)),
            ("discharged", random.between(5, 40)),
            ("hours", random.between(11, 40)),
            ("hours2", random.between(2, 9)),
            ("days", random.between(2, 7)),
            ("years", random.between(12, 41)),
            ("km", random.between(14, 95)),
            ("number", random.between(12, 99)),
            ("old", random.between(15, 400)),
            ("cost", random.between(3, 90)),
            ("fund", random.between(40, 900)),
        ] {
            facts.insert(slot, value.to_string());
        }
        for (slot, low, high) in [("displaced", 4, 90), ("inhabitants", 60, 400), ("inhabitants2", 410, 900)]
        {
            let hundreds = random.between(low, high);
            facts.insert(slot, thousands(hundreds * 100));
        }
        let mut speakers = Vec::new();
        let mut offices = words::OFFICES.to_vec();
        let mut trades = words::WITNESSES.to_vec();
        random.shuffle(&mut offices);
        random.shuffle(&mut trades);
        for office in offices.iter().take(4).chain(trades.iter().take(4)) {
            speakers.push((person(&mut random), (*office).to_owned()));
        }
        for (at, slots) in
            [["name0", "office0"], ["name1", "office1"], ["name2", "office2"], ["name3", "office3"]]
                .into_iter()
                .enumerate()
        {
            facts.insert(slots[0], speakers[at].0.clone());
            facts.insert(slots[1], speakers[at].1.clone());
        }
        facts.insert("family1", family(&speakers[1].0));
        facts.insert("witness", speakers[4].0.clone());
        facts.insert("witnessjob", speakers[4].1.clone());
        let mut sayings = words::SAYINGS.to_vec();
        random.shuffle(&mut sayings);
        Self { seed, number, facts, speakers, sayings, day }
    }

    /// Its name in `gold.jsonl`.
    pub(crate) fn id(&self) -> String {
        format!("story-{}", self.number)
    }

    /// Its articles: papers with words of their own, then an agency text and its copies.
    pub(crate) fn articles(&self) -> Vec<Article> {
        let mut random = Random::new(self.seed, self.number as u64 + (2 << 40));
        let own = random.between(1, 4);
        let copies = if random.chance(60) { random.between(1, 4) } else { 0 };
        let mut papers = words::PAPERS.to_vec();
        random.shuffle(&mut papers);
        let mut papers = papers.into_iter();
        let mut next_paper = || papers.next().unwrap_or("The Meridian");
        let mut articles: Vec<Article> =
            (0..own).map(|_| self.article(&mut random, next_paper(), None)).collect();
        if copies > 0 {
            let lead = articles.len();
            let agency = random.pick(words::AGENCIES);
            articles.push(self.article(&mut random, next_paper(), Some(agency)));
            for _ in 0..copies {
                let copy = self.copy(&mut random, &articles[lead], next_paper(), lead);
                articles.push(copy);
            }
        }
        articles
    }

    fn article(&self, random: &mut Random, publisher: &'static str, agency: Option<&str>) -> Article {
        let mut facts = self.facts.clone();
        // Papers differ in how they put a figure; that is what the report has to see.
        let qualified = random.pick(&["at least", "more than", "about", "", "some"]);
        facts.insert("qualified", qualified.to_owned());
        facts.insert("Qualified", qualified.to_owned());
        let fill = |template: &str, random: &mut Random| expand(template, &facts, random);
        let mut paragraphs = vec![fill(random.pick(words::LEADS), random)];
        if let Some(agency) = agency {
            paragraphs[0] = format!("{} ({agency}) — {}", self.facts["town"].to_uppercase(), paragraphs[0]);
        }
        let mut body = Vec::new();
        for template in some_of(words::FIGURES, random.between(3, 5), random) {
            body.push(fill(template, random));
        }
        for template in some_of(words::CIRCUMSTANCES, random.between(7, 10), random) {
            body.push(fill(template, random));
        }
        // A story has ten sayings; each paper has some of them, sometimes shortened.
        for saying in some_of(&self.sayings[..10], SAYINGS_EACH, random) {
            let mut words = fill(saying, random);
            if random.chance(20)
                && let Some((first, _)) = words.split_once(", ")
            {
                words = first.to_owned();
            }
            body.push(self.said(random, &words, saying));
        }
        random.shuffle(&mut body);
        paragraphs.extend(body);
        let (year, month, date) = civil(self.day + random.below(2));
        Article {
            title: self.title(random),
            byline: person(random),
            publisher,
            published: format!("{year}-{month:02}-{date:02}"),
            paragraphs,
            html: random.chance(15),
            copy_of: None,
        }
    }

    fn copy(&self, random: &mut Random, lead: &Article, publisher: &'static str, of: usize) -> Article {
        let mut copy = lead.clone();
        copy.copy_of = Some(of);
        copy.publisher = publisher;
        copy.html = random.chance(15);
        if random.chance(50) {
            copy.title = self.title(random);
        }
        if random.chance(40) {
            let kept = copy.paragraphs.len() - random.between(1, 3);
            copy.paragraphs.truncate(kept);
        }
        if random.chance(40) {
            let template = random.pick(words::LOCAL);
            let at = random.between(2, copy.paragraphs.len());
            copy.paragraphs.insert(at, expand(template, &self.facts, random));
        }
        copy
    }

    fn title(&self, random: &mut Random) -> String {
        let templates = [
            "{killed} dead in {town} {kind}",
            "[Grief and questions|Anger|Silence] in {town} after {kind}",
            "{country}: {kind} in {town} [kills {killed}|leaves {killed} dead]",
        ];
        capital(&expand(random.pick(&templates), &self.facts, random))
    }

    /// A saying with its speaker; whose it is depends on the story alone.
    fn said(&self, random: &mut Random, words: &str, saying: &str) -> String {
        let at = self.sayings.iter().position(|known| *known == saying).unwrap_or(0);
        let (name, office) = &self.speakers[at % self.speakers.len()];
        let mut facts = self.facts.clone();
        facts.insert("saying", words.to_owned());
        facts.insert("name", name.clone());
        facts.insert("family", family(name));
        facts.insert("office", office.clone());
        expand(random.pick(words::SAID), &facts, random)
    }
}

/// `count` different ones, in the order of their list.
fn some_of<'a>(of: &[&'a str], count: usize, random: &mut Random) -> Vec<&'a str> {
    let mut indexes: Vec<usize> = (0..of.len()).collect();
    random.shuffle(&mut indexes);
    indexes.truncate(count);
    indexes.sort_unstable();
    indexes.into_iter().map(|at| of[at]).collect()
}

/// Fills `{slot}` from the facts (`{Slot}` with a capital) and takes one of `[a|b]`. A fact may
/// hold slots itself. Sentences start with a capital.
fn expand(template: &str, facts: &BTreeMap<&'static str, String>, random: &mut Random) -> String {
    let mut text = template.to_owned();
    while let Some(open) = text.find(['[', '{']) {
        let (close, mark) = if text[open..].starts_with('[') { (']', '[') } else { ('}', '{') };
        let end = open + text[open..].find(close).expect("templates close what they open");
        let inside = &text[open + 1..end];
        let filled = if mark == '[' {
            let choices: Vec<&str> = inside.split('|').collect();
            // A choice that is cut through by a slot would be wrong, so slots inside are filled later.
            (random.pick(&choices)).to_owned()
        } else if let Some(value) = facts.get(inside) {
            value.clone()
        } else {
            let small = inside.to_lowercase();
            capital(facts.get(small.as_str()).unwrap_or_else(|| panic!("no fact {inside:?}")))
        };
        text.replace_range(open..=end, &filled);
    }
    capital(text.replace("  ", " ").trim_start())
}

/// The text with a capital first letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn town(random: &mut Random) -> String {
    let middle = random.pick(words::TOWN_MIDDLES);
    let second = if random.chance(90) { random.pick(words::TOWN_SECONDS) } else { "" };
    format!("{}{middle}{second}{}", random.pick(words::TOWN_STARTS), random.pick(words::TOWN_ENDS))
}

fn country(random: &mut Random) -> String {
    format!("{}{}", random.pick(words::COUNTRY_STARTS), random.pick(words::COUNTRY_ENDS))
}

fn family_name(random: &mut Random) -> String {
    let (start, middle) = (random.pick(words::FAMILY_STARTS), random.pick(words::FAMILY_MIDDLES));
    format!("{start}{middle}{}", random.pick(words::FAMILY_ENDS))
}

fn person(random: &mut Random) -> String {
    format!("{} {}", random.pick(words::GIVEN), family_name(random))
}

fn family(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or(name).to_owned()
}

/// `12500` as `12,500`.
fn thousands(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}

/// Year, month and day, counted from Monday 2 January 2023.
fn civil(mut day: usize) -> (usize, usize, usize) {
    day += 1;
    let mut year = 2023;
    loop {
        let leap = year % 4 == 0;
        let months = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (at, length) in months.into_iter().enumerate() {
            if day < length {
                return (year, at + 1, day + 1);
            }
            day -= length;
        }
        year += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_second_of_january() {
        assert_eq!(civil(0), (2023, 1, 2));
        assert_eq!(civil(29), (2023, 1, 31));
        assert_eq!(civil(364), (2024, 1, 1));
        assert_eq!(civil(364 + 59), (2024, 2, 29));
    }

    #[test]
    fn templates_are_filled() {
        let facts =
            BTreeMap::from([("town", "Belport".to_owned()), ("office", "the mayor of {town}".to_owned())]);
        let filled =
            expand("{office} came, and [the|the] [{town}|{town}] band", &facts, &mut Random::new(1, 1));
        assert_eq!(filled, "The mayor of Belport came, and the Belport band");
    }
}
