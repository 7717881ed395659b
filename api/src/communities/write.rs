//! Making and changing communities.

use entity::community::{self, CommunityKind};
use entity::ids::CommunityId;
use entity::{Actor, RecordType};
use serde::Serialize;

use crate::kit::fold::fold;
use crate::kit::record::Claim;
use crate::kit::{Checks, Code, Failure, Patch, Path, Tx};
use crate::search;

const NAME: usize = 200;
const DESCRIPTION: usize = 5_000;
const PLACE: usize = 200;
const URL: usize = 2_000;

/// The fields that a client may write; name and kind are never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// Its name.
    pub name: Patch<String>,
    /// What it is.
    pub kind: Patch<CommunityKind>,
    /// What it is about.
    pub description: Patch<String>,
    /// Where it gathers.
    pub place: Patch<String>,
    /// Its web page.
    pub url: Patch<String>,
}

/// A new community. Its fields must say its name and what it is.
#[derive(Clone, Debug, Serialize)]
pub struct NewCommunity {
    /// The id, if the client made it.
    pub id: Option<CommunityId>,
    /// Its fields.
    pub fields: Fields,
}

/// A change to a community.
#[derive(Clone, Debug)]
pub struct UpdateCommunity {
    /// Which one.
    pub id: CommunityId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
}

/// Makes a community.
///
/// # Errors
/// Its fields are wrong, or its id is taken.
pub async fn create(tx: &mut Tx, new: &NewCommunity) -> Result<community::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<community::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let model = with(blank(tx), &new.fields)?;
    let model = tx.insert(community::Model { id, ..model }, fingerprint).await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Changes a community. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived, or its fields are wrong.
pub async fn update(tx: &mut Tx, change: &UpdateCommunity) -> Result<community::Model, Failure> {
    let before: community::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let after = with(before.clone(), &change.fields)?;
    let model = tx.save(&before, after, false).await?;
    if text(&model) != text(&before) {
        index(tx, &model).await?;
    }
    Ok(model)
}

/// Hides a community. Who is in it, and its events, stay.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(CommunityId, Option<i32>),
) -> Result<community::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived community again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(CommunityId, Option<i32>),
) -> Result<community::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

fn blank(tx: &Tx) -> community::Model {
    community::Model {
        workspace_id: tx.workspace(),
        id: CommunityId(uuid::Uuid::nil()),
        name: String::new(),
        sort_name: String::new(),
        kind: CommunityKind::Other,
        description: None,
        place: None,
        url: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// The community with these fields changed.
fn with(mut model: community::Model, fields: &Fields) -> Result<community::Model, Failure> {
    let mut checks = Checks::new();
    if !fields.name.is_keep() || model.name.is_empty() {
        let name = fields.name.as_set().map(String::as_str);
        model.name = checks.required(Path::input("name"), name, NAME);
        model.sort_name = fold(&model.name);
    }
    match fields.kind {
        Patch::Keep => {}
        Patch::Clear => checks.note(Code::Required, Path::input("kind"), "a value is required"),
        Patch::Set(kind) => model.kind = kind,
    }
    checks.lines(
        &mut model.description,
        "description",
        &fields.description,
        DESCRIPTION,
    );
    checks.line(&mut model.place, "place", &fields.place, PLACE);
    checks.line(&mut model.url, "url", &fields.url, URL);
    checks.done()?;
    Ok(model)
}

/// What a community is found by.
fn text(model: &community::Model) -> String {
    let texts = [
        Some(&model.name),
        model.place.as_ref(),
        model.description.as_ref(),
    ];
    let text: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
    text.join(" ")
}

async fn index(tx: &Tx, model: &community::Model) -> Result<(), Failure> {
    Ok(search::index(tx, RecordType::Community, model.id.0, &text(model)).await?)
}
