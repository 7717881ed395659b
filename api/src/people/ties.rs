//! Ties: person A knows person B.

use entity::ids::{PersonId, TieId};
use entity::tie::{self, Closeness, TieEvidence};
use entity::{Actor, PartialDate};
use sea_orm::sea_query::{ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::Serialize;
use tie::Column;
use uuid::Uuid;

use super::named;
use crate::kit::check::{Checks, Path};
use crate::kit::failure::{Detail, Problem};
use crate::kit::list::{List, Sort, bare};
use crate::kit::record::{Claim, reference};
use crate::kit::{Code, Failure, Patch, Scope, Tx};

const KIND: usize = 50;
const NOTE: usize = 2_000;

/// The fields that a client may write; the kind is never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TieFields {
    /// colleague, friend, sibling …
    pub kind: Patch<String>,
    /// How well.
    pub closeness: Patch<Closeness>,
    /// How the user knows.
    pub evidence: Option<TieEvidence>,
    /// Anything else.
    pub note: Patch<String>,
    /// From when.
    pub since: Patch<PartialDate>,
}

/// A new tie.
#[derive(Clone, Debug, Serialize)]
pub struct NewTie {
    /// The id, if the client made it.
    pub id: Option<TieId>,
    /// Who knows.
    pub from: PersonId,
    /// Whom.
    pub to: PersonId,
    /// The fields.
    pub fields: TieFields,
}

/// A change to a tie.
#[derive(Clone, Debug)]
pub struct TieChange {
    /// Which one.
    pub id: TieId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: TieFields,
}

/// Makes a tie.
///
/// # Errors
/// The people are the same or not there, the tie exists, or the fields are wrong.
pub async fn create_tie(tx: &mut Tx, new: &NewTie) -> Result<tie::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<tie::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    if new.from == new.to {
        checks.note(
            Code::Invalid,
            Path::input("toId"),
            "a tie joins two different people",
        );
    }
    let blank = tie::Model {
        workspace_id: tx.workspace(),
        id: TieId(Uuid::nil()),
        from_id: new.from,
        to_id: new.to,
        kind: String::new(),
        closeness: None,
        evidence: TieEvidence::Stated,
        note: None,
        since: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    };
    let model = with(&mut checks, blank, &new.fields);
    named::require(
        tx,
        &mut checks,
        &[(Path::input("fromId"), new.from), (Path::input("toId"), new.to)],
    )
    .await?;
    checks.done()?;
    refuse_twin(tx, &model, "kind").await?;
    tx.insert(tie::Model { id, ..model }, fingerprint).await
}

/// Changes a tie.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the fields are wrong, or make it another tie's twin.
pub async fn update_tie(tx: &mut Tx, change: &TieChange) -> Result<tie::Model, Failure> {
    let before: tie::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let after = with(&mut checks, before.clone(), &change.fields);
    checks.done()?;
    if after.kind != before.kind {
        refuse_twin(tx, &after, "kind").await?;
    }
    tx.save(&before, after, false).await
}

/// Hides a tie.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive_tie(tx: &mut Tx, (id, revision): &(TieId, Option<i32>)) -> Result<tie::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived tie again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore_tie(tx: &mut Tx, (id, revision): &(TieId, Option<i32>)) -> Result<tie::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

fn with(checks: &mut Checks, mut model: tie::Model, fields: &TieFields) -> tie::Model {
    if !fields.kind.is_keep() || model.kind.is_empty() {
        model.kind = checks.required(
            Path::input("kind"),
            fields.kind.as_set().map(String::as_str),
            KIND,
        );
        model.kind = model.kind.to_lowercase();
    }
    fields.closeness.apply(&mut model.closeness);
    model.evidence = fields.evidence.unwrap_or(model.evidence);
    checks.lines(&mut model.note, "note", &fields.note, NOTE);
    fields.since.apply(&mut model.since);
    model
}

/// The write lock makes the look-up hold; the unique index stands behind it.
async fn refuse_twin(tx: &Tx, model: &tie::Model, field: &str) -> Result<(), Failure> {
    let twin = tx
        .read()
        .select::<tie::Entity>()
        .filter(Column::FromId.eq(model.from_id))
        .filter(Column::ToId.eq(model.to_id))
        .filter(Column::Kind.eq(&model.kind));
    let Some(twin) = twin.one(tx.conn()).await? else {
        return Ok(());
    };
    let message = "these two have a tie of this kind; change or restore that one";
    Err(Problem::new(Code::Duplicate, Path::input(field), message)
        .with(Detail::Existing(reference(&twin)))
        .into())
}

/// The live ties of people, whichever side they are on, oldest first.
#[must_use]
pub fn ties(scope: &Scope) -> List {
    let live = bare(scope.select::<tie::Entity>().filter(Column::ArchivedAt.is_null()));
    let rows = move |person: Option<SimpleExpr>| {
        let mut select = live.clone();
        if let Some(person) = person {
            let from = Column::FromId.into_expr().eq(person.clone());
            select.and_where(from.or(Column::ToId.into_expr().eq(person)));
        }
        select
    };
    List {
        rows: Box::new(rows),
        sort: Sort::by(Column::CreatedAt, Column::Id, false),
        most: None,
    }
}
