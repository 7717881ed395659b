//! A row as it is read: to the command that its mutation runs, checked by the mutation's own types and rights.

use async_graphql::Value;
use serde::Deserialize as _;

use crate::graphql::catalogue::catalogue;
use crate::graphql::documents::inputs;
use crate::graphql::gate::lengths::Bounded;
use crate::graphql::plan::{Does, Given, Job, Source};
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

/// A mutation by its name, as a client sent it.
pub struct Named {
    /// The client's name for the row.
    pub reference: Option<String>,
    /// The mutation.
    pub name: String,
    /// Its arguments.
    pub variables: Option<Value>,
}

impl Named {
    /// A mutation whose arguments are JSON, within the bounds of a request's variables.
    ///
    /// # Errors
    /// What is too long, in words.
    pub fn of_json(
        reference: Option<String>,
        name: String,
        variables: serde_json::Map<String, serde_json::Value>,
    ) -> Result<Self, String> {
        let read = Bounded::deserialize(serde_json::Value::Object(variables));
        let variables = read.map_err(|error| error.to_string())?.0?;
        Ok(Self {
            reference,
            name,
            variables: Some(variables.into_value()),
        })
    }
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
    /// Reads a row that stands at this place.
    ///
    /// # Errors
    /// Something of ours is broken.
    pub fn read((index, path): (usize, Path), row: Named, caller: &Caller) -> Result<Self, Fault> {
        let Named {
            reference,
            name,
            variables,
        } = row;
        let mut checks = Checks::new();
        checks.letters(
            path.at("ref"),
            reference.as_deref().unwrap_or_default(),
            REFERENCE,
        );
        let reference = reference.map(|text| text.chars().take(REFERENCE).collect());
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

    /// A row that cannot be read.
    #[must_use]
    pub fn unread(index: usize, problem: Problem) -> Self {
        Self {
            place: Place {
                index,
                at: Path::default(),
                stands_for: 0,
            },
            reference: None,
            job: Err(vec![problem]),
        }
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

/// What keeps a mutation of this name from being one of many that this caller runs.
#[must_use]
pub fn refusal(name: &str, caller: &Caller) -> Option<(Code, String)> {
    let Some(field) = catalogue().mutations.field(name) else {
        let name: String = name.chars().take(NAMED).collect();
        return Some((Code::Invalid, format!("there is no mutation {name:?}")));
    };
    if !matches!(field.source, Source::Verb(Does::Writes(_), _)) {
        let message = format!("{name} cannot be one of many; send it by itself");
        return Some((Code::Invalid, message));
    }
    let mut rights = field.rights.iter();
    let lacking = rights.find(|right| !caller.rights.contains(**right))?;
    Some((Code::Forbidden, format!("{name} needs the scope {lacking}")))
}

/// What is to be run for arguments that were sent to a mutation.
fn job(path: &Path, name: &str, variables: Value, caller: &Caller) -> Result<Job, Failure> {
    if let Some((code, message)) = refusal(name, caller) {
        return Err(Problem::new(code, path.at("name"), message).into());
    }
    let field = catalogue().mutations.field(name);
    let Some(Source::Verb(Does::Writes(reading), _)) = field.map(|field| &field.source) else {
        return Err(Fault::Internal(format!("there is no {name}")).into());
    };
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
