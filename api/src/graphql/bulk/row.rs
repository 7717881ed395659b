//! A row as it is read: to the command that its mutation runs, checked by the mutation's own types and rights.

use async_graphql::Value;

use super::input::MutationRowInput;
use crate::graphql::catalogue::catalogue;
use crate::graphql::documents::inputs;
use crate::graphql::plan::{Does, Field, Given, Job, Source};
use crate::kit::{Caller, Checks, Code, Failure, Fault, Path, Problem};

/// Most characters of a row's name.
const REFERENCE: usize = 200;

/// Most characters that are told of a name that is none.
const NAMED: usize = 100;

/// Where a row stands.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its place among those that were sent.
    pub index: usize,
    /// Where its arguments stand, as problems name it.
    pub at: Path,
    /// How many steps of a problem's own path that place stands for: `input`, where that is all that was sent.
    pub stands_for: usize,
}

/// A row, ready to be run, or refused already.
pub struct Row {
    /// Where it stands.
    pub place: Place,
    /// The client's name for it.
    pub reference: Option<String>,
    /// What is to be run.
    pub job: Result<Job, Vec<Problem>>,
}

impl Row {
    /// Reads a row.
    ///
    /// # Errors
    /// Something of ours is broken.
    pub fn read(index: usize, input: MutationRowInput, caller: &Caller) -> Result<Self, Fault> {
        let path = Path::argument("mutations").at(index);
        let MutationRowInput {
            reference,
            name,
            variables,
        } = input;
        let mut checks = Checks::new();
        checks.letters(
            path.at("ref"),
            reference.as_deref().unwrap_or_default(),
            REFERENCE,
        );
        let reference = reference.map(|text| text.chars().take(REFERENCE).collect());
        let variables = variables.and_then(|given| Value::from_json(given.0).ok());
        let job = checks
            .done()
            .and_then(|()| job(&path, &name, variables.unwrap_or_default(), caller));
        let job = match job {
            Ok(job) => Ok(job),
            Err(Failure::Rejected(problems)) => Err(problems),
            Err(Failure::Fault(fault)) => return Err(fault),
        };
        Ok(Self {
            place: Place {
                index,
                at: path.at("variables"),
                stands_for: 0,
            },
            reference,
            job,
        })
    }

    /// The row that does with arguments what a mutation does with them.
    ///
    /// # Errors
    /// A value is not of its type, or something of ours is broken.
    pub fn of(mutation: &'static str, place: Place, given: &Given, caller: &Caller) -> Result<Self, Fault> {
        let job = match job_of(mutation, given, caller) {
            Ok(job) => Ok(job),
            Err(Failure::Rejected(problems)) => Err(place.told(problems)),
            Err(Failure::Fault(Fault::Input { path, message })) => {
                return Err(Fault::input(place.of(path), message));
            }
            Err(Failure::Fault(fault)) => return Err(fault),
        };
        Ok(Self {
            place,
            reference: None,
            job,
        })
    }

    /// The same under a name of its own.
    #[must_use]
    pub fn called(self, reference: String) -> Self {
        Self {
            reference: Some(reference),
            ..self
        }
    }

    /// What a command refused of it, at the row's place.
    pub fn placed(&self, problems: Vec<Problem>) -> Vec<Problem> {
        self.place.told(problems)
    }
}

impl Place {
    /// A place within the mutation's arguments, as the client wrote it.
    fn of(&self, mut path: Path) -> Path {
        path.0.drain(..self.stands_for.min(path.0.len()));
        path.within(&self.at)
    }

    fn told(&self, problems: Vec<Problem>) -> Vec<Problem> {
        let problems = problems.into_iter().map(|problem| Problem {
            path: self.of(problem.path),
            ..problem
        });
        problems.collect()
    }
}

fn placed(problems: Vec<Problem>, path: &Path) -> Vec<Problem> {
    let problems = problems.into_iter();
    problems.map(|problem| problem.within(path)).collect()
}

/// What a mutation runs for arguments of its types.
pub fn job_of(mutation: &'static str, given: &Given, caller: &Caller) -> Result<Job, Failure> {
    let field = catalogue().mutations.field(mutation);
    match field.map(|field| &field.source) {
        Some(Source::Verb(Does::Writes(reading), _)) => Job::read(mutation, reading, given, caller),
        _ => Err(Fault::Internal(format!("there is no {mutation}")).into()),
    }
}

/// What is to be run for arguments that were sent to a mutation.
fn job(path: &Path, name: &str, variables: Value, caller: &Caller) -> Result<Job, Failure> {
    let refuse = |code, at: &str, message: String| Failure::from(Problem::new(code, path.at(at), message));
    let Some(field) = catalogue().mutations.field(name) else {
        let name: String = name.chars().take(NAMED).collect();
        return Err(refuse(
            Code::Invalid,
            "name",
            format!("there is no mutation {name:?}"),
        ));
    };
    let Field { source, rights, .. } = field;
    let Source::Verb(Does::Writes(reading), _) = source else {
        let message = format!("{name} cannot be one of many; send it by itself");
        return Err(refuse(Code::Invalid, "name", message));
    };
    if let Some(lacking) = rights.iter().find(|right| !caller.rights.contains(**right)) {
        let message = format!("{name} needs the scope {lacking}");
        return Err(refuse(Code::Forbidden, "name", message));
    }
    let path = path.at("variables");
    let variables = match variables {
        Value::Null => Value::Object(async_graphql::indexmap::IndexMap::default()),
        given => given,
    };
    let given = inputs()?
        .given_to("Mutation", name, variables)
        .map_err(|wrong| Problem::new(Code::Invalid, Path(wrong.path), wrong.message).within(&path))?;
    Job::read(name, reading, &Given::of(given), caller).map_err(|failure| match failure {
        Failure::Rejected(problems) => Failure::Rejected(placed(problems, &path)),
        Failure::Fault(Fault::Input { path: at, message }) => {
            Problem::new(Code::Invalid, at, message).within(&path).into()
        }
        fault @ Failure::Fault(_) => fault,
    })
}
