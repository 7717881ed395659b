use entity::ids::OrganizationId;
use entity::{Actor, RecordType, organization};
use organization::Column;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use serde::Serialize;

use super::rules;
use crate::kit::check::{Checks, Path};
use crate::kit::fold::{fold, identity};
use crate::kit::record::Claim;
use crate::kit::{Code, Failure, Patch, Tx};
use crate::search::{self, NameField, Names};

const NAME: usize = 200;
const LINE: usize = 300;
const SUMMARY: usize = 20_000;

/// The fields that a client may write; `name` is never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// Its name.
    pub name: Patch<String>,
    /// Its internet domain.
    pub domain: Patch<String>,
    /// Its web page.
    pub url: Patch<String>,
    /// What it does.
    pub industry: Patch<String>,
    /// Free notes.
    pub summary: Patch<String>,
}

/// A new organisation.
#[derive(Clone, Debug, Serialize)]
pub struct NewOrganization {
    /// The id, if the client made it.
    pub id: Option<OrganizationId>,
    /// Its fields.
    pub fields: Fields,
}

/// A change to an organisation.
#[derive(Clone, Debug)]
pub struct UpdateOrganization {
    /// Which one.
    pub id: OrganizationId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
}

/// Makes an organisation.
///
/// # Errors
/// Its fields are wrong, or its id is taken.
pub async fn create(tx: &mut Tx, new: &NewOrganization) -> Result<organization::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<organization::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let model = with(&blank(tx), &new.fields)?;
    let model = tx
        .insert(organization::Model { id, ..model }, fingerprint)
        .await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Changes an organisation.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived, or its fields are wrong.
pub async fn update(tx: &mut Tx, change: &UpdateOrganization) -> Result<organization::Model, Failure> {
    let before: organization::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let after = with(&before, &change.fields)?;
    let model = tx.save(&before, after, false).await?;
    if model != before {
        index(tx, &model).await?;
    }
    Ok(model)
}

/// Hides an organisation. Affiliations with it stay.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(OrganizationId, Option<i32>),
) -> Result<organization::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived organisation again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(OrganizationId, Option<i32>),
) -> Result<organization::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

/// The oldest live organisation of this name, or a new one.
///
/// # Errors
/// The name is wrong, or the database fails.
pub async fn find_or_create(tx: &mut Tx, name: &str) -> Result<organization::Model, Failure> {
    let select = tx.read().select::<organization::Entity>();
    let select = select
        .filter(Column::SortName.eq(fold(name)))
        .filter(Column::ArchivedAt.is_null());
    // A handful at most: they differ in accents alone.
    let alike = select.order_by_asc(Column::Id).all(tx.conn()).await?;
    let wanted = identity(name);
    let found = alike.into_iter().find(|it| identity(&it.name) == wanted);
    match found {
        Some(found) => Ok(found),
        None => {
            let fields = Fields {
                name: Patch::Set(name.to_owned()),
                ..Fields::default()
            };
            create(tx, &NewOrganization { id: None, fields }).await
        }
    }
}

fn blank(tx: &Tx) -> organization::Model {
    organization::Model {
        workspace_id: tx.workspace(),
        id: OrganizationId(uuid::Uuid::nil()),
        name: String::new(),
        sort_name: String::new(),
        domain: None,
        url: None,
        industry: None,
        summary: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// The organisation with these fields changed.
fn with(before: &organization::Model, fields: &Fields) -> Result<organization::Model, Failure> {
    let mut checks = Checks::new();
    let mut model = before.clone();
    if !fields.name.is_keep() || model.name.is_empty() {
        model.name = checks.required(
            Path::input("name"),
            fields.name.as_set().map(String::as_str),
            NAME,
        );
        model.sort_name = fold(&model.name);
    }
    checks.line(&mut model.domain, "domain", &fields.domain, LINE);
    model.domain = model.domain.as_deref().map(rules::domain);
    if model
        .domain
        .as_ref()
        .is_some_and(|domain| !domain.contains('.') || domain.contains([' ', '/', '@']))
    {
        checks.note(
            Code::Invalid,
            Path::input("domain"),
            "write a domain such as example.org",
        );
    }
    checks.line(&mut model.url, "url", &fields.url, LINE);
    checks.line(&mut model.industry, "industry", &fields.industry, LINE);
    checks.lines(&mut model.summary, "summary", &fields.summary, SUMMARY);
    checks.done()?;
    Ok(model)
}

async fn index(tx: &Tx, model: &organization::Model) -> Result<(), Failure> {
    let texts = [
        Some(&model.name),
        model.domain.as_ref(),
        model.industry.as_ref(),
        model.summary.as_ref(),
    ];
    let text: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
    search::index(tx, RecordType::Organization, model.id.0, &text.join(" ")).await?;
    let mut names = Names::default();
    names.name(NameField::Name, &model.name);
    Ok(search::index_names(tx, RecordType::Organization, model.id.0, names).await?)
}
