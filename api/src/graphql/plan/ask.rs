//! What a field asks: its arguments, and of whom and when.

use std::collections::BTreeSet;

use async_graphql::parser::types::Field as Selected;
use async_graphql::{InputType, Name, Pos, Value, Variables};
use async_graphql_value::Value as Written;
use chrono::{DateTime, NaiveDate, Utc};
use entity::AnyId;
use sea_orm::ConnectionTrait as _;
use uuid::Uuid;

use crate::graphql::comparators;
use crate::graphql::connection::OrderDirection;
use crate::graphql::errors::checked;
use crate::graphql::gate::lengths;
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;
use crate::kit::list::Place;
use crate::kit::page::{PageRequest, list_name};
use crate::kit::{Caller, Db, Fault, Reader, Right, Scope, form};

/// The arguments of a field, as the document has them.
#[derive(Clone, Debug, Default)]
pub struct Arguments(Vec<(Name, Written)>);

impl Arguments {
    /// The arguments of a selected field.
    #[must_use]
    pub fn of(field: &Selected) -> Self {
        let arguments = field.arguments.iter();
        Self(
            arguments
                .map(|(name, value)| (name.node.clone(), value.node.clone()))
                .collect(),
        )
    }

    /// With the values of the request's variables. A variable that was not given leaves its argument out.
    #[must_use]
    pub fn with(&self, variables: &Variables) -> Given {
        let given = self.0.iter();
        Given(
            given
                .filter_map(|(name, value)| Some((name.clone(), known(value, variables)?)))
                .collect(),
        )
    }
}

/// A value with its variables filled in; none where it is a variable that was not given.
pub fn known(value: &Written, variables: &Variables) -> Option<Value> {
    Some(match value {
        Written::Variable(name) => variables.get(name)?.clone(),
        Written::Null => Value::Null,
        Written::Number(number) => Value::Number(number.clone()),
        Written::String(text) => Value::String(text.clone()),
        Written::Boolean(value) => Value::Boolean(*value),
        Written::Binary(bytes) => Value::Binary(bytes.clone()),
        Written::Enum(name) => Value::Enum(name.clone()),
        Written::List(values) => {
            let values = values.iter();
            Value::List(
                values
                    .map(|value| known(value, variables).unwrap_or_default())
                    .collect(),
            )
        }
        Written::Object(fields) => {
            let fields = fields.iter();
            Value::Object(
                fields
                    .filter_map(|(name, value)| Some((name.clone(), known(value, variables)?)))
                    .collect(),
            )
        }
    })
}

fn ids_in(value: &Value, found: &mut BTreeSet<Uuid>) {
    match value {
        Value::String(text) => found.extend(text.parse().map(|id: AnyId| id.uuid)),
        Value::List(values) => values.iter().for_each(|value| ids_in(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| ids_in(value, found)),
        _ => {}
    }
}

/// Arguments with their values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given(Vec<(Name, Value)>);

impl Given {
    /// Arguments that were given by name, each of its type: an object whose fields they are.
    #[must_use]
    pub fn of(arguments: Value) -> Self {
        match arguments {
            Value::Object(fields) => Self(fields.into_iter().collect()),
            _ => Self::default(),
        }
    }

    pub(super) fn value(&self, name: &str) -> Option<Value> {
        let mut given = self.0.iter();
        given
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.clone())
    }

    /// Every id among the arguments, wherever it stands.
    pub(super) fn ids(&self) -> BTreeSet<Uuid> {
        let mut found = BTreeSet::new();
        self.0.iter().for_each(|(_, value)| ids_in(value, &mut found));
        found
    }

    /// How many entries the longest list among the arguments has.
    pub(super) fn longest(&self) -> u64 {
        let lengths = self.0.iter().map(|(_, value)| match value {
            Value::List(entries) => u64::try_from(entries.len()).unwrap_or(u64::MAX),
            _ => 0,
        });
        lengths.max().unwrap_or_default()
    }

    /// Which arguments were said: requests that say the same ones cost alike.
    pub(super) fn form(&self) -> Vec<&str> {
        let said = self.0.iter().filter(|(_, value)| *value != Value::Null);
        said.map(|(name, _)| name.as_str()).collect()
    }

    /// What was said, but for some arguments.
    fn but(&self, names: &[&str]) -> serde_json::Value {
        let said = self.0.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        said.map(|(name, value)| (name.to_string(), value.clone().into_json().unwrap_or_default()))
            .collect()
    }

    /// An argument, in the form that its declaration says.
    ///
    /// # Errors
    /// `BAD_INPUT` that names the argument.
    pub fn get<T: InputType>(&self, name: &str) -> Result<T, Fault> {
        let mut given = self.0.iter();
        if let Some((_, value)) = given.find(|(given, _)| given == name) {
            lengths::asks(value, &Path::argument(name))?;
        }
        self.sent(name)
    }

    /// An argument of a mutation. How long it may be is said by the field itself.
    pub(super) fn sent<T: InputType>(&self, name: &str) -> Result<T, Fault> {
        T::parse(self.value(name)).map_err(|error| {
            let error = error.into_server_error(Pos::default());
            Fault::input(Path::argument(name), format!("{name}: {}", error.message))
        })
    }
}

