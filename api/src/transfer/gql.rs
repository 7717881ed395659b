//! Import in GraphQL.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Format, Outcome, Report};
use crate::graphql::context::ContextExt;
use crate::graphql::errors::{UserError, shown};
use crate::graphql::plan::by_id;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Seq;
use crate::kit::check::Path;
use crate::kit::{Code, Failure, Problem, Right};
use crate::people::gql::Person;

/// What a file of contacts is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Format")]
pub enum ContactsFormat {
    /// vCard 2.1, 3.0 or 4.0; many cards a file.
    #[graphql(name = "VCARD")]
    VCard,
    /// LinkedIn's `Connections.csv`.
    #[graphql(name = "LINKEDIN_CSV")]
    LinkedInCsv,
}

/// What became of a row.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "super::RowAction")]
pub enum RowAction {
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

/// What became of a row of the file.
pub struct ImportRow(Outcome);

/// What became of a row of the file.
#[Object]
impl ImportRow {
    /// Which row or card of the file, from 1.
    async fn position(&self) -> i32 {
        i32::try_from(self.0.position).unwrap_or(i32::MAX)
    }

    /// The name in it, if it has one.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// What became of it.
    async fn action(&self) -> RowAction {
        self.0.action.into()
    }

    /// Why it was skipped or rejected; with whom it was joined, and why; or whom it may be the same as. Without the scope
    /// `people:read` it names nobody.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The person that it made, changed or was found to be.
    async fn person(&self) -> Option<Person> {
        self.0.person.map(|person| by_id(person.0))
    }
}

/// What became of a file.
pub struct ImportReport(Report);

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// What became of a file.
#[Object]
impl ImportReport {
    /// What the file was.
    async fn format(&self) -> ContactsFormat {
        self.0.format.into()
    }

    /// People that were made.
    async fn created(&self) -> i32 {
        number(self.0.count(super::RowAction::Created))
    }

    /// People that were changed.
    async fn updated(&self) -> i32 {
        number(self.0.count(super::RowAction::Updated))
    }

    /// Rows with nothing new in them.
    async fn unchanged(&self) -> i32 {
        number(self.0.count(super::RowAction::Unchanged))
    }

    /// Rows that were left out on purpose.
    async fn skipped(&self) -> i32 {
        number(self.0.count(super::RowAction::Skipped))
    }

    /// Rows that are wrong.
    async fn rejected(&self) -> i32 {
        number(self.0.count(super::RowAction::Rejected))
    }

    /// The rows of the file in their order, at most 50,000.
    async fn rows(
        &self,
        #[graphql(desc = "Only rows that became one of these; all rows if left out.")] actions: Option<
            Vec<RowAction>,
        >,
    ) -> Vec<ImportRow> {
        let wanted = |row: &&Outcome| {
            actions
                .as_ref()
                .is_none_or(|actions| actions.contains(&row.action.into()))
        };
        self.0
            .rows
            .iter()
            .filter(wanted)
            .cloned()
            .map(ImportRow)
            .collect()
    }
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

#[Object]
impl TransferMutation {
    /// Imports a file of contacts. One bad row never fails the file: each answers what became of it. Importing the same file again
    /// changes nothing, and no import overwrites what was written by hand. A file of more than 200 rows is written in
    /// parts: should the server stop on the way, import the file again.
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
                report: Some(ImportReport(report)),
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
