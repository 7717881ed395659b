//! What thanks say, and how.

use chrono::NaiveDate;
use entity::gratitude::{self, GratitudeMeans, GratitudeState};
use entity::ids::{InteractionId, PersonId};
use entity::{interaction, interaction_participant};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::Serialize;

use super::super::rules::{Course, Refusal, may_be_seen};
use crate::kit::{Checks, Code, Failure, Patch, Path, Problem, Tx};

const TEXT: usize = 5_000;
const URL: usize = 2_000;

/// What thanks say, and how: the fields that a client may write in any state.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Saying {
    /// How they are given.
    pub means: Patch<GratitudeMeans>,
    /// The draft, or what was said.
    pub text: Patch<String>,
    /// Where others can see it.
    pub public_url: Patch<String>,
    /// The talk in which they were said.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub interaction: Patch<InteractionId>,
}

impl Saying {
    /// Notes a problem where the talk is not there, or was with others.
    pub(super) async fn check_talk(
        &self,
        tx: &Tx,
        checks: &mut Checks,
        person: PersonId,
    ) -> Result<(), Failure> {
        use interaction_participant::Column;
        let Patch::Set(talk) = self.interaction else {
            return Ok(());
        };
        let path = || Path::input("interactionId");
        tx.require::<interaction::Model>(checks, path(), Some(talk))
            .await?;
        let select = tx
            .read()
            .select::<interaction_participant::Entity>()
            .filter(Column::InteractionId.eq(talk))
            .filter(Column::PersonId.eq(person));
        if checks.is_empty() && select.one(tx.conn()).await?.is_none() {
            checks.note(Code::Invalid, path(), "the person does not take part in it");
        }
        Ok(())
    }

    /// The thanks with these fields changed.
    pub(super) fn apply(&self, checks: &mut Checks, mut model: gratitude::Model) -> gratitude::Model {
        self.means.apply(&mut model.means);
        self.interaction.apply(&mut model.interaction_id);
        checks.lines(&mut model.text, "text", &self.text, TEXT);
        checks.line(&mut model.public_url, "publicUrl", &self.public_url, URL);
        let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        if !model.public_url.as_ref().is_none_or(is_web) {
            let message = "write an address that begins with https:// or http://";
            checks.note(Code::Invalid, Path::input("publicUrl"), message);
        }
        if !may_be_seen(model.means, model.public_url.as_deref()) {
            let field = if self.public_url.is_keep() {
                "means"
            } else {
                "publicUrl"
            };
            let message = "only thanks that are PUBLIC have an address where others see them";
            checks.note(Code::Invalid, Path::input(field), message);
        }
        model
    }
}

/// How far thanks are.
pub(super) const fn course(model: &gratitude::Model) -> Course {
    Course {
        state: model.state,
        thanked_on: model.thanked_on,
    }
}

/// The thanks, so far.
pub(super) fn on(model: gratitude::Model, course: Course) -> gratitude::Model {
    let Course { state, thanked_on } = course;
    gratitude::Model {
        state,
        thanked_on,
        ..model
    }
}

/// The thanks if their state and day can be; else they stay, and a problem is noted.
pub(super) fn dated(
    checks: &mut Checks,
    model: gratitude::Model,
    judged: Result<Course, Refusal>,
) -> gratitude::Model {
    match judged {
        Ok(course) => on(model, course),
        Err(refusal) => {
            checks.push(refused(refusal, model.state));
            model
        }
    }
}

/// Thanks given or received on this day, or today.
pub(super) fn said(state: GratitudeState, day: Option<NaiveDate>, today: NaiveDate) -> Course {
    let thanked_on = day.or(Some(today));
    Course { state, thanked_on }
}

fn refused(refusal: Refusal, state: GratitudeState) -> Problem {
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
