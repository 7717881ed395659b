//! Writing what a plan read: JSON in the order of the selections, with the specification's null propagation.

use std::sync::atomic::Ordering;

use async_graphql::{PathSegment, ServerError};

use super::groups::NOBODY;
use super::json::Json;
use super::run::{Below, Cursors, Found, Now, Paged, Place};
use super::shape::{Cells, Leaf, Unreadable};
use super::tree::{Level, Output, Plan, Read, Side, View, What};
use crate::graphql::errors::coded;
use crate::kit::Rights;
use crate::kit::page::{Key, Position};
use crate::kit::rows::{Cell, Rows};

/// The value is null for an error that was noted, and takes with it every parent that may not be null.
struct Null;

type Done = Result<(), Null>;

/// Bytes that are kept ready for an answer, however long others were.
const MOST_ROOM: usize = 64 << 10;

/// What is written, and what went wrong meanwhile.
pub struct Writer {
    json: Json,
    errors: Vec<ServerError>,
    path: Vec<PathSegment>,
    now: Now,
    rights: Rights,
}

/// The page that is being written.
struct Page<'a> {
    level: &'a Level,
    paged: &'a Paged,
    parent: usize,
}

impl Page<'_> {
    fn rows(&self) -> &[u32] {
        self.paged.groups.rows(self.parent)
    }

    fn cursor(&self, row: u32) -> Option<String> {
        let (id, key) = match &self.paged.cursors {
            Cursors::Columns(id, key) => (*id, *key),
            Cursors::Known(places) => {
                let place = places.get(row as usize)?;
                return Some(place.cursor(&self.paged.request.list));
            }
        };
        let rows = &self.paged.below.rows;
        let key = match rows.cell(row as usize, key) {
            Cell::Time(number) | Cell::Int(number) => Key::Time(number),
            cell @ Cell::Text { .. } => Key::Text(rows.text(cell).to_owned()),
            _ => return None,
        };
        let Cell::Uuid(id) = rows.cell(row as usize, id) else {
            return None;
        };
        Some(Position { key, id }.cursor(&self.paged.request.list))
    }

    fn has_more(&self, side: Side) -> bool {
        let request = &self.paged.request;
        // In the direction of reading it is known; in the other, whoever came with a cursor came from somewhere.
        if (side == Side::Start) == request.backward {
            self.paged.has_more(self.parent)
        } else {
            request.beyond.is_some()
        }
    }
}

/// What is read of the objects of a child.
pub fn level_of(read: &Read) -> Option<&Level> {
    match read {
        Read::One(_, _, level)
        | Read::Many(_, _, level)
        | Read::Find(_, _, level)
        | Read::Feed(_, level)
        | Read::Verb(_, level)
        | Read::Computed(_, _, level)
        | Read::Inside(_, level)
        | Read::Linked(_, _, _, level) => Some(level),
        Read::List(_, _, pages) | Read::Ranked(_, pages) => Some(&pages.level),
        Read::Batch(..) | Read::Records(..) => None,
    }
}

/// Writes a plan's answer: the JSON of `data`, and the errors of its fields.
#[must_use]
pub fn write(plan: &Plan, found: &Below, (now, rights): (Now, Rights)) -> (Json, Vec<ServerError>) {
    // The HTTP layer puts a little around it.
    let room = plan.longest.load(Ordering::Relaxed).min(MOST_ROOM) + 16;
    let mut writer = Writer::new((now, rights), room);
    if writer.object(&plan.view, &plan.level, found, 0).is_err() {
        writer.json.back_to(0);
        writer.json.null();
    }
    plan.longest.fetch_max(writer.json.mark(), Ordering::Relaxed);
    (writer.json, writer.errors)
}

impl Writer {
    fn new((now, rights): (Now, Rights), room: usize) -> Self {
        Self {
            json: Json::with_capacity(room),
            errors: Vec::new(),
            path: Vec::new(),
            now,
            rights,
        }
    }

    fn fail(&mut self, output: &Output, error: async_graphql::Error) -> Done {
        let mut error = error.into_server_error(output.pos);
        error.path.clone_from(&self.path);
        self.errors.push(error);
        Err(Null)
    }

    fn unreadable(&mut self, output: &Output, what: &Unreadable) -> Done {
        tracing::error!(
            cause = what.0,
            field = output.name.as_str(),
            "what is stored cannot be shown"
        );
        self.fail(output, coded("INTERNAL", "internal error".to_owned()))
    }

    /// An object, key by key.
    fn keys(&mut self, view: &View, mut value: impl FnMut(&mut Self, &Output) -> Done) -> Done {
        self.json.sign(b'{');
        for (number, output) in view.iter().enumerate() {
            if number > 0 {
                self.json.sign(b',');
            }
            self.json.raw(&output.key);
            if let What::Typename(name) = &output.what {
                self.json.raw(name);
                continue;
            }
            let mark = self.json.mark();
            self.path.push(PathSegment::Field(output.name.to_string()));
            let done = value(self, output);
            self.path.pop();
            if done.is_err() {
                if !output.nullable {
                    return Err(Null);
                }
                self.json.back_to(mark);
                self.json.null();
            }
        }
        self.json.sign(b'}');
        Ok(())
    }

