//! Writing introductions.

use entity::ids::IntroductionId;

use super::input::{AnswerIntroductionByLinkInput, CreateIntroductionInput, UpdateIntroductionInput};
use super::link;
use super::payload::{AnswerIntroductionByLinkPayload, AskIntroductionPayload, IntroductionPayload};
use super::{IntroductionOutcome, IntroductionSideName};
use crate::graphql::plan::{Done, Field, Sent};
use crate::introductions::{
    self, AnswerIntroduction, AskIntroduction, Asked, MakeIntroduction, RecordOutcome, UpdateIntroduction,
};
use crate::kit::{Fault, Right};

const WRITE: Right = Right::IntroductionsWrite;

/// Which side of an introduction is asked, or reminded.
fn asking(it: &mut Sent<'_>) -> Result<AskIntroduction, Fault> {
    Ok(AskIntroduction {
        id: it.id("id")?,
        expected_revision: it.revision()?,
        side: it.says::<IntroductionSideName>("side")?.into(),
    })
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<IntroductionPayload>(
            "createIntroduction",
            "Prepares an introduction of two people. Nobody is asked yet.",
            WRITE,
        )
        .takes(
            "The two people and what they are told.",
            CreateIntroductionInput::read,
            introductions::create,
        ),
        Field::verb::<IntroductionPayload>(
            "updateIntroduction",
            "Changes the texts of an introduction and its expiry, as long as it is `DRAFT`, \
             `ASKING` or `READY`.",
            WRITE,
        )
        .id::<IntroductionId>("The id of the record that is meant.")
        .input::<UpdateIntroductionInput>("What to change: a field that is left out stays, null clears it.")
        .revision()
        .writes(
            |it| {
                Ok(UpdateIntroduction {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    fields: it.input::<UpdateIntroductionInput>()?.read(),
                })
            },
            introductions::update,
        ),
        Field::verb::<AskIntroductionPayload>(
            "askIntroduction",
            "Asks a side for its consent, for the first time or again, at most 10 times. The \
             answer holds a link's token, which is yours to send. The first ask makes a draft \
             `ASKING` and, if there is no expiry, sets one 30 days ahead.",
            WRITE,
        )
        .id::<IntroductionId>("The id of the record that is meant.")
        .says::<IntroductionSideName>("side", "Which of the sides is meant.")
        .revision()
        .leaves(asking, introductions::ask, |asked: Asked| {
            Done::of(asked.introduction.id).and(asked)
        })
        .secret(),
        Field::verb::<AskIntroductionPayload>(
            "nudgeIntroduction",
            "Reminds a side that was asked and has not answered: at most 3 times, and at least 3 \
             days after it was asked or reminded. The answer holds a new link's token, which is \
             yours to send; the one before it is dead.",
            WRITE,
        )
        .id::<IntroductionId>("The id of the record that is meant.")
        .says::<IntroductionSideName>("side", "Which of the sides is meant.")
        .revision()
        .leaves(asking, introductions::nudge, |asked: Asked| {
            Done::of(asked.introduction.id).and(asked)
        })
        .secret(),
        Field::verb::<IntroductionPayload>(
            "answerIntroduction",
            "Records an answer that the user heard from a side that was asked. One no makes the \
             introduction `DECLINED`, for good; when all have said yes it is `READY`.",
            WRITE,
        )
        .id::<IntroductionId>("The id of the record that is meant.")
        .says::<IntroductionSideName>("side", "The side that answered.")
        .says::<bool>("accept", "Whether the answer is yes.")
        .says::<Option<String>>("note", "What they added, at most 2,000 characters.")
        .revision()
        .writes(
            |it| {
                Ok(AnswerIntroduction {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    side: it.says::<IntroductionSideName>("side")?.into(),
                    accept: it.says("accept")?,
                    note: it.says("note")?,
                })
            },
            introductions::answer,
        ),
        Field::open_verb::<AnswerIntroductionByLinkPayload>(
            "answerIntroductionByLink",
            "Answers by a link, once, without an account. A link that is wrong, used or replaced \
             is `CREDENTIALS`; one that is good while the introduction is over is `STATE`.",
        )
        .input::<AnswerIntroductionByLinkInput>("What the side answers, and its token.")
        .runs(|called| Box::pin(link::answer(called))),
        Field::verb::<IntroductionPayload>(
            "makeIntroduction",
            "Records that the two were brought together. If no tie between them is known, one is \
             made from A to B, with the evidence `INTRODUCED`.",
            WRITE,
        )
        .id::<IntroductionId>("The id of the record that is meant.")
        .says::<Option<String>>(
            "message",
            "The text that brings them together, at most 5,000 characters.",
        )
        .revision()
        .writes(
            |it| {
                Ok(MakeIntroduction {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    message: it.says("message")?,
                })
            },
            introductions::make,
        ),
        Field::verb::<IntroductionPayload>(
            "recordIntroductionOutcome",
            "Records what came of an introduction that was made; that closes it. Where somebody \
             else made it and it worked out (`MET`, `ONGOING`, `COLLABORATION`), thanks are owed \
             to them.",
            WRITE,
        )
        .id::<IntroductionId>("The id of the record that is meant.")
        .says::<IntroductionOutcome>("outcome", "What came of it in the end.")
        .says::<Option<String>>("note", "More on that, at most 2,000 characters.")
        .revision()
        .writes(
            |it| {
                Ok(RecordOutcome {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    outcome: it.says::<IntroductionOutcome>("outcome")?.into(),
                    note: it.says("note")?,
                })
            },
            introductions::record_outcome,
        ),
        Field::verb::<IntroductionPayload>(
            "cancelIntroduction",
            "Calls an introduction off that is `DRAFT`, `ASKING` or `READY`.",
            WRITE,
        )
        .targets("The id of the record that is meant.", introductions::cancel),
        Field::verb::<IntroductionPayload>(
            "archiveIntroduction",
            "Hides an introduction; it can be restored. Its links do not work meanwhile. Doing so \
             twice changes nothing.",
            WRITE,
        )
        .targets("The id of the record that is meant.", introductions::archive),
        Field::verb::<IntroductionPayload>(
            "restoreIntroduction",
            "Shows an archived introduction again, unless it is open and the two have another \
             open one meanwhile.",
            WRITE,
        )
        .targets("The id of the record that is meant.", introductions::restore),
    ]
}
