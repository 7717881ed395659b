//! From a document to a plan: which columns of which levels are read, and in which order they are written.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::AtomicUsize;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{
    Directive, Field as Selected, FragmentDefinition, Selection, SelectionSet,
};
use async_graphql::{Context, Name, Positioned, Value, Variables};
use async_graphql_value::Value as Written;
use sea_orm::DbBackend;

use super::ask::Arguments;
use super::shape::{Field, FieldType, Object, Source, Target};
use super::tree::{ID, Ids, Level, Pages, Plan, Read, Side, Typed, View, What, output, typename};
use super::{named, sql};
use crate::graphql::catalogue::catalogue;
use crate::graphql::problem;
use crate::kit::Scope;

/// A field that no plan can read; the engine runs its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplanned(pub String);

/// What compiling needs of a document.
pub struct Compiler<'d> {
    /// Its fragments.
    pub fragments: &'d HashMap<Name, Positioned<FragmentDefinition>>,
    /// The values of the variables, for `@skip` and `@include`.
    pub variables: &'d Variables,
    /// For which database.
    pub backend: DbBackend,
    /// Whether it must be known which records an answer names: see [`super::named`].
    pub names: bool,
}

/// What `@skip` and `@include` make of a variable.
#[must_use]
pub fn is_true(variables: &Variables, name: &Name) -> bool {
    variables.get(name) == Some(&Value::Boolean(true))
}

type Collected<'d> = IndexMap<&'d Name, Vec<&'d Positioned<Selected>>>;
type Sets<'d> = Vec<&'d SelectionSet>;

fn sets<'d>(fields: &[&'d Positioned<Selected>]) -> Sets<'d> {
    fields
        .iter()
        .map(|field| &field.node.selection_set.node)
        .collect()
}

impl<'d> Compiler<'d> {
    /// For the document that the engine is running.
    #[must_use]
    pub fn of(ctx: &Context<'d>, backend: DbBackend) -> Self {
        Self {
            fragments: &ctx.query_env.fragments,
            variables: &ctx.query_env.variables,
            backend,
            names: false,
        }
    }

    /// The plan of selections on an object whose children need no rows: a root.
    ///
    /// # Errors
    /// A field that cannot be planned.
    pub fn root(&self, object: &'static Object, selections: &'d SelectionSet) -> Result<Plan, Unplanned> {
        let mut level = Level::of(object);
        let view = self.view(&mut level, &vec![selections])?;
        let longest = AtomicUsize::new(0);
        Ok(Plan { view, level, longest })
    }

    /// What is read and written of objects that are known by id.
    ///
    /// # Errors
    /// A field that cannot be planned.
    pub fn by_id(&self, object: &'static Object, selections: Sets<'d>) -> Result<Typed, Unplanned> {
        let mut level = Level::of(object);
        let view = self.view(&mut level, &selections)?;
        let template = if object.table.is_empty() {
            sql::nothing()
        } else {
            sql::by_ids(self.backend, object, &level.columns)
        };
        Ok(Typed {
            template,
            level,
            view,
        })
    }

    /// What is read and written of objects that may be of any of these types.
    fn any(
        &self,
        types: impl IntoIterator<Item = Target>,
        selections: &Sets<'d>,
    ) -> Result<Vec<Typed>, Unplanned> {
        let types = types.into_iter();
        types
            .map(|target| self.by_id((target.object)(), selections.clone()))
            .collect()
    }