    /// A list whose entries may not be null.
    fn list(&mut self, entries: &[u32], mut entry: impl FnMut(&mut Self, u32) -> Done) -> Done {
        self.json.sign(b'[');
        for (number, row) in entries.iter().enumerate() {
            if number > 0 {
                self.json.sign(b',');
            }
            self.path.push(PathSegment::Index(number));
            let done = entry(self, *row);
            self.path.pop();
            done?;
        }
        self.json.sign(b']');
        Ok(())
    }

    fn object(&mut self, view: &View, level: &Level, below: &Below, row: usize) -> Done {
        self.keys(view, |it, output| it.value(output, level, below, row))
    }

    fn value(&mut self, output: &Output, level: &Level, below: &Below, row: usize) -> Done {
        let child = |number: usize| Some((level.children.get(number)?, below.children.get(number)?));
        match &output.what {
            What::Leaf(column, leaf) => self.leaf(output, *leaf, &below.rows, row, *column),
            What::Made(columns, make) => {
                let cells = Cells {
                    rows: &below.rows,
                    row,
                    columns,
                    now: self.now.0,
                    today: self.now.1,
                    rights: self.rights,
                };
                make(&cells, &mut self.json).or_else(|what| self.unreadable(output, &what))
            }
            What::Embedded(column, view) => {
                let text = below.rows.text(below.rows.cell(row, *column));
                self.embedded(view, text)
                    .or_else(|what| self.unreadable(output, &what))
            }
            What::One(number, view) => match child(*number) {
                Some((_, Found::Failed(error))) => self.fail(output, error.clone()),
                Some((child, Found::One(below, of))) => {
                    let found = of.get(row).copied().filter(|row| *row != NOBODY);
                    self.maybe(level_of(&child.read), view, below, found)
                }
                Some((child, Found::Many(below, groups))) => {
                    let first = groups.rows(row).first().copied();
                    self.maybe(level_of(&child.read), view, below, first)
                }
                _ => self.maybe(None, view, below, None),
            },
            What::Many(number, view) => match child(*number) {
                Some((_, Found::Failed(error))) => self.fail(output, error.clone()),
                Some((child, Found::Many(below, groups))) => match level_of(&child.read) {
                    Some(level) => self.list(groups.rows(row), |it, row| {
                        it.object(view, level, below, row as usize)
                    }),
                    None => Err(Null),
                },
                _ => self.list(&[], |_, _| Ok(())),
            },
            What::Page(number, view) => match child(*number) {
                Some((_, Found::Failed(error))) => self.fail(output, error.clone()),
                Some((child, Found::Pages(paged))) => match level_of(&child.read) {
                    Some(level) => self.page(
                        view,
                        &Page {
                            level,
                            paged,
                            parent: row,
                        },
                    ),
                    None => Err(Null),
                },
                _ => Err(Null),
            },
            What::Batch(number, absent) => match child(*number) {
                Some((_, Found::Failed(error))) => self.fail(output, error.clone()),
                Some((child, Found::Batch(found))) => {
                    let id = match child.read {
                        Read::Batch(column, _) => below.rows.cell(row, column),
                        _ => Cell::Null,
                    };
                    match id {
                        Cell::Uuid(id) if found.contains_key(&id) => {
                            self.json.raw(found.get(&id).map(Json::bytes).unwrap_or_default());
                        }
                        _ => self.json.raw(absent.as_bytes()),
                    }
                    Ok(())
                }
                _ => Err(Null),
            },
            What::Record(number) => match child(*number) {
                Some((_, Found::Failed(error))) => self.fail(output, error.clone()),
                Some((child, Found::Records(types, of))) => {
                    self.record(output, &child.read, types, of.get(row))
                }
                _ => Err(Null),
            },
            What::Records(number) => match child(*number) {
                Some((_, Found::Failed(error))) => self.fail(output, error.clone()),
                Some((child, Found::Lists(types, lists))) => {
                    let of = lists.get(row).map(Vec::as_slice).unwrap_or_default();
                    self.records(output, &child.read, types, of)
                }
                _ => Err(Null),
            },
            _ => Err(Null),
        }
    }

    /// An object that is a text. A text that cannot be read fails it as a whole, whichever of its fields is asked for.
    fn embedded(&mut self, view: &View, text: &str) -> Result<(), Unreadable> {
        let mut unreadable = None;
        let done = self.keys(view, |it, output| match &output.what {
            What::Piece(piece) => piece(text, &mut it.json).map_err(|what| {
                unreadable = Some(what);
                Null
            }),
            _ => Err(Null),
        });
        match (unreadable, done) {
            (None, Ok(())) => Ok(()),
            (what, _) => Err(what.unwrap_or_else(|| Unreadable("no such piece".to_owned()))),
        }
    }

