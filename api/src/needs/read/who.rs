//! What matches ask of people: whether they are archived or died, and whether the user was in touch with them lately.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::ids::PersonId;
use entity::person::{self, Column};
use futures_util::future::join;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::open::Person;
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::people;

/// So many people are asked for by id; for more, the indexes are read that hold no others: of who is archived or died, and of the last
/// contacts.
const NAMED: usize = 500;

/// Those of some people, and perhaps of others, of whom something is so.
#[derive(Debug, Default)]
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
        if people.is_empty() {
            return Ok(Self::default());
        }
        let is_whole = people.len() > NAMED;
        let mut select = reader
            .select::<person::Entity>()
            .filter(Column::LastInteractionAt.gte(lately));
        if !is_whole {
            select = select.filter(reader.listed(Column::Id, people.iter().copied()));
        }
        let columns = [(Kind::Uuid, Column::Id.into_expr())];
        let these: Vec<PersonId> = people.iter().copied().map(PersonId).collect();
        let (gone, in_touch) = join(
            Box::pin(people::gone(reader, (!is_whole).then_some(&these))),
            packed::<(Uuid,)>(reader, bare(select), columns),
        )
        .await;
        Ok(Self {
            gone: gone?.into_iter().map(|id| id.0).collect(),
            in_touch: in_touch?.into_iter().map(|(id,)| id).collect(),
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
