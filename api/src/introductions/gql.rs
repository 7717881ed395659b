//! stub
use crate::graphql::declare::{batch, record_object};
use crate::kit::Right;
use entity::ids::*;
use entity::{circle, tag, tie, person, interaction, introduction, collaboration};
batch! { /// by id
 IntroductionById: IntroductionId => introduction::Model, intro_by }
record_object! { /// stub
 Introduction(introduction::Model) requires Right::IntroductionsRead; { } }
async fn intro_by(reader: &crate::kit::Reader<'_>, ids: &[IntroductionId]) -> Result<std::collections::HashMap<IntroductionId, introduction::Model>, crate::kit::Fault> {
    let found = crate::kit::record::by_ids::<introduction::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}
/// stub
#[derive(Default)] pub struct IntroductionQuery;
#[async_graphql::Object] impl IntroductionQuery { /// stub
 async fn stub_introductions(&self) -> bool { true } }
/// stub
#[derive(Default)] pub struct IntroductionMutation;
#[async_graphql::Object] impl IntroductionMutation { /// stub
 async fn stub_m_introductions(&self) -> bool { true } }
/// s
pub async fn of_person(_: &async_graphql::Context<'_>, _: PersonId,  _: crate::graphql::connection::PageArgs) -> async_graphql::Result<crate::graphql::connection::Connection<Introduction>> { Err("x".into()) }
