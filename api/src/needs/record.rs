//! The declarations of needs and offers, which are alike: an offer serves no goal.

use chrono::NaiveDate;
use entity::need::{self, NO_END, NeedState};
use entity::{goal, interaction, offer, person};

use super::read::{Columns, Wished};
use super::rules::allowed;
use crate::kit::Problem;
use crate::kit::declared::{ColumnOf, Declaration, Declared, declared};
use crate::people;
use crate::records::Stepped;

declared!(need::Model: need, const IS_FOUND_BY_PARTS: bool = true;);
declared!(offer::Model: offer, const IS_FOUND_BY_PARTS: bool = true;);

fn need() -> Declaration<need::Model> {
    let about = "What the user, or somebody else, looks for.";
    let declaration = Declaration::new("Need", ("need", "needs"), about);
    let who = "Who looks for it; null for the user, whose own person does not stand here.";
    let state = "How it stands. `fulfillNeed`, `withdrawNeed` and `reopenNeed` change it.";
    wish(declaration, [who, "What kind of thing is sought.", state])
        .refers::<goal::Model>("goalId", "The goal that it serves.", need::Column::GoalId)
        .filtered()
}

fn offer() -> Declaration<offer::Model> {
    let about = "What the user, or somebody else, can give.";
    let declaration = Declaration::new("Offer", ("offer", "offers"), about);
    let who = "Who can give it; null for the user, whose own person does not stand here.";
    let state = "How it stands. `fulfillOffer`, `withdrawOffer` and `reopenOffer` change it.";
    wish(declaration, [who, "What kind of thing is offered.", state])
}

/// The fields that both have.
fn wish<W: Wished + Declared>(
    declaration: Declaration<W>,
    [who, what, state]: [&'static str; 3],
) -> Declaration<W> {
    let at: Columns<ColumnOf<W>> = W::columns();
    declaration
        .refers::<person::Model>("personId", who, at.person)
        .looked_up(people::others)
        .filtered()
        .word("kind", what, at.kind)
        .filtered()
        .line("title", "What it is, in one line.", at.title, 200)
        .searched()
        .lines(
            "description",
            "What exactly, and what there is to know about it.",
            at.description,
            5_000,
        )
        .once_called("details")
        .searched()
        .word("state", state, at.state)
        .by_steps()
        .filtered()
        .date(
            "until",
            "The last day on which it stands; null where there is none.",
            at.until,
        )
        .filtered()
        .ordered_as(at.sort_until, NO_END)
        .refers::<interaction::Model>(
            "interactionId",
            "The interaction in which it came up.",
            at.interaction,
        )
        .filtered()
        .filtered_by_time(at.created_at, at.updated_at)
        .ordered_by_creation(at.created_at)
        .ordered_by_change(at.updated_at)
        .listed_from_highest(at.created_at)
        .filter_example(
            "Those that stand, whether or not they have a last day: \
             `{ state: { eq: OPEN }, or: [{ until: { isNull: true } }, { until: { gte: \"P0D\" } }] }`.",
        )
}

/// Something done with a need, or an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The need was met, the offer taken up.
    Fulfill,
    /// It is taken back.
    Withdraw,
    /// It is good again.
    Reopen,
}

impl Step {
    const fn to(self) -> NeedState {
        match self {
            Self::Fulfill => NeedState::Fulfilled,
            Self::Withdraw => NeedState::Withdrawn,
            Self::Reopen => NeedState::Open,
        }
    }

    /// The state after the step.
    fn after(self, from: NeedState) -> Result<NeedState, Problem> {
        let (to, allowed) = (self.to(), allowed(from));
        if allowed.contains(&to) {
            Ok(to)
        } else {
            Err(Problem::no_step(from, to, allowed))
        }
    }
}

impl Stepped for need::Model {
    type Step = Step;

    fn step(&mut self, step: &Step, _: NaiveDate) -> Result<(), Problem> {
        self.state = step.after(self.state)?;
        Ok(())
    }
}

impl Stepped for offer::Model {
    type Step = Step;

    fn step(&mut self, step: &Step, _: NaiveDate) -> Result<(), Problem> {
        self.state = step.after(self.state)?;
        Ok(())
    }
}
