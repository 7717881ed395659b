//! Shapes in the engine's registry, where the schema is printed, introspected and validated from.

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field as Selected;
use async_graphql::registry::{MetaField, MetaType, MetaTypeId, ObjectBuilder, Registry};
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerError, ServerResult, Value};

use super::shape::{Field, FieldType, Object, Shape, Target};
use crate::graphql::connection::PageInfo;
use crate::graphql::rights::requires_scopes;

/// Enters an object type.
pub fn object<T: Shape>(registry: &mut Registry) -> String {
    registry.create_output_type::<T, _>(MetaTypeId::Object, |registry| {
        let object = T::object();
        let mut builder = ObjectBuilder::new(object.name, fields(object, registry))
            .description(Some(object.description.to_owned()))
            .rust_typename(std::any::type_name::<T>());
        builder = guarded(builder, object);
        for interface in object.interfaces() {
            registry.add_implements(object.name, interface);
        }
        builder.build()
    })
}

/// What is said of an interface.
pub struct Interface {
    /// What it means.
    pub description: &'static str,
    /// The interface that it has itself.
    pub implements: Option<&'static str>,
    /// The types that have it.
    pub types: Vec<Target>,
    /// The fields that all of them have, with descriptions of its own.
    pub fields: Vec<(&'static str, &'static str)>,
}

/// Enters an interface with its types.
pub fn interface<T: OutputType>(registry: &mut Registry, declare: fn() -> Interface) -> String {
    registry.create_output_type::<T, _>(MetaTypeId::Interface, |registry| {
        let Interface {
            description,
            implements,
            types,
            fields: described,
        } = declare();
        for target in &types {
            (target.register)(registry);
        }
        if let Some(other) = implements {
            registry.add_implements(&T::type_name(), other);
        }
        let first = types.first().map(|target| (target.object)());
        let shown = first.map(|first| fields(first, registry)).unwrap_or_default();
        let described = described.into_iter().filter_map(|(name, description)| {
            let mut field = shown.get(name)?.clone();
            field.description = Some(description.to_owned());
            Some(field)
        });
        MetaType::Interface {
            name: T::type_name().into_owned(),
            description: Some(description.to_owned()),
            fields: listed(described),
            possible_types: types.iter().map(|it| (it.object)().name.to_owned()).collect(),
            extends: false,
            inaccessible: false,
            tags: Vec::new(),
            keys: None,
            visible: None,
            rust_typename: Some(std::any::type_name::<T>()),
            directive_invocations: Vec::new(),
            requires_scopes: Vec::new(),
        }
    })
}

/// With the right that whoever selects from it needs.
fn guarded(builder: ObjectBuilder, object: &Object) -> ObjectBuilder {
    match object.right {
        Some(right) => builder.directive_invocations(vec![requires_scopes::apply(vec![right.into()])]),
        None => builder,
    }
}

/// The fields of a declaration, with the types that they name.
pub fn fields(object: &Object, registry: &mut Registry) -> IndexMap<String, MetaField> {
    let fields = object
        .fields
        .iter()
        .map(|it| (it.name.to_owned(), field(it, registry)));
    fields.collect()
}

fn field(field: &Field, registry: &mut Registry) -> MetaField {
    let ty = match &field.kind {
        FieldType::Engine(register, _) => register(registry),
        FieldType::Always(target) => (target.register)(registry),
        FieldType::One(target) => nullable(&(target.register)(registry)),
        FieldType::Many(target) => format!("[{}]", (target.register)(registry)),
        FieldType::Every(target) => format!("[{}]!", (target.register)(registry)),
        FieldType::Connection(target) => nullable(&(target.connection)(registry)),
    };
    let mut meta = described(field.name, ty, field.description);
    if !field.rights.is_empty() {
        let scopes = field.rights.iter().map(|right| (*right).into()).collect();
        meta.directive_invocations = vec![requires_scopes::apply(scopes)];
    }
    for argument in &field.arguments {
        let input = argument.register(registry);
        meta.args.insert(argument.name.to_owned(), input);
    }
    meta
}

fn nullable(ty: &str) -> String {
    ty.trim_end_matches('!').to_owned()
}

/// A field with its description.
pub fn described(name: &str, ty: impl Into<String>, description: &str) -> MetaField {
    let mut field = MetaField::new(name, ty);
    field.description = Some(description.to_owned());
    field
}

/// Fields by their names.
pub fn listed(fields: impl IntoIterator<Item = MetaField>) -> IndexMap<String, MetaField> {
    fields
        .into_iter()
        .map(|field| (field.name.clone(), field))
        .collect()
}

/// The connection type of a shape. It is only ever a type: plans write its pages.
pub struct Connection<T>(PhantomData<fn() -> T>);

/// The edge type of a shape.
pub struct Edge<T>(PhantomData<fn() -> T>);

impl<T: Shape> OutputType for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::object().name).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
            let node = T::create_type_info(registry);
            let cursor = String::create_type_info(registry);
            let place = "The entry's place in the list, for `after` and `before`. Good for this order and filter only.";
            let fields = listed([
                described("node", node, "The object at this place of the list."),
                described("cursor", cursor, place),
            ]);
            page_type::<Self, T>(fields, "An entry of a list, with its cursor.")
        })
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        field: &Positioned<Selected>,
    ) -> ServerResult<Value> {
        Err(never(field))
    }
}

impl<T: Shape> OutputType for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::object().name).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
            let edge = Edge::<T>::create_type_info(registry);
            let node = T::create_type_info(registry);
            let page_info = PageInfo::create_type_info(registry);
            let total = Option::<i32>::create_type_info(registry);
            let fields = listed([
                described("edges", format!("[{edge}]!"), "The entries with their cursors."),
                described("nodes", format!("[{node}]!"), "The entries without cursors."),
                described("pageInfo", page_info, "Where the page lies in the list."),
                described(
                    "totalCount",
                    total,
                    "Entries of the whole list under this filter. It is counted only when it is selected.",
                ),
            ]);
            page_type::<Self, T>(fields, "A page of a list that can be long.")
        })
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        field: &Positioned<Selected>,
    ) -> ServerResult<Value> {
        Err(never(field))
    }
}

/// How many entries there are, and their cursors, tell of them as their fields do: the same right is needed.
fn page_type<P: OutputType, T: Shape>(fields: IndexMap<String, MetaField>, description: &str) -> MetaType {
    let builder = ObjectBuilder::new(P::type_name(), fields)
        .description(Some(description.to_owned()))
        .rust_typename(std::any::type_name::<P>());
    guarded(builder, T::object()).build()
}

/// Types that plans write have no values in the engine.
pub fn never(field: &Positioned<Selected>) -> ServerError {
    ServerError::new("this is written by plans", Some(field.pos))
}
