//! What needs and offers have in common, so that one command writes both.

use chrono::NaiveDate;
use entity::ids::{GoalId, InteractionId, PersonId};
use entity::need::{NeedKind, NeedState};
use entity::{Actor, need, need_topic, offer, offer_topic};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde::Serialize;

use super::super::read::Wished;
use crate::kit::Tx;
use crate::kit::record::Row;

/// The fields of a need, or of an offer.
pub struct Parts<'a> {
    /// Whose it is.
    pub person: &'a mut Option<PersonId>,
    /// What is sought, or offered.
    pub kind: &'a mut NeedKind,
    /// One line on it.
    pub title: &'a mut String,
    /// More on it.
    pub details: &'a mut Option<String>,
    /// How it stands.
    pub state: &'a mut NeedState,
    /// The last day on which it is good.
    pub until: &'a mut Option<NaiveDate>,
    /// That day, for sorting.
    pub sort_until: &'a mut String,
    /// The interaction in which it came up.
    pub interaction: &'a mut Option<InteractionId>,
    /// The goal that it serves; an offer has none.
    pub goal: Option<&'a mut Option<GoalId>>,
}

/// A need, or an offer, that is written.
pub trait Wish:
    Wished<
        Id: Serialize,
        Table: EntityTrait<ActiveModel: Send>,
        Topics: EntityTrait<Model = Self::Topic, ActiveModel: Send>,
    > + Row
{
    /// A row of its topics.
    type Topic: IntoActiveModel<<Self::Topics as EntityTrait>::ActiveModel> + Send;
    /// A new one, before its fields are filled in.
    fn blank(tx: &Tx, id: Self::Id, state: NeedState) -> Self;
    /// Its fields.
    fn parts(&mut self) -> Parts<'_>;
    /// A row of its topics.
    fn topic(tx: &Tx, id: Self::Id, topic: String, label: String, position: i32) -> Self::Topic;
}

macro_rules! wish {
    ($table:ident, $topics:ident, $of:ident, |$model:ident| $goal:expr, { $($more:tt)* }) => {
        impl Wish for $table::Model {
            type Topic = $topics::Model;

            fn blank(tx: &Tx, id: Self::Id, state: NeedState) -> Self {
                Self {
                    workspace_id: tx.workspace(),
                    id,
                    person_id: None,
                    kind: NeedKind::Other,
                    title: String::new(),
                    details: None,
                    state,
                    until: None,
                    sort_until: String::new(),
                    interaction_id: None,
                    $($more)*
                    revision: 0,
                    seq: 0,
                    created_at: tx.now(),
                    updated_at: tx.now(),
                    archived_at: None,
                    created_by: Actor::SYSTEM,
                }
            }

            fn parts(&mut self) -> Parts<'_> {
                let $model = self;
                Parts {
                    person: &mut $model.person_id,
                    kind: &mut $model.kind,
                    title: &mut $model.title,
                    details: &mut $model.details,
                    state: &mut $model.state,
                    until: &mut $model.until,
                    sort_until: &mut $model.sort_until,
                    interaction: &mut $model.interaction_id,
                    goal: $goal,
                }
            }

            fn topic(tx: &Tx, id: Self::Id, topic: String, label: String, position: i32) -> $topics::Model {
                $topics::Model { workspace_id: tx.workspace(), $of: id, topic, label, position }
            }
        }
    };
}

wish!(need, need_topic, need_id, |model| Some(&mut model.goal_id), { goal_id: None, });
wish!(offer, offer_topic, offer_id, |model| None, {});
