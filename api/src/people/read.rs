use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::cadence::Band;
use entity::contact_point::ContactKind;
use entity::ids::PersonId;
use entity::support_role::SupportRoleKind;
use entity::{
    Actor, Tenant, affiliation, circle_member, contact_point, external_ref, fact, person, person_tag,
    support_role,
};
use person::Column;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    TryIntoModel,
};
use uuid::Uuid;

use super::found_by::{self, AttributeTest, FactTest, Known};
use super::rules::normalized;
use super::searched::{self, Search};
use crate::kit::batch::group;
use crate::kit::declared::Leaf;
use crate::kit::filter::{IdTest, NumberTest, Predicate, TextTest, TimeTest, has};
use crate::kit::fold::fold;
use crate::kit::list::{Children, List, Place, Sort, bare};
use crate::kit::models::models;
use crate::kit::packed::ordered;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, Scope, record};

/// Most people with one address or number who are looked at.
pub(super) const HOLDERS: u64 = 100;

/// What a list of people can be filtered by besides columns of theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PersonLeaf {
    /// The time zone.
    Zone(TextTest),
    /// How give and take stand, in billionths.
    Balance(NumberTest),
    /// One of the telephone numbers, however written.
    Phone(Vec<String>),
    /// A fact that meets this.
    FactSome(FactTest),
    /// None of the facts meets this.
    FactNone(FactTest),
    /// What holds of them on a dimension meets this.
    AttributeSome(AttributeTest),
    /// It does not.
    AttributeNone(AttributeTest),
    /// How they stand to their cadence.
    Band(BTreeSet<Band>),
    /// One of the e-mail addresses.
    Email(TextTest),
    /// When the last interaction happened; empty when there was none.
    LastInteractionAt(TimeTest),
    /// One of the tags is.
    TagSome(IdTest),
    /// None of the tags is.
    TagNone(IdTest),
    /// One of the circles is.
    CircleSome(IdTest),
    /// None of the circles is.
    CircleNone(IdTest),
    /// One of the organisations is, or was.
    Organization(IdTest),
    /// Has one of these support roles.
    SupportRole(Vec<SupportRoleKind>),
    /// Has a reference to this other system.
    ExternalSource(String),
    /// Died.
    Died(bool),
    /// Is archived.
    Archived(bool),
}

/// The conditions of a list of people.
pub type Conditions = Predicate<Leaf<PersonLeaf>>;

/// Which people.
#[derive(Clone, Debug, Default)]
pub struct PersonFilter {
    /// Conditions.
    pub predicate: Option<Conditions>,
    /// Who is looked for.
    pub search: Option<Search>,
    /// Archived ones too.
    pub archived: bool,
    /// The user too.
    pub own: bool,
}

/// What a list of people is sorted by.
#[derive(Clone, Copy, Debug)]
pub enum PersonOrder {
    /// A column.
    By(Column),
    /// How well they are what was searched for; by name where nothing was.
    Relevance,
}

impl PersonOrder {
    const fn column(self) -> Column {
        match self {
            Self::By(column) => column,
            Self::Relevance => Column::SortName,
        }
    }
}

/// The people who meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &PersonFilter,
    known: &Known,
    (order, descending): (PersonOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<person::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if !filter.own {
        select = select.filter(Column::IsSelf.eq(false));
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        let condition = |leaf: &Leaf<_>| {
            leaf.condition(place, now, |leaf| condition(place, leaf, known, now))
                .into()
        };
        select = select.filter(predicate.condition(&condition));
    }
    let Some(search) = &filter.search else {
        return Ok(List::of(select, Sort::by(order.column(), Column::Id, descending)));
    };
    searched::among(place, QuerySelect::query(&mut select), search);
    let sort = match order {
        PersonOrder::Relevance => searched::by_relevance(descending),
        order => Sort::by(order.column(), Column::Id, descending),
    };
    Ok(List::of(select, sort))
}

pub(super) fn id_among<E: EntityTrait>(select: Select<E>, column: E::Column) -> SimpleExpr {
    Column::Id.in_subquery(people_of(select, column))
}

fn people_of<E: EntityTrait>(select: Select<E>, column: E::Column) -> SelectStatement {
    select.select_only().column(column).into_query()
}

