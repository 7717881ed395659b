//! Documents that were judged, validated and planned once, and are kept: on the next request none of that is done again.

use std::num::NonZeroUsize;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use apollo_compiler::diagnostic::Diagnostic;
use apollo_compiler::validation::{DiagnosticData, Valid};
use apollo_compiler::{ExecutableDocument, Schema};
use async_graphql::parser::types::{Directive, Selection, SelectionSet};
use async_graphql::{Name, Pos, Positioned, ServerError, Variables};
use async_graphql_value::Value as Written;
use lru::LruCache;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;
use sea_orm::DbBackend;

use super::catalogue::catalogue;
use super::gate::variables::Inputs;
use super::gate::{self, Admitted, Limits, OperationKind, Refusal};
use super::plan::{Compiler, Plan, Unplanned, is_true};
use super::rights::{Needed, RightsIndex};
use super::sdl;
use crate::kit::Fault;

/// How many documents are kept.
const DOCUMENTS: NonZeroUsize = NonZeroUsize::new(1000).unwrap();
/// How many bytes of text they may have together; what is made of a text takes some twenty times its length.
const BYTES: usize = 1 << 20;
/// How many plans of one document are kept: one for each combination of what `@skip` and `@include` say.
const PLANS: usize = 8;

/// The root fields that ask of the schema itself.
const INTROSPECTION: [&str; 2] = ["__schema", "__type"];

/// Why a document does not run.
#[derive(Debug)]
pub enum Rejected {
    /// The gate refused it.
    Refused(Refusal),
    /// It does not fit the schema.
    Invalid(Vec<ServerError>),
}

impl From<Refusal> for Rejected {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A document that is valid, with one operation.
pub struct Document {
    /// What the gate found out.
    pub admitted: Admitted,
    /// What a caller needs to run it.
    pub needed: Needed,
    /// The variables on which its shape depends.
    conditions: Vec<Name>,
    plans: Mutex<Vec<(Form, Planned)>>,
}

/// The values of the conditions, and whether it must be known what is named.
type Form = (Vec<bool>, bool);

/// A plan, or the field that no plan can read.
type Planned = Result<Arc<Plan>, Unplanned>;

impl Document {
    /// Its plan, for these values of its variables; for an answer that is kept, one that knows what it names.
    ///
    /// # Errors
    /// The engine must run it.
    pub fn plan(&self, variables: &Variables, backend: DbBackend, names: bool) -> Planned {
        let conditions = self.conditions.iter();
        let values = conditions.map(|name| is_true(variables, name));
        let form = (values.collect(), names);
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = plans.iter().find(|(known, _)| *known == form) {
            return known.clone();
        }
        let planned = self.compile(variables, backend, names).map(Arc::new);
        if plans.len() >= PLANS {
            drop(plans.remove(0));
        }
        plans.push((form, planned.clone()));
        planned
    }

    /// Makes the plan anew.
    ///
    /// # Errors
    /// The engine must run it.
    pub fn compile(&self, variables: &Variables, backend: DbBackend, names: bool) -> Result<Plan, Unplanned> {
        let compiler = Compiler {
            fragments: &self.admitted.document.fragments,
            variables,
            backend,
            names,
        };
        let root = match self.admitted.kind {
            OperationKind::Query => &catalogue().queries,
            OperationKind::Mutation => &catalogue().mutations,
            OperationKind::Subscription => return Err(Unplanned("Subscription".to_owned())),
        };
        match self.admitted.operation() {
            Some(operation) => compiler.root(root, &operation.selection_set.node),
            None => Err(Unplanned("no operation".to_owned())),
        }
    }
}

/// The field for whose sake the engine ran a query.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Because {
    field: String,
}

/// Counts what became of documents.
#[derive(Debug, Default)]
pub struct Counts {
    known: Counter,
    new: Counter,
    rejected: Counter,
    planned: Counter,
    replayed: Counter,
    fallbacks: Family<Because, Counter>,
}

impl Counts {
    /// A plan ran a query.
    pub fn planned(&self) {
        self.planned.inc();
    }

