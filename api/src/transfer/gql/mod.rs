//! Import in GraphQL.

mod mapping;

use std::sync::Arc;

use async_graphql::InputObject;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Format, Outcome, Report};
use crate::graphql::catalogue::Area;
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::Person;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{self, Called, Computed, Done, Field, Object};
use crate::kit::check::Path;
use crate::kit::{Code, Failure, Fault, Problem, Right};

pub use mapping::{ColumnMappingInput, how};

stored_enum! {
    /// What a file of contacts is.
    ContactsFormat = Format {
        /// vCard 2.1, 3.0 or 4.0; many cards a file.
        #[graphql(name = "VCARD")]
        VCard,
        /// LinkedIn's `Connections.csv`.
        #[graphql(name = "LINKEDIN_CSV")]
        LinkedInCsv,
        /// A table of Google Contacts, of today (`Labels`, `E-mail 1 - Label`) or older (`Group Membership`, `E-mail 1 - Type`).
        GoogleCsv,
        /// A table of Outlook, on the desktop or on the web; Yahoo writes the same.
        OutlookCsv,
        /// Rapport's own `people.csv`. A row is the person whose id it has, if they are in the workspace.
        RapportCsv,
        /// Any other table of people, with a header row. Its columns are known by their usual names in English, German and other
        /// languages, or say what they are in `mapping`.
        Csv,
    }
}

stored_enum! {
    /// What became of a row.
    RowAction = super::RowAction {
        /// A person was made.
        Created,
        /// A person was changed.
        Updated,
        /// There was nothing new in it.
        Unchanged,
        /// It was left out on purpose; `reason` says why.
        Skipped,
        /// It is wrong; `reason` says why.
        Rejected,
    }
}

shape! {
    /// What became of a row of the file.
    ImportRow: row
}

fn row() -> Object {
    Object::computed::<Outcome>("ImportRow", "What became of a row of the file.")
        .value("position", "Which row or card of the file, from 1.", |it| {
            number(it.position)
        })
        .value("name", "The name in it, if it has one.", |it| it.name.clone())
        .value("action", "What became of it, so far.", |it| it.action)
        .value(
            "reason",
            "Why it was skipped or rejected; with whom it was joined, and why; whom it may be the same as; what of it was left out, \
             each property with its value; and what of it could be meant otherwise. At most 2,000 characters, in English. Without \
             the scope `PEOPLE_READ` it names nobody. Null where a row was taken in whole.",
            |it| it.reason.clone(),
        )
        .one::<Person, _>(
            "person",
            "The person that it made, changed or was found to be.",
            |it| it.person,
        )
        .done()
}

shape! {
    /// What became of a file.
    ImportReport: report
}

fn report() -> Object {
    use super::RowAction::{Created, Rejected, Skipped, Unchanged, Updated};
    let rows = Computed::<Arc<Report>>::chosen::<ImportRow, _>(
        "rows",
        "The rows of the file in their order, at most 50,000.",
        |it, given| {
            let actions: Option<Vec<RowAction>> = given.get("actions")?;
            let wanted = |row: &&Outcome| {
                let mut actions = actions.iter();
                actions.all(|actions| actions.contains(&row.action.into()))
            };
            Ok(it.rows.iter().filter(wanted).cloned().collect())
        },
    );
    let actions = "Only rows that became one of these; all rows if left out.";
    Object::computed::<Arc<Report>>("ImportReport", "What became of a file.")
        .value("format", "The format that the file was read as.", |it| it.format)
        .value("created", "People that were made.", |it| {
            number(it.count(Created))
        })
        .value("updated", "People that were changed.", |it| {
            number(it.count(Updated))
        })
        .value("unchanged", "Rows with nothing new in them.", |it| {
            number(it.count(Unchanged))
        })
        .value("skipped", "Rows that were left out on purpose.", |it| {
            number(it.count(Skipped))
        })
        .value("rejected", "Rows that are wrong.", |it| {
            number(it.count(Rejected))
        })
        .with(rows.argument::<Option<Vec<RowAction>>>("actions", actions))
        .done()
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A file of contacts. Give `text` or `base64`.
#[derive(InputObject)]
pub struct ImportContactsInput {
    /// The contents of the file, as text.
    text: Option<String>,
    /// The file in base64, for files that are not UTF-8.
    base64: Option<String>,
    /// What the file is; found out from its content if left out.
    format: Option<ContactsFormat>,
    /// What the columns of a table say, at most 200. Others are named as left out. If left out, the columns are known by their usual names.
    #[graphql(default)]
    mapping: Vec<ColumnMappingInput>,
    /// The system that the file is of, for tables with a column `EXTERNAL_KEY`: a word such as `hubspot`, at most 50 characters, as
    /// `source` of the people's `externalRefs` shows it.
    source: Option<String>,
}

shape! {
    /// What importing contacts answers.
    ImportContactsPayload: payload
}

fn payload() -> Object {
    Object::computed::<plan::Outcome>("ImportContactsPayload", "What importing contacts answers.")
        .shows::<ImportReport, Arc<Report>>("report", "What became of the file.")
        .set()
        .problems("What was wrong with the file as a whole. When it is not empty, nothing was written.")
        .seq()
        .done()
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<ImportContactsPayload>(
            "importContacts",
            "Imports a file of contacts. One bad row never fails the file: each answers what \
             became of it, and names in `reason` what of it has no place here. Beside people it \
             makes their milestones, ties and tags. Importing the same file again changes \
             nothing, and no import overwrites what was written by hand. A file of more than 200 \
             rows is written in parts: should the server stop on the way, import the file again.",
            Right::Import,
        )
        .also(Right::PeopleWrite)
        .input::<ImportContactsInput>("The file and its format.")
        .runs(|called| Box::pin(import(called))),
    ]
}
/// The bytes of a file that is sent as text or in base64.
///
/// # Errors
/// It is neither, or both.
pub fn bytes(text: Option<String>, base64: Option<String>) -> Result<Vec<u8>, Problem> {
    match (text, base64) {
        (Some(text), None) => Ok(text.into_bytes()),
        (None, Some(base64)) => STANDARD.decode(base64.trim()).map_err(|error| {
            Problem::new(
                Code::Invalid,
                Path::input("base64"),
                format!("this is not base64: {error}"),
            )
        }),
        _ => Err(Problem::new(
            Code::Required,
            Path::input("text"),
            "give the file as text or as base64, not both",
        )),
    }
}

async fn import(called: &Called<'_>) -> Result<Done, Failure> {
    let caller = called.caller()?;
    let writer = caller.writer(Right::Import).ok_or(Fault::Lacks(Right::Import))?;
    let ImportContactsInput {
        text,
        base64,
        format,
        mapping,
        source,
    } = called.input()?;
    let bytes = bytes(text, base64)?;
    let how = how(format, &mapping, source.as_deref())?;
    // Reasons name people to those alone who may see people.
    let names = caller.rights.contains(Right::PeopleRead);
    let report = super::import(&called.engine.db, writer, &bytes, &how, names).await?;
    Ok(Done {
        seq: Some(report.seq),
        set: Some(report.set),
        ..Done::value(Arc::new(report))
    })
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new().mutations(mutations())
}
