//! From what an expression says to its TIMEX3 value.
//!
//! A [`Resolver`] goes through a document's expressions in order. It knows the date that the
//! document was written (where anyone does), the date last spoken of, and the quarter last spoken
//! of. What can't be known stays open: `XXXX-09-25`, with the alternatives that the text allows.

use std::fmt::Write as _;

use jiff::civil::Date;
use rapporteur_document::{Anchor, Rule, TimeKind};

use crate::calendar::{add_days, add_months, add_years, date, day, holiday, nearest, quarter, week, weekday};
use crate::grammar::{Amount, Clock, Expr, Partial, Step, Tense, Towards, Unit, YearRef};
use crate::read::period;

/// A date on the wrong side of the tense counts as this many times as far away: what is ten months
/// off by its tense and two months off against it mostly follows another verb. Measured on `times-dev`
/// (value F1 80.5 with 5, 80.6 with 4; 3 overrules plain verbs).
const WRONG_SIDE: i64 = 4;

/// Days of a long way off, in which a preference for the past is weaker than a year's distance.
const SIDE_BIAS_PERCENT: i64 = 200;

/// Sentences with expressions for which a passage tells on of the day that it named.
const TOLD_REACH: u32 = 2;

/// How exact a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grain {
    Day,
    Week,
    Month,
    Year,
}

/// A date that was spoken of, for those that are counted from it.
#[derive(Debug, Clone)]
struct Point {
    date: Date,
    grain: Grain,
    value: String,
}

/// The date that the document was written.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    pub(crate) date: Date,
    /// `published`, `dateline`, `constraints`.
    pub(crate) from: Rule,
}

/// An expression with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) kind: TimeKind,
    pub(crate) value: String,
    pub(crate) anchor: Option<Anchor>,
    pub(crate) alternatives: Vec<String>,
}

/// Goes through the expressions of one document.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    base: Option<Base>,
    /// Years that weekdays with their dates allow, where no date of publication is known.
    years: Vec<i32>,
    last: Option<Point>,
    /// Sentences with expressions since the date last spoken of.
    since_last: u32,
    /// The day that a passage tells of, long before the document was written, and the sentences with
    /// expressions since then.
    told: Option<(Date, u32)>,
    quarter: Option<(i32, u8)>,
}

/// A value with where it came from, before it is an [`Answer`].
struct Value {
    text: String,
    anchor: Option<Anchor>,
    alternatives: Vec<String>,
    point: Option<(Date, Grain)>,
}

impl Value {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), anchor: None, alternatives: Vec::new(), point: None }
    }

    fn at(mut self, date: Date, grain: Grain) -> Self {
        self.point = Some((date, grain));
        self
    }

    fn from(mut self, anchor: Option<Anchor>) -> Self {
        self.anchor = anchor;
        self
    }
}

impl Resolver {
    pub(crate) fn new(base: Option<Base>, years: Vec<i32>) -> Self {
        Self { base, years, ..Self::default() }
    }

    /// A new sentence begins.
    pub(crate) fn sentence(&mut self) {
        self.since_last = self.since_last.saturating_add(1);
        self.told =
            self.told.map(|(date, since)| (date, since + 1)).filter(|(_, since)| *since <= TOLD_REACH);
    }

    /// The value of the next expression of the document. `of_report` says that the day is one on which
    /// somebody spoke, as those of a document's own days are.
    pub(crate) fn answer(&mut self, expr: &Expr, tense: Tense, of_report: bool) -> Answer {
        let kind = kind(expr);
        if of_report {
            self.told = None;
        }
        let value = self.value(expr, tense);
        if let Some((date, grain)) = value.point {
            self.tell(expr, date, grain);
            self.last = Some(Point { date, grain, value: value.text.clone() });
            self.since_last = 0;
        }
        let kind =
            if kind == TimeKind::Duration || !value.text.starts_with('P') || value.text.ends_with("_REF") {
                kind
            } else if kind == TimeKind::Set {
                TimeKind::Set
            } else {
                // "two hours later" from no known hour is a length of time and nothing more.
                TimeKind::Duration
            };
        Answer { kind, value: value.text, anchor: value.anchor, alternatives: value.alternatives }
    }

