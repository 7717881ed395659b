//! stub
use crate::graphql::declare::{batch, record_object};
use crate::kit::Right;
use entity::ids::*;
use entity::{circle, tag, tie, person, interaction, introduction, collaboration};
batch! { /// by id
 PersonById: PersonId => person::Model, super::by_ids }
record_object! { /// stub
 Person(person::Model) requires Right::PeopleRead; { } }
batch! { /// by id
 TieById: TieId => tie::Model, tie_by }
record_object! { /// stub
 Tie(tie::Model) requires Right::PeopleRead; { } }
async fn tie_by(reader: &crate::kit::Reader<'_>, ids: &[TieId]) -> Result<std::collections::HashMap<TieId, tie::Model>, crate::kit::Fault> {
    let found = crate::kit::record::by_ids::<tie::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}
/// stub
#[derive(Default)] pub struct PeopleQuery;
#[async_graphql::Object] impl PeopleQuery { /// stub
 async fn stub_people(&self) -> bool { true } }
/// stub
#[derive(Default)] pub struct PeopleMutation;
#[async_graphql::Object] impl PeopleMutation { /// stub
 async fn stub_m_people(&self) -> bool { true } }
