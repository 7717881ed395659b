//! Making and changing circles and tags, and putting people under them.

mod circle;
mod links;
mod members;
mod tag;

pub use circle::{
    CircleChange, CircleFields, NewCircle, archive_circle, create_circle, restore_circle, update_circle,
};
pub use links::{circle_people, require_circles, require_tags, tag_people};
pub use members::{Members, add_to_circle, remove_from_circle};
pub use tag::{
    NewTag, TagChange, TagFields, archive_tag, create_tag, find_or_create_tags, restore_tag, update_tag,
};

use sea_orm::{ColumnTrait, QueryFilter};

use super::read::Label;
use crate::kit::failure::{Detail, Problem};
use crate::kit::record::reference;
use crate::kit::{Code, Failure, Path, Tx};

/// Refuses a name that another circle or tag has, archived or not. The write lock makes the look-up hold; the unique index
/// stands behind it.
async fn refuse_clash<L: Label>(tx: &Tx, label: &L) -> Result<(), Failure> {
    let same = tx
        .read()
        .select::<L::Table>()
        .filter(L::name_key_column().eq(label.name_key()))
        .filter(L::identity_column().eq(label.identity()));
    let Some(other) = same
        .one(tx.conn())
        .await?
        .filter(|other| other.id() != label.id())
    else {
        return Ok(());
    };
    let word = L::WORD;
    let message = match other.archived_at() {
        None => format!("there is a {word} of this name"),
        Some(_) => format!("there is an archived {word} of this name; restore it, or choose another name"),
    };
    let problem = Problem::new(Code::Duplicate, Path::input("name"), message);
    Err(problem.with(Detail::Existing(reference(&other))).into())
}
