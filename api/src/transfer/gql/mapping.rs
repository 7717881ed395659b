//! What clients say of the columns of a table.

use async_graphql::{Enum, InputObject};
use entity::fact::FactKind;
use serde::{Deserialize, Serialize};

use super::super::contact::{MAX_LABEL, PointKind};
use super::super::{Format, How, Mapped, Says};
use super::ContactsFormat;
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Failure};

/// Most columns of a mapping.
const COLUMNS: usize = 200;

/// What a column of a table says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize, Deserialize)]
pub enum ContactField {
    /// The whole name.
    DisplayName,
    /// The first name.
    GivenName,
    /// Middle names.
    MiddleName,
    /// The last name.
    FamilyName,
    /// What stands before the name.
    NamePrefix,
    /// What stands after the name.
    NameSuffix,
    /// What friends call them.
    Nickname,
    /// How they are spoken of.
    Pronouns,
    /// One line on what they do; the role, where no column says it.
    Headline,
    /// The user's own notes.
    Notes,
    /// An IANA time zone.
    TimeZone,
    /// Their birthday; the order of day and month is that of the whole column.
    Birthday,
    /// When the user and they met.
    MetOn,
    /// How the user and they met.
    MetHow,
    /// Where they work.
    Organization,
    /// What they are there.
    Role,
    /// Their unit there.
    Department,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A web page.
    Url,
    /// A name on a messenger or a network; the mapping's `label` says which.
    Handle,
    /// A whole postal address.
    Address,
    /// Street and number of a postal address.
    Street,
    /// The city of the same address.
    City,
    /// Its state or region.
    Region,
    /// Its postal code.
    PostalCode,
    /// Its country.
    Country,
    /// Tags, parted by `;`, or by commas where there is none.
    Tags,
    /// A date of their life, which the mapping's `label` names; an anniversary without one.
    Date,
    /// A thing worth remembering; the mapping's `label` stands before it.
    Fact,
    /// Somebody whom they know; the mapping's `label` says as what.
    Relation,
    /// The key of the row in its system, by which the next import knows it again. Needs `source`.
    ExternalKey,
    /// What is of no use: it is not named as left out.
    Nothing,
}

impl ContactField {
    /// What it says, and the group of columns that it is of; one of its own where it is none.
    const fn says(self) -> (Says, &'static str) {
        match self {
            Self::DisplayName => (Says::Own("displayName"), ""),
            Self::GivenName => (Says::Own("givenName"), ""),
            Self::MiddleName => (Says::Own("middleName"), ""),
            Self::FamilyName => (Says::Own("familyName"), ""),
            Self::NamePrefix => (Says::Own("namePrefix"), ""),
            Self::NameSuffix => (Says::Own("nameSuffix"), ""),
            Self::Nickname => (Says::Own("nickname"), ""),
            Self::Pronouns => (Says::Own("pronouns"), ""),
            Self::Headline => (Says::Own("headline"), ""),
            Self::Notes => (Says::Own("summary"), ""),
            Self::TimeZone => (Says::Own("timeZone"), ""),
            Self::Birthday => (Says::Own("birthday"), ""),
            Self::MetOn => (Says::Own("metOn"), ""),
            Self::MetHow => (Says::Own("metHow"), ""),
            Self::Organization => (Says::Organization, "organization"),
            Self::Role => (Says::Role, "organization"),
            Self::Department => (Says::Department, "organization"),
            Self::Email => (Says::Point(PointKind::Email, ""), ""),
            Self::Phone => (Says::Point(PointKind::Phone, ""), ""),
            Self::Url => (Says::Point(PointKind::Url, ""), ""),
            Self::Handle => (Says::Point(PointKind::Handle, ""), ""),
            Self::Address => (Says::Envelope, ""),
            Self::Street => (Says::Address(2), "address"),
            Self::City => (Says::Address(3), "address"),
            Self::Region => (Says::Address(4), "address"),
            Self::PostalCode => (Says::Address(5), "address"),
            Self::Country => (Says::Address(6), "address"),
            Self::Tags => (Says::Tags, ""),
            Self::Date => (Says::Date, ""),
            Self::Fact => (Says::Fact(FactKind::Other, ""), ""),
            Self::Relation => (Says::Relation(""), ""),
            Self::ExternalKey => (Says::Key, ""),
            Self::Nothing => (Says::Nothing, ""),
        }
    }
}

/// What a column of a table says.
#[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
pub struct ColumnMappingInput {
    /// The header of the column, in any case.
    column: String,
    /// What the column says of a person.
    field: ContactField,
    /// What the thing is called: `work`, `Skype`, `manager`. At most 50 characters.
    label: Option<String>,
}

/// How a file is to be read.
///
/// # Errors
/// What is said of it does not fit together.
pub fn how(
    format: Option<ContactsFormat>,
    mapping: &[ColumnMappingInput],
    source: Option<&str>,
) -> Result<How, Failure> {
    let mut checks = Checks::new();
    let format: Option<Format> = format.map(Into::into);
    let path = Path::input("mapping");
    checks.count(path.clone(), mapping.len(), COLUMNS);
    if !mapping.is_empty() && format.is_some_and(|format| format != Format::Csv) {
        let message =
            "only a table of the format CSV is read by a mapping; the others have columns of their own";
        checks.note(Code::Invalid, path.clone(), message);
    }
    let source = checks.one_line(Path::input("source"), source, MAX_LABEL);
    if source
        .as_deref()
        .is_some_and(|source| Format::SOURCES.contains(&source))
    {
        let message = "this is the name of a format that Rapport knows; the file is of another system";
        checks.note(Code::Invalid, Path::input("source"), message);
    }
    let has_keys = mapping.iter().any(|it| it.field == ContactField::ExternalKey);
    if has_keys && source.is_none() {
        let message = "say of which system the keys are, since the same key in another one is somebody else";
        checks.note(Code::Required, Path::input("source"), message);
    }
    let mut columns: Vec<String> = Vec::new();
    let mapped: Vec<Mapped> = mapping
        .iter()
        .enumerate()
        .map(|(place, it)| {
            let at = path.at(place);
            let label = checks.one_line(at.at("label"), it.label.as_deref(), MAX_LABEL);
            let name = it.column.trim().to_lowercase();
            if columns.contains(&name) {
                checks.note(
                    Code::Invalid,
                    at.at("column"),
                    "the mapping says of this column something else before",
                );
            }
            columns.push(name);
            let (says, group) = it.field.says();
            Mapped {
                column: it.column.clone(),
                says,
                group,
                label,
            }
        })
        .collect();
    checks.done()?;
    Ok(How {
        format,
        mapping: mapped,
        source,
    })
}
