//! What was sent to a mutation.

use async_graphql::{InputType, Value};
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

    /// An id. One that is none is noted.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn id<I: TypedId>(&mut self, name: &str) -> Result<I, Fault> {
        let id = self.get::<Id<I>>(name)?;
        Ok(self.checks.id(Path::argument(name), &id))
    }

    /// An id that may be left out.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn optional_id<I: TypedId>(&mut self, name: &str) -> Result<Option<I>, Fault> {
        let id = self.get::<Option<Id<I>>>(name)?;
        Ok(self.checks.optional_id(Path::argument(name), id.as_ref()))
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
