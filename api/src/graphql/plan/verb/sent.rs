//! What was sent to a mutation.

use async_graphql::{InputType, Pos, Value};
use entity::TypedId;

use crate::graphql::plan::ask::Given;
use crate::graphql::scalars::Id;
use crate::kit::{Caller, Checks, Fault, Path};

/// What was sent to a mutation, and what was found wrong with it.
pub struct Sent<'a> {
    /// Who sent it.
    pub caller: &'a Caller,
    /// What is wrong with it.
    pub checks: Checks,
    given: &'a Given,
}

impl<'a> Sent<'a> {
    /// The arguments, as they came.
    #[must_use]
    pub fn new(given: &'a Given, caller: &'a Caller) -> Self {
        let checks = Checks::new();
        Self {
            caller,
            checks,
            given,
        }
    }

    /// An argument.
    ///
    /// # Errors
    /// `BAD_INPUT` that names it.
    pub fn get<T: InputType>(&self, name: &str) -> Result<T, Fault> {
        self.given.sent(name)
    }

    /// An argument as it was sent; none if it was left out.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<Value> {
        self.given.value(name)
    }

    /// The argument `input`.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn input<T: InputType>(&self) -> Result<T, Fault> {
        self.get("input")
    }

    /// A field of the argument `input`.
    ///
    /// # Errors
    /// `BAD_INPUT` that names it.
    pub fn says<T: InputType>(&self, name: &str) -> Result<T, Fault> {
        let value = match self.value("input") {
            Some(Value::Object(fields)) => fields.get(name).cloned(),
            _ => None,
        };
        T::parse(value).map_err(|error| {
            let error = error.into_server_error(Pos::default());
            Fault::input(Path::input(name), format!("{name}: {}", error.message))
        })
    }

    /// An id in the argument `input`. One that is none is noted.
    ///
    /// # Errors
    /// As [`Self::says`].
    pub fn says_id<I: TypedId>(&mut self, name: &str) -> Result<I, Fault> {
        let id = self.says::<Id<I>>(name)?;
        Ok(self.checks.id(Path::input(name), &id))
    }

    /// Ids in the argument `input`, at most so many. What are none is noted.
    ///
    /// # Errors
    /// As [`Self::says`].
    pub fn says_ids<I: TypedId>(&mut self, name: &str, most: usize) -> Result<Vec<I>, Fault> {
        let (path, given) = (Path::input(name), self.says::<Option<Vec<Id<I>>>>(name)?);
        let given = given.unwrap_or_default();
        self.checks.count(path.clone(), given.len(), most);
        Ok(self.checks.ids(&path, &given))
    }

    /// An id. One that is none is noted.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn id<I: TypedId>(&mut self, name: &str) -> Result<I, Fault> {
        let id = self.get::<Id<I>>(name)?;
        Ok(self.checks.id(Path::argument(name), &id))
    }

    /// An id in the argument `input` that may be left out.
    ///
    /// # Errors
    /// As [`Self::says`].
    pub fn says_optional_id<I: TypedId>(&mut self, name: &str) -> Result<Option<I>, Fault> {
        let id = self.says::<Option<Id<I>>>(name)?;
        Ok(self.checks.optional_id(Path::input(name), id.as_ref()))
    }

    /// The revision that the client has seen.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn revision(&self) -> Result<Option<i32>, Fault> {
        self.get("expectedRevision")
    }

    /// The record that is meant, and the revision of it that the client has seen.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn target<I: TypedId>(&mut self) -> Result<(I, Option<i32>), Fault> {
        Ok((self.id("id")?, self.revision()?))
    }
}