fn condition(place: &Place, leaf: &PersonLeaf, known: &Known, now: DateTime<Utc>) -> SimpleExpr {
    let scope = &place.scope;
    // One of the labels meets this; "is null" on a list means that it is empty.
    let labelled = |test: &IdTest, with: &dyn Fn(&IdTest) -> SelectStatement| match test {
        IdTest::IsNull(_) => {
            let (some, is) = test.some();
            has(Column::Id, with(&some), is)
        }
        test => has(Column::Id, with(test), true),
    };
    let tags = |test: &IdTest| {
        labelled(test, &|test| {
            let select = scope
                .select::<person_tag::Entity>()
                .filter(test.on(person_tag::Column::TagId.into_expr()));
            people_of(select, person_tag::Column::PersonId)
        })
    };
    let circles = |test: &IdTest| {
        labelled(test, &|test| {
            let select = scope
                .select::<circle_member::Entity>()
                .filter(test.on(circle_member::Column::CircleId.into_expr()));
            people_of(select, circle_member::Column::PersonId)
        })
    };
    match leaf {
        PersonLeaf::Zone(test) => found_by::zone(test),
        PersonLeaf::Balance(test) => test.on(Expr::col(Column::Balance)),
        PersonLeaf::Phone(numbers) => found_by::phone(scope, numbers, known.region),
        PersonLeaf::FactSome(test) => found_by::fact(scope, test),
        PersonLeaf::FactNone(test) => found_by::fact(scope, test).not(),
        PersonLeaf::AttributeSome(test) => found_by::attribute(scope, test),
        PersonLeaf::AttributeNone(test) => found_by::attribute(scope, test).not(),
        PersonLeaf::Band(bands) => found_by::bands(place.backend, bands, known),
        PersonLeaf::Email(test) => {
            let (some, is) = test.some();
            let such = some.on(Expr::col(contact_point::Column::Normalized), |text| {
                normalized(ContactKind::Email, text)
            });
            let select = scope
                .select::<contact_point::Entity>()
                .filter(contact_point::Column::Kind.eq(ContactKind::Email));
            let such = people_of(select.filter(such), contact_point::Column::PersonId);
            has(Column::Id, such, is)
        }
        PersonLeaf::LastInteractionAt(TimeTest::IsNull(none)) => {
            let never = Expr::col(Column::LastInteractionAt).eq(person::NEVER);
            if *none { never } else { never.not() }
        }
        // Nobody was seen before a time by never having been seen.
        PersonLeaf::LastInteractionAt(test) => test
            .on(Expr::col(Column::LastInteractionAt), now)
            .and(Expr::col(Column::LastInteractionAt).ne(person::NEVER)),
        PersonLeaf::TagSome(test) => tags(test),
        PersonLeaf::TagNone(test) => tags(test).not(),
        PersonLeaf::CircleSome(test) => circles(test),
        PersonLeaf::CircleNone(test) => circles(test).not(),
        PersonLeaf::Organization(test) => {
            let (some, is) = test.some();
            let select = scope
                .select::<affiliation::Entity>()
                .filter(some.on(affiliation::Column::OrganizationId.into_expr()));
            has(Column::Id, people_of(select, affiliation::Column::PersonId), is)
        }
        PersonLeaf::SupportRole(roles) => {
            let column = support_role::Column::Role;
            let select = scope
                .select::<support_role::Entity>()
                .filter(column.is_in(roles.iter().copied()));
            id_among(select, support_role::Column::PersonId)
        }
        PersonLeaf::ExternalSource(source) => {
            let select = scope
                .select::<external_ref::Entity>()
                .filter(external_ref::Column::Source.eq(source));
            id_among(select, external_ref::Column::PersonId)
        }
        PersonLeaf::Died(died) => {
            let died_on = Expr::col(Column::DiedOn);
            if *died {
                died_on.is_not_null()
            } else {
                died_on.is_null()
            }
        }
        PersonLeaf::Archived(archived) => TimeTest::IsNull(!archived).on(Expr::col(Column::ArchivedAt), now),
    }
}

/// People by id, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn by_ids(
    reader: &Reader<'_>,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, person::Model>, Fault> {
    let found = record::by_ids::<person::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}

/// The person that the user of the workspace is, and who made them: the user who made the workspace has one in it, other
/// members do not.
///
/// # Errors
/// The database fails.
pub async fn own(reader: &Reader<'_>) -> Result<Option<(PersonId, Actor)>, Fault> {
    // Written as its index has it, which holds nobody else.
    let own = reader
        .select::<person::Entity>()
        .filter(Column::IsSelf.into_expr());
    let columns = [
        (Kind::Uuid, Column::Id.into_expr()),
        (Kind::Text, Column::CreatedBy.into_expr()),
    ];
    let own: Vec<(Uuid, String)> = ordered(reader, bare(own), columns).await?;
    let Some((id, made_by)) = own.into_iter().next() else {
        return Ok(None);
    };
    let unread = |error| Fault::Internal(format!("who made the user cannot be read: {error}"));
    Ok(Some((PersonId(id), made_by.parse().map_err(unread)?)))
}

