//! Whom to tell, and how that is ranked: pure.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::kit::topic::topic;

/// Most circles that news is meant for.
pub const CIRCLES: usize = 50;
/// Most topics of it.
pub const TOPICS: usize = 20;

/// How people are ranked, in words, for the schema.
pub const FORMULA: &str = "The score is a sum of at most 100: 40 for being in a circle that it is meant for; 15 for each of its topics that a fact of theirs \
     names, 30 at most; for closeness, by the ideal days of the cadence that counts for them, 20 up to 14 days, 15 up to 31, 10 up to 92 \
     and 5 up to 366; and 10 for contact in the last 90 days, 5 for contact in the last 365. Of equals, whoever the user was in touch \
     with the longest ago comes first.";

/// Why somebody is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// They are in these circles, for which it is meant.
    Circle(Vec<String>),
    /// They care for these topics.
    Topic(Vec<String>),
    /// The user means to be in touch with them this often.
    Closeness(i32),
    /// The user was in touch with them so many days ago.
    Contact(i64),
}

impl Part {
    /// How much it counts.
    #[must_use]
    pub fn points(&self) -> i32 {
        match self {
            Self::Circle(names) if names.is_empty() => 0,
            Self::Circle(_) => 40,
            Self::Topic(topics) => i32::try_from(topics.len().min(2)).unwrap_or(2) * 15,
            Self::Closeness(..=14) => 20,
            Self::Closeness(15..=31) => 15,
            Self::Closeness(32..=92) => 10,
            Self::Closeness(93..=366) => 5,
            Self::Closeness(_) => 0,
            Self::Contact(..=90) => 10,
            Self::Contact(91..=365) => 5,
            Self::Contact(_) => 0,
        }
    }

    /// What it is, in a word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Circle(_) => "CIRCLE",
            Self::Topic(_) => "TOPIC",
            Self::Closeness(_) => "CLOSENESS",
            Self::Contact(_) => "CONTACT",
        }
    }

    /// It in words.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Circle(names) => format!("In a circle that it is meant for: {}", names.join(", ")),
            Self::Topic(topics) => format!("Cares for what it is about: {}", topics.join(", ")),
            Self::Closeness(1) => "You mean to be in touch every day".to_owned(),
            Self::Closeness(days) => format!("You mean to be in touch every {days} days"),
            Self::Contact(..=0) => "In touch today".to_owned(),
            Self::Contact(1) => "In touch yesterday".to_owned(),
            Self::Contact(days) => format!("In touch {days} days ago"),
        }
    }
}

/// What is known of somebody who may be told.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The circles that it is meant for and they are in, by name.
    pub circles: BTreeSet<String>,
    /// Its topics that their facts name.
    pub topics: BTreeSet<String>,
    /// The ideal days of the cadence that counts for them.
    pub ideal_days: Option<i32>,
    /// The day of the last contact.
    pub last_on: Option<NaiveDate>,
}

impl Known {
    /// Why they are to be told: what counts for nothing is no reason.
    #[must_use]
    pub fn parts(self, on: NaiveDate) -> Vec<Part> {
        let contact = self.last_on.map(|last| Part::Contact((on - last).num_days()));
        let parts = [
            Some(Part::Circle(self.circles.into_iter().collect())),
            Some(Part::Topic(self.topics.into_iter().collect())),
            self.ideal_days.map(Part::Closeness),
            contact,
        ];
        parts
            .into_iter()
            .flatten()
            .filter(|part| part.points() > 0)
            .collect()
    }
}

/// How much all of it counts.
#[must_use]
pub fn score(parts: &[Part]) -> i32 {
    parts.iter().map(Part::points).sum()
}

/// By what people are put in order: the score, highest first, and then the last contact, longest ago first.
#[must_use]
pub fn rank(score: i32, last: DateTime<Utc>) -> (i32, DateTime<Utc>) {
    (-score, last)
}

/// The texts of a column that holds some.
#[must_use]
pub fn texts(column: Option<&str>) -> Vec<String> {
    column
        .and_then(|texts| serde_json::from_str(texts).ok())
        .unwrap_or_default()
}

/// The topics of such a column, as they are compared.
#[must_use]
pub fn topics(column: Option<&str>) -> BTreeSet<String> {
    texts(column).iter().filter_map(|text| topic(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn all_reasons_together_make_a_hundred() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let known = Known {
            circles: names(&["Friends", "Sailors"]),
            topics: names(&["sailing", "the sea", "wind"]),
            ideal_days: Some(14),
            last_on: Some(day("2026-03-01")),
        };
        let parts = known.parts(day("2026-03-01"));
        let texts: Vec<String> = parts.iter().map(Part::text).collect();
        assert_eq!(
            texts,
            [
                "In a circle that it is meant for: Friends, Sailors",
                "Cares for what it is about: sailing, the sea, wind",
                "You mean to be in touch every 14 days",
                "In touch today",
            ]
        );
        assert_eq!(score(&parts), 100);
    }

    #[test]
    fn what_counts_for_nothing_is_no_reason() {
        let known = Known {
            ideal_days: Some(400),
            last_on: Some(day("2024-01-01")),
            ..Known::default()
        };
        assert_eq!(known.parts(day("2026-03-01")), []);
    }

    #[test]
    fn topics_are_read_as_they_are_compared() {
        let column = Some(r##"["Open-Data", "#sea", "..."]"##);
        assert_eq!(Vec::from_iter(topics(column)), ["open data", "sea"]);
        assert!(topics(None).is_empty());
    }
}
