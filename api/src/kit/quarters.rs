//! Quarters of years.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Some days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

/// So many quarters of years until the one of a day, the latest first; fewer where days end.
#[must_use]
pub fn quarters(of: NaiveDate, many: usize) -> Vec<Span> {
    let first = of
        .with_day(1)
        .and_then(|it| it.with_month(it.month0() / 3 * 3 + 1));
    let firsts = (0..many).map_while(|back| {
        let back = u32::try_from(back).ok()?.checked_mul(3)?;
        let from = first?.checked_sub_months(Months::new(back))?;
        let next = from.checked_add_months(Months::new(3))?;
        let to = next.checked_sub_days(Days::new(1))?;
        Some(Span { from, to })
    });
    firsts.collect()
}

/// The quarters in which some days are, as far as they are in them, the latest first: at most so many.
#[must_use]
pub fn quarters_of(span: Span, most: usize) -> Vec<Span> {
    let all = quarters(span.to, most).into_iter();
    let within = all.take_while(|it| it.to >= span.from && span.from <= span.to);
    let cut = within.map(|it| Span {
        from: it.from.max(span.from),
        to: it.to.min(span.to),
    });
    cut.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(from: &str, to: &str) -> Span {
        let day = |text: &str| text.parse().unwrap();
        Span {
            from: day(from),
            to: day(to),
        }
    }

    #[test]
    fn quarters_end_where_the_next_begin() {
        let wanted = [
            span("2026-01-01", "2026-03-31"),
            span("2025-10-01", "2025-12-31"),
            span("2025-07-01", "2025-09-30"),
        ];
        assert_eq!(quarters("2026-02-28".parse().unwrap(), 3), wanted);
        assert_eq!(
            quarters("2026-12-31".parse().unwrap(), 1),
            [span("2026-10-01", "2026-12-31")]
        );
    }

    #[test]
    fn days_are_cut_where_quarters_end() {
        let days = span("2025-12-30", "2026-01-02");
        let wanted = [span("2026-01-01", "2026-01-02"), span("2025-12-30", "2025-12-31")];
        assert_eq!(quarters_of(days, 9), wanted);
        assert!(quarters_of(span("2026-01-02", "2026-01-01"), 9).is_empty());
    }

    proptest! {
        #[test]
        fn every_day_is_in_the_first_of_its_quarters(number in 0_i32..40_000, many in 1..9_usize) {
            let day = NaiveDate::from_epoch_days(number).unwrap();
            let found = quarters(day, many);
            prop_assert_eq!(found.len(), many);
            prop_assert!(found[0].from <= day && day <= found[0].to);
            for pair in found.windows(2) {
                prop_assert_eq!(pair[1].to.succ_opt(), Some(pair[0].from));
            }
        }

        #[test]
        fn cut_quarters_are_all_of_the_days(from in 0_i32..40_000, days in 0_i32..1_500) {
            let day = |number| NaiveDate::from_epoch_days(number).unwrap();
            let all = Span { from: day(from), to: day(from + days) };
            let found = quarters_of(all, 30);
            prop_assert_eq!(found[0].to, all.to);
            prop_assert_eq!(found[found.len() - 1].from, all.from);
            for pair in found.windows(2) {
                prop_assert_eq!(pair[1].to.succ_opt(), Some(pair[0].from));
            }
        }
    }
}