    /// An object, or null where there is none.
    fn maybe(&mut self, level: Option<&Level>, view: &View, below: &Below, row: Option<u32>) -> Done {
        match (level, row) {
            (Some(level), Some(row)) => self.object(view, level, below, row as usize),
            _ => {
                self.json.null();
                Ok(())
            }
        }
    }

    fn record(&mut self, output: &Output, read: &Read, types: &[Below], at: Option<&Place>) -> Done {
        let Read::Records(_, typed) = read else {
            return Err(Null);
        };
        let at = match at {
            Some(Err(error)) => return self.fail(output, error.clone()),
            Some(Ok(at)) => *at,
            None => None,
        };
        let found = at.and_then(|(kind, row)| Some((typed.get(kind)?, types.get(kind)?, row)));
        match found {
            Some((typed, below, row)) => self.object(&typed.view, &typed.level, below, row as usize),
            None => {
                self.json.null();
                Ok(())
            }
        }
    }

    /// A list whose entries may be null.
    fn records(&mut self, output: &Output, read: &Read, types: &[Below], of: &[Place]) -> Done {
        self.json.sign(b'[');
        for (number, at) in of.iter().enumerate() {
            if number > 0 {
                self.json.sign(b',');
            }
            let mark = self.json.mark();
            self.path.push(PathSegment::Index(number));
            if self.record(output, read, types, Some(at)).is_err() {
                self.json.back_to(mark);
                self.json.null();
            }
            self.path.pop();
        }
        self.json.sign(b']');
        Ok(())
    }

    fn page(&mut self, view: &View, page: &Page<'_>) -> Done {
        self.keys(view, |it, output| match &output.what {
            What::Nodes(view) => it.list(page.rows(), |it, row| {
                it.object(view, page.level, &page.paged.below, row as usize)
            }),
            What::Edges(view) => it.list(page.rows(), |it, row| it.edge(view, page, row)),
            What::PageInfo(view) => it.keys(view, |it, output| {
                let rows = page.rows();
                match &output.what {
                    What::HasMore(side) => it.json.bool(page.has_more(*side)),
                    What::End(side) => {
                        let end = if *side == Side::Start {
                            rows.first()
                        } else {
                            rows.last()
                        };
                        it.cursor(end.and_then(|row| page.cursor(*row)));
                    }
                    _ => return Err(Null),
                }
                Ok(())
            }),
            What::TotalCount => {
                match page.paged.total(page.parent) {
                    Some(total) => it.json.number(total.min(i32::MAX.into())),
                    None => it.json.null(),
                }
                Ok(())
            }
            What::HasMore(side) => {
                it.json.bool(page.has_more(*side));
                Ok(())
            }
            What::NextAfter => {
                it.json.number(page.paged.after);
                Ok(())
            }
            _ => Err(Null),
        })
    }

    fn edge(&mut self, view: &View, page: &Page<'_>, row: u32) -> Done {
        self.keys(view, |it, output| match &output.what {
            What::Node(view) => it.object(view, page.level, &page.paged.below, row as usize),
            What::Cursor => {
                it.cursor(page.cursor(row));
                Ok(())
            }
            _ => Err(Null),
        })
    }

    fn cursor(&mut self, cursor: Option<String>) {
        match cursor {
            Some(cursor) => self.json.word(&cursor),
            None => self.json.null(),
        }
    }

    fn leaf(&mut self, output: &Output, leaf: Leaf, rows: &Rows, row: usize, column: usize) -> Done {
        let cell = rows.cell(row, column);
        match (leaf, cell) {
            (_, Cell::Null) if output.nullable => self.json.null(),
            (Leaf::Text, Cell::Text { .. }) => self.json.text(rows.text(cell)),
            (Leaf::Json, Cell::Text { .. }) => self.json.raw(rows.text(cell).as_bytes()),
            (Leaf::Bool, Cell::Bool(value)) => self.json.bool(value),
            (Leaf::Number, Cell::Int(number)) => self.json.number(number),
            (Leaf::TimeOrNever(never), Cell::Time(micros)) if micros == never => self.json.null(),
            (Leaf::Time | Leaf::TimeOrNever(_), Cell::Time(micros)) => self.json.time(micros),
            (Leaf::Date, Cell::Date(days)) => self.json.date(days),
            (Leaf::Id(prefix), Cell::Uuid(id)) => self.json.id(prefix, id),
            (Leaf::Word(is_word), Cell::Text { .. }) => {
                let word = rows.text(cell);
                if !is_word(word) {
                    return self.unreadable(output, &Unreadable(format!("no such word: {word:?}")));
                }
                self.json.word(word);
            }
            (_, cell) => return self.unreadable(output, &Unreadable(format!("{cell:?}"))),
        }
        Ok(())
    }
}
