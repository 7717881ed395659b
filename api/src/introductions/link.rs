//! One-time links: how a side answers without an account.
//!
//! A link is a secret that names the workspace and the introduction. Its hash is kept with the side that it was made for, and
//! goes when that side answers or is given another link: whoever holds an old one holds nothing.

use entity::Actor;
use entity::ids::{IntroductionId, WorkspaceId};
use entity::introduction_side::Column;
use entity::introduction_side::{Entity, Model};
use sea_orm::{ColumnTrait, QueryFilter};

use crate::kit::secret::Secret;
use crate::kit::{Db, Fault, Reader, Scope, Writer};

/// The secret of a link: it names the workspace and the introduction.
pub type Link = Secret<2>;

/// Someone with a link that is good. Nothing but a good link makes one.
#[derive(Clone, Debug)]
pub struct Answerer {
    writer: Writer,
    link: Link,
    side: Model,
}

impl Answerer {
    /// Who holds this link; nobody if it is wrong, used or replaced.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(db: &Db, token: &str) -> Result<Option<Self>, Fault> {
        let Some(link) = Link::parse(token.trim()) else {
            return Ok(None);
        };
        let writer = writer(&link);
        let side = side(&db.read(writer.scope()), &link).await?;
        Ok(side.map(|side| Self { writer, link, side }))
    }

    /// The right to give the answer.
    #[must_use]
    pub const fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Where the introduction is.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        self.writer.scope()
    }

    /// The side that the link was made for.
    #[must_use]
    pub const fn side(&self) -> &Model {
        &self.side
    }

    pub(super) const fn link(&self) -> &Link {
        &self.link
    }
}

/// The writer of the workspace that a link names. No sign-in stands behind it: it is kept in here until the link has been
/// compared with the hash that the workspace keeps, and then goes to no other command than the one that takes the answer.
const fn writer(link: &Link) -> Writer {
    let [workspace, _] = link.ids;
    Writer::grant(WorkspaceId(workspace), Actor::LINK)
}

/// The introduction that a link names.
pub(super) const fn introduction(link: &Link) -> IntroductionId {
    let [_, introduction] = link.ids;
    IntroductionId(introduction)
}

/// The side that a link was made for, if it is its last one and was not used.
pub(super) async fn side(reader: &Reader<'_>, link: &Link) -> Result<Option<Model>, Fault> {
    let sides = reader
        .select::<Entity>()
        .filter(Column::IntroductionId.eq(introduction(link)));
    let sides = sides.all(reader.conn()).await?;
    Ok(sides.into_iter().find(|side| is_of(link, side)))
}

/// Whether a link was made for this side, is its last one and was not used.
pub(super) fn is_of(link: &Link, side: &Model) -> bool {
    side.link_hash.as_ref().is_some_and(|hash| link.matches(hash))
}