    /// What the passage tells of now: a day named with its date and its weekday that is behind by more
    /// than a week, and weekdays that follow it. Whatever else says when brings it to an end.
    fn tell(&mut self, expr: &Expr, date: Date, grain: Grain) {
        let behind = self.base.as_ref().is_some_and(|base| (base.date - date).get_days() > 7);
        let of_day = match expr {
            Expr::Clock { on: None, .. } | Expr::Part { on: None, .. } => return,
            Expr::Clock { on: Some(on), .. } | Expr::Part { on: Some(on), .. } => &**on,
            expr => expr,
        };
        let names_day = match of_day {
            Expr::Date(Partial { month: Some(_), day: Some(_), weekday: Some(_), .. }) => true,
            Expr::Date(Partial { weekday: Some(_), step: None, .. }) => self.told.is_some(),
            _ => false,
        };
        self.told = (names_day && behind && grain == Grain::Day).then_some((date, 0));
    }

    fn base_anchor(&self) -> Option<Anchor> {
        self.base.as_ref().map(|base| Anchor { from: base.from.clone(), value: day(base.date) })
    }

    fn last_anchor(&self) -> Option<Anchor> {
        self.last.as_ref().map(|last| Anchor { from: "expression".into(), value: last.value.clone() })
    }

    /// The date that a step counts from: that last spoken of, or the document's.
    fn origin(&self, step: Step) -> Option<(Date, Option<Anchor>)> {
        let of_last = matches!(step, Step::That | Step::Following | Step::Previous);
        match (&self.last, &self.base) {
            (Some(last), _) if of_last => Some((last.date, self.last_anchor())),
            // "that year" without a year before it is not the year of writing.
            (None, _) if step == Step::That => None,
            (_, Some(base)) => Some((base.date, self.base_anchor())),
            (_, None) => None,
        }
    }

    fn value(&mut self, expr: &Expr, tense: Tense) -> Value {
        match expr {
            Expr::Date(partial) => self.date(*partial, tense),
            Expr::Year(year) => year_value(*year),
            Expr::Decade(decade) => {
                let value = Value::new(format!("{decade:03}"));
                match date(decade * 10, 1, 1) {
                    Some(first) => value.at(first, Grain::Year),
                    None => value,
                }
            }
            Expr::Century(nth) => Value::new(format!("{:02}", nth.saturating_sub(1))),
            Expr::Quarter { which, year, step } => self.quarter(*which, *year, *step, tense),
            Expr::Half { which, year } => match self.year_of(*year) {
                Some((year, anchor)) => Value::new(format!("{year:04}-H{which}")).from(anchor),
                None => Value::new(format!("XXXX-H{which}")),
            },
            Expr::WeekOf(of) => {
                let inner = self.value(of, tense);
                match inner.point {
                    Some((found, _)) => Value::new(week(found)).at(found, Grain::Week).from(inner.anchor),
                    None => Value::new("XXXX-WXX"),
                }
            }
            Expr::PeriodOf { year, back } => self.period_of(*year, *back),
            Expr::Season { code, year, step } => self.season(code, *year, *step, tense),
            Expr::Holiday { code, year, step } => self.holiday(code, *year, *step, tense),
            Expr::Period { unit, step } => self.period(*unit, *step, tense),
            Expr::Offset { amount, unit, towards } => self.offset(*amount, *unit, *towards),
            Expr::From { amount, unit, later, of } => self.from(*amount, *unit, *later, of, tense),
            Expr::Anniversary { years, of } => self.anniversary(*years, of, tense),
            Expr::Day(days) => match &self.base {
                Some(base) => match add_days(base.date, *days) {
                    Some(found) => Value::new(day(found)).at(found, Grain::Day).from(self.base_anchor()),
                    None => Value::new("XXXX-XX-XX"),
                },
                None => Value::new("XXXX-XX-XX"),
            },
            Expr::Duration { amount, unit, minutes } => {
                let mut text = period(*amount, *unit);
                if let Some(minutes) = minutes {
                    let _ = write!(text, "{minutes}M");
                }
                Value::new(text)
            }
            Expr::Set(value) => Value::new(value.clone()),
            Expr::Ref(value) => Value::new(*value),
            Expr::Clock { clock, on } => {
                let time = clock_text(*clock);
                self.time_of_day(on.as_deref(), &time, tense)
            }
            Expr::Part { code, on } => self.time_of_day(on.as_deref(), code, tense),
        }
    }

