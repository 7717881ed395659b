//! What a side sees that has nothing but a link.

use chrono::{DateTime, Utc};
use entity::introduction::IntroductionState;
use entity::introduction_side::{self, Side};
use entity::{person, workspace};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::introductions::rules;
use crate::kit::{Fault, Reader};

/// Someone to be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The name.
    pub name: String,
    /// One line on what they do.
    pub headline: Option<String>,
}

/// What a side must know to answer, and no more: no ids, no notes, nothing of what others said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Who asks.
    pub from_name: String,
    /// In which part.
    pub side: Side,
    /// Whom to meet, or whom to introduce to each other; empty when it is over.
    pub others: Vec<Invited>,
    /// What this side is told; empty when it is over.
    pub blurb: Option<String>,
    /// Until when an answer counts; empty when it is over.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether an answer is awaited.
    pub open: bool,
}

/// What a side sees that has a link.
///
/// # Errors
/// The database fails.
pub async fn invitation(
    reader: &Reader<'_>,
    side: &introduction_side::Model,
    now: DateTime<Utc>,
) -> Result<Option<Invitation>, Fault> {
    let id = side.introduction_id;
    let Some(introduction) = super::by_ids(reader, &[id]).await?.remove(&id) else {
        return Ok(None);
    };
    let sides = super::sides_of(reader, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let wanted: Vec<_> = sides
        .iter()
        .filter(|other| other.side != side.side && other.side != Side::Connector)
        .map(|other| other.person_id)
        .collect();
    let either = Condition::any()
        .add(person::Column::Id.is_in(wanted.iter().copied()))
        .add(person::Column::IsSelf.eq(true));
    let people = reader
        .select::<person::Entity>()
        .filter(either)
        .all(reader.conn())
        .await?;
    let from_name = match people.iter().find(|person| person.is_self) {
        Some(user) => user.display_name.clone(),
        None => {
            let workspace = workspace::Entity::find_by_id(reader.workspace())
                .one(reader.conn())
                .await?;
            workspace.map(|workspace| workspace.name).unwrap_or_default()
        }
    };
    let state = rules::effective(introduction.state, introduction.expires_at, now);
    if state != IntroductionState::Asking || introduction.archived_at.is_some() {
        let (others, blurb, expires_at) = (Vec::new(), None, None);
        return Ok(Some(Invitation {
            from_name,
            side: side.side,
            others,
            blurb,
            expires_at,
            open: false,
        }));
    }
    let invited = |id| people.iter().find(|person| person.id == id);
    let others = wanted.into_iter().filter_map(invited);
    let others = others
        .map(|it| Invited {
            name: it.display_name.clone(),
            headline: it.headline.clone(),
        })
        .collect();
    let (blurb, expires_at) = (side.blurb.clone(), introduction.expires_at);
    Ok(Some(Invitation {
        from_name,
        side: side.side,
        others,
        blurb,
        expires_at,
        open: true,
    }))
}
