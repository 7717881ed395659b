//! stub
use crate::graphql::declare::{batch, record_object};
use crate::kit::Right;
use entity::ids::*;
use entity::{circle, tag, tie, person, interaction, introduction, collaboration};
batch! { /// by id
 CollaborationById: CollaborationId => collaboration::Model, collab_by }
record_object! { /// stub
 Collaboration(collaboration::Model) requires Right::CollaborationsRead; { } }
async fn collab_by(reader: &crate::kit::Reader<'_>, ids: &[CollaborationId]) -> Result<std::collections::HashMap<CollaborationId, collaboration::Model>, crate::kit::Fault> {
    let found = crate::kit::record::by_ids::<collaboration::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}
/// stub
#[derive(Default)] pub struct CollaborationQuery;
#[async_graphql::Object] impl CollaborationQuery { /// stub
 async fn stub_collaborations(&self) -> bool { true } }
/// stub
#[derive(Default)] pub struct CollaborationMutation;
#[async_graphql::Object] impl CollaborationMutation { /// stub
 async fn stub_m_collaborations(&self) -> bool { true } }
/// s
pub async fn of_person(_: &async_graphql::Context<'_>, _: PersonId,  _: crate::graphql::connection::PageArgs) -> async_graphql::Result<crate::graphql::connection::Connection<Collaboration>> { Err("x".into()) }
