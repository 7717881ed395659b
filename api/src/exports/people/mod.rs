//! People as files that other programs read: cards, and a table.
//!
//! A file has everybody who is live, or those in a circle or with a tag, in the order of their ids.

mod card;
mod read;
mod table;

use std::collections::HashMap;

use entity::ids::{CircleId, PersonId, TagId};
use entity::person;

pub use card::Version;

use self::read::{Told, page};
use crate::kit::declared::custom;
use crate::kit::{Db, Fault, Outlet, Right, Scope};
use crate::photos;

/// People of one turn.
const PEOPLE: u64 = 200;

/// Most bytes of pictures that are held at once.
const PICTURES: usize = 8 << 20;

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
        let mut people: Vec<Told> = page(&reader, which, after, PEOPLE).await?;
        let sizes = match form {
            Form::Cards(_) => {
                let ids: Vec<PersonId> = people.iter().map(|told| told.person.id).collect();
                photos::sizes(&reader, &ids).await?
            }
            Form::Table => HashMap::new(),
        };
        let size_of = |told: &Told| sizes.get(&told.person.id).map_or(0, |(size, _)| *size);
        let mut rest = people.as_mut_slice();
        while !rest.is_empty() {
            let mut held = 0;
            let fit = rest.iter().take_while(|told| {
                held += size_of(told);
                held <= PICTURES
            });
            let (some, others) = rest.split_at_mut(fit.count().max(1));
            let pictured = some.iter().filter(|told| size_of(told) > 0);
            let pictured: Vec<PersonId> = pictured.map(|told| told.person.id).collect();
            let mut pictures = photos::these(&reader, &pictured).await?;
            for told in some {
                told.photo = pictures.remove(&told.person.id);
                let bytes = match form {
                    Form::Cards(version) => card::card(told, version)?.into_bytes(),
                    Form::Table => table::row(told, &custom)?,
                };
                told.photo = None;
                outlet.put(&bytes).await?;
            }
            rest = others;
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
