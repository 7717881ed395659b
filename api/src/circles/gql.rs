//! stub
use crate::graphql::declare::{batch, record_object};
use crate::kit::Right;
use entity::ids::*;
use entity::{circle, tag, tie, person, interaction, introduction, collaboration};
batch! { /// by id
 CircleById: CircleId => circle::Model, circle_by }
record_object! { /// stub
 Circle(circle::Model) requires Right::PeopleRead; { } }
async fn circle_by(reader: &crate::kit::Reader<'_>, ids: &[CircleId]) -> Result<std::collections::HashMap<CircleId, circle::Model>, crate::kit::Fault> {
    let found = crate::kit::record::by_ids::<circle::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}
batch! { /// by id
 TagById: TagId => tag::Model, tag_by }
record_object! { /// stub
 Tag(tag::Model) requires Right::PeopleRead; { } }
async fn tag_by(reader: &crate::kit::Reader<'_>, ids: &[TagId]) -> Result<std::collections::HashMap<TagId, tag::Model>, crate::kit::Fault> {
    let found = crate::kit::record::by_ids::<tag::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}
/// stub
#[derive(Default)] pub struct CircleQuery;
#[async_graphql::Object] impl CircleQuery { /// stub
 async fn stub_circles(&self) -> bool { true } }
/// stub
#[derive(Default)] pub struct CircleMutation;
#[async_graphql::Object] impl CircleMutation { /// stub
 async fn stub_m_circles(&self) -> bool { true } }
batch!{ /// s
 TagsOfPerson: PersonId => Vec<tag::Model>, super::tags_of }
batch!{ /// s
 CirclesOfPerson: PersonId => Vec<circle::Model>, super::circles_of }
