//! How questions stand.

use chrono::NaiveDate;
use entity::question::QuestionState::{self, Asked, Dropped, Open};
use entity::{AnyId, RecordType, TypedId, ids};

/// The states that a question can be brought to from this one.
#[must_use]
pub const fn allowed(from: QuestionState) -> &'static [QuestionState] {
    match from {
        Open => &[Asked, Dropped],
        // What is over can only be taken up again.
        Asked | Dropped => &[Open],
    }
}

/// Something done with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It was asked: on this day, or today, and in this talk, if it was logged.
    Ask(Option<NaiveDate>, Option<ids::InteractionId>),
    /// It is not to be asked any more.
    Drop,
    /// It is to be asked after all.
    Reopen,
}

impl Step {
    /// Where it leads.
    #[must_use]
    pub const fn to(self) -> QuestionState {
        match self {
            Self::Ask(..) => Asked,
            Self::Drop => Dropped,
            Self::Reopen => Open,
        }
    }
}

/// The id of what suggests a question, as it is kept.
///
/// # Errors
/// It is of no fact, goal or need.
pub fn source(text: &str) -> Result<String, String> {
    let wrong = || format!("{text} is the id of no fact, goal or need");
    let id: AnyId = text.trim().parse().map_err(|_no_id| wrong())?;
    let suggests = [
        ids::FactId::PREFIX,
        RecordType::Goal.prefix(),
        RecordType::Need.prefix(),
    ];
    if suggests.contains(&id.prefix.as_str()) {
        Ok(text.trim().to_owned())
    } else {
        Err(wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_is_taken_up_again_and_nothing_else() {
        for from in QuestionState::ALL {
            assert!(!allowed(*from).contains(from));
        }
        assert_eq!((allowed(Asked), allowed(Dropped)), (&[Open][..], &[Open][..]));
    }

    #[test]
    fn facts_goals_and_needs_suggest_questions() {
        let id = "01h2xcejqtf2nbrexx3vqjhp41";
        for word in ["fact", "goal", "need"] {
            let text = format!("{word}_{id}");
            assert_eq!(source(&format!(" {text} ")), Ok(text));
        }
        assert!(source(&format!("person_{id}")).is_err());
        assert!(source("fact").is_err());
    }
}
