//! The change feed in GraphQL.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::ids::{
    ApiTokenId, CircleId, CollaborationId, InteractionId, IntroductionId, OrganizationId, PersonId, TagId,
    TieId, WorkspaceId,
};
use entity::{RecordType as Stored, change};

use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::declare::stored_enum;
use crate::graphql::errors::coded;
use crate::graphql::node::{self, Actor, Record, RecordType};
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::{DateTime, Seq};
use crate::kit::Right;

/// Changes of a page when the client does not say.
const DEFAULT_SIZE: i32 = 200;
/// Most changes of a page.
const MAX_SIZE: i32 = 1000;

stored_enum! {
    /// What a change did.
    ChangeOp = change::ChangeOp {
        /// The record was made.
        Create,
        /// The record was changed.
        Update,
        /// The record was hidden; it can be restored.
        Archive,
        /// The record is live again.
        Restore,
        /// The record is gone for good; only its id remains.
        Erase,
    }
}

/// One write to one record.
pub struct Change(change::Model);

/// One write to one record.
#[Object(directive = requires_scopes::apply(vec![Right::ChangesRead.to_string()]))]
impl Change {
    /// The change's number: its place in commit order, without gaps.
    async fn seq(&self) -> Seq {
        Seq(self.0.seq)
    }

    /// What happened.
    async fn op(&self) -> ChangeOp {
        self.0.op.into()
    }

    /// What kind of record.
    #[graphql(name = "type")]
    async fn record_type(&self) -> RecordType {
        self.0.record_type.into()
    }

    /// Which record.
    async fn record_id(&self) -> ID {
        let id = self.0.record_id;
        let text = match self.0.record_type {
            Stored::Person => PersonId(id).to_string(),
            Stored::Organization => OrganizationId(id).to_string(),
            Stored::Circle => CircleId(id).to_string(),
            Stored::Tag => TagId(id).to_string(),
            Stored::Tie => TieId(id).to_string(),
            Stored::Interaction => InteractionId(id).to_string(),
            Stored::Introduction => IntroductionId(id).to_string(),
            Stored::Collaboration => CollaborationId(id).to_string(),
            Stored::Workspace => WorkspaceId(id).to_string(),
            Stored::ApiToken => ApiTokenId(id).to_string(),
        };
        text.into()
    }

    /// The record's revision after this write.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Who did it.
    async fn actor(&self) -> Actor {
        self.0.actor.into()
    }

    /// When.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// The record as it is now, which may be later than this change; null once it was erased, or when the caller may not see
    /// it. Archived records are shown.
    async fn record(&self, ctx: &Context<'_>) -> Option<Result<Record>> {
        let found = node::load(ctx, self.0.record_type, self.0.record_id).await;
        found.map(|found| found.map(Into::into)).transpose()
    }
}

/// A part of the feed.
#[derive(SimpleObject)]
pub struct ChangePage {
    /// The changes, in commit order.
    changes: Vec<Change>,
    /// Give it as `after` for the next page.
    next_after: Seq,
    /// Whether there are more.
    has_more: bool,
}

/// Queries on the feed.
#[derive(Default)]
pub struct ChangeQuery;

#[Object]
impl ChangeQuery {
    /// Every write of the workspace after a number, in commit order and without gaps. A client that was offline asks with the
    /// last `nextAfter` it was given, until `hasMore` is false, and has everything.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last number that the client has seen; 0 for everything.")] after: Option<Seq>,
        #[graphql(desc = "How many: 1 to 1000, 200 if left out.")] first: Option<i32>,
        #[graphql(desc = "Of these kinds of record; of all if left out.")] types: Option<Vec<RecordType>>,
    ) -> Option<Result<ChangePage>> {
        Some(changes(ctx, after, first, types).await)
    }
}

async fn changes(
    ctx: &Context<'_>,
    after: Option<Seq>,
    first: Option<i32>,
    types: Option<Vec<RecordType>>,
) -> Result<ChangePage> {
    let first = first.unwrap_or(DEFAULT_SIZE);
    let size = u64::try_from(first).ok().filter(|size| (1..=1000).contains(size));
    let size = size.ok_or_else(|| coded("BAD_INPUT", format!("first must be from 1 to {MAX_SIZE}")))?;
    let types: Option<Vec<Stored>> = types.map(|types| types.into_iter().map(Into::into).collect());
    let reader = ctx.reader(Right::ChangesRead)?;
    let feed = super::after(&reader, after.map_or(0, |after| after.0), size, types.as_deref())
        .await
        .shown()?;
    let changes = feed.changes.into_iter().map(Change).collect();
    Ok(ChangePage {
        changes,
        next_after: Seq(feed.next_after),
        has_more: feed.has_more,
    })
}
