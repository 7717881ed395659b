//! What people are found by beside their names: numbers, facts, what holds of them, where they live, how one stands to them.

use std::collections::{BTreeSet, HashMap};

use entity::cadence::Band;
use entity::contact_point::{self, ContactKind};
use entity::fact;
use entity::ids::{DimensionId, PersonId};
use entity::person::{self, Column};
use entity::{affiliation, attribute, dimension};
use sea_orm::sea_query::{Expr, ExprTrait, Func, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, DbBackend, QueryFilter, QuerySelect, QueryTrait};

use super::callers::region;
use super::read::{Conditions, PersonLeaf, id_among};
use super::rules::normalized;
use crate::kit::check::Path;
use crate::kit::declared::Leaf;
use crate::kit::filter::{IdTest, TextTest, WordTest, among};
use crate::kit::list::{List, Sort, bare};
use crate::kit::phone::{Region, e164, without_extension};
use crate::kit::{Fault, Reader, Scope};

/// What one fact must meet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FactTest {
    /// What it is about.
    pub kind: Vec<WordTest>,
    /// What it says.
    pub text: Vec<TextTest>,
}

/// What must hold of somebody on one dimension.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AttributeTest {
    /// The dimension.
    pub dimension: DimensionId,
    /// The value; any, if nothing is asked of it.
    pub value: Vec<IdTest>,
    /// Where the client named the dimension.
    pub at: Path,
}

/// What a filter needs to know of the workspace before it can be a statement.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// By which country's rules numbers without their country's code are read.
    pub region: Option<Region>,
    /// How people stand to their cadences today, as far as it is asked for.
    pub bands: HashMap<PersonId, Band>,
}

/// Looks up what a filter needs to know, and nothing that it does not need.
///
/// # Errors
/// The filter is too large, or asks for what holds on a dimension that is marked sensitive; or the database fails.
pub async fn known(reader: &Reader<'_>, predicate: Option<&Conditions>) -> Result<Known, Fault> {
    let (mut known, mut attributes) = (Known::default(), Vec::new());
    let mut by_phone = false;
    if let Some(predicate) = predicate {
        predicate.check()?;
        predicate.each(&mut |leaf| match leaf {
            Leaf::More(PersonLeaf::Phone(_)) => by_phone = true,
            Leaf::More(PersonLeaf::AttributeSome(test) | PersonLeaf::AttributeNone(test)) => {
                attributes.push(test);
            }
            _ => {}
        });
    }
    refuse_sensitive(reader, &attributes).await?;
    if by_phone {
        known.region = region(reader).await?;
    }
    Ok(known)
}

/// Nobody is found by what is marked sensitive: a list of those of whom it holds would tell what small counts withhold.
async fn refuse_sensitive(reader: &Reader<'_>, attributes: &[&AttributeTest]) -> Result<(), Fault> {
    if attributes.is_empty() {
        return Ok(());
    }
    let asked = attributes.iter().map(|test| test.dimension);
    let sensitive: Vec<DimensionId> = reader
        .select::<dimension::Entity>()
        .filter(dimension::Column::Id.is_in(asked))
        .filter(dimension::Column::IsSensitive.eq(true))
        .select_only()
        .column(dimension::Column::Id)
        .into_tuple()
        .all(reader.conn())
        .await?;
    match attributes.iter().find(|test| sensitive.contains(&test.dimension)) {
        Some(test) => Err(Fault::input(
            test.at.clone(),
            "this dimension is marked sensitive: nobody is found by what holds of them on it",
        )),
        None => Ok(()),
    }
}

/// Whose time zone meets a test.
pub fn zone(test: &TextTest) -> SimpleExpr {
    let lower = Func::lower(Expr::col(Column::TimeZone));
    test.on(lower.into(), |text| text.trim().to_lowercase())
}

/// Who has one of these numbers: in E.164 if they have that form, or else by their digits.
pub fn phone(scope: &Scope, numbers: &[String], region: Option<Region>) -> SimpleExpr {
    let forms = numbers
        .iter()
        .filter_map(|number| e164(&without_extension(number), region));
    let digits = numbers
        .iter()
        .map(|number| normalized(ContactKind::Phone, number));
    let digits = digits.filter(|digits| !digits.is_empty());
    let same = Condition::any()
        .add(contact_point::Column::E164.is_in(forms))
        .add(contact_point::Column::Normalized.is_in(digits));
    let select = scope
        .select::<contact_point::Entity>()
        .filter(contact_point::Column::Kind.eq(ContactKind::Phone))
        .filter(same);
    id_among(select, contact_point::Column::PersonId)
}

/// Of whom a fact is known that meets a test.
pub fn fact(scope: &Scope, test: &FactTest) -> SimpleExpr {
    let mut select = scope.select::<fact::Entity>();
    for test in &test.kind {
        select = select.filter(test.on(fact::Column::Kind.into_expr()));
    }
    for test in &test.text {
        select = select.filter(test.on_folded(fact::Column::Folded.into_expr()));
    }
    id_among(select, fact::Column::PersonId)
}

/// Of whom such a value holds.
pub fn attribute(scope: &Scope, test: &AttributeTest) -> SimpleExpr {
    let mut select = scope
        .select::<attribute::Entity>()
        .filter(attribute::Column::DimensionId.eq(test.dimension))
        .filter(attribute::Column::Until.is_null());
    for test in &test.value {
        select = select.filter(test.on(attribute::Column::ValueId.into_expr()));
    }
    id_among(select, attribute::Column::PersonId)
}

/// The live people who work at organisations, or worked there too, by name; each once, in however many roles.
#[must_use]
pub fn at_organizations(scope: &Scope, past: bool) -> List {
    let live = bare(
        scope
            .select::<person::Entity>()
            .filter(Column::ArchivedAt.is_null()),
    );
    let mut there = scope.select::<affiliation::Entity>();
    if !past {
        there = there.filter(affiliation::Column::IsCurrent.eq(true));
    }
    let there = there
        .select_only()
        .column(affiliation::Column::PersonId)
        .into_query();
    let rows = move |organization: Option<SimpleExpr>| {
        let (mut select, mut there) = (live.clone(), there.clone());
        if let Some(organization) = organization {
            there.and_where(affiliation::Column::OrganizationId.into_expr().eq(organization));
        }
        select.and_where(Column::Id.in_subquery(there));
        select
    };
    List {
        rows: Box::new(rows),
        sort: Sort::by(Column::SortName, Column::Id, false),
        most: None,
    }
}

/// Who stands so to their cadence.
pub fn bands(backend: DbBackend, bands: &BTreeSet<Band>, known: &Known) -> SimpleExpr {
    let people = known.bands.iter().filter(|(_, band)| bands.contains(band));
    among(backend, Column::Id, people.map(|(person, _)| person.0))
}