    /// A year as it was said: the number, and what it was counted from.
    fn year_of(&self, year: Option<YearRef>) -> Option<(i32, Option<Anchor>)> {
        match year? {
            YearRef::Number(number) => Some((number, None)),
            YearRef::Step(step) => {
                let (origin, anchor) = self.origin(step)?;
                Some((i32::from(origin.year()) + shift(step), anchor))
            }
        }
    }

    fn date(&mut self, partial: Partial, tense: Tense) -> Value {
        let Partial { year, month, day: day_of_month, weekday: of_week, step } = partial;
        match (month, day_of_month) {
            (Some(month), Some(day_of_month)) => match self.year_of(year) {
                Some((year, anchor)) => {
                    let value = Value::new(format!("{year:04}-{month:02}-{day_of_month:02}")).from(anchor);
                    match date(year, month, day_of_month) {
                        Some(found) => value.at(found, Grain::Day),
                        None => value,
                    }
                }
                None => self.month_day(month, day_of_month, of_week, step, tense),
            },
            (Some(month), None) => match self.year_of(year) {
                Some((year, anchor)) => month_value(year, month).from(anchor),
                None => self.month(month, step, tense),
            },
            (None, Some(day_of_month)) => self.weekday_of_month(day_of_month, of_week, tense),
            (None, None) => match of_week {
                Some(of_week) => self.weekday(of_week, step, tense),
                None => Value::new("XXXX-XX-XX"),
            },
        }
    }

    /// "Nov. 3", "Sunday (25 September)": the year is to be found.
    fn month_day(
        &self,
        month: u8,
        day_of_month: u8,
        of_week: Option<u8>,
        step: Option<Step>,
        tense: Tense,
    ) -> Value {
        let open = format!("XXXX-{month:02}-{day_of_month:02}");
        let Some(base) = &self.base else {
            let fits = |year: &i32| {
                date(*year, month, day_of_month)
                    .filter(|found| of_week.is_none_or(|number| found.weekday() == weekday(number)))
            };
            // A weekday with a single year left is as good as that year.
            if let ([year], Some(_)) = (self.years.as_slice(), of_week)
                && let Some(found) = fits(year)
            {
                let anchor = Anchor { from: "constraints".into(), value: format!("{year:04}") };
                return Value::new(day(found)).at(found, Grain::Day).from(Some(anchor));
            }
            let alternatives: Vec<String> = self.years.iter().filter_map(fits).map(day).collect();
            return Value { alternatives, ..Value::new(open) };
        };
        let year = i32::from(base.date.year());
        let tense = match step {
            Some(Step::Last) => Tense::Past,
            Some(Step::Next) => Tense::Future,
            _ => tense,
        };
        // A weekday beside it decides among the years near by.
        let by_weekday = of_week.and_then(|number| {
            [0, -1, 1, -2, 2]
                .iter()
                .filter_map(|shift| date(year + shift, month, day_of_month))
                .filter(|found| found.weekday() == weekday(number))
                .min_by_key(|found| distance(base.date, *found, tense))
        });
        let near = [year - 1, year, year + 1]
            .iter()
            .filter_map(|year| date(*year, month, day_of_month))
            .min_by_key(|found| distance(base.date, *found, tense));
        match by_weekday.or(near) {
            Some(found) => Value::new(day(found)).at(found, Grain::Day).from(self.base_anchor()),
            None => Value::new(open),
        }
    }

