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

use sea_orm::QueryFilter;

use crate::kit::afresh::Afresh;
use crate::kit::{Failure, Tx};
use crate::records;
use crate::search;

/// Which introduction, and the revision that the client has seen.
pub type Target = (IntroductionId, Option<i32>);

/// Longest text for one reader, in characters.
const TEXT: usize = 2_000;

/// By which words introductions are found, worked out again.
#[must_use]
pub fn afresh() -> Afresh {
    Afresh {
        of: RecordType::Introduction,
        run: |tx, ids| {
            Box::pin(async move {
                let models: Vec<introduction::Model> = records::models(tx, ids).await?;
                let sides = tx.read().select::<introduction_side::Entity>();
                let sides = QueryFilter::filter(
                    sides,
                    tx.read()
                        .among(introduction_side::Column::IntroductionId, ids.iter().copied()),
                );
                let sides = sides.all(tx.conn()).await?;
                for model in &models {
                    let of = sides.iter().filter(|side| side.introduction_id == model.id);
                    index(tx, model, &of.cloned().collect::<Vec<_>>()).await?;
                }
                Ok(())
            })
        },
    }
}

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
