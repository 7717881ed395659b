//! Records that are meant by what holds of them: those that a list has under a filter, read within the write that is about them.
//!
//! A condition that got lost on its way means nobody: one that says nothing is refused, and so is one that means more records than the
//! client said that it would.

use async_graphql::{Name, Value};
use uuid::Uuid;

use crate::graphql::catalogue::catalogue;
use crate::graphql::plan::{Ask, Given, Listing, Sent, Source};
use crate::kit::failure::Detail;
use crate::kit::{Caller, Code, Failure, Fault, Path, Problem, Tx};

/// The argument by which the client says how many it means at most.
const MOST: &str = "maxAffected";

/// Which records are meant.
#[derive(Clone)]
pub struct Matching {
    /// How their ids begin.
    pub prefix: &'static str,
    /// The list, by its name among the queries.
    query: &'static str,
    listing: Listing,
    /// What the list is asked with.
    given: Given,
    /// Where the client wrote the filter.
    at: Path,
    /// How many they are at most.
    most: u64,
    caller: Caller,
}

impl Matching {
    /// What `filter`, and whatever else a list is asked with, means; of more than `most` records nobody speaks at once. The caller
    /// must be allowed to see them.
    ///
    /// # Errors
    /// The caller may not, or an argument makes no sense.
    pub fn read(
        sent: &mut Sent<'_>,
        (query, at): (&'static str, Path),
        given: Vec<(&str, Value)>,
        most: usize,
    ) -> Result<Self, Fault> {
        let field = catalogue().queries.field(query);
        let Some(Source::List(listing, target)) = field.map(|field| &field.source) else {
            return Err(Fault::Internal(format!("there is no list {query}")));
        };
        let object = (target.object)();
        let right = object.right;
        if let Some(lacking) = right.filter(|right| !sent.caller.rights.contains(*right)) {
            return Err(Fault::Lacks(lacking));
        }
        if !given.iter().any(|(_, value)| says(value)) {
            let message = "this says nothing, so it would mean all; give a condition";
            sent.checks.note(Code::Required, at.clone(), message);
        }
        let given = given.into_iter();
        let given = given.map(|(name, value)| (Name::new(name), value));
        Ok(Self {
            prefix: object.prefix.unwrap_or_default(),
            query,
            listing: *listing,
            given: Given::of(Value::Object(given.collect())),
            at,
            most: said_most(sent, most)?,
            caller: sent.caller.clone(),
        })
    }

    /// The ids of the records, lowest first.
    ///
    /// # Errors
    /// They are more than the client said, the filter makes no sense, or the database fails.
    pub async fn ids(&self, tx: &Tx) -> Result<Vec<Uuid>, Failure> {
        let (reader, scope) = (tx.read(), *tx.by().scope());
        let ask = Ask {
            field: ("Query", self.query),
            given: self.given.clone(),
            counted: false,
            now: tx.now(),
            caller: &self.caller,
            scope,
            reader: &reader,
            db: None,
        };
        let list = self.listing.of(&ask).await.map_err(|fault| self.placed(fault))?;
        let ids = list.ids(&reader, self.most + 1).await?;
        if u64::try_from(ids.len()).unwrap_or(u64::MAX) <= self.most {
            return Ok(ids);
        }
        let (count, most) = (list.count(&reader).await?, self.most);
        let message = format!("{count} are meant, and at most {most} are to be changed; nothing was done");
        let problem = Problem::new(Code::TooMany, Path::argument(MOST), message);
        Err(problem
            .with(Detail::Max(i32::try_from(most).unwrap_or(i32::MAX)))
            .into())
    }

    /// A fault of the filter, at the place where the client wrote it.
    fn placed(&self, fault: Fault) -> Fault {
        match fault {
            Fault::Input { mut path, message } if path.0.first().is_some_and(|step| step == "filter") => {
                path.0.remove(0);
                Fault::input(path.within(&self.at), message)
            }
            fault => fault,
        }
    }
}

/// How many records the client means at most: a number that must be said, and is within what one write bears.
fn said_most(sent: &mut Sent<'_>, most: usize) -> Result<u64, Fault> {
    let path = Path::argument(MOST);
    match sent.get::<Option<i32>>(MOST)? {
        None => sent
            .checks
            .note(Code::Required, path, "say how many are to be changed at most"),
        Some(said) => match u64::try_from(said) {
            Ok(said) if (1..=most).contains(&usize::try_from(said).unwrap_or(usize::MAX)) => return Ok(said),
            _ => sent
                .checks
                .note(Code::Invalid, path, format!("it is a number from 1 to {most}")),
        },
    }
    Ok(0)
}

/// Whether a condition says anything: null, nothing, and `and`, `or` and `not` around nothing do not.
fn says(given: &Value) -> bool {
    match given {
        Value::Object(fields) => fields.iter().any(|(name, value)| match (name.as_str(), value) {
            ("and" | "or", Value::List(parts)) => parts.iter().any(says),
            ("and" | "or" | "not", part) => says(part),
            (_, value) => *value != Value::Null,
        }),
        Value::String(text) => !text.trim().is_empty(),
        _ => false,
    }
}
