//! Which records an answer names, whether or not it shows their ids: an answer that is kept is erased with any of them.
//!
//! A plan that must know it reads, of each object, its id and the ids of the records that it refers to. What is written stays the
//! same, and so do the statements but for their columns.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::run::{Below, Found};
use super::shape::{Leaf, Source};
use super::tree::{ID, Level, Read};
use super::write::level_of;
use crate::kit::rows::{Cell, Kind};

/// Reads of a level's objects, too, what is needed to know what is named.
pub fn read(level: &mut Level) {
    let object = level.object;
    // What is stored and has an id shows it by a field; parts without one are named by what they are parts of.
    if !object.getters.is_empty() {
        level.column(ID);
    }
    for field in &object.fields {
        if let Source::One(column, _) | Source::Leaf(column, Leaf::Id(_)) | Source::Record(_, column) =
            &field.source
        {
            level.column(*column);
        }
    }
}

/// Adds what is named in what was read.
pub fn add(level: &Level, below: &Below, ids: &mut BTreeSet<Uuid>) {
    let columns = level.columns.iter().enumerate();
    for (column, _) in columns.filter(|(_, column)| column.kind == Kind::Uuid) {
        let cells = (0..below.rows.len()).map(|row| below.rows.cell(row, column));
        ids.extend(cells.filter_map(|cell| match cell {
            Cell::Uuid(id) => Some(id),
            _ => None,
        }));
    }
    for (child, found) in level.children.iter().zip(&below.children) {
        match (found, level_of(&child.read), &child.read) {
            (Found::One(below, _) | Found::Many(below, _), Some(level), _) => add(level, below, ids),
            (Found::Pages(paged), Some(level), _) => add(level, &paged.below, ids),
            (Found::Records(types, _) | Found::Lists(types, _), _, Read::Records(_, typed)) => {
                let types = typed.iter().zip(types);
                types.for_each(|(typed, below)| add(&typed.level, below, ids));
            }
            _ => {}
        }
    }
}
