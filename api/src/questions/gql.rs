//! Questions in GraphQL.

use entity::ids::{InteractionId, QuestionId};
use entity::question::{self, Column};

use super::rules::Step;
use crate::graphql::catalogue::Area;
use crate::graphql::comparators::word_comparator;
use crate::graphql::declare::{payload, stored_enum};
use crate::graphql::kinds::{Interaction, Person, Question};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Cells, Field, Json, Object, Unreadable};
use crate::graphql::record::{Nothing, Recorded, Words, object};
use crate::graphql::scalars::{Date, Id};
use crate::kit::Right;
use crate::kit::list::Column as Plain;
use crate::questions::{self, Ask};
use crate::records::gql::{list, listed, listed_under, step, under, verbs};
use crate::records::{self};

stored_enum! {
    /// How a question stands. From `OPEN` it goes to `ASKED` (`askQuestion`, or the talk that names it) or `DROPPED` (`dropQuestion`); from
    /// both only back to `OPEN` (`reopenQuestion`).
    QuestionState = question::QuestionState {
        /// It is to be asked.
        Open,
        /// It was asked.
        Asked,
        /// It is not to be asked any more.
        Dropped,
    }
}

word_comparator! {
    /// Conditions on how a question stands. All that are given must hold; give at least one, and no null.
    QuestionStateComparator(QuestionState as question::QuestionState)
}

impl Recorded for question::Model {
    fn words() -> Vec<Words> {
        vec![Words::of::<QuestionState, QuestionStateComparator>("state")]
    }
}

payload! {
    /// What mutations of a question answer.
    QuestionPayload {
        /// The question as it is now.
        "question": Question
    }
}

fn question() -> Object {
    object::<question::Model>(Right::InteractionsRead, contract!(question))
        .one::<Person>("person", "The person who is to be asked.", Column::PersonId)
        .one::<Interaction>(
            "interaction",
            "The interaction in which it was asked.",
            Column::InteractionId,
        )
        .made::<Vec<QuestionState>>(
            "allowedStates",
            "The states that it can be brought to now; none while it is archived.",
            vec![Plain::of(Column::State), Plain::of(Column::ArchivedAt)],
            allowed_states,
        )
}

fn allowed_states(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let state = cells.word(0)?;
    let allowed = if cells.time(1).is_some() {
        &[]
    } else {
        questions::allowed(state)
    };
    json.words(allowed.iter().map(|state| state.as_str()));
    Ok(())
}

fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Question, QuestionId>(
            "question",
            "A question by id; null when there is none.",
            "The id of the question.",
        ),
        listed::<question::Model, Nothing>(
            Field::list::<Question>(
                "questions",
                "What the user wants to ask people, and asked them; newest first unless ordered otherwise.",
                list::<question::Model>,
            ),
            (
                "Words of the text or the reason, in any order; their beginnings are enough.",
                "The order; newest first if left out.",
            ),
        ),
    ]
}

const WRITE: Right = Right::InteractionsWrite;

fn mutations() -> Vec<Field> {
    let mut mutations = verbs::<question::Model, QuestionPayload>(WRITE);
    mutations.extend([
        Field::verb::<QuestionPayload>(
            "askQuestion",
            "Says that a question was asked: it becomes `ASKED`. `logInteraction` does so with the talk. When it is `ASKED` or `DROPPED` this \
             is a `STATE` error.",
            WRITE,
        )
        .id::<QuestionId>("The id of the question that is meant.")
        .says::<Option<Id<InteractionId>>>(
            "interactionId",
            "The interaction in which it was asked, if it was logged; its day is the day on which it was asked.",
        )
        .says::<Option<Date>>(
            "askedOn",
            "When it was asked, not to come, where no interaction is named; today in the workspace's time zone if left out.",
        )
        .revision()
        .writes(
            |it| {
                let (id, expected_revision) = it.target()?;
                Ok(Ask {
                    id,
                    expected_revision,
                    interaction: it.says_optional_id("interactionId")?,
                    on: it.says::<Option<Date>>("askedOn")?.map(|date| date.0),
                })
            },
            questions::ask,
        ),
        step::<question::Model, QuestionPayload>(
            "dropQuestion",
            "Says that a question is not to be asked any more: it becomes `DROPPED`. When it is `ASKED` or `DROPPED` this is a `STATE` error.",
            WRITE,
            Step::Drop,
        ),
        step::<question::Model, QuestionPayload>(
            "reopenQuestion",
            "Says that a question is to be asked after all, or again: it becomes `OPEN`. While it is `OPEN` this is a `STATE` error.",
            WRITE,
            Step::Reopen,
        ),
    ]);
    mutations
}

/// The field `questions` of a person.
fn of_person() -> Field {
    let field = Field::list::<Question>(
        "questions",
        "What the user wants to ask them, and asked them; newest first unless ordered otherwise.",
        |ask| under::<question::Model, Nothing>(ask, Column::PersonId, |_, none| match *none {}),
    );
    listed_under::<question::Model, Nothing>(field, "The order; newest first if left out.")
}

/// The field `questionsAsked` of an interaction.
fn of_interaction() -> Field {
    Field::list::<Question>(
        "questionsAsked",
        "What was asked in it, as it was noted before, oldest first.",
        |ask| {
            let first = (Column::CreatedAt, false);
            Ok(records::under::<question::Model>(
                &ask.scope,
                Column::InteractionId,
                None,
                first,
            ))
        },
    )
    .paged()
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Question>(question)
        .serves(records::afresh::<question::Model>())
        .queries(queries())
        .mutations(mutations())
        .extend::<Person>(|| vec![of_person()])
        .extend::<Interaction>(|| vec![of_interaction()])
}
