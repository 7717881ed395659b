//! Dates as address books write them, turned into the project's partial form.

use chrono::NaiveDate;

use super::month::month_name;

/// Apple writes this year for a birthday whose year is not known.
const APPLE_NO_YEAR: i32 = 1604;

/// `2020`, `2020-05`, `2020-05-12` or `--05-12`; nothing for a date that the calendar does not have.
fn partial(year: Option<i32>, month: Option<u32>, day: Option<u32>) -> Option<String> {
    match (year, month, day) {
        (Some(year), None, None) if (1..=9999).contains(&year) => Some(format!("{year:04}")),
        (Some(year), Some(month @ 1..=12), None) if (1..=9999).contains(&year) => {
            Some(format!("{year:04}-{month:02}"))
        }
        (Some(year), Some(month), Some(day)) if (1..=9999).contains(&year) => {
            NaiveDate::from_ymd_opt(year, month, day).map(|date| date.format("%Y-%m-%d").to_string())
        }
        // Any leap year lets 29 February stand.
        (None, Some(month), Some(day)) => {
            NaiveDate::from_ymd_opt(2000, month, day).map(|date| date.format("--%m-%d").to_string())
        }
        _ => None,
    }
}

/// A vCard date of any version: `19850412`, `1985-04-12T08:30:00Z`, `1985-04`, `1985`, `--0412`, `--04-12`; and what people type
/// instead: `12.04.1985`, `12.4.`, `12 April 1985`. `no_year` is a year that the card uses as a stand-in. Anything else, such as
/// "circa 1800" or 05/04/1985, which is two days, is nothing.
pub(super) fn from_vcard(raw: &str, no_year: Option<i32>) -> Option<String> {
    standard(raw, no_year).or_else(|| typed(raw))
}

fn typed(raw: &str) -> Option<String> {
    let parts = parts(raw);
    match (parts.as_slice(), raw.trim().ends_with('.')) {
        ([day, month], true) => partial(None, Some(number(month, 1, 2)?), Some(number(day, 1, 2)?)),
        // Two figures are no year of birth.
        ([.., year], _) if parts.len() == 3 && year.len() == 4 && number(year, 4, 4).is_some() => {
            let date = from_table(raw, None, Order::DayFirst)?;
            (!date.is_doubtful).then_some(date.date)
        }
        _ => None,
    }
}

fn standard(raw: &str, no_year: Option<i32>) -> Option<String> {
    let raw = raw.trim();
    let date = match raw.find(['T', 't', ' ']) {
        Some(at) => {
            let (date, time) = raw.split_at_checked(at)?;
            // A time may follow; prose may not.
            if !time
                .chars()
                .skip(1)
                .all(|letter| letter.is_ascii_digit() || " :.,+-Zz".contains(letter))
            {
                return None;
            }
            date
        }
        None => raw,
    };
    if let Some(rest) = date.strip_prefix("--") {
        let (month, day) = rest.split_once('-').or_else(|| rest.split_at_checked(2))?;
        return partial(None, Some(number(month, 1, 2)?), Some(number(day, 1, 2)?));
    }
    let mut parts = date.split(['-', '/']);
    let first = parts.next()?;
    let (year, month, day) = match (first.len(), parts.next(), parts.next(), parts.next()) {
        (8, None, None, None) => {
            let (year, rest) = first.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            (year, Some(month), Some(day))
        }
        (4, month, day, None) => (first, month, day),
        _ => return None,
    };
    let year = i32::try_from(number(year, 4, 4)?).ok()?;
    let month = month
        .map(|month| number(month, 1, 2).ok_or(()))
        .transpose()
        .ok()?;
    let day = day.map(|day| number(day, 1, 2).ok_or(())).transpose().ok()?;
    let stand_in = year == 0 || year == APPLE_NO_YEAR || no_year == Some(year);
    partial((!stand_in).then_some(year), month, day)
}

/// In which order numbers stand for a day and a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// 31/12
    DayFirst,
    /// 12/31
    MonthFirst,
}

