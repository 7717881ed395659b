//! Dates as address books write them, turned into the project's partial form.

use chrono::NaiveDate;

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

/// A vCard date of any version: `19850412`, `1985-04-12T08:30:00Z`, `1985-04`, `1985`, `--0412`, `--04-12`.
/// `no_year` is a year that the card uses as a stand-in. Anything else, such as "circa 1800", is nothing.
pub(super) fn from_vcard(raw: &str, no_year: Option<i32>) -> Option<String> {
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

/// The date of a LinkedIn row: `12 Mar 2024`, `Mar 12, 2024`, `7-Feb-22`, `03/15/2024`, `2024-03-15`.
pub(super) fn from_linkedin(raw: &str) -> Option<String> {
    let mut parts = raw
        .split([' ', '-', '/', ',', '.'])
        .filter(|part| !part.is_empty());
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, day) = if let Some(month) = month_name(second) {
        (third, month, number(first, 1, 2)?)
    } else if let Some(month) = month_name(first) {
        (third, month, number(second, 1, 2)?)
    } else if first.len() == 4 {
        (first, number(second, 1, 2)?, number(third, 1, 2)?)
    } else {
        // LinkedIn's own order is the American one; a re-saved file may have turned it round.
        let (month, day) = (number(first, 1, 2)?, number(second, 1, 2)?);
        if month > 12 {
            (third, day, month)
        } else {
            (third, month, day)
        }
    };
    let year = match year.len() {
        2 => 2000 + number(year, 2, 2)?, // LinkedIn opened in 2003
        _ => number(year, 4, 4)?,
    };
    partial(Some(i32::try_from(year).ok()?), Some(month), Some(day))
}

fn month_name(word: &str) -> Option<u32> {
    let names = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = word.get(..3)?.to_ascii_lowercase();
    (1..)
        .zip(names)
        .find_map(|(month, name)| (name == start).then_some(month))
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
    fn linkedin_dates_as_exported_and_as_saved_again() {
        for (raw, expected) in [
            ("12 Mar 2024", Some("2024-03-12")),
            ("7-Feb-22", Some("2022-02-07")),
            ("03/15/2024", Some("2024-03-15")),
            ("15/03/2024", Some("2024-03-15")),
            ("3/4/24, 10:30 AM", Some("2024-03-04")),
            ("2024-03-15", Some("2024-03-15")),
            ("September 3, 2019", Some("2019-09-03")),
            ("30 Feb 2024", None),
            ("soon", None),
            ("é é é", None),
            ("", None),
        ] {
            assert_eq!(from_linkedin(raw).as_deref(), expected, "{raw}");
        }
    }
}