    /// "April", "last November".
    fn month(&self, month: u8, step: Option<Step>, tense: Tense) -> Value {
        let Some(base) = &self.base else { return Value::new(format!("XXXX-{month:02}")) };
        let (year, now) = (i32::from(base.date.year()), u8::try_from(base.date.month()).unwrap_or(1));
        let found = match step {
            Some(Step::Last | Step::Previous) => {
                if month < now {
                    year
                } else {
                    year - 1
                }
            }
            Some(Step::Next | Step::Following) => {
                if month > now {
                    year
                } else {
                    year + 1
                }
            }
            Some(Step::This) => year,
            _ => {
                let middle = |year: &i32| date(*year, month, 15).map(|found| (*year, found));
                let here = if month == now { Some(year) } else { None };
                here.or_else(|| {
                    [year - 1, year, year + 1]
                        .iter()
                        .filter_map(middle)
                        .min_by_key(|(_, found)| distance(base.date, *found, tense))
                        .map(|(year, _)| year)
                })
                .unwrap_or(year)
            }
        };
        month_value(found, month).from(self.base_anchor())
    }

    /// "Friday the 13th": the last or next month in which that day is that weekday.
    fn weekday_of_month(&self, day_of_month: u8, of_week: Option<u8>, tense: Tense) -> Value {
        let open = format!("XXXX-XX-{day_of_month:02}");
        let (Some(base), Some(of_week)) = (&self.base, of_week) else { return Value::new(open) };
        let (year, month) = (i32::from(base.date.year()), i32::from(base.date.month()));
        let found = (-6..=6)
            .filter_map(|shift| {
                let index = year * 12 + month - 1 + shift;
                date(index.div_euclid(12), u8::try_from(index.rem_euclid(12) + 1).ok()?, day_of_month)
            })
            .filter(|found| found.weekday() == weekday(of_week))
            .min_by_key(|found| distance(base.date, *found, tense));
        match found {
            Some(found) => Value::new(day(found)).at(found, Grain::Day).from(self.base_anchor()),
            None => Value::new(open),
        }
    }

    /// "Friday", "last Friday", "the previous Friday".
    fn weekday(&self, number: u8, step: Option<Step>, tense: Tense) -> Value {
        let open = || Value::new(format!("XXXX-WXX-{number}"));
        if let (Some((told, _)), None, true) = (self.told, step, tense != Tense::Future)
            && let Some(found) = nearest(told, weekday(number), true)
        {
            return Value::new(day(found)).at(found, Grain::Day).from(self.last_anchor());
        }
        let from = step.unwrap_or(Step::This);
        let Some((origin, anchor)) = self.origin(from).or_else(|| self.origin(Step::This)) else {
            return open();
        };
        let wanted = weekday(number);
        let found = match step {
            Some(Step::Last | Step::Previous | Step::Latest) => {
                add_days(origin, -1).and_then(|before| nearest(before, wanted, false))
            }
            Some(Step::Next | Step::Following) => {
                add_days(origin, 1).and_then(|after| nearest(after, wanted, true))
            }
            Some(Step::This) => nearest(origin, wanted, tense != Tense::Past),
            Some(Step::That) => nearest(origin, wanted, false),
            None => nearest(origin, wanted, tense == Tense::Future),
        };
        match found {
            Some(found) => Value::new(day(found)).at(found, Grain::Day).from(anchor),
            None => open(),
        }
    }

