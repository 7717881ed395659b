//! Which facts are worth asking about.

use chrono::NaiveDate;
use entity::PartialDate;
use entity::fact::FactKind;
use entity::ids::FactId;

/// Most questions of a brief.
pub const MOST: usize = 5;

/// Something to ask about, because it was noted long ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The fact.
    pub fact: FactId,
    /// What kind of fact.
    pub kind: FactKind,
    /// The fact itself.
    pub about: String,
    /// When it was noted.
    pub noted_on: PartialDate,
    /// So many days ago, at least.
    pub days: i64,
    /// The question.
    pub text: String,
}

/// A fact as it was noted.
#[derive(Clone, Debug)]
pub struct Noted {
    /// Which one.
    pub id: FactId,
    /// What kind of fact.
    pub kind: FactKind,
    /// The fact.
    pub text: String,
    /// When it was noted.
    pub noted_on: Option<PartialDate>,
}

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
    stale.sort_by(|(one, first), (other, second)| other.cmp(one).then(first.fact.cmp(&second.fact)));
    stale
        .into_iter()
        .map(|(_, question)| question)
        .take(MOST)
        .collect()
}

fn question(fact: &Noted, on: NaiveDate) -> Option<(i64, Question)> {
    let noted_on = fact.noted_on?;
    let days = (on - noted_on.latest()?).num_days();
    let fresh_for = fresh_for(fact.kind);
    (days > fresh_for).then(|| {
        let question = Question {
            fact: fact.id,
            kind: fact.kind,
            about: fact.text.clone(),
            noted_on,
            days,
            text: format!("{}: {} {}", ago(days), fact.text, ask(fact.kind)),
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

const fn ask(kind: FactKind) -> &'static str {
    match kind {
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
            id: FactId(Uuid::from_u128(number)),
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
