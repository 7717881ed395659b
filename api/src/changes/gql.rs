/// stub
#[derive(Default)] pub struct ChangeQuery;
#[async_graphql::Object] impl ChangeQuery { /// stub
 async fn stub_changes(&self) -> bool { true } }
/// stub
#[derive(Default)] pub struct ChangeMutation;
#[async_graphql::Object] impl ChangeMutation { /// stub
 async fn stub_m_changes(&self) -> bool { true } }
