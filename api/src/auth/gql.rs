/// stub
#[derive(Default)] pub struct AuthQuery;
#[async_graphql::Object] impl AuthQuery { /// stub
 async fn stub_auth(&self) -> bool { true } }
/// stub
#[derive(Default)] pub struct AuthMutation;
#[async_graphql::Object] impl AuthMutation { /// stub
 async fn stub_m_auth(&self) -> bool { true } }
