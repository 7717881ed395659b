//! Ids by the order in which they are met: `<goal-3>` is the third goal. What the program draws by chance does not show.

use std::collections::HashMap;

use entity::ids::AnyId;
use uuid::Uuid;

#[derive(Default)]
pub struct Names {
    known: HashMap<Uuid, String>,
    counts: HashMap<String, u32>,
}

impl Names {
    /// The text, with a name for each id in it. An id without a type that is new is called after `kind`.
    pub fn apply(&mut self, text: &str, kind: &str) -> String {
        let mut named = String::with_capacity(text.len());
        let is_word = |sign: char| sign.is_ascii_alphanumeric() || "_-".contains(sign);
        let mut rest = text;
        while let Some(start) = rest.find(is_word) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|sign| !is_word(sign)).unwrap_or(from.len()));
            named.push_str(before);
            match (word.parse::<AnyId>(), word.len(), Uuid::try_parse(word)) {
                (Ok(id), ..) => named.push_str(self.name(id.uuid, &id.prefix)),
                (_, 36, Ok(id)) => named.push_str(self.name(id, kind)),
                _ => named.push_str(word),
            }
            rest = after;
        }
        named + rest
    }

    fn name(&mut self, id: Uuid, kind: &str) -> &str {
        self.known.entry(id).or_insert_with(|| {
            let count = self.counts.entry(kind.to_owned()).or_default();
            *count += 1;
            format!("<{kind}-{count}>")
        })
    }
}
