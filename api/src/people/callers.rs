//! Who calls: the person by a telephone number.

use entity::ids::PersonId;
use entity::search_word::{self, NameField};
use entity::{RecordType, contact_point, person, workspace};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::read::HOLDERS;
use crate::kit::phone::{self, Region};
use crate::kit::{Fault, Reader, record};

/// By which country's rules numbers without their country's code are read here.
///
/// # Errors
/// The database fails.
pub async fn region(reader: &Reader<'_>) -> Result<Option<Region>, Fault> {
    let code: Option<Option<String>> = workspace::Entity::find_by_id(reader.workspace())
        .select_only()
        .column(workspace::Column::DefaultRegion)
        .into_tuple()
        .one(reader.conn())
        .await?;
    Ok(code.flatten().as_deref().and_then(Region::parse))
}

/// The live person with this telephone number, however it is written; of several, the one who was made first, and whoever has it
/// without an extension before others. A number without its country's code is read by the rules of the workspace's region.
///
/// # Errors
/// The database fails.
pub async fn by_phone(reader: &Reader<'_>, number: &str) -> Result<Option<PersonId>, Fault> {
    let Some(digits) = phone::dialled(number) else {
        return Ok(None);
    };
    let region = region(reader).await?;
    let form = phone::e164(phone::without_extension(number).as_str(), region);
    let spelling = form
        .as_deref()
        .map_or(digits, |form| form.trim_start_matches('+').to_owned());
    let holders: Vec<uuid::Uuid> = reader
        .select::<search_word::Entity>()
        .filter(search_word::Column::RecordType.eq(RecordType::Person))
        .filter(search_word::Column::Word.eq(spelling))
        .filter(search_word::Column::Field.eq(NameField::Phone))
        .select_only()
        .column(search_word::Column::RecordId)
        .order_by_asc(search_word::Column::RecordId)
        .limit(HOLDERS)
        .into_tuple()
        .all(reader.conn())
        .await?;
    let holders: Vec<PersonId> = holders.into_iter().map(PersonId).collect();
    let mut people = record::by_ids::<person::Model>(reader, &holders).await?;
    people.retain(|person| person.archived_at.is_none());
    if people.len() < 2 {
        return Ok(people.first().map(|person| person.id));
    }
    let own: Vec<PersonId> = reader
        .select::<contact_point::Entity>()
        .filter(contact_point::Column::E164.eq(form))
        .filter(contact_point::Column::PersonId.is_in(holders))
        .select_only()
        .column(contact_point::Column::PersonId)
        .into_tuple()
        .all(reader.conn())
        .await?;
    let order = |person: &person::Model| (!own.contains(&person.id), person.id);
    Ok(people
        .iter()
        .min_by_key(|person| order(person))
        .map(|person| person.id))
}
