//! What a document says about its own year without naming it.
//!
//! "Sunday (25 September)" and "Monday (19 September)" leave only the years in which those dates
//! fall on those days. A year that the document names as past bounds them from below. The years
//! that are left become alternatives; a single one becomes the anchor; several leave the value open.

use crate::calendar::{date, weekday};
use crate::grammar::{Expr, Found, Partial, Tense, YearRef};

/// A weekday with its date and no year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) weekday: u8,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

/// What was gathered from the expressions of one document.
#[derive(Debug, Default)]
pub(crate) struct Constraints {
    pairs: Vec<Pair>,
    latest_past_year: Option<i32>,
}

impl Constraints {
    /// Takes note of an expression.
    pub(crate) fn note(&mut self, found: &Found, tense: Tense) {
        self.note_expr(&found.expr, tense);
    }

    fn note_expr(&mut self, expr: &Expr, tense: Tense) {
        match expr {
            Expr::Date(Partial {
                weekday: Some(weekday),
                month: Some(month),
                day: Some(day),
                year: None,
                ..
            }) => {
                self.pairs.push(Pair { weekday: *weekday, month: *month, day: *day });
            }
            Expr::Date(Partial { year: Some(YearRef::Number(year)), .. }) | Expr::Year(year)
                if tense == Tense::Past =>
            {
                self.latest_past_year = self.latest_past_year.max(Some(*year));
            }
            Expr::Part { on: Some(on), .. } | Expr::Clock { on: Some(on), .. } => self.note_expr(on, tense),
            _ => {}
        }
    }

    /// The years from `earliest` to `latest` that all pairs allow; none where there is no pair, or
    /// where they contradict each other.
    pub(crate) fn years(&self, earliest: i32, latest: i32) -> Vec<i32> {
        if self.pairs.is_empty() {
            return Vec::new();
        }
        let fits = |year: i32, pair: &Pair| {
            date(year, pair.month, pair.day).is_some_and(|found| found.weekday() == weekday(pair.weekday))
        };
        let all: Vec<i32> =
            (earliest..=latest).filter(|year| self.pairs.iter().all(|pair| fits(*year, pair))).collect();
        let later: Vec<i32> = all
            .iter()
            .copied()
            .filter(|year| self.latest_past_year.is_none_or(|past| *year >= past))
            .collect();
        if later.is_empty() { all } else { later }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_with_their_dates_leave_few_years() {
        let mut constraints = Constraints::default();
        constraints.pairs.push(Pair { weekday: 7, month: 9, day: 25 });
        constraints.pairs.push(Pair { weekday: 1, month: 9, day: 19 });
        assert_eq!(constraints.years(1990, 2030), [1994, 2005, 2011, 2016, 2022]);
        constraints.latest_past_year = Some(2014);
        assert_eq!(constraints.years(1990, 2030), [2016, 2022]);
        constraints.pairs.push(Pair { weekday: 2, month: 9, day: 25 });
        assert_eq!(constraints.years(1990, 2030), [] as [i32; 0]);
    }
}
