//! People as files that other programs read: cards, and a table.
//!
//! A file has everybody who is live, or those in a circle or with a tag, in the order of their ids.

mod card;
mod read;
mod table;

use entity::ids::{CircleId, TagId};
use entity::person;

pub use card::Version;

use self::read::{Told, page};
use crate::kit::declared::custom;
use crate::kit::{Db, Fault, Outlet, Right, Scope};

/// People of one turn.
const PEOPLE: u64 = 200;

/// Of whom a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Everybody.
    All,
    /// Those in a circle.
    Circle(CircleId),
    /// Those with a tag.
    Tag(TagId),
}

/// As what people are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Cards.
    Cards(Version),
    /// A table.
    Table,
}

/// What a caller needs for it.
pub fn needed(form: Form) -> &'static [Right] {
    match form {
        Form::Cards(_) => &[Right::PeopleRead, Right::MilestonesRead],
        Form::Table => &[Right::PeopleRead],
    }
}

/// Writes people.
///
/// # Errors
/// The database fails, or nobody takes it any more.
pub async fn export(
    db: &Db,
    scope: &Scope,
    (which, form): (Which, Form),
    outlet: &mut Outlet,
) -> Result<(), Fault> {
    let snapshot = db.snapshot(scope).await?;
    let reader = snapshot.read();
    let mut custom = Vec::new();
    if form == Form::Table {
        custom = custom::fields_of::<person::Model>(&reader).await?;
        custom.retain(|field| field.archived_at.is_none());
        outlet.put(&table::head(&custom)?).await?;
    }
    let mut after = None;
    loop {
        let people: Vec<Told> = page(&reader, which, after, PEOPLE).await?;
        for told in &people {
            let bytes = match form {
                Form::Cards(version) => card::card(told, version)?.into_bytes(),
                Form::Table => table::row(told, &custom)?,
            };
            outlet.put(&bytes).await?;
        }
        if people.len() < PEOPLE as usize {
            break;
        }
        after = people.last().map(|told| told.person.id);
    }
    outlet.flush().await?;
    snapshot.end().await;
    Ok(())
}
