/// stub
#[derive(Default)] pub struct TransferQuery;
#[async_graphql::Object] impl TransferQuery { /// stub
 async fn stub_transfer(&self) -> bool { true } }
/// stub
#[derive(Default)] pub struct TransferMutation;
#[async_graphql::Object] impl TransferMutation { /// stub
 async fn stub_m_transfer(&self) -> bool { true } }
