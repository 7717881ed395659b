//! Which rights a document needs, known before it runs.
//!
//! The schema itself says it: `@requiresScopes` on a type is needed by whoever selects from that type, on a field by
//! whoever selects the field. The index is read from the printed schema, so what clients see is what is enforced.

use std::collections::{BTreeSet, HashMap, HashSet};

use async_graphql::TypeDirective;
use async_graphql::parser::types::{
    ConstDirective, ExecutableDocument, FieldDefinition, OperationType, Selection, SelectionSet,
    ServiceDocument, TypeKind, TypeSystemDefinition,
};
use async_graphql::{Enum, Name, Positioned, Value};

use crate::graphql::plan::{self, Json};
use crate::kit::scope::each_right;
use crate::kit::{Caller, Right};

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident = $text:literal from $role:ident;)*) => {
        /// What a caller may do, as roles have it and API tokens are granted it.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
        #[graphql(remote = "Right")]
        pub enum Scope { $($(#[$doc])* $name,)* }
    };
}

each_right!(scopes);

impl plan::Value for Scope {
    type Output = Self;

    fn write(&self, json: &mut Json) {
        json.word(Right::from(*self).as_str());
    }
}

/// Scopes that the caller needs, all of them: on a type to select from it, on a field to select it.
#[TypeDirective(location = "FieldDefinition", location = "Object", name = "requiresScopes")]
pub fn requires_scopes(scopes: Vec<Scope>) {}

/// The scopes needed for something anybody may do, as a list to give to the directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// `UNAUTHENTICATED` or `INSUFFICIENT_SCOPE`.
    pub code: &'static str,
    /// What is missing, in words.
    pub message: String,
    /// The scopes that the caller lacks.
    pub missing_scopes: Vec<String>,
}

impl Denied {
    /// The caller lacks this scope.
    #[must_use]
    pub fn lacks(right: Right) -> Self {
        Self {
            code: "INSUFFICIENT_SCOPE",
            message: format!("this needs the scope {right}"),
            missing_scopes: vec![right.to_string()],
        }
    }
}

#[derive(Debug, Default)]
struct Type {
    rights: Vec<Right>,
    fields: HashMap<String, Field>,
}

#[derive(Debug)]
struct Field {
    rights: Vec<Right>,
    returns: String,
}

/// What each type and field of the schema needs.
#[derive(Debug, Default)]
pub struct RightsIndex {
    types: HashMap<String, Type>,
}

/// Fields that strangers may select: signing in and up, and what a one-time link opens.
pub const OPEN_TO_STRANGERS: &[&str] = &[
    "Query.__schema",
    "Query.__type",
    "Query.__typename",
    "Query.viewer",
    "Query.introductionByLink",
    "Mutation.__typename",
    "Mutation.signUp",
    "Mutation.logIn",
    "Mutation.refreshSession",
    "Mutation.answerIntroductionByLink",
];

/// The one of them that speaks of the caller.
const VIEWER: &str = "Query.viewer";
/// Those that say nothing: a document of them alone is how clients find out whether their token is good.
const EMPTY: &[&str] = &["Query.__typename", "Mutation.__typename"];

/// Those of them that guess a password or make a user: one may do so only so often.
const ATTEMPTS: &[&str] = &["Mutation.signUp", "Mutation.logIn"];

impl RightsIndex {
    /// Reads the index from a printed schema.
    ///
    /// # Errors
    /// The schema names an unknown scope.
    pub fn of(document: &ServiceDocument) -> Result<Self, String> {
        let mut types = HashMap::new();
        for definition in &document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let definition = &definition.node;
            let fields = match &definition.kind {
                TypeKind::Object(object) => object.fields.as_slice(),
                TypeKind::Interface(interface) => interface.fields.as_slice(),
                _ => continue,
            };
            let fields = fields
                .iter()
                .map(|field| Ok((field.node.name.to_string(), Field::of(&field.node)?)));
            let fields = fields.collect::<Result<_, String>>()?;
            let rights = needed(&definition.directives)?;
            types.insert(definition.name.to_string(), Type { rights, fields });
        }
        Ok(Self { types })
    }

    /// What a caller needs to run the document, which holds one operation and passed the gate.
    #[must_use]
    pub fn needed(&self, document: &ExecutableDocument) -> Needed {
        let mut walk = Walk {
            index: self,
            document,
            needed: BTreeSet::new(),
            closed: Vec::new(),
            open: false,
            is_viewer: false,
            attempts: 0,
            seen: HashSet::new(),
        };
        for (_, operation) in document.operations.iter() {
            let root = match operation.node.ty {
                OperationType::Query => "Query",
                OperationType::Mutation => "Mutation",
                OperationType::Subscription => "Subscription",
            };
            walk.selections(root, &operation.node.selection_set.node);
        }
        Needed {
            rights: walk.needed.into_iter().collect(),
            closed: walk.closed.into_iter().next(),
            is_open: walk.open && !walk.is_viewer,
            attempts: walk.attempts,
        }
    }
}