/// A date of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableDate {
    /// The date in the partial form.
    pub(super) date: String,
    /// Nothing tells which of its numbers is the day.
    pub(super) is_doubtful: bool,
}

/// The order of a whole column: what those of its dates say that can be read in one way only. Nothing where they say nothing, or
/// disagree.
pub(super) fn order<'a>(column: impl Iterator<Item = &'a str>) -> Option<Order> {
    let (mut day_first, mut month_first) = (false, false);
    for raw in column {
        let parts = parts(raw);
        let numbers = (
            parts.first().and_then(|it| number(it, 1, 2)),
            parts.get(1).and_then(|it| number(it, 1, 2)),
        );
        match numbers {
            (Some(13..), Some(1..=12)) if !raw.contains('.') => day_first = true,
            (Some(1..=12), Some(13..)) if !raw.contains('.') => month_first = true,
            _ => {}
        }
    }
    match (day_first, month_first) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// The date of a cell: `12 Mar 2024`, `Mar 12, 2024`, `7-Feb-22`, `15. März 2024`, `2024-03-15`, `15.03.2024`, and `03/04/2024` in
/// the order of its column, else in the one that is usual where the file comes from.
pub(super) fn from_table(raw: &str, column: Option<Order>, usual: Order) -> Option<TableDate> {
    if let Some(date) = with_month_name(raw) {
        return Some(TableDate {
            date,
            is_doubtful: false,
        });
    }
    let parts = parts(raw);
    let (first, second, third) = (parts.first()?, parts.get(1)?, parts.get(2)?);
    if first.len() == 4 {
        let date = full(first, number(second, 1, 2)?, number(third, 1, 2)?)?;
        return Some(TableDate {
            date,
            is_doubtful: false,
        });
    }
    let (one, two) = (number(first, 1, 2)?, number(second, 1, 2)?);
    // Dots are of countries that put the day first.
    let own = if raw.contains('.') || one > 12 {
        Some(Order::DayFirst)
    } else if two > 12 {
        Some(Order::MonthFirst)
    } else {
        column
    };
    let (month, day) = match own.unwrap_or(usual) {
        Order::DayFirst => (two, one),
        Order::MonthFirst => (one, two),
    };
    let date = full(third, month, day)?;
    Some(TableDate {
        date,
        is_doubtful: own.is_none() && one != two,
    })
}

fn with_month_name(raw: &str) -> Option<String> {
    let parts = parts(raw);
    let (first, second, third) = (parts.first()?, parts.get(1)?, parts.get(2)?);
    if let Some(month) = month_name(second) {
        full(third, month, number(first, 1, 2)?)
    } else {
        full(third, month_name(first)?, number(second, 1, 2)?)
    }
}

fn full(year: &str, month: u32, day: u32) -> Option<String> {
    let year = match year.len() {
        2 => 2000 + number(year, 2, 2)?, // LinkedIn opened in 2003
        _ => number(year, 4, 4)?,
    };
    partial(Some(i32::try_from(year).ok()?), Some(month), Some(day))
}

/// Numbers and words, without what stands between them in some languages: `12 de marzo de 2024`.
fn parts(raw: &str) -> Vec<&str> {
    let is_between = |letter: char| " -/,.\u{A0}\u{202F}年月日년월일".contains(letter);
    let words = raw.split(is_between).filter(|part| !part.is_empty());
    words
        .filter(|part| !["de", "del", "di", "of", "den"].contains(&part.to_lowercase().as_str()))
        .take(3)
        .collect()
}

/// Digits only, as many as `least..=most`; `parse` alone would take `+5`.
fn number(digits: &str, least: usize, most: usize) -> Option<u32> {
    let fits = (least..=most).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    fits.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vcard_dates_of_every_version() {
        for (raw, expected) in [
            ("19850412", Some("1985-04-12")),
            ("1985-04-12", Some("1985-04-12")),
            ("1953-10-15T23:10:00Z", Some("1953-10-15")),
            ("20190210T000033", Some("2019-02-10")),
            ("1996-04-15 00:00:00", Some("1996-04-15")),
            ("1985-04", Some("1985-04")),
            ("1985", Some("1985")),
            ("--0412", Some("--04-12")),
            ("--04-12", Some("--04-12")),
            ("--0229", Some("--02-29")),
            ("2000-02-29", Some("2000-02-29")),
            ("1999-02-29", None),
            ("1604-02-29", Some("--02-29")),
            ("0000-03-01", Some("--03-01")),
            ("1604", None),
            ("--04", None),
            ("---12", None),
            ("1985--12", None),
            ("T102200", None),
            ("circa 1800", None),
            ("1980 or so", None),
            ("206-12-15", None),
            ("70-7-14", None),
            ("1985-13-01", None),
            ("+985-01-01", None),
            ("१९८५", None),
            ("--é1", None),
            ("", None),
        ] {
            assert_eq!(from_vcard(raw, None).as_deref(), expected, "{raw}");
        }
        assert_eq!(from_vcard("1900-05-12", Some(1900)).as_deref(), Some("--05-12"));
    }

    #[test]
    fn dates_as_people_type_them() {
        for (raw, expected) in [
            ("12.04.1985", Some("1985-04-12")),
            ("3.4.1985", Some("1985-04-03")),
            ("12.04.", Some("--04-12")),
            ("12. April 1985", Some("1985-04-12")),
            ("April 12, 1985", Some("1985-04-12")),
            ("25/12/1985", Some("1985-12-25")),
            ("05/04/1985", None),
            ("31.02.1985", None),
            ("12.04.85", None),
        ] {
            assert_eq!(from_vcard(raw, None).as_deref(), expected, "{raw}");
        }
    }

    fn cell(raw: &str, column: Option<Order>) -> Option<(String, bool)> {
        from_table(raw, column, Order::MonthFirst).map(|it| (it.date, it.is_doubtful))
    }

    #[test]
    fn linkedin_dates_as_exported_and_as_saved_again() {
        for (raw, expected) in [
            ("12 Mar 2024", Some("2024-03-12")),
            ("7-Feb-22", Some("2022-02-07")),
            ("03/15/2024", Some("2024-03-15")),
            ("15/03/2024", Some("2024-03-15")),
            ("05.04.2024", Some("2024-04-05")),
            ("2024-03-15", Some("2024-03-15")),
            ("2024年3月15日", Some("2024-03-15")),
            ("September 3, 2019", Some("2019-09-03")),
            ("12. März 2024", Some("2024-03-12")),
            ("12 févr. 2024", Some("2024-02-12")),
            ("1 juil. 2024", Some("2024-07-01")),
            ("12 de diciembre de 2024", Some("2024-12-12")),
            ("3 mrt. 2024", Some("2024-03-03")),
            ("9 paź 2024", Some("2024-10-09")),
            ("9 Ağu 2024", Some("2024-08-09")),
            ("4 marraskuuta 2024", Some("2024-11-04")),
            ("1. července 2024", Some("2024-07-01")),
            ("9 мая 2024 г.", Some("2024-05-09")),
            ("30 Feb 2024", None),
            ("soon", None),
            ("é é é", None),
            ("", None),
        ] {
            assert_eq!(
                cell(raw, None),
                expected.map(|date| (date.to_owned(), false)),
                "{raw}"
            );
        }
    }

    #[test]
    fn the_column_tells_what_a_date_alone_does_not() {
        let column = order(["05/04/2024", "25/04/2024", "1.2.2024", "soon"].into_iter());
        assert_eq!(column, Some(Order::DayFirst));
        assert_eq!(cell("05/04/2024", column), Some(("2024-04-05".to_owned(), false)));
        assert_eq!(
            cell("05/04/2024", order(["04/25/2024"].into_iter())),
            Some(("2024-05-04".to_owned(), false))
        );
        for column in [&["05/04/2024"][..], &["25/04/2024", "04/25/2024"]] {
            assert_eq!(order(column.iter().copied()), None);
        }
        assert_eq!(cell("05/04/2024", None), Some(("2024-05-04".to_owned(), true)));
        assert_eq!(cell("05/05/2024", None), Some(("2024-05-05".to_owned(), false)));
    }
}