/// The live person with this e-mail address; of several, the one who was made first.
///
/// # Errors
/// The database fails.
pub async fn by_email(reader: &Reader<'_>, email: &str) -> Result<Option<person::Model>, Fault> {
    // PostgreSQL stores no such text, and refuses to look for it.
    if email.contains('\0') {
        return Ok(None);
    }
    // Two seeks rather than a sub-select: without fresh statistics a planner may walk all people instead.
    let holders: Vec<PersonId> = reader
        .select::<contact_point::Entity>()
        .filter(contact_point::Column::Kind.eq(ContactKind::Email))
        .filter(contact_point::Column::Normalized.eq(normalized(ContactKind::Email, email)))
        .select_only()
        .column(contact_point::Column::PersonId)
        .order_by_asc(contact_point::Column::PersonId)
        .limit(HOLDERS)
        .into_tuple()
        .all(reader.conn())
        .await?;
    let mut people = record::by_ids::<person::Model>(reader, &holders).await?;
    people.retain(|person| person.archived_at.is_none());
    Ok(people.into_iter().min_by_key(|person| person.id))
}

/// The live person of exactly this name, if only one has it.
///
/// # Errors
/// The database fails.
pub async fn by_name(reader: &Reader<'_>, name: &str) -> Result<Option<PersonId>, Fault> {
    if name.contains('\0') {
        return Ok(None);
    }
    let alike = reader
        .select::<person::Entity>()
        .filter(person::Column::SortName.eq(fold(name)))
        .filter(person::Column::ArchivedAt.is_null())
        .limit(HOLDERS);
    let alike: Vec<person::Model> = alike.all(reader.conn()).await?;
    let mut exact = alike.into_iter().filter(|person| person.display_name == name);
    Ok(exact
        .next()
        .filter(|_| exact.next().is_none())
        .map(|person| person.id))
}

/// The person with this key in another system, archived or not.
///
/// # Errors
/// The database fails.
pub async fn by_external(reader: &Reader<'_>, source: &str, key: &str) -> Result<Option<PersonId>, Fault> {
    // PostgreSQL stores no such text, and refuses to look for it.
    if source.contains('\0') || key.contains('\0') {
        return Ok(None);
    }
    let holder = reader
        .select::<external_ref::Entity>()
        .filter(external_ref::Column::Source.eq(source))
        .filter(external_ref::Column::ExternalId.eq(key))
        .select_only()
        .column(external_ref::Column::PersonId)
        .into_tuple()
        .one(reader.conn())
        .await?;
    Ok(holder)
}

/// What belongs to each of many people, in one statement and in order.
async fn parts<E: Tenant>(
    reader: &Reader<'_>,
    people: &[PersonId],
    owner: E::Column,
    order: E::Column,
    of: impl Fn(&E::Model) -> PersonId,
) -> Result<HashMap<PersonId, Vec<E::Model>>, Fault>
where
    E::ActiveModel: ActiveModelBehavior + TryIntoModel<E::Model>,
{
    let mut rows = Vec::new();
    for people in people.chunks(500) {
        let select = reader.select::<E>().filter(owner.is_in(people.iter().copied()));
        rows.extend(models(reader, select.order_by_asc(order)).await?);
    }
    Ok(group(rows.into_iter().map(|row| (of(&row), row))))
}

/// What belongs to people, for plans and for commands.
macro_rules! parts_of {
    ($($(#[$doc:meta])* $plan:ident, $command:ident: $table:ident by $order:ident;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $plan(scope: &Scope) -> Children {
            use $table::Column as Part;
            Children::of::<$table::Entity>(scope, Part::PersonId, Part::$order)
        }

        $(#[$doc])*
        ///
        /// # Errors
        /// The database fails.
        pub async fn $command(
            reader: &Reader<'_>,
            people: &[PersonId],
        ) -> Result<HashMap<PersonId, Vec<$table::Model>>, Fault> {
            use $table::Column as Part;
            parts::<$table::Entity>(reader, people, Part::PersonId, Part::$order, |part| part.person_id).await
        }
    )*};
}

parts_of! {
    /// The contact points of people.
    contact_points, contact_points_of: contact_point by Position;
    /// The affiliations of people.
    affiliations, affiliations_of: affiliation by Position;
    /// The facts about people.
    facts, facts_of: fact by Position;
    /// The support roles of people.
    support_roles, support_roles_of: support_role by Role;
    /// The references of people to other systems.
    external_refs, external_refs_of: external_ref by Source;
}
