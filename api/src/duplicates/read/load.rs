//! Reading everybody, in four statements however many they are.

use entity::contact_point::{self, ContactKind};
use entity::ids::{OrganizationId, PersonId};
use entity::{affiliation, person};
use futures_util::join;
use sea_orm::{ActiveEnum as _, ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::super::rules::{Gathering, People};
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::sameness::{NameParts, Names, Place, traits};

type Text = Option<String>;
/// Id, the name to show, first, middle and last name, what stands before and behind, nickname, birthday.
type Person = (Uuid, String, Text, Text, Text, Text, Text, Text, Text);
/// Whose it is, kind, the forms in which it is compared, and the label.
type Point = (Uuid, String, String, Text, Text, Text);

/// Everybody who is in the network, but for the user.
///
/// # Errors
/// The database fails.
pub async fn load(reader: &Reader<'_>) -> Result<People, Fault> {
    let (people, points, workplaces) = join!(
        Box::pin(people(reader)),
        Box::pin(points(reader)),
        Box::pin(workplaces(reader))
    );
    let people = people?.into_iter().map(|row| {
        let (id, display, given, middle, family, prefix, suffix, nickname, birthday) = &row;
        let names = Names::of(NameParts {
            display,
            given: given.as_deref(),
            middle: middle.as_deref(),
            family: family.as_deref(),
            prefix: prefix.as_deref(),
            suffix: suffix.as_deref(),
            nickname: nickname.as_deref(),
        });
        let birthday = birthday.as_deref().and_then(|day| day.parse().ok());
        (PersonId(*id), names, birthday)
    });
    let mut all = Gathering::of(people.collect());
    for (id, kind, normalized, e164, profile, label) in points? {
        let place = Place {
            kind: ContactKind::try_from_value(&kind)?,
            normalized: &normalized,
            e164: e164.as_deref(),
            profile: profile.as_deref(),
            label: label.as_deref(),
        };
        for what in traits(place) {
            all.has(PersonId(id), what);
        }
    }
    for (id, organization) in workplaces? {
        all.works(PersonId(id), OrganizationId(organization));
    }
    Ok(all.all())
}

async fn people(reader: &Reader<'_>) -> Result<Vec<Person>, Fault> {
    use person::Column;
    let live = reader
        .select::<person::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::IsSelf.eq(false));
    let texts = [
        Column::DisplayName,
        Column::GivenName,
        Column::MiddleName,
        Column::FamilyName,
        Column::NamePrefix,
        Column::NameSuffix,
        Column::Nickname,
        Column::Birthday,
    ];
    let texts = texts.map(|column| (Kind::Text, column.into_expr()));
    let columns = std::iter::once((Kind::Uuid, Column::Id.into_expr())).chain(texts);
    packed(reader, bare(live), columns).await
}

async fn points(reader: &Reader<'_>) -> Result<Vec<Point>, Fault> {
    use contact_point::Column;
    let points = reader
        .select::<contact_point::Entity>()
        .filter(Column::Kind.ne(ContactKind::Other));
    let texts = [
        Column::Kind,
        Column::Normalized,
        Column::E164,
        Column::Profile,
        Column::Label,
    ];
    let texts = texts.map(|column| (Kind::Text, column.into_expr()));
    let columns = std::iter::once((Kind::Uuid, Column::PersonId.into_expr())).chain(texts);
    packed(reader, bare(points), columns).await
}

async fn workplaces(reader: &Reader<'_>) -> Result<Vec<(Uuid, Uuid)>, Fault> {
    use affiliation::Column;
    let all = reader.select::<affiliation::Entity>();
    let columns = [Column::PersonId, Column::OrganizationId].map(|column| (Kind::Uuid, column.into_expr()));
    packed(reader, bare(all), columns).await
}
