//! What every area may use and that knows no area: time, ids, scopes, transactions, records, failures, pages, filters.

pub mod batch;
pub mod check;
pub mod clock;
pub mod day;
pub mod db;
pub mod failure;
pub mod filter;
pub mod fold;
pub mod grants;
pub mod ids;
pub mod list;
pub mod page;
pub mod patch;
pub mod phone;
pub mod record;
pub mod rows;
pub mod scope;
pub mod secret;
pub mod together;
pub mod topic;
pub mod tx;

pub use check::{Checks, Path};
pub use clock::Clock;
pub use db::{Db, DbSettings};
pub use failure::{Code, Detail, Failure, Fault, Problem, RecordRef};
pub use grants::Grants;
pub use ids::Ids;
pub use patch::Patch;
pub use scope::{Caller, Owner, Reader, Right, Rights, Scope, Writer};
pub use together::Together;
pub use tx::{Root, Tx, Written};
