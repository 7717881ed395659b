use entity::ids::{IntroductionId, PersonId};
use entity::introduction::{Column, IntroductionState};
use entity::introduction_side::{self, Side};
use entity::{Actor, introduction};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
};
use serde::Serialize;

use super::Fields;
use super::case::{add_steps, first_step};
use crate::introductions::read;
use crate::introductions::rules::SideProgress;
use crate::kit::check::{Checks, Path};
use crate::kit::failure::{Detail, Problem};
use crate::kit::record::{Claim, reference};
use crate::kit::{Code, Failure, Tx};
use crate::people;

/// A new introduction.
#[derive(Clone, Debug, Serialize)]
pub struct NewIntroduction {
    /// The id, if the client made it.
    pub id: Option<IntroductionId>,
    /// One of the two.
    pub person_a: PersonId,
    /// The other.
    pub person_b: PersonId,
    /// Who introduces them, if it is not the user.
    pub connector: Option<PersonId>,
    /// The texts and the expiry.
    pub fields: Fields,
}

/// Prepares an introduction.
///
/// # Errors
/// Its fields are wrong, the people are not there or not different, they have an open introduction, or its id is taken.
pub async fn create(tx: &mut Tx, new: &NewIntroduction) -> Result<introduction::Model, Failure> {
    // Looked at first: a create that is repeated after its expiry is still a success.
    let (id, fingerprint) = match tx.claim::<introduction::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    let mut sides = sides(tx, &mut checks, new, id).await?;
    let mut model = introduction::Model { id, ..blank(tx, new) };
    new.fields.apply(&mut checks, tx.now(), &mut model, &mut sides);
    checks.done()?;
    refuse_second(tx, (new.person_a, new.person_b), Path::input("personBId")).await?;
    let model = tx.insert(model, fingerprint).await?;
    let rows = sides
        .iter()
        .map(|side| side.clone().into_active_model().reset_all());
    introduction_side::Entity::insert_many(rows)
        .exec_without_returning(tx.conn())
        .await?;
    add_steps(tx, vec![first_step(tx, id)]).await?;
    super::index(tx, &model, &sides).await?;
    Ok(model)
}

async fn sides(
    tx: &Tx,
    checks: &mut Checks,
    new: &NewIntroduction,
    id: IntroductionId,
) -> Result<Vec<introduction_side::Model>, Failure> {
    let (a, b, connector) = (
        Path::input("personAId"),
        Path::input("personBId"),
        Path::input("connectorId"),
    );
    if new.person_a == new.person_b {
        checks.note(
            Code::Invalid,
            b.clone(),
            "an introduction is of two different people",
        );
    }
    if new
        .connector
        .is_some_and(|it| it == new.person_a || it == new.person_b)
    {
        let message = "the connector is neither of the two: leave it out when they need nobody else";
        checks.note(Code::Invalid, connector.clone(), message);
    }
    let mut wanted = vec![(a, Side::A, new.person_a), (b, Side::B, new.person_b)];
    wanted.extend(new.connector.map(|it| (connector.clone(), Side::Connector, it)));
    let named: Vec<(Path, PersonId)> = wanted
        .iter()
        .map(|(path, _, person)| (path.clone(), *person))
        .collect();
    people::require(tx, checks, &named).await?;
    let ids: Vec<PersonId> = named.iter().map(|(_, person)| *person).collect();
    let found = people::by_ids(&tx.read(), &ids).await?;
    let is_self = |person: PersonId| found.get(&person).is_some_and(|person| person.is_self);
    if new.connector.is_some_and(is_self) {
        checks.note(
            Code::Invalid,
            connector,
            "this person is you: leave it out when you introduce them yourself",
        );
    }
    let side = |(_, side, person_id)| {
        let SideProgress {
            consent,
            asked_at,
            nudged_at,
            nudges,
            ..
        } = SideProgress::new(side, is_self(person_id));
        introduction_side::Model {
            workspace_id: tx.workspace(),
            introduction_id: id,
            side,
            person_id,
            consent,
            blurb: None,
            asked_at,
            answered_at: None,
            answer_note: None,
            nudged_at,
            nudges,
            link_hash: None,
        }
    };
    Ok(wanted.into_iter().map(side).collect())
}

fn blank(tx: &Tx, new: &NewIntroduction) -> introduction::Model {
    introduction::Model {
        workspace_id: tx.workspace(),
        id: IntroductionId(uuid::Uuid::nil()),
        state: IntroductionState::Draft,
        reason: None,
        connector_id: new.connector,
        expires_at: None,
        asked_at: None,
        made_at: None,
        closed_at: None,
        message: None,
        outcome: None,
        outcome_note: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// Refuses a second open introduction of the same two people, in either order.
///
/// # Errors
/// [`Code::Duplicate`] with the one that is open.
pub async fn refuse_second(tx: &Tx, (one, other): (PersonId, PersonId), path: Path) -> Result<(), Failure> {
    use introduction_side::Column as SideColumn;
    let of = |person: PersonId| {
        let select = tx.read().select::<introduction_side::Entity>();
        let select = select
            .filter(SideColumn::PersonId.eq(person))
            .filter(SideColumn::Side.ne(Side::Connector));
        Column::Id.in_subquery(
            select
                .select_only()
                .column(SideColumn::IntroductionId)
                .into_query(),
        )
    };
    let open = [
        IntroductionState::Draft,
        IntroductionState::Asking,
        IntroductionState::Ready,
    ];
    // The write lock makes the look-up hold.
    let found = tx
        .read()
        .select::<introduction::Entity>()
        .filter(Column::State.is_in(open))
        .filter(read::overdue(tx.now()).not())
        .filter(Column::ArchivedAt.is_null())
        .filter(of(one))
        .filter(of(other))
        .limit(1)
        .one(tx.conn())
        .await?;
    let Some(found) = found else { return Ok(()) };
    let message = "these two have an open introduction: go on with that one, or cancel it";
    Err(Problem::new(Code::Duplicate, path, message)
        .with(Detail::Existing(reference(&found)))
        .into())
}
