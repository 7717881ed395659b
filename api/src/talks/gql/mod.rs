//! Talks in GraphQL.

mod input;

use self::input::{LogInteraction, read};
use super::log_all;
use crate::graphql::catalogue::Area;
use crate::graphql::plan::Field;
use crate::interactions::gql::InteractionPayload;
use crate::kit::Right;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    let log = Field::verb::<InteractionPayload>(
        "logInteraction",
        "Logs something that happened, and takes along what came of it, all or nothing. It counts for the last interaction of everybody who \
         was there. A name and a channel are enough: `{ withName: \"Ana\", channel: CALL }`. What says more than who was there is a change \
         set, which `undoChangeSet` takes back as a whole.",
        Right::InteractionsWrite,
    );
    let log = log
        .input::<LogInteraction>("What happened to the record, or between people.")
        .writes_each(read, log_all);
    Area::new().mutations(vec![log])
}
