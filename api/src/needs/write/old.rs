//! What is said of a new need or offer in the form by which creates were remembered before there was [`crate::kit::form`].

use serde::{Serialize, Serializer};

use super::{NewWish, Wish};
use crate::kit::declared::Draft;

#[derive(Serialize)]
struct Old<'a, W: Wish> {
    id: Option<String>,
    #[serde(bound(serialize = ""))]
    fields: Fields<'a, W>,
}

#[derive(Serialize)]
#[serde(bound(serialize = ""))]
struct Fields<'a, W: Wish> {
    #[serde(flatten)]
    said: &'a Draft<W>,
    /// An offer serves no goal: nothing is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    goal: Option<&'static str>,
    add_topics: &'a [String],
    remove_topics: [String; 0],
    on_update: bool,
}

impl<W: Wish> Serialize for NewWish<W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_told = W::declaration().entry("goalId").is_some();
        let fields = Fields {
            said: &self.new.fields,
            goal: (!is_told).then_some("Keep"),
            add_topics: &self.topics,
            remove_topics: [],
            on_update: false,
        };
        let id = self.new.id.map(|id| id.to_string());
        Old { id, fields }.serialize(serializer)
    }
}
