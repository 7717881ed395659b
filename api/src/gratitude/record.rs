//! The declaration of thanks.

use chrono::NaiveDate;
use entity::gratitude::{self, Column, GratitudeState, NEVER_OWED};
use entity::{collaboration, exchange, interaction, introduction, person};

use super::rules::{Course, Refusal, is_open, may_be_seen};
use crate::kit::declared::{Declaration, Declared as _, Draft, declared};
use crate::kit::{Checks, Code, Patch, Path, Problem};

declared!(gratitude::Model: declare,
    fn judge(&mut self, said: &Draft<Self>, checks: &mut Checks, today: NaiveDate) {
        check_address(self, said, checks);
        if let Err(refusal) = course(self).checked(today) {
            checks.push(refused(refusal, self.state));
        }
        owe(self);
    }
);

fn declare() -> Declaration<gratitude::Model> {
    Declaration::new(
        "Gratitude",
        ("expression of thanks", "thanks"),
        "Thanks that the user owes, gave or got, for an exchange, an introduction, a collaboration, or just so.",
    )
    .refers::<person::Model>(
        "personId",
        "Who is thanked, or who thanks the user.",
        Column::PersonId,
    )
    .said_once()
    .filtered()
    .word(
        "direction",
        "Which way: `GIVEN` by the user, also while they are owed; `RECEIVED` by the user.",
        Column::Direction,
    )
    .said_once()
    .filtered()
    .word(
        "state",
        "How far they are. `draftGratitude`, `sendGratitude`, `giveGratitude` and `waiveGratitude` change it.",
        Column::State,
    )
    .said_once()
    .filtered()
    .word("means", "How they are given; null while that is open.", Column::Means)
    .filtered()
    .lines("text", "The draft, or what was said.", Column::Text, 5_000)
    .searched()
    .line(
        "publicUrl",
        "Where others can see them: an address that begins with https:// or http://. Only of what is `PUBLIC`.",
        Column::PublicUrl,
        2_000,
    )
    .date(
        "owedSince",
        "Since when the user owes, or owed, them; null for thanks that arose from nothing.",
        Column::OwedSince,
    )
    .said_once()
    .as_text(Column::SortOwed, NEVER_OWED)
    .filtered()
    .date(
        "thankedOn",
        "When they were given, not to come; only of what is `SENT` or `RECEIVED`, which always has such a day.",
        Column::ThankedOn,
    )
    .filtered()
    .refers::<exchange::Model>("exchangeId", "The exchange they are for.", Column::ExchangeId)
    .said_once()
    .filtered()
    .refers::<introduction::Model>(
        "introductionId",
        "The introduction they are for.",
        Column::IntroductionId,
    )
    .said_once()
    .filtered()
    .refers::<collaboration::Model>(
        "collaborationId",
        "The collaboration they are for.",
        Column::CollaborationId,
    )
    .said_once()
    .filtered()
    .refers::<interaction::Model>(
        "interactionId",
        "The talk in which they were said; the person took part in it.",
        Column::InteractionId,
    )
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by_creation(Column::CreatedAt)
    .ordered_by_change(Column::UpdatedAt)
    .listed_from_highest(Column::CreatedAt)
}

/// Notes a problem where others cannot see what is to be seen by them, or may not.
fn check_address(model: &gratitude::Model, said: &Draft<gratitude::Model>, checks: &mut Checks) {
    let Some(url) = model.public_url.as_deref() else {
        return;
    };
    if !url.starts_with("https://") && !url.starts_with("http://") {
        let message = "write an address that begins with https:// or http://";
        checks.note(Code::Invalid, Path::input("publicUrl"), message);
    }
    if !may_be_seen(model.means, Some(url)) {
        let is_kept = said.said("publicUrl") == Patch::Keep;
        let field = if is_kept { "means" } else { "publicUrl" };
        let message = "only thanks that are PUBLIC have an address where others see them";
        checks.note(Code::Invalid, Path::input(field), message);
    }
}

/// How far thanks are.
pub(super) const fn course(model: &gratitude::Model) -> Course {
    Course {
        state: model.state,
        thanked_on: model.thanked_on,
    }
}

/// Says of thanks whether they are live and still to be given.
const fn owe(model: &mut gratitude::Model) {
    model.is_owed = is_open(model.state) && model.archived_at.is_none();
}

/// The thanks with what follows from the rest of them.
pub(super) fn derived(mut model: gratitude::Model) -> gratitude::Model {
    owe(&mut model);
    gratitude::Model::declaration().keep_sorted(&mut model);
    model
}

/// What to tell the user of a day that cannot be.
pub(super) fn refused(refusal: Refusal, state: GratitudeState) -> Problem {
    let (code, message) = match refusal {
        Refusal::Ahead => (Code::Invalid, "it lies in the future".to_owned()),
        Refusal::NotSaid => (
            Code::Invalid,
            format!("thanks that are {state} have no day on which they were given"),
        ),
        Refusal::Said => (
            Code::Required,
            format!("thanks that are {state} have a day on which they were given"),
        ),
        Refusal::State => (Code::State, format!("thanks that are {state} do not allow this")),
    };
    Problem::new(code, Path::input("thankedOn"), message)
}
