//! What a time expression says before anyone knows when it was written.

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// By the code in `lexicon/calendar.toml`.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "weekend" => Self::Weekend,
            "fortnight" => Self::Fortnight,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }

    /// Shorter than a day.
    pub(crate) fn is_clock(self) -> bool {
        matches!(self, Self::Second | Self::Minute | Self::Hour)
    }
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Amount {
    /// "two", "two to three" (the lower end).
    Exactly(f64),
    /// "several", "some", bare "years".
    Some,
}

/// Where from the reference a period lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// "last", "past": before the time of writing.
    Last,
    /// "this", "current".
    This,
    /// "next", "coming": after the time of writing.
    Next,
    /// "that", "the same": the one just spoken of.
    That,
    /// "the following": after the one just spoken of.
    Following,
    /// "the previous": before the one just spoken of.
    Previous,
    /// "the latest": the last one that is complete.
    Latest,
}

/// A year, named or counted from the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum YearRef {
    Number(i32),
    Step(Step),
}

/// Which way an amount is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Towards {
    /// "ago".
    Ago,
    /// "from now".
    FromNow,
    /// "earlier", "before that".
    Earlier,
    /// "later".
    Later,
}

/// Parts of a date as far as they were said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Partial {
    pub(crate) year: Option<YearRef>,
    pub(crate) month: Option<u8>,
    pub(crate) day: Option<u8>,
    pub(crate) weekday: Option<u8>,
    pub(crate) step: Option<Step>,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) hour: u8,
    pub(crate) minute: Option<u8>,
    pub(crate) second: Option<u8>,
    /// In UTC or GMT, which TIMEX3 writes `Z`.
    pub(crate) universal: bool,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expr {
    /// "Friday", "25 September", "March 1999", "last November".
    Date(Partial),
    /// "1999", "fiscal 1989".
    Year(i32),
    /// "the 1990s": the year divided by ten. Without its century "the nineties" is the last one.
    Decade(i32),
    /// "the 20th century": 20.
    Century(u32),
    /// "the third quarter of 1990", "the quarter".
    Quarter { which: Option<u8>, year: Option<YearRef>, step: Option<Step> },
    /// "the first half of 1998".
    Half { which: u8, year: Option<YearRef> },
    /// "the week of March 6", "Easter week".
    WeekOf(Box<Expr>),
    /// "the year-ago period": the period just spoken of, years before.
    PeriodOf { year: Option<i32>, back: i32 },
    /// "last fall", "the winter of 1994".
    Season { code: &'static str, year: Option<YearRef>, step: Option<Step> },
    /// "Christmas", "last Thanksgiving".
    Holiday { code: &'static str, year: Option<YearRef>, step: Option<Step> },
    /// "last week", "this month", "the weekend".
    Period { unit: Unit, step: Option<Step> },
    /// "two weeks ago", "three days later".
    Offset { amount: Amount, unit: Unit, towards: Towards },
    /// "the day after Christmas", "two days before 11 September".
    From { amount: Amount, unit: Unit, later: bool, of: Box<Expr> },
    /// "the third anniversary of 11 September 2001".
    Anniversary { years: u32, of: Box<Expr> },
    /// "yesterday", "today", "tomorrow": days from the reference.
    Day(i64),
    /// "two years", "three-day".
    Duration { amount: Amount, unit: Unit, minutes: Option<u32> },
    /// A SET with its value.
    Set(String),
    /// `PRESENT_REF`, `PAST_REF`, `FUTURE_REF`.
    Ref(&'static str),
    /// "10 p.m. Wednesday".
    Clock { clock: Clock, on: Option<Box<Expr>> },
    /// "Friday night", "this morning", "the next morning".
    Part { code: &'static str, on: Option<Box<Expr>> },
}

/// Which way the words around it point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
    Unknown,
}

/// An expression that was read: pieces `first..end` of its sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) expr: Expr,
    pub(crate) modifier: Option<&'static str>,
    pub(crate) rule: &'static str,
}

impl Found {
    pub(crate) fn new(first: usize, end: usize, expr: Expr, rule: &'static str) -> Self {
        Self { first, end, expr, modifier: None, rule }
    }

    /// The same with its first piece earlier.
    #[must_use]
    pub(crate) fn from(mut self, first: usize) -> Self {
        self.first = first;
        self
    }

    /// The same with a modifier; an empty one is none.
    #[must_use]
    pub(crate) fn with(mut self, modifier: &'static str) -> Self {
        if !modifier.is_empty() {
            self.modifier = Some(modifier);
        }
        self
    }
}