    /// A mutation was answered with what is kept under its idempotency key.
    pub fn replayed(&self) {
        self.replayed.inc();
    }

    /// The engine ran a query for this field's sake. The names are those of the schema, so there are few.
    pub fn fell_back(&self, field: &Unplanned) {
        let because = Because {
            field: field.0.clone(),
        };
        self.fallbacks.get_or_create(&because).inc();
    }

    /// Enters them into a registry, from which they are shown.
    pub fn register(&self, registry: &mut Registry) {
        let mut add = |name, help, counter: &Counter| registry.register(name, help, counter.clone());
        add(
            "documents_known",
            "Documents found among those that are kept",
            &self.known,
        );
        add("documents_new", "Documents judged and validated", &self.new);
        add(
            "documents_rejected",
            "Documents refused or not valid",
            &self.rejected,
        );
        add(
            "queries_planned",
            "Queries that a compiled plan ran",
            &self.planned,
        );
        add(
            "mutations_replayed",
            "Mutations that were sent again under an idempotency key, and answered with what is kept",
            &self.replayed,
        );
        registry.register(
            "queries_fallen_back",
            "Queries that the engine ran, by the first field that no plan reads",
            self.fallbacks.clone(),
        );
    }
}

/// All documents that are kept.
pub struct Documents {
    limits: Limits,
    rules: &'static Rules,
    kept: Mutex<Kept>,
    /// What became of them.
    pub counts: Counts,
}

/// What the schema says of those who call it, and of what they send.
struct Rules {
    rights: RightsIndex,
    inputs: Inputs,
}

/// The rules, read from the schema once.
fn rules() -> Result<&'static Rules, String> {
    static RULES: LazyLock<Result<Rules, String>> = LazyLock::new(|| {
        let schema = async_graphql::parser::parse_schema(sdl()).map_err(|error| error.to_string())?;
        Ok(Rules {
            rights: RightsIndex::of(&schema)?,
            inputs: Inputs::of(&schema),
        })
    });
    RULES.as_ref().map_err(Clone::clone)
}

/// What the schema takes.
///
/// # Errors
/// The schema contradicts itself.
pub fn inputs() -> Result<&'static Inputs, Fault> {
    let rules = rules().map_err(Fault::Internal)?;
    Ok(&rules.inputs)
}

struct Kept {
    documents: LruCache<Key, Arc<Document>>,
    bytes: usize,
}

/// The text and the name of the operation.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    text: String,
    operation: Option<String>,
}

impl Documents {
    /// No documents yet.
    ///
    /// # Errors
    /// The schema contradicts itself.
    pub fn new() -> Result<Self, String> {
        Ok(Self {
            limits: Limits::default(),
            rules: rules()?,
            kept: Mutex::new(Kept {
                documents: LruCache::new(DOCUMENTS),
                bytes: 0,
            }),
            counts: Counts::default(),
        })
    }

    /// The document of a text and one of its operations.
    ///
    /// # Errors
    /// It is refused, or not valid.
    pub fn get(&self, text: String, operation: Option<String>) -> Result<Arc<Document>, Rejected> {
        let key = Key {
            text,
            operation: operation.filter(|name| !name.is_empty()),
        };
        if let Some(known) = self.kept().documents.get(&key) {
            self.counts.known.inc();
            return Ok(known.clone());
        }
        let made = self.make(&key).inspect_err(|_| {
            self.counts.rejected.inc();
        })?;
        self.counts.new.inc();
        let document = Arc::new(made);
        let mut kept = self.kept();
        kept.bytes += key.text.len();
        if let Some((old, _)) = kept.documents.push(key, document.clone()) {
            kept.bytes = kept.bytes.saturating_sub(old.text.len());
        }
        while kept.bytes > BYTES {
            let Some((old, _)) = kept.documents.pop_lru() else {
                break;
            };
            kept.bytes = kept.bytes.saturating_sub(old.text.len());
        }
        Ok(document)
    }

