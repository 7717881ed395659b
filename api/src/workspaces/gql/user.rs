//! Users, as members of a workspace see each other.

use std::collections::HashMap;

use entity::user;
use uuid::Uuid;

use crate::auth;
use crate::graphql::kinds::Person;
use crate::graphql::plan::{Ask, Object, Values};
use crate::kit::{Fault, Right};
use crate::{people, workspaces};

pub(super) fn user() -> Object {
    Object::computed::<user::Model>("User", "Someone who signs in.")
        .id("The id of the user.", |it| it.id, |ask, ids| Box::pin(users_by_id(ask, ids)))
        .value("email", "The address with which the user signs in.", |it| it.email.clone())
        .value("displayName", "How the user wants to be called.", |it| it.display_name.clone())
        .value("createdAt", "When the user signed up.", |it| it.created_at)
        .linked::<Person>(
            "self",
            "The person that the user is in the workspace's network (`isSelf`), if the caller may see people.",
            |ask, users| Box::pin(own_person(ask, users)),
        )
        .done()
}

/// At most one of the users is a person of the workspace: the one who made it.
async fn own_person(ask: &Ask<'_>, users: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, Fault> {
    if !ask.may(Right::PeopleRead) {
        return Ok(HashMap::new());
    }
    let own = people::own(ask.reader).await?;
    let own = own.and_then(|(person, by)| Some((by.user?.0, person.0)));
    Ok(own.into_iter().filter(|(user, _)| users.contains(user)).collect())
}

/// Users are seen by who belongs to the same workspace and may see its members, and by themselves.
async fn users_by_id(ask: &Ask<'_>, ids: &[Uuid]) -> Result<Values, Fault> {
    let own = auth::user(ask.reader.conn(), ask.caller.user).await?;
    let mut users: HashMap<Uuid, user::Model> = own.into_iter().map(|own| (own.id.0, own)).collect();
    if ask.may(Right::WorkspaceRead) {
        let members = workspaces::members(ask.reader).await?;
        users.extend(members.into_iter().map(|member| (member.user.id.0, member.user)));
    }
    users.retain(|id, _| ids.contains(id));
    Ok(Values::under(users))
}
