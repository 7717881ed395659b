//! The tables: one file each, with its columns and the enums stored in it. No logic, no GraphQL.
//!
//! Every tenant table starts with `workspace_id` and has it first in its key; [`Tenant`] is how the rest of
//! the house knows, and how a read is bound to one workspace. A [`Record`] is a row that clients can fetch by
//! id, and whose every write is in the change feed.

mod actor;
pub mod ids;
mod kinds;
mod partial_date;
mod record;

pub use actor::{Actor, ActorKind, InvalidActor};
pub use ids::{AnyId, IdError, TypedId};
pub use kinds::{Direction, RecordType, Role};
pub use partial_date::{InvalidPartialDate, PartialDate};
pub use record::{Record, Tenant};

pub mod affiliation;
pub mod api_token;
pub mod attendance;
pub mod attribute;
pub mod cadence;
pub mod change;
pub mod check_in;
pub mod circle;
pub mod circle_member;
pub mod collaboration;
pub mod collaboration_member;
pub mod collaboration_milestone;
pub mod community;
pub mod community_member;
pub mod contact_point;
pub mod dimension;
pub mod dimension_value;
pub mod event;
pub mod exchange;
pub mod external_ref;
pub mod fact;
pub mod goal;
pub mod goal_collaboration;
pub mod goal_supporter;
pub mod gratitude;
pub mod idempotency_key;
pub mod idempotency_key_record;
pub mod interaction;
pub mod interaction_event;
pub mod interaction_participant;
pub mod introduction;
pub mod introduction_side;
pub mod introduction_step;
pub mod invitation;
pub mod match_decision;
pub mod membership;
pub mod milestone;
pub mod milestone_acknowledgement;
pub mod need;
pub mod need_topic;
pub mod nudge_decision;
pub mod offer;
pub mod offer_topic;
pub mod organization;
pub mod person;
pub mod person_tag;
pub mod person_topic;
pub mod refresh_token;
pub mod search_word;
pub mod session;
pub mod support_role;
pub mod tag;
pub mod tie;
pub mod time_entry;
pub mod time_entry_person;
pub mod time_intention;
pub mod user;
pub mod user_email;
pub mod user_workspace;
pub mod workspace;
