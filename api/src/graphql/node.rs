//! Records whatever their kind: `node(id)`, the interfaces `Node` and `Record`, and who wrote them.

use async_graphql::{Context, ID, Interface, Object, Result, SimpleObject};
use entity::ids::{
    CircleId, CollaborationId, InteractionId, IntroductionId, OrganizationId, PersonId, TagId, TieId,
};
use entity::{AnyId, RecordType as Stored, TypedId};
use uuid::Uuid;

use super::batch::Batch;
use super::context::ContextExt;
use super::declare::stored_enum;
use super::errors::coded;
use super::scalars::{DateTime, Seq};
use crate::circles::gql::{Circle, CircleById, Tag, TagById};
use crate::collaborations::gql::{Collaboration, CollaborationById};
use crate::interactions::gql::{Interaction, InteractionById};
use crate::introductions::gql::{Introduction, IntroductionById};
use crate::kit::Right;
use crate::organizations::gql::{Organization, OrganizationById};
use crate::people::gql::{Person, PersonById, Tie, TieById};

/// Anything that can be fetched by id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The id, for `node(id)`."))]
pub enum Node {
    /// Someone in the network.
    Person(Person),
    /// Where people work.
    Organization(Organization),
    /// A group of people.
    Circle(Circle),
    /// A label.
    Tag(Tag),
    /// Who knows whom.
    Tie(Tie),
    /// Something that happened.
    Interaction(Interaction),
    /// Bringing two people together.
    Introduction(Introduction),
    /// Something done together.
    Collaboration(Collaboration),
}

/// Anything that is stored, versioned and in the change feed.
#[expect(
    clippy::duplicated_attributes,
    reason = "two fields of an interface may have the same type"
)]
#[derive(Interface)]
#[graphql(
    field(
        name = "id",
        ty = "ID",
        desc = "The record's id, for `node(id)` and for every reference to it."
    ),
    field(
        name = "revision",
        ty = "i32",
        desc = "Grows by one at each write. Give it as `expectedRevision` to refuse a write if someone was faster."
    ),
    field(
        name = "seq",
        ty = "Seq",
        desc = "The number of the record's last change in the workspace's feed."
    ),
    field(name = "created_at", ty = "DateTime", desc = "When it was made."),
    field(name = "updated_at", ty = "DateTime", desc = "When it was last changed."),
    field(
        name = "archived_at",
        ty = "Option<DateTime>",
        desc = "When it was archived; null while it is live. Archived records are left out of lists unless asked for."
    ),
    field(name = "created_by", ty = "Actor", desc = "Who made it.")
)]
pub enum Record {
    /// Someone in the network.
    Person(Person),
    /// Where people work.
    Organization(Organization),
    /// A group of people.
    Circle(Circle),
    /// A label.
    Tag(Tag),
    /// Who knows whom.
    Tie(Tie),
    /// Something that happened.
    Interaction(Interaction),
    /// Bringing two people together.
    Introduction(Introduction),
    /// Something done together.
    Collaboration(Collaboration),
}

impl From<Node> for Record {
    fn from(node: Node) -> Self {
        match node {
            Node::Person(it) => Self::Person(it),
            Node::Organization(it) => Self::Organization(it),
            Node::Circle(it) => Self::Circle(it),
            Node::Tag(it) => Self::Tag(it),
            Node::Tie(it) => Self::Tie(it),
            Node::Interaction(it) => Self::Interaction(it),
            Node::Introduction(it) => Self::Introduction(it),
            Node::Collaboration(it) => Self::Collaboration(it),
        }
    }
}

stored_enum! {
    /// The kinds of record in the change feed.
    RecordType = entity::RecordType {
        /// Someone in the network.
        Person,
        /// Where people work.
        Organization,
        /// A group of people.
        Circle,
        /// A label.
        Tag,
        /// Who knows whom.
        Tie,
        /// Something that happened.
        Interaction,
        /// Bringing two people together.
        Introduction,
        /// Something done together.
        Collaboration,
        /// The workspace itself; the change has no `record`.
        Workspace,
        /// A key for scripts; the change has no `record`.
        ApiToken,
    }
}

stored_enum! {
    /// What kind of writer made a change.
    ActorKind = entity::ActorKind {
        /// A signed-in user.
        User,
        /// An API token.
        Token,
        /// An import, run by a user or a token.
        Import,
        /// Someone who answered by a one-time link, without an account.
        Link,
        /// Rapport itself.
        System,
    }
}