    fn quarter(
        &mut self,
        which: Option<u8>,
        year: Option<YearRef>,
        step: Option<Step>,
        tense: Tense,
    ) -> Value {
        let now = self.base.as_ref().map(|base| (i32::from(base.date.year()), quarter(base.date)));
        let (found, anchor) = if let Some(which) = which {
            match (self.year_of(year), now) {
                (Some((year, anchor)), _) => (Some((year, which)), anchor),
                (None, Some((year, current))) => {
                    // Quarters away, those on the wrong side counted three times: firms expect to
                    // report the quarter that is over.
                    let away = |year_by: i32| {
                        let quarters = year_by * 4 + i32::from(which) - i32::from(current);
                        let wrong = if tense == Tense::Future { quarters < 0 } else { quarters > 0 };
                        if wrong { quarters.abs() * 3 } else { quarters.abs() }
                    };
                    let by = [0, -1, 1].into_iter().min_by_key(|by| away(*by)).unwrap_or(0);
                    (Some((year + by, which)), self.base_anchor())
                }
                (None, None) => return Value::new(format!("XXXX-Q{which}")),
            }
        } else {
            let moved = |by: i32| {
                now.map(|(year, current)| {
                    let index = year * 4 + i32::from(current) - 1 + by;
                    (index.div_euclid(4), u8::try_from(index.rem_euclid(4) + 1).unwrap_or(1))
                })
            };
            match step {
                Some(Step::Last | Step::Previous) => (moved(-1), self.base_anchor()),
                Some(Step::This) => (moved(0), self.base_anchor()),
                Some(Step::Next | Step::Following) => (moved(1), self.base_anchor()),
                // "the quarter": that just spoken of, or the last one that is complete. "The latest"
                // is none of years past.
                Some(Step::Latest) if moved(-3).zip(self.quarter).is_some_and(|(old, known)| known < old) => {
                    (moved(-1), self.base_anchor())
                }
                Some(Step::That | Step::Latest) | None => match self.quarter {
                    Some(known) => (Some(known), self.last_anchor()),
                    None => (moved(-1), self.base_anchor()),
                },
            }
        };
        let Some((year, which)) = found else { return Value::new("XXXX-QX") };
        self.quarter = Some((year, which));
        let value = Value::new(format!("{year:04}-Q{which}")).from(anchor);
        match date(year, which * 3, 1) {
            Some(found) => value.at(found, Grain::Month),
            None => value,
        }
    }

    /// "the year-ago period", "the 1988 period", "year-earlier".
    fn period_of(&self, year: Option<i32>, back: i32) -> Value {
        match (self.quarter, year, &self.base) {
            (Some((_, which)), Some(year), _) => {
                Value::new(format!("{year:04}-Q{which}")).from(self.last_anchor())
            }
            (Some((known, which)), None, _) => {
                Value::new(format!("{:04}-Q{which}", known - back)).from(self.last_anchor())
            }
            (None, Some(year), _) => year_value(year),
            (None, None, Some(base)) => {
                Value::new(format!("{:04}", i32::from(base.date.year()) - back)).from(self.base_anchor())
            }
            (None, None, None) => Value::new("XXXX"),
        }
    }

    fn season(&self, code: &str, year: Option<YearRef>, step: Option<Step>, tense: Tense) -> Value {
        if let Some((year, anchor)) = self.year_of(year) {
            return Value::new(format!("{year:04}-{code}")).from(anchor);
        }
        let origin = self.origin(step.unwrap_or(Step::This)).or_else(|| self.origin(Step::This));
        let Some((origin, anchor)) = origin else { return Value::new(format!("XXXX-{code}")) };
        // The month in the season's middle, northern hemisphere.
        let middle = match code {
            "SP" => 4,
            "SU" => 7,
            "FA" => 10,
            _ => 1,
        };
        let (this, month) = (i32::from(origin.year()), i32::from(origin.month()));
        let found = match step {
            Some(Step::Last | Step::Previous) => {
                if month > middle + 1 {
                    this
                } else {
                    this - 1
                }
            }
            Some(Step::Next | Step::Following) => {
                if month < middle - 1 {
                    this
                } else {
                    this + 1
                }
            }
            Some(Step::This | Step::That | Step::Latest) => this,
            None => [this - 1, this, this + 1]
                .iter()
                .filter_map(|year| date(*year, u8::try_from(middle).ok()?, 15).map(|found| (*year, found)))
                .min_by_key(|(_, found)| distance(origin, *found, tense))
                .map_or(this, |(year, _)| year),
        };
        Value::new(format!("{found:04}-{code}")).from(anchor)
    }