/// What is said to a mutation that makes a record under an id of the client's, as it is remembered; none to any other.
#[must_use]
pub fn said(mutation: &str, given: &Given) -> Option<String> {
    let input = given.value("input")?;
    let Value::Object(fields) = &input else {
        return None;
    };
    fields.get("id").filter(|id| **id != Value::Null)?;
    let input = input.into_json().ok()?;
    Some(form::of_input(mutation, input))
}

/// What a field asks.
pub struct Ask<'a> {
    /// The type and the field.
    pub field: (&'static str, &'static str),
    /// Its arguments.
    pub given: Given,
    /// Whether it is asked how long the list is.
    pub counted: bool,
    /// When the request was taken up.
    pub now: DateTime<Utc>,
    /// Who asks.
    pub caller: &'a Caller,
    /// The workspace.
    pub scope: Scope,
    /// A place to read from.
    pub reader: &'a Reader<'a>,
    /// The database, for what is of no workspace of the caller's; none within a write.
    pub db: Option<&'a Db>,
}

impl Ask<'_> {
    /// An argument.
    ///
    /// # Errors
    /// As [`Given::get`].
    pub fn get<T: InputType>(&self, name: &str) -> Result<T, Fault> {
        self.given.get(name)
    }

    /// An argument that says yes or no, and no if it is left out.
    ///
    /// # Errors
    /// As [`Given::get`].
    pub fn flag(&self, name: &str) -> Result<bool, Fault> {
        Ok(self.get::<Option<bool>>(name)?.unwrap_or_default())
    }

    /// An id.
    ///
    /// # Errors
    /// `BAD_INPUT` that names the argument.
    pub fn id<I: entity::TypedId>(&self, name: &str) -> Result<I, Fault> {
        let id = self.get::<Id<I>>(name)?;
        id.get()
            .map_err(|error| Fault::input(Path::argument(name), error.to_string()))
    }

    /// The words that are looked for; none where nothing but blanks was written.
    ///
    /// # Errors
    /// As [`Given::get`].
    pub fn search(&self) -> Result<Option<String>, Fault> {
        let search = self.get::<Option<String>>("search")?;
        Ok(search.filter(|text| !text.trim().is_empty()))
    }

    /// A filter, checked; none where it says nothing, so that its cursors are those of the list without one.
    ///
    /// # Errors
    /// `BAD_INPUT` that names what is wrong in it.
    pub fn filter<F: InputType, L>(
        &self,
        read: impl FnOnce(F, &mut Checks, &Path) -> Predicate<L>,
    ) -> Result<Option<Predicate<L>>, Fault> {
        let (mut checks, path) = (Checks::new(), Path::argument("filter"));
        if let Some(given) = self.given.value("filter") {
            comparators::unsaid(&given, &mut checks, &path);
        }
        let Some(filter) = self.get::<Option<F>>("filter")? else {
            return Ok(None);
        };
        let predicate = read(filter, &mut checks, &path);
        checked(checks)?;
        Ok(Some(predicate).filter(|predicate| !predicate.says_nothing()))
    }

    /// Refuses a caller who lacks a right that an argument needs beyond its field.
    ///
    /// # Errors
    /// `INSUFFICIENT_SCOPE`.
    pub fn require(&self, right: Right) -> Result<(), Fault> {
        if self.may(right) {
            return Ok(());
        }
        Err(Fault::Lacks(right))
    }

    /// Which part of the list.
    ///
    /// # Errors
    /// `BAD_INPUT` or `BAD_CURSOR`.
    pub fn page(&self) -> Result<PageRequest, Fault> {
        let (on, field) = self.field;
        let list = list_name(
            &format!("{on}.{field}"),
            self.given.but(&["first", "after", "last", "before"]),
        );
        let (first, after) = (
            self.get::<Option<i32>>("first")?,
            self.get::<Option<String>>("after")?,
        );
        let (last, before) = (
            self.get::<Option<i32>>("last")?,
            self.get::<Option<String>>("before")?,
        );
        PageRequest::new(list, first, after.as_deref(), last, before.as_deref())
    }

    /// The day that it is in the workspace.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.scope.day_of(self.now)
    }

    /// Where lists are read.
    #[must_use]
    pub fn place(&self) -> Place {
        let (scope, backend) = (self.scope, self.reader.conn().get_database_backend());
        Place { scope, backend }
    }

    /// Whether the caller has a right.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.caller.rights.contains(right)
    }
}

/// Whether the direction is descending.
#[must_use]
pub fn is_down(direction: OrderDirection) -> bool {
    direction == OrderDirection::Desc
}
