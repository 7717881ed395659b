//! A date of which a part may be unknown.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;
use sea_orm::prelude::Date;

/// A calendar date, without time zone, of which a part may be unknown: `2020`, `2020-05`, `2020-05-12`, or `--05-12`
/// where the year is not known. 29 February is valid without a year and in leap years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct PartialDate {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
}

/// A text that is not a partial date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPartialDate;

impl fmt::Display for InvalidPartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a partial date; write 2020, 2020-05, 2020-05-12 or, without a year, --05-12")
    }
}

impl std::error::Error for InvalidPartialDate {}

impl PartialDate {
    /// The date with these known parts, if there is one.
    ///
    /// # Errors
    /// [`InvalidPartialDate`] where the parts make no date of the four forms.
    pub fn new(year: Option<i32>, month: Option<u32>, day: Option<u32>) -> Result<Self, InvalidPartialDate> {
        let in_range = year.is_none_or(|year| (1..=9999).contains(&year));
        // 2000 was a leap year: without a year, 29 February exists.
        let exists = match (month, day) {
            (None, None) => year.is_some(),
            (Some(month), None) => year.is_some() && (1..=12).contains(&month),
            (Some(month), Some(day)) => Date::from_ymd_opt(year.unwrap_or(2000), month, day).is_some(),
            (None, Some(_)) => false,
        };
        if in_range && exists {
            Ok(Self { year, month, day })
        } else {
            Err(InvalidPartialDate)
        }
    }

    /// The year, if known.
    #[must_use]
    pub const fn year(self) -> Option<i32> {
        self.year
    }

    /// The month, 1 to 12, if known.
    #[must_use]
    pub const fn month(self) -> Option<u32> {
        self.month
    }

    /// The day of the month, if known.
    #[must_use]
    pub const fn day(self) -> Option<u32> {
        self.day
    }

    /// The first day that the date can mean; none without a year.
    #[must_use]
    pub fn earliest(self) -> Option<Date> {
        Date::from_ymd_opt(self.year?, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that the date can mean; none without a year.
    #[must_use]
    pub fn latest(self) -> Option<Date> {
        let (year, month) = (self.year?, self.month.unwrap_or(12));
        self.day.map_or_else(
            || {
                (28..=31)
                    .rev()
                    .find_map(|day| Date::from_ymd_opt(year, month, day))
            },
            |day| Date::from_ymd_opt(year, month, day),
        )
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        use chrono::Datelike;
        Self {
            year: Some(date.year()),
            month: Some(date.month()),
            day: Some(date.day()),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.year, self.month, self.day) {
            (Some(year), Some(month), Some(day)) => write!(f, "{year:04}-{month:02}-{day:02}"),
            (Some(year), Some(month), None) => write!(f, "{year:04}-{month:02}"),
            (Some(year), ..) => write!(f, "{year:04}"),
            (None, Some(month), Some(day)) => write!(f, "--{month:02}-{day:02}"),
            (None, ..) => Err(fmt::Error),
        }
    }
}

impl FromStr for PartialDate {
    type Err = InvalidPartialDate;

    fn from_str(text: &str) -> Result<Self, InvalidPartialDate> {
        let number = |part: &str, digits: usize| {
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            if plain {
                part.parse::<u32>().map_err(|_error| InvalidPartialDate)
            } else {
                Err(InvalidPartialDate)
            }
        };
        let year = |part| number(part, 4).map(|year| i32::try_from(year).ok());
        if let Some(rest) = text.strip_prefix("--") {
            let (month, day) = rest.split_once('-').ok_or(InvalidPartialDate)?;
            return Self::new(None, Some(number(month, 2)?), Some(number(day, 2)?));
        }
        match *text.split('-').collect::<Vec<_>>().as_slice() {
            [y] => Self::new(year(y)?, None, None),
            [y, m] => Self::new(year(y)?, Some(number(m, 2)?), None),
            [y, m, d] => Self::new(year(y)?, Some(number(m, 2)?), Some(number(d, 2)?)),
            _ => Err(InvalidPartialDate),
        }
    }
}

impl serde::Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_forms_survive_their_text() {
        for text in [
            "2020",
            "2020-05",
            "2020-05-12",
            "--05-12",
            "--02-29",
            "2024-02-29",
        ] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in [
            "",
            "--",
            "2023-02-29",
            "2020-13",
            "2020-00-01",
            "20-01-01",
            "--05",
            "2020-5-1",
            "+2020",
            "0000",
            "2020-05-12-01",
        ] {
            assert_eq!(text.parse::<PartialDate>(), Err(InvalidPartialDate), "{text}");
        }
    }

    #[test]
    fn a_vague_date_spans_days() {
        let may: PartialDate = "2020-02".parse().unwrap();
        assert_eq!(
            (may.earliest(), may.latest()),
            (Date::from_ymd_opt(2020, 2, 1), Date::from_ymd_opt(2020, 2, 29))
        );
    }
}
