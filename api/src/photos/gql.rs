//! Photographs in GraphQL. The bytes are no part of it: they are sent and fetched by HTTP.

use entity::ids::PersonId;
use entity::photo::{self, Column};

use super::{of_people, remove};
use crate::graphql::catalogue::Area;
use crate::graphql::declare::payload;
use crate::graphql::kinds::Person;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Field, Object};
use crate::kit::Right;
use crate::kit::list::Column as Plain;
use crate::kit::rows::Cell;

shape! {
    /// The picture of a person.
    PersonPhoto: declare
}

payload! {
    /// What taking a picture away answers.
    RemovePersonPhotoPayload {
        /// The person as they are now.
        "person": Person
    }
}

fn declare() -> Object {
    Object::part::<photo::Entity>("PersonPhoto", "The picture of a person.")
        .needs(Right::PeopleRead)
        .made::<String>(
            "url",
            "Where it is fetched by `GET`, and a new one is sent by `PUT`: a path of the server, with the same `Authorization` as here. At most 1 MiB: PNG, \
             JPEG, WebP or GIF.",
            vec![Plain::of(Column::PersonId)],
            |cells, json| {
                if let Cell::Uuid(id) = cells.cell(0) {
                    json.text(&format!("/photos/{}", PersonId(id)));
                }
                Ok(())
            },
        )
        .made::<String>(
            "contentType",
            "What kind of picture it is: `image/png`, `image/jpeg`, `image/webp` or `image/gif`. Its first bytes tell.",
            vec![Plain::of(Column::ContentType)],
            |cells, json| {
                json.text(cells.text(0));
                Ok(())
            },
        )
        .column("byteSize", "How many bytes it has.", Column::ByteSize)
        .column(
            "sha256",
            "The SHA-256 of its bytes in hexadecimal digits: another one is another picture.",
            Column::Sha256,
        )
        .column("storedAt", "When it was stored.", Column::StoredAt)
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .extend::<Person>(|| {
            vec![Field::first::<PersonPhoto>(
                "photo",
                "The picture of them; null where there is none. One is sent by `PUT /photos/{id}`, with the id of the person.",
                of_people,
            )]
        })
        .mutations(vec![
            Field::verb::<RemovePersonPhotoPayload>(
                "removePersonPhoto",
                "Takes a person's picture away. Doing so twice changes nothing. One is sent by `PUT /photos/{id}`, with the id of the person.",
                Right::PeopleWrite,
            )
            .targets("The person who is meant.", remove),
        ])
}
