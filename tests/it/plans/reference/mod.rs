//! The reference: GraphQL as the specification of October 2021 words it, one object and one field at a time.

mod accounts;
mod agenda;
mod coerce;
mod collect;
mod complete;
mod condition;
mod custom_fields;
mod duplicates;
mod feed;
mod fields;
mod filter;
mod gatherings;
mod goals;
mod introduction;
mod ledger;
mod life;
mod lists;
mod needs;

mod object;
mod page;
mod parts;
mod rhythm;
mod root;
mod tables;
mod talks;
mod time;
mod variety;

pub use accounts::Accounts;
pub use complete::{Answer, Failed, execute};
pub use page::{Cursor, Place};
pub use tables::Tables;
