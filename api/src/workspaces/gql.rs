/// stub
#[derive(Default)] pub struct WorkspaceQuery;
#[async_graphql::Object] impl WorkspaceQuery { /// stub
 async fn stub_workspaces(&self) -> bool { true } }
/// stub
#[derive(Default)] pub struct WorkspaceMutation;
#[async_graphql::Object] impl WorkspaceMutation { /// stub
 async fn stub_m_workspaces(&self) -> bool { true } }
