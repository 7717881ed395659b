//! Making a person, or changing the one who is there already.

use super::input::{CreatePersonInput, PersonRef, made};
use super::mutation::PersonPayload;
use crate::graphql::plan::{Field, Sent};
use crate::kit::{Fault, Path, Right};
use crate::people::{self, PersonKey, UpsertPerson};

/// `upsertPerson`.
pub(super) fn verb() -> Field {
    Field::verb::<PersonPayload>(
        "upsertPerson",
        "Makes a person, or changes the one who has this id, e-mail address, telephone number or key in another system. Whoever is made gets \
         it, so that the same mutation finds them the next time. Of a person who is there, fields that are left out or null stay as they are; \
         what belongs to them is added: the same address, number, fact or role at an organisation is there once. Of several live people who \
         have the address or number nobody is changed, which is a `DUPLICATE`; an archived one who alone has it is a `STATE`.",
        Right::PeopleWrite,
    )
    .argument::<PersonRef>("by", "By what the person is known.")
    .input::<CreatePersonInput>("Who they are. An `id` in it is for somebody new.")
    .writes(read, people::upsert)
}

fn read(it: &mut Sent<'_>) -> Result<UpsertPerson, Fault> {
    let at = Path::argument("by");
    let by = match it.get::<PersonRef>("by")? {
        PersonRef::Id(id) => PersonKey::Id(it.checks.id(at.at("id"), &id)),
        PersonRef::Email(email) => PersonKey::Email(email),
        PersonRef::Phone(number) => PersonKey::Phone(number),
        PersonRef::External(key) => PersonKey::External {
            source: key.source,
            key: key.external_id,
        },
    };
    let new = made(it.input::<CreatePersonInput>()?, &mut it.checks);
    Ok(UpsertPerson { by, new })
}
