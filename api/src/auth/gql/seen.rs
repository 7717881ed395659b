//! A workspace as whoever signs in sees it; the area of workspaces shows it.

use entity::ids::WorkspaceId;
use entity::workspace;

use crate::kit::Caller;

/// A workspace, with the caller's role in it where that was read with it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The workspace.
    pub model: workspace::Model,
    /// The caller's role in it.
    pub role: Option<entity::Role>,
}

impl From<workspace::Model> for Seen {
    fn from(model: workspace::Model) -> Self {
        Self { model, role: None }
    }
}

impl From<(workspace::Model, entity::Role)> for Seen {
    fn from((model, role): (workspace::Model, entity::Role)) -> Self {
        let role = Some(role);
        Self { model, role }
    }
}

impl Seen {
    /// Which workspace it is.
    #[must_use]
    pub const fn id(&self) -> WorkspaceId {
        self.model.id
    }

    /// The caller, if they call this workspace: what they may do here says nothing of another one.
    #[must_use]
    pub fn caller<'c>(&self, caller: Option<&'c Caller>) -> Option<&'c Caller> {
        caller.filter(|caller| caller.scope().workspace() == self.model.id)
    }
}
