//! Errors as clients see them: `userErrors` in payloads for what a user can put right, `errors[]` for the rest.

use async_graphql::{Error, ErrorExtensions};

use crate::kit::{Cause, Checks, Failure, Fault, Right};

/// Goes on only if nothing was wrong.
///
/// # Errors
/// `BAD_INPUT` that names what is wrong.
pub fn checked(checks: Checks) -> std::result::Result<(), Fault> {
    match checks.done() {
        Err(Failure::Rejected(problems)) => {
            let words = problems.iter();
            let words = words.map(|problem| format!("{}: {}", problem.path, problem.message));
            let words = words.collect::<Vec<_>>().join("; ");
            let first = problems.into_iter().next();
            Err(Fault::input(first.map(|it| it.path).unwrap_or_default(), words))
        }
        Err(Failure::Fault(fault)) => Err(fault),
        Ok(()) => Ok(()),
    }
}

/// A fault as a client may see it. What is ours goes to the log, under the request's id, and out as `INTERNAL`.
#[must_use]
pub fn shown(fault: Fault) -> Error {
    let fault = match fault {
        Fault::Request { code, message } | Fault::Key { code, message } => return coded(code, message),
        Fault::Input { path, message } => {
            return coded("BAD_INPUT", message)
                .extend_with(|_, extensions| extensions.set("path", path.0.clone()));
        }
        Fault::Lacks(right) => return lacks(right),
        fault => fault,
    };
    // One span holds the request: its id stands beside this line.
    tracing::error!(error = %fault, "a field failed");
    let late = "the database did not answer in time";
    match fault {
        Fault::Db(error) => match Cause::of(&error) {
            Some(Cause::Busy) => coded("UNAVAILABLE", "the database is busy; try again".to_owned()),
            Some(Cause::NoAnswer) => coded("TIMEOUT", format!("{late}; nothing was written")),
            Some(cause) => {
                let message = format!("the database is not available ({cause}); nothing was written");
                coded("UNAVAILABLE", message)
            }
            None => coded("INTERNAL", "internal error".to_owned()),
        },
        Fault::TimedOut => coded("TIMEOUT", format!("{late}; nothing was written")),
        Fault::Unknown(None) => unknown("TIMEOUT", late),
        Fault::Unknown(Some(_)) => unknown("UNAVAILABLE", "the database failed while it stored this"),
        _ => coded("INTERNAL", "internal error".to_owned()),
    }
}

/// `INSUFFICIENT_SCOPE`: the caller lacks this.
#[must_use]
pub fn lacks(right: Right) -> Error {
    let message = format!("this needs the scope {right}");
    coded("INSUFFICIENT_SCOPE", message)
        .extend_with(|_, extensions| extensions.set("missingScopes", vec![right.to_string()]))
}

/// A write that may be stored or not. Clients find `outcome: "UNKNOWN"` beside the code.
fn unknown(code: &'static str, what: &str) -> Error {
    let message = format!("{what}: it may be written or not; look before you try again");
    coded(code, message).extend_with(|_, extensions| extensions.set("outcome", "UNKNOWN"))
}

/// An error with a code of the documented list.
#[must_use]
pub fn coded(code: &'static str, message: String) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}