    fn holiday(&self, code: &str, year: Option<YearRef>, step: Option<Step>, tense: Tense) -> Value {
        if let Some((year, anchor)) = self.year_of(year)
            && let Some(found) = holiday(code, year)
        {
            return Value::new(day(found)).at(found, Grain::Day).from(anchor);
        }
        let fixed = code.len() == 5 && code.as_bytes()[2] == b'-';
        let Some(base) = &self.base else {
            return Value::new(if fixed { format!("XXXX-{code}") } else { "XXXX-XX-XX".into() });
        };
        let this = i32::from(base.date.year());
        let tense = match step {
            Some(Step::Last | Step::Previous) => Tense::Past,
            Some(Step::Next | Step::Following) => Tense::Future,
            _ => tense,
        };
        let found = [this - 1, this, this + 1]
            .iter()
            .filter_map(|year| holiday(code, *year))
            .min_by_key(|found| distance(base.date, *found, tense));
        match found {
            Some(found) => Value::new(day(found)).at(found, Grain::Day).from(self.base_anchor()),
            None => Value::new("XXXX-XX-XX"),
        }
    }

    /// "last week", "this year", "the following month", "the weekend".
    fn period(&self, unit: Unit, step: Option<Step>, tense: Tense) -> Value {
        let open = Value::new(match unit {
            Unit::Day => "XXXX-XX-XX",
            Unit::Week | Unit::Fortnight => "XXXX-WXX",
            Unit::Weekend => "XXXX-WXX-WE",
            Unit::Month => "XXXX-XX",
            Unit::Decade => "XXX",
            Unit::Century => "XX",
            _ => "XXXX",
        });
        let from = step.unwrap_or(Step::This);
        // "that day" needs a day, "that year" no more than a year.
        let needed = unit_grain(unit);
        let origin = match (from, &self.last) {
            (Step::That | Step::Following | Step::Previous, Some(last)) if last.grain > needed => None,
            _ => self.origin(from),
        };
        let Some((origin, anchor)) = origin else { return open };
        let by = i64::from(shift(from));
        let value = match unit {
            Unit::Day => add_days(origin, by).map(|found| Value::new(day(found)).at(found, Grain::Day)),
            Unit::Week | Unit::Fortnight => {
                add_days(origin, by * 7).map(|found| Value::new(week(found)).at(found, Grain::Week))
            }
            Unit::Weekend => {
                // On a Monday "the weekend" is the one before, unless it is still to come.
                let past =
                    step.is_none() && tense != Tense::Future && origin.weekday().to_monday_one_offset() < 6;
                let by = if step.is_none() { -i64::from(past) } else { by };
                add_days(origin, by * 7)
                    .map(|found| Value::new(format!("{}-WE", week(found))).at(found, Grain::Week))
            }
            Unit::Month => add_months(origin, by).map(|found| {
                Value::new(format!("{:04}-{:02}", found.year(), found.month())).at(found, Grain::Month)
            }),
            Unit::Year => add_years(origin, by)
                .map(|found| Value::new(format!("{:04}", found.year())).at(found, Grain::Year)),
            Unit::Decade => {
                add_years(origin, by * 10).map(|found| Value::new(format!("{:03}", found.year() / 10)))
            }
            Unit::Century => {
                add_years(origin, by * 100).map(|found| Value::new(format!("{:02}", found.year() / 100)))
            }
            Unit::Quarter | Unit::Hour | Unit::Minute | Unit::Second => None,
        };
        match value {
            Some(value) => value.from(anchor),
            None => open,
        }
    }

