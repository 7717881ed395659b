use entity::ids::IntroductionId;
use entity::introduction;
use entity::introduction_side::Side;
use entity::introduction_step::IntroductionAction;

use super::case::Case;
use crate::introductions::link::Link;
use crate::introductions::rules::{ASKS, Step};
use crate::kit::check::Path;
use crate::kit::{Failure, Tx};

/// Which side to ask, or to remind.
#[derive(Clone, Debug)]
pub struct AskIntroduction {
    /// Which introduction.
    pub id: IntroductionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// Which side.
    pub side: Side,
}

/// An introduction of which a side was asked.
#[derive(Clone)]
pub struct Asked {
    /// The introduction.
    pub introduction: introduction::Model,
    /// The secret of the link by which the side answers; shown this once.
    pub link_token: String,
}

/// Asks a side, for the first time or again: the side gets a new link, and one that it had is dead.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; or the state, the side's consent, or the number of links that
/// the side has had, does not allow it.
pub async fn ask(tx: &mut Tx, ask: &AskIntroduction) -> Result<Asked, Failure> {
    let mut case = Case::open(tx, ask.id, ask.expected_revision).await?;
    let asked = case
        .done
        .iter()
        .filter(|done| **done == (IntroductionAction::Ask, Some(ask.side)))
        .count();
    case.take(tx, Step::Ask(ask.side), None)?;
    if asked >= ASKS {
        let message =
            format!("this side was asked {ASKS} times, which is the most: say its answer for it, or cancel");
        return Err(case.wrong_state(tx, Path::input("side"), message).into());
    }
    linked(tx, case, ask.side).await
}

/// Reminds a side that has not answered: it gets a new link, and the one that it had is dead.
///
/// # Errors
/// As for [`ask`]; or the side was reminded too often or too short a time ago.
pub async fn nudge(tx: &mut Tx, nudge: &AskIntroduction) -> Result<Asked, Failure> {
    let mut case = Case::open(tx, nudge.id, nudge.expected_revision).await?;
    case.take(tx, Step::Nudge(nudge.side), None)?;
    linked(tx, case, nudge.side).await
}

async fn linked(tx: &mut Tx, mut case: Case, asked: Side) -> Result<Asked, Failure> {
    let link = Link::new([tx.workspace().0, case.model.id.0]);
    for side in case.sides.iter_mut().filter(|side| side.side == asked) {
        side.link_hash = Some(link.hash());
    }
    Ok(Asked {
        introduction: case.store(tx).await?,
        link_token: link.expose(),
    })
}
