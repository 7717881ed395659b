//! The tables: one file each, with its columns and the enums stored in it. No logic, no GraphQL.
//!
//! Every tenant table starts with `workspace_id` and has it first in its key; [`Tenant`] is how the rest of
//! the house knows, and how a read is bound to one workspace. A [`Record`] is a row that clients can fetch by
//! id, and whose every write is in the change feed: [`records!`] lists them.

mod actor;
pub mod ids;
mod kinds;
mod partial_date;
mod record;
mod records;
mod tables;

pub use actor::{Actor, ActorKind, InvalidActor};
pub use ids::{AnyId, IdError, TypedId};
pub use kinds::{Direction, RecordType, Role};
pub use partial_date::{InvalidPartialDate, PartialDate};
pub use record::{Record, Tenant};

macro_rules! modules {
    ($($(#[$doc:meta])* $module:ident: $name:ident = $word:literal, $id:ident = $prefix:literal $(, found by $letter:literal)?;)*) => {
        $(pub mod $module;)*
    };
}

crate::records!(modules);

pub mod affiliation;
pub mod attendance;
pub mod attribute;
pub mod calendar_feed;
pub mod change;
pub mod change_set;
pub mod change_set_row;
pub mod circle_member;
pub mod collaboration_member;
pub mod collaboration_milestone;
pub mod community_member;
pub mod contact_point;
pub mod dimension_value;
pub mod erased_mark;
pub mod erasure;
pub mod erasure_key;
pub mod event_ref;
pub mod external_ref;
pub mod fact;
pub mod goal_collaboration;
pub mod goal_supporter;
pub mod idempotency_key;
pub mod idempotency_key_record;
pub mod import_row;
pub mod import_session;
pub mod interaction_event;
pub mod interaction_news;
pub mod interaction_participant;
pub mod interaction_ref;
pub mod introduction_side;
pub mod introduction_step;
pub mod invitation;
pub mod job;
pub mod job_chunk;
pub mod membership;
pub mod need_topic;
pub mod news_circle;
pub mod offer_topic;
pub mod person_tag;
pub mod person_topic;
pub mod photo;
pub mod refresh_token;
pub mod search_word;
pub mod session;
pub mod support_role;
pub mod time_entry_person;
pub mod upload;
pub mod upload_piece;
pub mod user;
pub mod user_email;
pub mod user_workspace;