    fn holds(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let skips = match directive.node.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => return true,
            };
            let mut arguments = directive.node.arguments.iter();
            let given = arguments
                .find(|(name, _)| name.node == "if")
                .map(|(_, value)| &value.node);
            let holds = match given {
                Some(Written::Boolean(value)) => *value,
                Some(Written::Variable(name)) => is_true(self.variables, name),
                _ => false,
            };
            holds != skips
        })
    }

    /// The fields of selection sets on a type, as the specification's `CollectFields` has it.
    fn collect(&self, on: &[&str], sets: &Sets<'d>) -> Collected<'d> {
        let mut fields = IndexMap::new();
        let mut visited = HashSet::new();
        for set in sets {
            self.collect_into(on, set, &mut visited, &mut fields);
        }
        fields
    }

    fn collect_into(
        &self,
        on: &[&str],
        set: &'d SelectionSet,
        visited: &mut HashSet<&'d Name>,
        fields: &mut Collected<'d>,
    ) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) if self.holds(&field.node.directives) => {
                    fields
                        .entry(&field.node.response_key().node)
                        .or_default()
                        .push(field);
                }
                Selection::InlineFragment(inline) if self.holds(&inline.node.directives) => {
                    let condition = inline.node.type_condition.as_ref();
                    if condition.is_none_or(|condition| on.contains(&condition.node.on.node.as_str())) {
                        self.collect_into(on, &inline.node.selection_set.node, visited, fields);
                    }
                }
                Selection::FragmentSpread(spread) if self.holds(&spread.node.directives) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.fragments.get(name)
                        && visited.insert(name)
                        && on.contains(&fragment.node.type_condition.node.on.node.as_str())
                    {
                        self.collect_into(on, &fragment.node.selection_set.node, visited, fields);
                    }
                }
                _ => {}
            }
        }
    }

    fn view(&self, level: &mut Level, selections: &Sets<'d>) -> Result<View, Unplanned> {
        let object = level.object;
        let mut on = vec![object.name];
        on.extend(object.interfaces());
        let mut view = Vec::new();
        if self.names {
            named::read(level);
        }
        for (name, selected) in self.collect(&on, selections) {
            let Some(first) = selected.first() else { continue };
            let field_name = first.node.name.node.as_str();
            if field_name == "__typename" {
                view.push(typename(name, first.pos, object.name));
                continue;
            }
            let field = object
                .field(field_name)
                .ok_or_else(|| Unplanned(format!("{}.{field_name}", object.name)))?;
            let what = self.what(level, field, &selected)?;
            view.push(output(name, first.pos, field.kind.nullable(), what));
        }
        Ok(view)
    }

    fn what(
        &self,
        level: &mut Level,
        field: &'static Field,
        selected: &[&'d Positioned<Selected>],
    ) -> Result<What, Unplanned> {
        let Some(first) = selected.first() else {
            return Err(Unplanned(field.name.to_owned()));
        };
        let arguments = Arguments::of(&first.node);
        let scope = Scope::template();
        Ok(match &field.source {
            Source::Leaf(column, leaf) => What::Leaf(level.column(*column), *leaf),
            Source::Made(columns, make) => What::Made(
                columns.iter().map(|column| level.column(*column)).collect(),
                *make,
            ),
            Source::Piece(piece) => What::Piece(*piece),
            Source::Embedded(column, target) => {
                let mut inner = Level::of((target.object)());
                let view = self.view(&mut inner, &sets(selected))?;
                What::Embedded(level.column(*column), view)
            }
            Source::One(column, target) => {
                let Typed {
                    template,
                    level: below,
                    view,
                } = self.by_id((target.object)(), sets(selected))?;
                let read = Read::One(level.column(*column), template, below);
                What::One(level.child(field, read, arguments), view)
            }
            Source::First(belonging, target) | Source::Many(belonging, target) => {
                let mut below = Level::of((target.object)());
                let view = self.view(&mut below, &sets(selected))?;
                let template = sql::belonging(self.backend, &below, belonging(&scope));
                let read = Read::Many(level.column(ID), template, below);
                let child = level.child(field, read, arguments);
                match field.source {
                    Source::First(..) => What::One(child, view),
                    _ => What::Many(child, view),
                }
            }
            Source::Batch(batch, absent) => {
                let read = Read::Batch(level.column(ID), *batch);
                What::Batch(level.child(field, read, arguments), absent)
            }
            Source::Computed(compute, target) => {
                let mut below = Level::of((target.object)());
                let view = self.view(&mut below, &sets(selected))?;
                let ids = Self::parents(level);
                let child = level.child(field, Read::Computed(ids, *compute, below), arguments);
                Self::one_or_many(field, child, view)
            }
            Source::Ranked(rank, target) => {
                let mut pages = Pages::of((target.object)());
                let view = self.page(&mut pages, &sets(selected))?;
                What::Page(level.child(field, Read::Ranked(*rank, pages), arguments), view)
            }
            Source::Inside(inside, target) => {
                let mut below = Level::of((target.object)());
                let view = self.view(&mut below, &sets(selected))?;
                let child = level.child(field, Read::Inside(inside, below), arguments);
                Self::one_or_many(field, child, view)
            }
            Source::Linked(link, target) => {
                let Typed {
                    template,
                    level: below,
                    view,
                } = self.by_id((target.object)(), sets(selected))?;
                let read = Read::Linked(level.column(ID), *link, template, below);
                What::One(level.child(field, read, arguments), view)
            }
            Source::Find(find, target) => {
                let Typed {
                    template,
                    level: below,
                    view,
                } = self.by_id((target.object)(), sets(selected))?;
                What::One(
                    level.child(field, Read::Find(*find, template, below), arguments),
                    view,
                )
            }
            Source::List(list, target) => {
                let mut pages = Pages::of((target.object)());
                let view = self.page(&mut pages, &sets(selected))?;
                let ids = Self::parents(level);
                What::Page(level.child(field, Read::List(ids, *list, pages), arguments), view)
            }
            Source::Node => {
                let read = Read::Records(
                    Ids::Node,
                    self.any(catalogue().nodes.iter().copied(), &sets(selected))?,
                );
                What::Record(level.child(field, read, arguments))
            }
            Source::Nodes => {
                let read = Read::Records(
                    Ids::Nodes,
                    self.any(catalogue().nodes.iter().copied(), &sets(selected))?,
                );
                What::Records(level.child(field, read, arguments))
            }
            Source::Record(kind, id) => {
                let ids = Ids::Columns(level.column(*kind), level.column(*id));
                let read = Read::Records(
                    ids,
                    self.any(catalogue().records.iter().copied(), &sets(selected))?,
                );
                What::Record(level.child(field, read, arguments))
            }
            Source::Feed(feed, target) => {
                let mut below = Level::of((target.object)());
                let view = self.feed(&mut below, &sets(selected))?;
                What::Page(level.child(field, Read::Feed(*feed, below), arguments), view)
            }
            Source::Verb(does, target) => {
                let mut below = Level::of((target.object)());
                let view = self.view(&mut below, &sets(selected))?;
                What::One(level.child(field, Read::Verb(does, below), arguments), view)
            }
            Source::Problems(wrong) => {
                let read = Read::Records(
                    Ids::Problems(*wrong),
                    self.any(problem::types(), &sets(selected))?,
                );
                What::Records(level.child(field, read, arguments))
            }
        })
    }

    /// The column by which the objects of a level are parents; a root has none.
    fn parents(level: &mut Level) -> Option<usize> {
        let Object { table, getters, .. } = level.object;
        (!table.is_empty() || !getters.is_empty()).then(|| level.column(ID))
    }

    const fn one_or_many(field: &Field, child: usize, view: View) -> What {
        match field.kind {
            FieldType::Many(_) | FieldType::Every(_) => What::Many(child, view),
            _ => What::One(child, view),
        }
    }

    fn page(&self, pages: &mut Pages, selections: &Sets<'d>) -> Result<View, Unplanned> {
        let name = pages.level.object.name;
        if self.names {
            // Cursors, too, say something of what they stand for.
            named::read(&mut pages.level);
        }
        let connection = format!("{name}Connection");
        self.keys(&connection, selections, |field, inner| {
            Ok(match field {
                "edges" => What::Edges(self.edge(pages, &inner)?),
                "nodes" => What::Nodes(self.view(&mut pages.level, &inner)?),
                "pageInfo" => What::PageInfo(self.page_info(pages, &inner)?),
                "totalCount" => {
                    pages.counted = true;
                    What::TotalCount
                }
                _ => return Ok(None),
            }
            .into())
        })
    }

    fn edge(&self, pages: &mut Pages, selections: &Sets<'d>) -> Result<View, Unplanned> {
        let edge = format!("{}Edge", pages.level.object.name);
        self.keys(&edge, selections, |field, inner| {
            Ok(match field {
                "node" => What::Node(self.view(&mut pages.level, &inner)?),
                "cursor" => {
                    pages.cursors = true;
                    What::Cursor
                }
                _ => return Ok(None),
            }
            .into())
        })
    }

    fn page_info(&self, pages: &mut Pages, selections: &Sets<'d>) -> Result<View, Unplanned> {
        self.keys("PageInfo", selections, |field, _| {
            Ok(match field {
                "hasNextPage" | "hasPreviousPage" => {
                    pages.more = true;
                    What::HasMore(if field == "hasNextPage" {
                        Side::End
                    } else {
                        Side::Start
                    })
                }
                "startCursor" | "endCursor" => {
                    pages.cursors = true;
                    What::End(if field == "endCursor" {
                        Side::End
                    } else {
                        Side::Start
                    })
                }
                _ => return Ok(None),
            }
            .into())
        })
    }

    fn feed(&self, level: &mut Level, selections: &Sets<'d>) -> Result<View, Unplanned> {
        self.keys("ChangePage", selections, |field, inner| {
            Ok(match field {
                "changes" => What::Nodes(self.view(level, &inner)?),
                "nextAfter" => What::NextAfter,
                "hasMore" => What::HasMore(Side::End),
                _ => return Ok(None),
            }
            .into())
        })
    }

    /// The keys of an object that is no shape: a page, an edge, a page's place.
    fn keys(
        &self,
        on: &str,
        selections: &Sets<'d>,
        mut what: impl FnMut(&str, Sets<'d>) -> Result<Option<What>, Unplanned>,
    ) -> Result<View, Unplanned> {
        let mut view = Vec::new();
        for (name, selected) in self.collect(&[on], selections) {
            let Some(first) = selected.first() else { continue };
            let field = first.node.name.node.as_str();
            if field == "__typename" {
                view.push(typename(name, first.pos, on));
                continue;
            }
            let what = what(field, sets(&selected))?.ok_or_else(|| Unplanned(format!("{on}.{field}")))?;
            let nullable = matches!(what, What::TotalCount | What::End(_));
            view.push(output(name, first.pos, nullable, what));
        }
        Ok(view)
    }
}
