//! What is ahead as a calendar that other programs read: birthdays, milestones, planned check-ins and events.
//!
//! Always: the address is the secret. It is told once, kept as a hash, and good until it is revoked; what it shows is what its maker may
//! see when it is asked for. A maker who is no member any more, and a wrong address, are answered alike.

mod dates;
mod feeds;
mod write;

pub use feeds::{Open, by_ids, list, open};
pub use write::{MadeFeed, NewFeed, make, revoke};

use crate::kit::{Db, Fault, Outlet, Right};

/// What a maker may see, all of it, for the calendar to be shown.
pub const NEEDED: [Right; 4] = [
    Right::PeopleRead,
    Right::MilestonesRead,
    Right::CadencesRead,
    Right::EventsRead,
];

/// Writes a calendar.
///
/// # Errors
/// The database fails, or nobody takes it any more.
pub async fn export(db: &Db, open: &Open, outlet: &mut Outlet) -> Result<(), Fault> {
    let snapshot = db.snapshot(&open.scope).await?;
    dates::write(&snapshot.read(), open, outlet).await?;
    outlet.flush().await?;
    snapshot.end().await;
    Ok(())
}
