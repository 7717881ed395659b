//! Import in GraphQL.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object as Resolvers, Result, SimpleObject};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Format, Outcome, Report};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::stored_enum;
use crate::graphql::errors::{UserError, shown};
use crate::graphql::plan::declare::computed;
use crate::graphql::plan::{Computed, Object};
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Seq;
use crate::kit::check::Path;
use crate::kit::{Code, Failure, Problem, Right};
use crate::people::gql::Person;

stored_enum! {
    /// What a file of contacts is.
    ContactsFormat = Format {
        /// vCard 2.1, 3.0 or 4.0; many cards a file.
        #[graphql(name = "VCARD")]
        VCard,
        /// LinkedIn's `Connections.csv`.
        #[graphql(name = "LINKEDIN_CSV")]
        LinkedInCsv,
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

computed! {
    /// What became of a row of the file.
    ImportRow(Outcome): row
}

fn row() -> Object {
    Object::computed::<Outcome>("ImportRow", "What became of a row of the file.")
        .value("position", "Which row or card of the file, from 1.", |it| {
            number(it.position)
        })
        .value("name", "The name in it, if it has one.", |it| it.name.clone())
        .value("action", "What became of it.", |it| it.action)
        .value(
            "reason",
            "Why it was skipped or rejected; with whom it was joined, and why; whom it may be the same as; what of it was left out, \
             each property with its value; and what of it could be meant otherwise. At most 2,000 characters, in English. Without \
             the scope `people:read` it names nobody. Null where a row was taken in whole.",
            |it| it.reason.clone(),
        )
        .one::<Person, _>(
            "person",
            "The person that it made, changed or was found to be.",
            |it| it.person,
        )
        .done()
}

computed! {
    /// What became of a file.
    ImportReport(Arc<Report>): report
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
        .value("format", "What the file was.", |it| it.format)
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
    /// The file as text.
    text: Option<String>,
    /// The file in base64, for files that are not UTF-8.
    base64: Option<String>,
    /// What the file is; found out from its content if left out.
    format: Option<ContactsFormat>,
}

/// What importing contacts answers.
#[derive(SimpleObject)]
pub struct ImportContactsPayload {
    /// What became of the file.
    report: Option<ImportReport>,
    /// What was wrong with the file as a whole. When it is not empty, nothing was written.
    user_errors: Vec<UserError>,
    /// The workspace's last change: whoever has read up to it sees this write.
    seq: Option<Seq>,
}

/// Mutations that take data in.
#[derive(Default)]
pub struct TransferMutation;

#[Resolvers]
impl TransferMutation {
    /// Imports a file of contacts. One bad row never fails the file: each answers what became of it, and names in `reason` what of
    /// it has no place here. Beside people it makes their milestones, ties and tags. Importing the same file again changes
    /// nothing, and no import overwrites what was written by hand. A file of more than 200 rows is written in parts: should the
    /// server stop on the way, import the file again.
    #[graphql(directive = requires_scopes::apply(vec![Right::Import.to_string(), Right::PeopleWrite.to_string()]))]
    async fn import_contacts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: ImportContactsInput,
    ) -> Option<Result<ImportContactsPayload>> {
        Some(import(ctx, input).await)
    }
}

fn bytes(text: Option<String>, base64: Option<String>) -> Result<Vec<u8>, Problem> {
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

async fn import(ctx: &Context<'_>, input: ImportContactsInput) -> Result<ImportContactsPayload> {
    let writer = ctx.writer(Right::Import)?;
    let ImportContactsInput { text, base64, format } = input;
    let outcome = match bytes(text, base64) {
        Ok(bytes) => {
            // Reasons name people to those alone who may see people.
            let names = ctx.caller()?.rights.contains(Right::PeopleRead);
            super::import(&ctx.app()?.db, writer, &bytes, format.map(Into::into), names).await
        }
        Err(problem) => Err(problem.into()),
    };
    match outcome {
        Ok(report) => {
            let seq = Some(Seq(report.seq));
            Ok(ImportContactsPayload {
                report: Some(ImportReport(Arc::new(report))),
                user_errors: Vec::new(),
                seq,
            })
        }
        Err(Failure::Rejected(problems)) => {
            let user_errors = problems.into_iter().map(Into::into).collect();
            Ok(ImportContactsPayload {
                report: None,
                user_errors,
                seq: None,
            })
        }
        Err(Failure::Fault(fault)) => Err(shown(fault)),
    }
}
