//! Times and days as SQLite keeps them, in text: read by hand, since a page of rows holds hundreds.

use chrono::{DateTime, NaiveDate};

const DAY: i64 = 86_400;

/// The microseconds of the epoch of a stored time.
pub(super) fn micros(text: &str) -> Option<i64> {
    stored(text.as_bytes()).or_else(|| {
        // Any other form, such as a year beyond 9999 or another offset.
        let time = DateTime::parse_from_rfc3339(text).ok()?;
        Some(time.timestamp_micros())
    })
}

/// The day of the epoch of a stored date.
pub(super) fn day(text: &str) -> Option<i32> {
    let days = match text.as_bytes() {
        &[a, b, c, d, b'-', e, f, b'-', g, h] => {
            days(number(&[a, b, c, d])?, number(&[e, f])?, number(&[g, h])?)
        }
        _ => text
            .parse::<NaiveDate>()
            .ok()
            .map(|date| i64::from(date.to_epoch_days())),
    };
    i32::try_from(days?).ok()
}

/// `2026-03-01T09:00:00+00:00`, with three, six or nine digits of a second if it is not whole.
fn stored(text: &[u8]) -> Option<i64> {
    let &[
        a,
        b,
        c,
        d,
        b'-',
        e,
        f,
        b'-',
        g,
        h,
        b'T',
        i,
        j,
        b':',
        k,
        l,
        b':',
        m,
        n,
        ref rest @ ..,
    ] = text
    else {
        return None;
    };
    let days = days(number(&[a, b, c, d])?, number(&[e, f])?, number(&[g, h])?)?;
    let (hour, minute, second) = (number(&[i, j])?, number(&[k, l])?, number(&[m, n])?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let micros = match rest.strip_suffix(b"+00:00")? {
        [] => 0,
        &[b'.', a, b, c] => number(&[a, b, c])? * 1000,
        &[b'.', a, b, c, d, e, f] => number(&[a, b, c, d, e, f])?,
        // Finer than both databases keep.
        &[b'.', a, b, c, d, e, f, g, h, i] => number(&[a, b, c, d, e, f, g, h, i])? / 1000,
        _ => return None,
    };
    Some((days * DAY + hour * 3600 + minute * 60 + second) * 1_000_000 + micros)
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + i64::from(digit - b'0'))
    })
}

/// The day of the epoch, in the calendar that has always been Gregorian. After Howard Hinnant's `days_from_civil`.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if day < 1 || day > last {
        return None;
    }
    // Years begin in March, so that the leap day is their last.
    let year = if month > 2 { year } else { year - 1 };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, SecondsFormat};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_time_is_read_as_it_was_stored(micros in -62_135_596_800_000_000i64..=253_402_300_799_999_999, finer in 0u8..3) {
            let micros = match finer { 0 => micros, 1 => micros / 1000 * 1000, _ => micros / 1_000_000 * 1_000_000 };
            let text = DateTime::from_timestamp_micros(micros).unwrap().to_rfc3339_opts(SecondsFormat::AutoSi, false);
            prop_assert_eq!(stored(text.as_bytes()), Some(micros));
        }

        #[test]
        fn every_day_is_read_as_it_was_stored(day_of_era in -719_162i32..=2_932_896) {
            let date = NaiveDate::from_epoch_days(day_of_era).unwrap();
            prop_assert!((1..=9999).contains(&date.year()));
            prop_assert_eq!(day(&date.to_string()), Some(day_of_era));
        }

        #[test]
        fn no_text_breaks_it(text in ".{0,40}") {
            let _ = (micros(&text), day(&text));
        }
    }

    #[test]
    fn other_forms_are_read_too() {
        assert_eq!(micros("1970-01-01T00:00:01Z"), Some(1_000_000));
        assert_eq!(micros("1970-01-01T02:00:00.5+02:00"), Some(500_000));
        assert_eq!(micros("1970-01-01T00:00:00.000001999+00:00"), Some(1));
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        for text in [
            "",
            "yesterday",
            "2026-02-29T00:00:00+00:00",
            "2026-01-01T24:00:00+00:00",
            "2026-01-01",
        ] {
            assert_eq!(micros(text), None, "{text}");
        }
        for text in ["", "2026-13-01", "2026-02-29", "2026-01-00"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