    /// How many documents are kept, and how many bytes of text.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let kept = self.kept();
        (kept.documents.len(), kept.bytes)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make(&self, key: &Key) -> Result<Document, Rejected> {
        let admitted = gate::admit(&key.text, key.operation.as_deref(), &self.limits)?;
        self.rules.inputs.check_literals(&admitted.document)?;
        // Without the values of variables: they are checked at each request, and the document stays valid whatever they are.
        // What is asked of the schema itself the engine runs, and validates by its own newer rules.
        if !admitted
            .root_fields
            .iter()
            .any(|field| INTROSPECTION.contains(&field.as_str()))
        {
            validate(&key.text)?;
        }
        let mut conditions = Vec::new();
        if let Some(operation) = admitted.operation() {
            conditions_in(&operation.selection_set.node, &mut conditions);
        }
        for fragment in admitted.document.fragments.values() {
            conditions_in(&fragment.node.selection_set.node, &mut conditions);
        }
        let needed = self.rules.rights.needed(&admitted.document);
        Ok(Document {
            admitted,
            needed,
            conditions,
            plans: Mutex::default(),
        })
    }

    /// The values of the variables for a document.
    ///
    /// # Errors
    /// A value is not of its type, or a required one is missing.
    pub fn variables(&self, document: &Document, given: Variables) -> Result<Variables, Refusal> {
        self.rules.inputs.coerce(&document.admitted.document, given)
    }
}

/// The variables that `@skip` and `@include` name, each once.
fn conditions_in(set: &SelectionSet, found: &mut Vec<Name>) {
    for selection in &set.items {
        note(selection.node.directives(), found);
        match &selection.node {
            Selection::Field(field) => conditions_in(&field.node.selection_set.node, found),
            Selection::InlineFragment(inline) => conditions_in(&inline.node.selection_set.node, found),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn note(directives: &[Positioned<Directive>], found: &mut Vec<Name>) {
    for directive in directives {
        if !matches!(directive.node.name.node.as_str(), "skip" | "include") {
            continue;
        }
        for (_, value) in &directive.node.arguments {
            if let Written::Variable(name) = &value.node
                && !found.contains(name)
            {
                found.push(name.clone());
            }
        }
    }
}

/// Validates a document against the schema, by every rule of the specification: the engine's own rules leave some out, such as
/// that selections of one key must not contradict each other.
fn validate(text: &str) -> Result<(), Rejected> {
    static SCHEMA: LazyLock<Result<Valid<Schema>, String>> = LazyLock::new(|| {
        Schema::parse_and_validate(sdl(), "schema.graphql").map_err(|invalid| invalid.errors.to_string())
    });
    let schema = match &*SCHEMA {
        Ok(schema) => schema,
        Err(cause) => {
            tracing::error!(cause, "the schema is not valid");
            return Err(Rejected::Invalid(vec![ServerError::new("internal error", None)]));
        }
    };
    let invalid = match ExecutableDocument::parse_and_validate(schema, text, "document.graphql") {
        Ok(_) => return Ok(()),
        Err(invalid) => invalid.errors,
    };
    let mut errors: Vec<ServerError> = Vec::new();
    for diagnostic in causes(invalid.iter().collect()) {
        let error = diagnostic.to_json();
        let mut shown = ServerError::new(error.message, None);
        shown.locations = error
            .locations
            .iter()
            .map(|place| Pos {
                line: place.line,
                column: place.column,
            })
            .collect();
        let same = |it: &ServerError| it.message == shown.message && it.locations == shown.locations;
        if !errors.iter().any(same) {
            errors.push(shown);
        }
    }
    Err(Rejected::Invalid(errors))
}

/// The causes among errors: what is not there leaves variables unused and arguments missing, which nobody need be told.
fn causes<'s>(mut all: Vec<Diagnostic<'s, DiagnosticData>>) -> Vec<Diagnostic<'s, DiagnosticData>> {
    let begins = |it: &Diagnostic<'s, DiagnosticData>, with: &str| {
        let name = it.error.unstable_error_name();
        name.is_some_and(|name| name.starts_with(with))
    };
    if all.iter().any(|it| begins(it, "Undefined")) {
        all.retain(|it| begins(it, "Undefined"));
    } else if all.iter().any(|it| !begins(it, "Unused")) {
        all.retain(|it| !begins(it, "Unused"));
    }
    all
}