/// Who wrote something.
#[derive(SimpleObject, Clone, Debug)]
pub struct Actor {
    /// What kind of writer.
    kind: ActorKind,
    /// The user's id, or the token's when `kind` is `TOKEN`; null where there is neither.
    id: Option<ID>,
}

impl From<entity::Actor> for Actor {
    fn from(actor: entity::Actor) -> Self {
        let id = actor.id.map(|id| match actor.kind {
            entity::ActorKind::Token => entity::ids::ApiTokenId(id).to_string(),
            _ => entity::ids::UserId(id).to_string(),
        });
        Self {
            kind: actor.kind.into(),
            id: id.map(Into::into),
        }
    }
}

async fn fetch<B: Batch, N: From<B::Value>>(
    ctx: &Context<'_>,
    right: Right,
    key: B::Key,
) -> Result<Option<N>> {
    // What the caller may not see is not there.
    if ctx.reader(right).is_err() {
        return Ok(None);
    }
    Ok(ctx.batch::<B>(key).await?.map(N::from))
}

/// A record by kind and id, if it is there and the caller may see it.
///
/// # Errors
/// The database fails.
pub async fn load(ctx: &Context<'_>, record_type: Stored, id: Uuid) -> Result<Option<Node>> {
    Ok(match record_type {
        Stored::Person => fetch::<PersonById, _>(ctx, Right::PeopleRead, PersonId(id))
            .await?
            .map(Node::Person),
        Stored::Organization => fetch::<OrganizationById, _>(ctx, Right::PeopleRead, OrganizationId(id))
            .await?
            .map(Node::Organization),
        Stored::Circle => fetch::<CircleById, _>(ctx, Right::PeopleRead, CircleId(id))
            .await?
            .map(Node::Circle),
        Stored::Tag => fetch::<TagById, _>(ctx, Right::PeopleRead, TagId(id))
            .await?
            .map(Node::Tag),
        Stored::Tie => fetch::<TieById, _>(ctx, Right::PeopleRead, TieId(id))
            .await?
            .map(Node::Tie),
        Stored::Interaction => fetch::<InteractionById, _>(ctx, Right::InteractionsRead, InteractionId(id))
            .await?
            .map(Node::Interaction),
        Stored::Introduction => {
            fetch::<IntroductionById, _>(ctx, Right::IntroductionsRead, IntroductionId(id))
                .await?
                .map(Node::Introduction)
        }
        Stored::Collaboration => {
            fetch::<CollaborationById, _>(ctx, Right::CollaborationsRead, CollaborationId(id))
                .await?
                .map(Node::Collaboration)
        }
        Stored::Workspace | Stored::ApiToken => None,
    })
}

/// The kind of record that an id's prefix names.
fn kind(prefix: &str) -> Option<Stored> {
    Some(match prefix {
        PersonId::PREFIX => Stored::Person,
        OrganizationId::PREFIX => Stored::Organization,
        CircleId::PREFIX => Stored::Circle,
        TagId::PREFIX => Stored::Tag,
        TieId::PREFIX => Stored::Tie,
        InteractionId::PREFIX => Stored::Interaction,
        IntroductionId::PREFIX => Stored::Introduction,
        CollaborationId::PREFIX => Stored::Collaboration,
        _ => return None,
    })
}

/// Most ids of one `nodes`.
const IDS: usize = 100;

/// Queries on records whatever their kind.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The record with this id; null when there is none, or when the caller may not see it.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's id.")] id: ID,
    ) -> Option<Result<Node>> {
        by_id(ctx, &id).await.transpose()
    }

    /// The records with these ids, in their order; null where there is none, or where the caller may not see it.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The records' ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Result<Node>>>> {
        if ids.len() > IDS {
            return Err(coded(
                "BAD_INPUT",
                format!("ids: at most {IDS} entries are allowed"),
            ));
        }
        let found = ids.iter().map(|id| async { by_id(ctx, id).await.transpose() });
        Ok(futures_util::future::join_all(found).await)
    }
}

async fn by_id(ctx: &Context<'_>, id: &str) -> Result<Option<Node>> {
    ctx.caller()?;
    let id: AnyId = id
        .parse()
        .map_err(|error: entity::IdError| coded("BAD_INPUT", format!("id: {error}")))?;
    match kind(&id.prefix) {
        Some(kind) => load(ctx, kind, id.uuid).await,
        None => Err(coded(
            "BAD_INPUT",
            format!("id: there are no records of type {}", id.prefix),
        )),
    }
}
