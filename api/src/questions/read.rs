//! Lists of questions, and what is known of them.

use chrono::NaiveDate;
use entity::ids::PersonId;
use entity::question::{self, Column, QuestionState};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use crate::kit::list::{List, bare};
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, Scope};
use crate::records;

/// The questions that are still to be asked of each of many people, who came first before others.
#[must_use]
pub fn open_of_people(scope: &Scope) -> List {
    let open = Column::State.eq(QuestionState::Open);
    let first = (Column::CreatedAt, false);
    records::under::<question::Model>(scope, Column::PersonId, Some(Condition::all().add(open)), first)
}

/// What suggested the questions that these people are asked, were asked, or are not to be asked: of whom, by what, and when it was asked,
/// if it was.
///
/// # Errors
/// The database fails.
pub async fn known(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<Vec<(PersonId, String, Option<NaiveDate>)>, Fault> {
    let live = reader
        .select::<question::Entity>()
        .filter(reader.listed(Column::PersonId, people.iter().copied()))
        .filter(Column::SuggestedBy.is_not_null())
        .filter(Column::ArchivedAt.is_null());
    let columns = [
        (Kind::Uuid, Column::PersonId.into_expr()),
        (Kind::Text, Column::SuggestedBy.into_expr()),
        (Kind::Date, Column::AskedOn.into_expr()),
    ];
    let found: Vec<(Uuid, String, Option<NaiveDate>)> = packed(reader, bare(live), columns).await?;
    Ok(found
        .into_iter()
        .map(|(person, by, on)| (PersonId(person), by, on))
        .collect())
}