/// What a caller needs to run a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    rights: Vec<Right>,
    /// The first root field that is not open to strangers.
    closed: Option<String>,
    /// Whether there is something in it that tells everybody the same.
    is_open: bool,
    attempts: u32,
}

impl Needed {
    /// Whether it matters who calls: a stranger is refused, or learns nothing but that they are one.
    #[must_use]
    pub const fn depends_on_caller(&self) -> bool {
        self.closed.is_some() || !self.is_open
    }

    /// How many attempts to sign in or up the document makes.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// What the caller lacks of it.
    #[must_use]
    pub fn missing(&self, caller: Option<&Caller>) -> Option<Denied> {
        let Some(caller) = caller else {
            let field = self.closed.as_ref()?;
            let message = format!("sign in first: {field} is not open to strangers");
            return Some(Denied {
                code: "UNAUTHENTICATED",
                message,
                missing_scopes: Vec::new(),
            });
        };
        let missing: Vec<String> = self
            .rights
            .iter()
            .filter(|right| !caller.rights.contains(**right))
            .map(|right| right.to_string())
            .collect();
        if missing.is_empty() {
            return None;
        }
        let message = format!("the caller lacks the scopes {}", missing.join(", "));
        Some(Denied {
            code: "INSUFFICIENT_SCOPE",
            message,
            missing_scopes: missing,
        })
    }
}

impl Field {
    fn of(definition: &FieldDefinition) -> Result<Self, String> {
        let returns = definition.ty.node.to_string();
        let returns = returns.trim_matches(|c| matches!(c, '[' | ']' | '!')).to_owned();
        Ok(Self {
            rights: needed(&definition.directives)?,
            returns,
        })
    }
}

fn needed(directives: &[Positioned<ConstDirective>]) -> Result<Vec<Right>, String> {
    let mut rights = Vec::new();
    for directive in directives
        .iter()
        .filter(|directive| directive.node.name.node == "requiresScopes")
    {
        for (_, value) in &directive.node.arguments {
            let Value::List(scopes) = &value.node else {
                continue;
            };
            for scope in scopes {
                if let Value::Enum(scope) = scope {
                    rights.push(scope.parse()?);
                }
            }
        }
    }
    Ok(rights)
}

struct Walk<'a> {
    index: &'a RightsIndex,
    document: &'a ExecutableDocument,
    needed: BTreeSet<Right>,
    closed: Vec<String>,
    open: bool,
    is_viewer: bool,
    attempts: u32,
    seen: HashSet<(String, Name)>,
}

impl Walk<'_> {
    fn selections(&mut self, on: &str, selections: &SelectionSet) {
        let Some(here) = self.index.types.get(on) else {
            return;
        };
        self.needed.extend(&here.rights);
        for selection in &selections.items {
            match &selection.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    let full = format!("{on}.{name}");
                    self.is_viewer |= full == VIEWER;
                    self.open |= !EMPTY.contains(&full.as_str());
                    self.attempts += u32::from(ATTEMPTS.contains(&full.as_str()));
                    if matches!(on, "Query" | "Mutation" | "Subscription")
                        && !OPEN_TO_STRANGERS.contains(&full.as_str())
                    {
                        self.closed.push(full);
                    }
                    let Some(field_type) = here.fields.get(name) else {
                        continue;
                    };
                    self.needed.extend(&field_type.rights);
                    self.selections(&field_type.returns, &field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    let on_type = fragment
                        .node
                        .type_condition
                        .as_ref()
                        .map(|on| on.node.on.node.to_string());
                    self.selections(
                        on_type.as_deref().unwrap_or(on),
                        &fragment.node.selection_set.node,
                    );
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    // Each fragment is walked once for each type that it is spread on.
                    if !self.seen.insert((on.to_owned(), name.clone())) {
                        continue;
                    }
                    if let Some(fragment) = self.document.fragments.get(name) {
                        let condition = fragment.node.type_condition.node.on.node.to_string();
                        self.selections(&condition, &fragment.node.selection_set.node);
                    }
                }
            }
        }
    }
}
