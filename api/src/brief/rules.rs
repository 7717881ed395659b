//! What is worth asking about.

use chrono::NaiveDate;
use entity::PartialDate;
use entity::fact::FactKind;
use entity::ids::{FactId, GoalId, NeedId};

/// Most questions of a brief.
pub const MOST: usize = 5;

/// What suggests a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A fact that has gone stale.
    Fact(FactId),
    /// A goal of theirs of which nothing is heard.
    Goal(GoalId),
    /// What they look for, of which nothing is heard.
    Need(NeedId),
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fact(id) => id.fmt(f),
            Self::Goal(id) => id.fmt(f),
            Self::Need(id) => id.fmt(f),
        }
    }
}

/// Something to ask about, because nothing was heard of it for long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What suggests it.
    pub source: Source,
    /// What kind of thing it is about.
    pub kind: FactKind,
    /// What is known.
    pub about: String,
    /// When it was noted.
    pub noted_on: PartialDate,
    /// So many days ago, at least.
    pub days: i64,
    /// The question.
    pub text: String,
}

/// What is known of somebody, as it was noted.
#[derive(Clone, Debug)]
pub struct Noted {
    /// What it is.
    pub source: Source,
    /// What kind of fact; of a goal and of a need, what it would be as one.
    pub kind: FactKind,
    /// What is known.
    pub text: String,
    /// When it was noted, or last changed.
    pub noted_on: Option<PartialDate>,
}

/// For how many days what somebody looks for stays fresh.
pub const NEED_FRESH_FOR: i64 = 60;

/// For how many days a fact stays fresh: what moves fast is asked about soon. A product choice.
#[must_use]
pub const fn fresh_for(kind: FactKind) -> i64 {
    match kind {
        FactKind::Topic => 60,
        FactKind::Goal => 90,
        FactKind::Other => 180,
        FactKind::Interest | FactKind::Skill | FactKind::Perspective => 365,
        FactKind::Preference | FactKind::Value => 730,
    }
}

/// What to ask about on a day, the stalest first: how far a fact is beyond what its kind stays fresh for decides. A fact of which
/// nobody knows when it was noted is not asked about.
#[must_use]
pub fn questions(facts: &[Noted], on: NaiveDate) -> Vec<Question> {
    let mut stale: Vec<(i64, Question)> = facts.iter().filter_map(|fact| question(fact, on)).collect();
    stale.sort_by(|(one, first), (other, second)| other.cmp(one).then(first.source.cmp(&second.source)));
    stale
        .into_iter()
        .map(|(_, question)| question)
        .take(MOST)
        .collect()
}

/// Whether what was asked on a day, or is not to be asked, or is to be, need not be suggested on another.
#[must_use]
pub fn is_known(noted: &Noted, asked_on: Option<NaiveDate>, on: NaiveDate) -> bool {
    asked_on.is_none_or(|asked_on| (on - asked_on).num_days() <= noted.fresh_for())
}

impl Noted {
    /// For how many days it stays fresh.
    #[must_use]
    pub const fn fresh_for(&self) -> i64 {
        match self.source {
            Source::Need(_) => NEED_FRESH_FOR,
            Source::Fact(_) | Source::Goal(_) => fresh_for(self.kind),
        }
    }
}

fn question(fact: &Noted, on: NaiveDate) -> Option<(i64, Question)> {
    let noted_on = fact.noted_on?;
    let days = (on - noted_on.latest()?).num_days();
    let fresh_for = fact.fresh_for();
    (days > fresh_for).then(|| {
        let question = Question {
            source: fact.source,
            kind: fact.kind,
            about: fact.text.clone(),
            noted_on,
            days,
            text: format!("{}: {} {}", ago(days), fact.text, ask(fact.source, fact.kind)),
        };
        // In millionths of the time that it stays fresh, so that a day more is always more.
        (days * 1_000_000 / fresh_for, question)
    })
}

fn ago(days: i64) -> String {
    match days {
        ..60 => format!("{days} days ago"),
        60..730 => format!("{} months ago", days / 30),
        _ => format!("{} years ago", days / 365),
    }
}

const fn ask(source: Source, kind: FactKind) -> &'static str {
    match kind {
        _ if matches!(source, Source::Need(_)) => "– do they still look for it?",
        FactKind::Goal => "– how far are they?",
        FactKind::Topic => "– what came of it?",
        FactKind::Interest => "– does it still move them?",
        FactKind::Skill => "– what do they make of it today?",
        FactKind::Perspective => "– do they still see it so?",
        FactKind::Value | FactKind::Preference | FactKind::Other => "– does it still hold?",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn noted(number: u128, kind: FactKind, noted_on: Option<&str>) -> Noted {
        Noted {
            source: Source::Fact(FactId(Uuid::from_u128(number))),
            kind,
            text: format!("fact {number}"),
            noted_on: noted_on.map(|day| day.parse().unwrap()),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_beyond_its_time_is_asked_about_the_stalest_first() {
        let facts = [
            noted(1, FactKind::Goal, Some("2026-01-01")),
            noted(2, FactKind::Goal, Some("2026-05-01")),
            noted(3, FactKind::Skill, Some("2025")),
            noted(4, FactKind::Topic, Some("2026-01")),
            noted(5, FactKind::Goal, None),
        ];
        let found = questions(&facts, day("2026-06-01"));
        let texts: Vec<&str> = found.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "4 months ago: fact 4 – what came of it?",
                "5 months ago: fact 1 – how far are they?",
            ]
        );
    }

    #[test]
    fn goals_and_needs_without_news_are_asked_about_in_their_own_time() {
        let goal = Noted {
            source: Source::Goal(GoalId(Uuid::from_u128(1))),
            ..noted(1, FactKind::Goal, Some("2026-03-02"))
        };
        let need = Noted {
            source: Source::Need(NeedId(Uuid::from_u128(2))),
            ..noted(2, FactKind::Other, Some("2026-04-01"))
        };
        let found = questions(&[goal.clone(), need.clone()], day("2026-06-01"));
        let texts: Vec<&str> = found.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "2 months ago: fact 2 – do they still look for it?",
                "3 months ago: fact 1 – how far are they?",
            ]
        );
        assert!(questions(&[goal, need], day("2026-05-31")).is_empty());
    }

    #[test]
    fn what_is_to_be_asked_is_not_suggested_and_what_was_is_again_in_its_time() {
        let goal = noted(1, FactKind::Goal, Some("2026-01-01"));
        let on = day("2026-06-01");
        assert!(is_known(&goal, None, on));
        assert!(is_known(&goal, Some(day("2026-03-03")), on));
        assert!(!is_known(&goal, Some(day("2026-03-02")), on));
    }

    proptest! {
        #[test]
        fn nothing_fresh_is_asked_about_and_never_more_than_a_few(ages in proptest::collection::vec(0_u64..3_000, 0..20)) {
            let on = day("2026-06-01");
            let facts: Vec<Noted> = ages.iter().enumerate().map(|(number, age)| {
                let noted_on = on - chrono::Days::new(*age);
                noted(number as u128, FactKind::Interest, Some(&noted_on.to_string()))
            }).collect();
            let found = questions(&facts, on);
            let stale = ages.iter().filter(|age| **age > 365).count();
            prop_assert_eq!(found.len(), stale.min(MOST));
            prop_assert!(found.is_sorted_by(|one, other| one.days >= other.days));
        }
    }
}