    /// "two weeks ago", "three days later", "a year earlier".
    fn offset(&self, amount: Amount, unit: Unit, towards: Towards) -> Value {
        let back = matches!(towards, Towards::Ago | Towards::Earlier);
        let of_last = matches!(towards, Towards::Earlier | Towards::Later);
        let Amount::Exactly(count) = amount else {
            return match towards {
                Towards::Ago => Value::new("PAST_REF"),
                Towards::FromNow => Value::new("FUTURE_REF"),
                Towards::Earlier | Towards::Later => {
                    Value::new(period(amount, unit)).from(self.last_anchor())
                }
            };
        };
        if unit == Unit::Year && (count - 1.0).abs() < f64::EPSILON && back && self.quarter.is_some() {
            return self.period_of(None, 1);
        }
        if unit.is_clock() {
            return Value::new(period(amount, unit)).from(if of_last {
                self.last_anchor()
            } else {
                self.base_anchor()
            });
        }
        // "a week later" than something in 2014 is no week that anyone could name.
        let grain = unit_grain(unit);
        let origin = match (&self.last, &self.base) {
            (Some(last), _) if of_last && last.grain > grain => {
                return Value::new(open(unit)).from(self.last_anchor());
            }
            (Some(last), _) if of_last => Some((last.date, self.last_anchor())),
            (_, Some(base)) => Some((base.date, self.base_anchor())),
            _ => None,
        };
        let Some((origin, anchor)) = origin else { return Value::new(open(unit)) };
        moved(origin, count, unit, back).map_or_else(|| Value::new(open(unit)), |value| value.from(anchor))
    }

    /// "the day after Christmas", "two days before 11 September".
    fn from(&mut self, amount: Amount, unit: Unit, later: bool, of: &Expr, tense: Tense) -> Value {
        let inner = self.value(of, tense);
        let known = inner.point.filter(|(_, grain)| *grain <= unit_grain(unit));
        let (Amount::Exactly(count), Some((origin, _))) = (amount, known) else {
            return Value::new(open(unit));
        };
        let anchor = Anchor { from: "expression".into(), value: inner.text };
        moved(origin, count, unit, !later)
            .map_or_else(|| Value::new(open(unit)), |value| value.from(Some(anchor)))
    }

    fn anniversary(&mut self, years: u32, of: &Expr, tense: Tense) -> Value {
        let inner = self.value(of, tense);
        let Some((origin, grain)) = inner.point else { return Value::new("XXXX-XX-XX") };
        let anchor = Some(Anchor { from: "expression".into(), value: inner.text.clone() });
        let Some(found) = add_years(origin, i64::from(years)) else { return Value::new("XXXX-XX-XX") };
        let text = match grain {
            Grain::Day => day(found),
            Grain::Month => format!("{:04}-{:02}", found.year(), found.month()),
            _ => format!("{:04}", found.year()),
        };
        Value::new(text).at(found, grain).from(anchor)
    }

    /// A time of day on a day, on the day just spoken of in this sentence, or on the document's.
    fn time_of_day(&mut self, on: Option<&Expr>, time: &str, tense: Tense) -> Value {
        let (text, anchor, alternatives, point) = match on {
            Some(on) => {
                let inner = self.value(on, tense);
                (inner.text, inner.anchor, inner.alternatives, inner.point)
            }
            None => match (&self.last, &self.base) {
                (Some(last), base)
                    if last.grain == Grain::Day && (self.since_last <= 1 || base.is_none()) =>
                {
                    (day(last.date), self.last_anchor(), Vec::new(), Some((last.date, Grain::Day)))
                }
                (_, Some(base)) => (day(base.date), self.base_anchor(), Vec::new(), None),
                _ => ("XXXX-XX-XX".into(), None, Vec::new(), None),
            },
        };
        let alternatives = alternatives.into_iter().map(|one| format!("{one}T{time}")).collect();
        Value { text: format!("{text}T{time}"), anchor, alternatives, point }
    }
}

