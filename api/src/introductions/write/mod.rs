//! Making introductions and moving them on.

mod answer;
mod ask;
mod case;
mod close;
mod create;
mod fields;
mod make;

pub use answer::{AnswerByLink, AnswerIntroduction, answer, answer_by_link, bad_link};
pub use ask::{AskIntroduction, Asked, ask, nudge};
pub use close::{RecordOutcome, archive, cancel, expire, record_outcome, restore};
pub use create::{NewIntroduction, create};
pub use fields::{Fields, UpdateIntroduction, update};
pub use make::{MakeIntroduction, make};

use entity::ids::IntroductionId;
use entity::{RecordType, introduction, introduction_side};

use crate::kit::{Failure, Tx};
use crate::search;

/// Which introduction, and the revision that the client has seen.
pub type Target = (IntroductionId, Option<i32>);

/// Longest text for one reader, in characters.
const TEXT: usize = 2_000;

async fn index(
    tx: &Tx,
    model: &introduction::Model,
    sides: &[introduction_side::Model],
) -> Result<(), Failure> {
    let blurbs = sides.iter().map(|side| side.blurb.as_ref());
    let texts = blurbs.chain([model.reason.as_ref(), model.outcome_note.as_ref()]);
    let text: Vec<&str> = texts.flatten().map(String::as_str).collect();
    Ok(search::index(tx, RecordType::Introduction, model.id.0, &text.join(" ")).await?)
}
