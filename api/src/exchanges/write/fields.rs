//! The fields of an exchange.

use chrono::NaiveDate;
use entity::exchange::{self, ExchangeKind, ExchangeState, NEVER_DUE, NOT_DONE};
use entity::ids::{CollaborationId, InteractionId, IntroductionId, PersonId};
use entity::{Direction, collaboration, interaction, introduction};
use serde::Serialize;

use super::super::rules::{Course, Refusal, WEIGHTS, usual_weight};
use crate::kit::{Checks, Code, Detail, Failure, Patch, Path, Problem, Tx};
use crate::people;

const TITLE: usize = 200;
const DESCRIPTION: usize = 5_000;

/// The fields that a client may write; person, direction, kind and title are never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// With whom.
    pub person: Patch<PersonId>,
    /// Which way.
    pub direction: Patch<Direction>,
    /// What was given.
    pub kind: Patch<ExchangeKind>,
    /// One line on it.
    pub title: Patch<String>,
    /// More on it.
    pub description: Patch<String>,
    /// How much it counts; cleared, what its kind usually does.
    pub weight: Patch<i32>,
    /// By when it was promised.
    pub due_on: Patch<NaiveDate>,
    /// When it happened.
    pub done_on: Patch<NaiveDate>,
    /// The interaction in which it came about.
    pub interaction: Patch<InteractionId>,
    /// The introduction that it is or came of.
    pub introduction: Patch<IntroductionId>,
    /// The collaboration that it belongs to.
    pub collaboration: Patch<CollaborationId>,
}

/// A field that always has a value.
fn always<T: Copy>(checks: &mut Checks, name: &str, field: &mut T, patch: Patch<T>) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => checks.note(Code::Required, Path::input(name), "a value is required"),
        Patch::Set(value) => *field = value,
    }
}

impl Fields {
    /// The exchange with these fields changed. `judge` says whether its state and days can be.
    pub(super) fn apply(
        &self,
        checks: &mut Checks,
        mut model: exchange::Model,
        judge: impl FnOnce(Course, NaiveDate) -> Result<Course, Refusal>,
        today: NaiveDate,
    ) -> exchange::Model {
        always(checks, "personId", &mut model.person_id, self.person);
        always(checks, "direction", &mut model.direction, self.direction);
        always(checks, "kind", &mut model.kind, self.kind);
        if !self.title.is_keep() || model.title.is_empty() {
            let title = self.title.as_set().map(String::as_str);
            model.title = checks.required(Path::input("title"), title, TITLE);
        }
        checks.lines(
            &mut model.description,
            "description",
            &self.description,
            DESCRIPTION,
        );
        self.weigh(checks, &mut model);
        self.due_on.apply(&mut model.due_on);
        self.done_on.apply(&mut model.done_on);
        match judge(course(&model), today) {
            Ok(course) => model = on(model, course),
            Err(refusal) => checks.push(refused(refusal, Path::input("doneOn"), model.state)),
        }
        self.interaction.apply(&mut model.interaction_id);
        self.introduction.apply(&mut model.introduction_id);
        self.collaboration.apply(&mut model.collaboration_id);
        model
    }

    /// A change of the kind alone leaves the weight as it is: it may be the user's own.
    fn weigh(&self, checks: &mut Checks, model: &mut exchange::Model) {
        match self.weight {
            Patch::Keep if model.weight > 0 => {}
            Patch::Keep | Patch::Clear => model.weight = usual_weight(model.kind),
            Patch::Set(weight) => model.weight = weight,
        }
        if !WEIGHTS.contains(&model.weight) {
            let (least, most) = (WEIGHTS.start(), *WEIGHTS.end());
            let message = format!("write a whole number from {least} to {most}");
            let problem = Problem::new(Code::Invalid, Path::input("weight"), message);
            checks.push(problem.with(Detail::Max(most)));
        }
    }

    /// Notes a problem for each record that is named and not in the workspace.
    ///
    /// # Errors
    /// The database fails.
    pub(super) async fn check_references(&self, tx: &Tx, checks: &mut Checks) -> Result<(), Failure> {
        if let Patch::Set(person) = self.person {
            people::require_other(tx, checks, Path::input("personId"), person).await?;
        }
        let (path, id) = (Path::input("interactionId"), self.interaction.as_set());
        tx.require::<interaction::Model>(checks, path, id.copied())
            .await?;
        let (path, id) = (Path::input("introductionId"), self.introduction.as_set());
        tx.require::<introduction::Model>(checks, path, id.copied())
            .await?;
        let (path, id) = (Path::input("collaborationId"), self.collaboration.as_set());
        tx.require::<collaboration::Model>(checks, path, id.copied())
            .await
    }
}

/// How far an exchange is.
pub(super) const fn course(model: &exchange::Model) -> Course {
    Course {
        state: model.state,
        due_on: model.due_on,
        done_on: model.done_on,
    }
}

/// The exchange, so far.
pub(super) fn on(model: exchange::Model, course: Course) -> exchange::Model {
    let sort =
        |day: Option<NaiveDate>, none: &str| day.map_or_else(|| none.to_owned(), |day| day.to_string());
    let Course {
        state,
        due_on,
        done_on,
    } = course;
    exchange::Model {
        state,
        due_on,
        done_on,
        sort_due: sort(due_on, NEVER_DUE),
        sort_done: sort(done_on, NOT_DONE),
        ..model
    }
}

/// What to tell the user of a day that cannot be.
pub(super) fn refused(refusal: Refusal, path: Path, state: ExchangeState) -> Problem {
    let (code, message) = match refusal {
        Refusal::Ahead => (
            Code::Invalid,
            "it lies in the future; a promise is PROMISED, with dueOn".to_owned(),
        ),
        Refusal::NotDone => (
            Code::Invalid,
            format!("what is {state} has no day on which it happened"),
        ),
        Refusal::Done => (
            Code::Required,
            "what is DONE has a day on which it happened; reopenExchange takes it up again".to_owned(),
        ),
        Refusal::State => (Code::State, format!("what is {state} does not allow this")),
    };
    Problem::new(code, path, message)
}
