//! The one list of all areas.

use crate::graphql::catalogue::{self, Area, Catalogue};
use crate::graphql::{bulk, node};
use crate::{
    agenda, auth, brief, cadences, changes, circles, collaborations, communities, diversity, events,
    exchanges, finding, goals, gratitude, interactions, introductions, milestones, needs, organizations,
    people, time, transfer, workspaces,
};

fn areas() -> Vec<Area> {
    vec![
        Area::new().queries(node::queries()).mutations(bulk::mutations()),
        auth::gql::area(),
        workspaces::gql::area(),
        people::gql::area(),
        organizations::gql::area(),
        circles::gql::area(),
        diversity::gql::area(),
        cadences::gql::area(),
        milestones::gql::area(),
        interactions::gql::area(),
        introductions::gql::area(),
        collaborations::gql::area(),
        exchanges::gql::area(),
        gratitude::gql::area(),
        agenda::gql::area(),
        goals::gql::area(),
        needs::gql::area(),
        communities::gql::area(),
        events::gql::area(),
        time::gql::area(),
        changes::gql::area(),
        finding::gql::area(),
        transfer::gql::area(),
        brief::gql::area(),
    ]
}

/// Opens the catalogue. Whatever runs the program does so first.
pub fn open() -> &'static Catalogue {
    catalogue::open(areas)
}

/// The schema as text: `schema.graphql`.
#[must_use]
pub fn sdl() -> &'static str {
    open();
    crate::graphql::sdl()
}
