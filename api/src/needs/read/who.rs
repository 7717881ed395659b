//! What matches ask of people: whether they are archived, and whether the user was in touch with them lately.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::person::{self, Column};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::open::Person;
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};

/// So many people are asked for by id; for more, the indexes are read that hold no others: of who is archived, and of the last
/// contacts.
const NAMED: usize = 500;

/// Those of some people, and perhaps of others, of whom something is so.
#[derive(Debug)]
pub(super) struct Who {
    gone: HashSet<Uuid>,
    in_touch: HashSet<Uuid>,
    is_whole: bool,
}

impl Who {
    /// Looks at these people; contact is late enough from a moment on.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(
        reader: &Reader<'_>,
        people: &HashSet<Uuid>,
        lately: DateTime<Utc>,
    ) -> Result<Self, Fault> {
        let is_whole = people.len() > NAMED;
        let such = async |which: SimpleExpr| -> Result<HashSet<Uuid>, Fault> {
            let mut select = reader.select::<person::Entity>().filter(which);
            if !is_whole {
                select = select.filter(reader.among(Column::Id, people.iter().copied()));
            }
            let ids: Vec<(Uuid,)> =
                packed(reader, bare(select), [(Kind::Uuid, Column::Id.into_expr())]).await?;
            Ok(ids.into_iter().map(|(id,)| id).collect())
        };
        Ok(Self {
            gone: such(Column::ArchivedAt.is_not_null()).await?,
            in_touch: such(Column::LastInteractionAt.gte(lately)).await?,
            is_whole,
        })
    }

    /// Whether it is known of everybody.
    pub const fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Somebody as a party.
    pub fn person(&self, person: Option<Uuid>) -> Person {
        let is_in = |these: &HashSet<Uuid>| i32::from(person.is_some_and(|person| these.contains(&person)));
        (person, is_in(&self.gone), is_in(&self.in_touch))
    }
}
