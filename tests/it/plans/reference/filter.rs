//! Filters: trees of conditions that hold, do not hold, or that nobody knows of, where a value is null.

use entity::AnyId;
use serde_json::Value as Json;
use uuid::Uuid;

/// True, false or unknown.
pub type Truth = Option<bool>;

/// A condition on one field: the field, the comparison, and with what.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub(super) field: String,
    pub(super) test: String,
    pub(super) value: Json,
    pub(super) ids: Vec<Uuid>,
}

/// A filter.
#[derive(Clone, Debug)]
pub enum Predicate {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Leaf(Leaf),
}

/// The kind of record whose ids a field is compared with.
fn prefix(field: &str) -> Option<&'static str> {
    Some(match field {
        "participantId" | "attendeeId" | "memberId" | "personId" | "connectorId" | "supporterId" => "person",
        "organizationId" => "organization",
        "eventId" => "event",
        "communityId" => "community",
        "goalId" => "goal",
        "circleId" => "circle",
        "collaborationId" => "collaboration",
        "exchangeId" => "exchange",
        "interactionId" => "interaction",
        "introductionId" => "introduction",
        "needId" => "need",
        "offerId" => "offer",
        _ if field.starts_with("tags") => "tag",
        _ if field.starts_with("circles") => "circle",
        _ => return None,
    })
}

fn leaf(field: &str, test: &str, value: &Json) -> Result<Leaf, &'static str> {
    let texts: Vec<&str> = match value {
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let mut ids = Vec::new();
    if let Some(prefix) = prefix(field) {
        for text in &texts {
            let id = text.trim().parse::<AnyId>().ok().filter(|id| id.prefix == prefix);
            ids.push(id.ok_or("BAD_INPUT")?.uuid);
        }
    }
    let too_long = texts.len() > 100 || texts.iter().any(|text| text.trim().chars().count() > 500);
    if too_long || texts.iter().any(|text| text.contains('\0')) {
        return Err("BAD_INPUT");
    }
    Ok(Leaf {
        field: field.to_owned(),
        test: test.to_owned(),
        value: value.clone(),
        ids,
    })
}

impl Predicate {
    /// Reads the argument `filter`.
    pub fn read(filter: Option<&Json>) -> Result<Self, &'static str> {
        let mut all = Vec::new();
        for (field, value) in filter.and_then(Json::as_object).into_iter().flatten() {
            let parts = || {
                let items = value.as_array().into_iter().flatten();
                items
                    .map(|part| Self::read(Some(part)))
                    .collect::<Result<Vec<_>, _>>()
            };
            match (field.as_str(), value) {
                (_, Json::Null) => {}
                ("and", _) => all.push(Self::All(parts()?)),
                ("or", _) => all.push(Self::Any(parts()?)),
                ("not", part) => all.push(Self::Not(Box::new(Self::read(Some(part))?))),
                (_, Json::Object(tests)) => {
                    for (test, value) in tests.iter().filter(|(_, value)| !value.is_null()) {
                        let Json::Object(inner) = value else {
                            all.push(Self::Leaf(leaf(field, test, value)?));
                            continue;
                        };
                        for (within, value) in inner.iter().filter(|(_, value)| !value.is_null()) {
                            all.push(Self::Leaf(leaf(&format!("{field}.{test}"), within, value)?));
                        }
                    }
                }
                (_, value) => all.push(Self::Leaf(leaf(field, "is", value)?)),
            }
        }
        Ok(Self::All(all))
    }

    fn truth(&self, leaf: &dyn Fn(&Leaf) -> Truth) -> Truth {
        let both = |a: Truth, b: Truth| match (a, b) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
        match self {
            Self::All(parts) => parts.iter().map(|part| part.truth(leaf)).fold(Some(true), both),
            Self::Any(parts) => {
                let none = parts
                    .iter()
                    .map(|part| part.truth(leaf).map(|it| !it))
                    .fold(Some(true), both);
                none.map(|it| !it)
            }
            Self::Not(part) => part.truth(leaf).map(|it| !it),
            Self::Leaf(it) => leaf(it),
        }
    }

    /// Whether it surely holds.
    pub fn meets(&self, leaf: &dyn Fn(&Leaf) -> Truth) -> bool {
        self.truth(leaf) == Some(true)
    }

    /// Whether it nests deeper, or has more conditions, than is allowed.
    pub fn is_too_large(&self) -> bool {
        self.depth() > 3 || self.leaves() > 20
    }

    fn depth(&self) -> usize {
        match self {
            Self::All(parts) => parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Any(parts) => 1 + parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(part) => 1 + part.depth(),
            Self::Leaf(_) => 0,
        }
    }

    fn leaves(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::leaves).sum(),
            Self::Not(part) => part.leaves(),
            Self::Leaf(_) => 1,
        }
    }
}
