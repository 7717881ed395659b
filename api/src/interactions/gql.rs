//! stub
use crate::graphql::declare::{batch, record_object};
use crate::kit::Right;
use entity::ids::*;
use entity::{circle, tag, tie, person, interaction, introduction, collaboration};
batch! { /// by id
 InteractionById: InteractionId => interaction::Model, int_by }
record_object! { /// stub
 Interaction(interaction::Model) requires Right::InteractionsRead; { } }
async fn int_by(reader: &crate::kit::Reader<'_>, ids: &[InteractionId]) -> Result<std::collections::HashMap<InteractionId, interaction::Model>, crate::kit::Fault> {
    let found = crate::kit::record::by_ids::<interaction::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}
/// stub
#[derive(Default)] pub struct InteractionQuery;
#[async_graphql::Object] impl InteractionQuery { /// stub
 async fn stub_interactions(&self) -> bool { true } }
/// stub
#[derive(Default)] pub struct InteractionMutation;
#[async_graphql::Object] impl InteractionMutation { /// stub
 async fn stub_m_interactions(&self) -> bool { true } }
/// s
#[derive(async_graphql::InputObject)] pub struct InteractionFilterInput { a: bool }
/// s
#[derive(async_graphql::InputObject)] pub struct InteractionOrder { a: bool }
/// s
pub async fn of_person(_: &async_graphql::Context<'_>, _: PersonId, _:Option<InteractionFilterInput>,_:Option<InteractionOrder>, _: crate::graphql::connection::PageArgs) -> async_graphql::Result<crate::graphql::connection::Connection<Interaction>> { Err("x".into()) }