/// The TIMEX3 type of an expression.
fn kind(expr: &Expr) -> TimeKind {
    match expr {
        Expr::Duration { .. } => TimeKind::Duration,
        Expr::Set(_) => TimeKind::Set,
        Expr::Clock { .. } | Expr::Part { .. } => TimeKind::Time,
        _ => TimeKind::Date,
    }
}

/// Periods from the origin.
fn shift(step: Step) -> i32 {
    match step {
        Step::Last | Step::Previous => -1,
        Step::Next | Step::Following => 1,
        Step::This | Step::That | Step::Latest => 0,
    }
}

/// Days from the document's date, those on the wrong side counted several times.
fn distance(base: Date, found: Date, tense: Tense) -> i64 {
    let days = i64::from((found - base).get_days());
    match tense {
        Tense::Past if days > 0 => days * WRONG_SIDE * 100,
        Tense::Future if days < 0 => -days * WRONG_SIDE * 100,
        // A document tells of what was rather than of what will be.
        Tense::Unknown if days > 0 => days * SIDE_BIAS_PERCENT,
        _ => days.abs() * 100,
    }
}

fn year_value(year: i32) -> Value {
    let value = Value::new(format!("{year:04}"));
    match date(year, 7, 1) {
        Some(found) => value.at(found, Grain::Year),
        None => value,
    }
}

fn month_value(year: i32, month: u8) -> Value {
    let value = Value::new(format!("{year:04}-{month:02}"));
    match date(year, month, 15) {
        Some(found) => value.at(found, Grain::Month),
        None => value,
    }
}

/// How exact a date has to be to count these units from it.
fn unit_grain(unit: Unit) -> Grain {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Grain::Day,
        Unit::Week | Unit::Weekend | Unit::Fortnight => Grain::Week,
        Unit::Month | Unit::Quarter => Grain::Month,
        Unit::Year | Unit::Decade | Unit::Century => Grain::Year,
    }
}

fn open(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "XXXX-XX-XX",
        Unit::Week | Unit::Fortnight | Unit::Weekend => "XXXX-WXX",
        Unit::Month | Unit::Quarter => "XXXX-XX",
        _ => "XXXX",
    }
}

/// A date so many units away, as exact as its unit.
fn moved(origin: Date, count: f64, unit: Unit, back: bool) -> Option<Value> {
    let count = if back { -count } else { count };
    let whole = |count: f64| (count.abs() < 1e6).then_some(count.round() as i64);
    Some(match unit {
        Unit::Day => {
            let found = add_days(origin, whole(count)?)?;
            Value::new(day(found)).at(found, Grain::Day)
        }
        Unit::Week | Unit::Fortnight | Unit::Weekend => {
            let days = if unit == Unit::Fortnight { count * 14.0 } else { count * 7.0 };
            let found = add_days(origin, whole(days)?)?;
            Value::new(week(found)).at(found, Grain::Week)
        }
        Unit::Month | Unit::Quarter => {
            let months = if unit == Unit::Quarter { count * 3.0 } else { count };
            let found = add_months(origin, whole(months)?)?;
            Value::new(format!("{:04}-{:02}", found.year(), found.month())).at(found, Grain::Month)
        }
        Unit::Year | Unit::Decade | Unit::Century => {
            let years = match unit {
                Unit::Decade => count * 10.0,
                Unit::Century => count * 100.0,
                _ => count,
            };
            let found = add_months(origin, whole(years * 12.0)?)?;
            Value::new(format!("{:04}", found.year())).at(found, Grain::Year)
        }
        Unit::Hour | Unit::Minute | Unit::Second => return None,
    })
}

/// `10:35`, `17:00`, `24:00`, `14:30Z`.
pub(crate) fn clock_text(clock: Clock) -> String {
    let mut text = format!("{:02}:{:02}", clock.hour, clock.minute.unwrap_or(0));
    if let Some(second) = clock.second {
        let _ = write!(text, ":{second:02}");
    }
    if clock.universal {
        text.push('Z');
    }
    text
}
