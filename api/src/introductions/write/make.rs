use entity::ids::{IntroductionId, PersonId, TieId};
use entity::introduction_side::Side;
use entity::tie::{self, Column, TieEvidence};
use entity::{Actor, introduction};
use sea_orm::{ColumnTrait, Condition, ExprTrait, QueryFilter, QuerySelect};

use super::case::Case;
use crate::introductions::rules::Step;
use crate::kit::check::{Checks, Path};
use crate::kit::{Failure, Tx};

/// Longest message to both, in characters.
const MESSAGE: usize = 5_000;
/// The kind of the tie that an introduction makes.
const INTRODUCED: &str = "introduced";

/// Which two to bring together, and by which words.
#[derive(Clone, Debug)]
pub struct MakeIntroduction {
    /// Which introduction.
    pub id: IntroductionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// The text that brings them together.
    pub message: Option<String>,
}

/// Records that the two were brought together. From then on A and B know each other: if no tie says so, one is made.
///
/// # Errors
/// It does not exist, was changed meanwhile, is archived or not `READY`; or the message is too long.
pub async fn make(tx: &mut Tx, make: &MakeIntroduction) -> Result<introduction::Model, Failure> {
    let mut checks = Checks::new();
    let message = checks.text(Path::input("message"), make.message.as_deref(), MESSAGE);
    checks.done()?;
    let mut case = Case::open(tx, make.id, make.expected_revision).await?;
    case.take(tx, Step::Make, None)?;
    case.model.message = message;
    let pair = case.person(Side::A).zip(case.person(Side::B));
    let model = case.store(tx).await?;
    if let Some((a, b)) = pair {
        know_each_other(tx, a, b).await?;
    }
    Ok(model)
}

async fn know_each_other(tx: &mut Tx, a: PersonId, b: PersonId) -> Result<(), Failure> {
    let way = |from: PersonId, to: PersonId| Column::FromId.eq(from).and(Column::ToId.eq(to));
    let either = Condition::any().add(way(a, b)).add(way(b, a));
    // An archived one counts: the user knows of it and does not want to see it.
    let known: Option<TieId> = tx
        .read()
        .select::<tie::Entity>()
        .filter(either)
        .select_only()
        .column(Column::Id)
        .limit(1)
        .into_tuple()
        .one(tx.conn())
        .await?;
    if known.is_some() {
        return Ok(());
    }
    let tie = tie::Model {
        workspace_id: tx.workspace(),
        id: tx.new_id(),
        from_id: a,
        to_id: b,
        kind: INTRODUCED.to_owned(),
        closeness: None,
        evidence: TieEvidence::Introduced,
        note: None,
        since: None,
        custom_values: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    };
    tx.insert(tie, None).await?;
    Ok(())
}
