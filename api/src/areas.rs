//! What the list of areas in `lib.rs` is made into, and the catalogue of what they bring.

use crate::graphql::catalogue::{self, Area, Catalogue};
use crate::graphql::{bulk, node};

/// Declares the areas of a list, each a module with a door `gql::area`.
macro_rules! areas {
    ($($area:ident;)*) => {
        $(mod $area;)*

        /// What each area of the list brings.
        fn listed() -> Vec<$crate::graphql::catalogue::Area> {
            vec![$($area::gql::area()),*]
        }
    };
}

fn all() -> Vec<Area> {
    // Of what has an id, whatever area it belongs to.
    let whatever = Area::new().queries(node::queries()).mutations(bulk::mutations());
    let mut areas = vec![whatever];
    areas.extend(crate::listed());
    areas
}

/// Opens the catalogue. Whatever runs the program does so first.
pub fn open() -> &'static Catalogue {
    catalogue::open(all)
}

/// The schema as text: `schema.graphql`.
#[must_use]
pub fn sdl() -> &'static str {
    open();
    crate::graphql::sdl()
}
