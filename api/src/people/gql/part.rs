//! The parts of a person.

use async_graphql::{Context, ID, Object, Result};
use entity::{affiliation, attribute, contact_point, external_ref, fact, support_role};

use crate::graphql::context::ContextExt;
use crate::graphql::declare::stored_enum;
use crate::graphql::scalars::PartialDate;
use crate::organizations::gql::{Organization, OrganizationById};

stored_enum! {
    /// The kind of a contact point.
    ContactKind = contact_point::ContactKind {
        /// An e-mail address.
        Email,
        /// A telephone number.
        Phone,
        /// A web page.
        Url,
        /// A name on a network or messenger.
        Handle,
        /// A postal address.
        Address,
        /// Anything else.
        Other,
    }
}

stored_enum! {
    /// What a fact is about.
    FactKind = fact::FactKind {
        /// What they are after.
        Goal,
        /// What they care about.
        Interest,
        /// What they hold dear.
        Value,
        /// How they see something.
        Perspective,
        /// What they are good at.
        Skill,
        /// What to talk about.
        Topic,
        /// What they like or avoid.
        Preference,
        /// Anything else.
        Other,
    }
}

stored_enum! {
    /// How two people support each other.
    SupportRoleKind = support_role::SupportRoleKind {
        /// Guides the user.
        Mentor,
        /// Advises the user on a matter.
        Advisor,
        /// Grows alongside the user.
        Peer,
        /// Speaks up for the user.
        Sponsor,
        /// Is guided by the user.
        Mentee,
        /// Another role; the note says which.
        Other,
    }
}

macro_rules! part_object {
    ($(#[$meta:meta])* $name:ident($model:ty) { $($fields:tt)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name($model);

        impl From<$model> for $name {
            fn from(model: $model) -> Self {
                Self(model)
            }
        }

        $(#[$meta])*
        #[Object]
        impl $name { $($fields)* }
    };
}

part_object! {
    /// One way to reach a person.
    ContactPoint(contact_point::Model) {
        /// The contact point's id, to change or remove it in `updatePerson`.
        async fn id(&self) -> ID {
            self.0.id.to_string().into()
        }

        /// What kind of address.
        async fn kind(&self) -> ContactKind {
            self.0.kind.into()
        }

        /// The address as written.
        async fn value(&self) -> &str {
            &self.0.value
        }

        /// work, home …
        async fn label(&self) -> Option<&str> {
            self.0.label.as_deref()
        }

        /// The preferred one of its kind; at most one is.
        async fn is_primary(&self) -> bool {
            self.0.is_primary
        }
    }
}

part_object! {
    /// A person's role at an organisation over a period.
    Affiliation(affiliation::Model) {
        /// The affiliation's id, to change or remove it in `updatePerson`.
        async fn id(&self) -> ID {
            self.0.id.to_string().into()
        }

        /// Where.
        async fn organization(&self, ctx: &Context<'_>) -> Option<Result<Organization>> {
            let found = ctx.batch::<OrganizationById>(self.0.organization_id).await;
            found.map(|found| found.map(Into::into)).transpose()
        }

        /// As what.
        async fn role(&self) -> Option<&str> {
            self.0.role.as_deref()
        }

        /// In which part of the organisation.
        async fn department(&self) -> Option<&str> {
            self.0.department.as_deref()
        }

        /// From when.
        async fn started_on(&self) -> Option<PartialDate> {
            self.0.started_on.map(Into::into)
        }

        /// Until when.
        async fn ended_on(&self) -> Option<PartialDate> {
            self.0.ended_on.map(Into::into)
        }

        /// Whether it lasts.
        async fn is_current(&self) -> bool {
            self.0.is_current
        }
    }
}

part_object! {
    /// Something worth remembering about a person.
    Fact(fact::Model) {
        /// The fact's id, to change or remove it in `updatePerson`.
        async fn id(&self) -> ID {
            self.0.id.to_string().into()
        }

        /// What it is about.
        async fn kind(&self) -> FactKind {
            self.0.kind.into()
        }

        /// The fact.
        async fn text(&self) -> &str {
            &self.0.text
        }

        /// Where it comes from.
        async fn source(&self) -> Option<&str> {
            self.0.source.as_deref()
        }

        /// When it was learnt.
        async fn noted_on(&self) -> Option<PartialDate> {
            self.0.noted_on.map(Into::into)
        }
    }
}

part_object! {
    /// How a person supports the user, or is supported.
    SupportRole(support_role::Model) {
        /// As what.
        async fn role(&self) -> SupportRoleKind {
            self.0.role.into()
        }

        /// In what.
        async fn note(&self) -> Option<&str> {
            self.0.note.as_deref()
        }

        /// From when.
        async fn since(&self) -> Option<PartialDate> {
            self.0.since.map(Into::into)
        }
    }
}

part_object! {
    /// A value on a dimension that the user chose.
    Attribute(attribute::Model) {
        /// The dimension, as the user named it.
        async fn dimension(&self) -> &str {
            &self.0.dimension
        }

        /// The value.
        async fn value(&self) -> &str {
            &self.0.value
        }
    }
}

part_object! {
    /// A person's key in another system.
    ExternalRef(external_ref::Model) {
        /// The other system, such as `linkedin` or `vcard`.
        async fn source(&self) -> &str {
            &self.0.source
        }

        /// The key there.
        async fn external_id(&self) -> &str {
            &self.0.external_id
        }

        /// Where to see the person there.
        async fn url(&self) -> Option<&str> {
            self.0.url.as_deref()
        }
    }
}
