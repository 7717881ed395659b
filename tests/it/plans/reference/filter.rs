//! Filters: trees of conditions that hold or do not. What is empty meets none but `isNull: true` and `notIn`.

use entity::AnyId;
use serde_json::Value as Json;
use uuid::Uuid;

use super::condition::folded;

/// Whether a value meets a test; none where there is no value.
pub type Truth = Option<bool>;

/// A condition on one field: the field, the comparison, and with what.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub(super) field: String,
    pub(super) test: String,
    pub(super) value: Json,
    pub(super) ids: Vec<Uuid>,
    /// Conditions that one entry of a list must meet together.
    pub(super) parts: Vec<Self>,
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
        "dimensionId" => "dimension",
        "valueId" => "dimension_value",
        "fromId" | "toId" | "participantId" | "attendeeId" | "memberId" | "personId" | "connectorId"
        | "supporterId" => "person",
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
    // Every text holds nothing.
    if ["contains", "startsWith"].contains(&test) && texts.iter().any(|text| folded(text).is_empty()) {
        return Err("BAD_INPUT");
    }
    Ok(Leaf {
        field: field.to_owned(),
        test: test.to_owned(),
        value: value.clone(),
        ids,
        parts: Vec::new(),
    })
}

/// A condition on an entry of a list: what is asked of it, field by field.
fn entry(field: &str, asked: &Json) -> Result<Leaf, &'static str> {
    let mut whole = leaf(field, "is", &Json::Null)?;
    for (field, value) in asked.as_object().unwrap() {
        match value {
            Json::Object(tests) if tests.is_empty() || tests.values().any(Json::is_null) => {
                return Err("BAD_INPUT");
            }
            Json::Object(tests) => {
                for (test, value) in tests {
                    whole.parts.push(leaf(field, test, value)?);
                }
            }
            Json::Null => return Err("BAD_INPUT"),
            value => whole.parts.push(leaf(field, "is", value)?),
        }
    }
    Ok(whole)
}

impl Predicate {
    /// Reads the argument `filter`: none if it is null or empty, wrong if anything within says nothing.
    pub fn read(filter: Option<&Json>) -> Result<Self, &'static str> {
        let says_nothing = |part: &Json| match part {
            Json::Null => true,
            Json::Object(fields) => fields.is_empty(),
            _ => false,
        };
        let mut all = Vec::new();
        for (field, value) in filter.and_then(Json::as_object).into_iter().flatten() {
            if says_nothing(value) || (field == "and" && value == &Json::Array(Vec::new())) {
                return Err("BAD_INPUT");
            }
            let parts = || {
                let items = value.as_array().into_iter().flatten();
                if items.clone().any(says_nothing) {
                    return Err("BAD_INPUT");
                }
                items
                    .map(|part| Self::read(Some(part)))
                    .collect::<Result<Vec<_>, _>>()
            };
            match (field.as_str(), value) {
                ("and", _) => all.push(Self::All(parts()?)),
                ("or", _) => all.push(Self::Any(parts()?)),
                ("not", part) => all.push(Self::Not(Box::new(Self::read(Some(part))?))),
                (_, Json::Object(tests)) => {
                    if tests.values().any(says_nothing) {
                        return Err("BAD_INPUT");
                    }
                    for (test, value) in tests {
                        let Json::Object(inner) = value else {
                            all.push(Self::Leaf(leaf(field, test, value)?));
                            continue;
                        };
                        if ["facts", "attributes"].contains(&field.as_str()) {
                            all.push(Self::Leaf(entry(&format!("{field}.{test}"), value)?));
                            continue;
                        }
                        if inner.values().any(says_nothing) {
                            return Err("BAD_INPUT");
                        }
                        for (within, value) in inner {
                            all.push(Self::Leaf(leaf(&format!("{field}.{test}"), within, value)?));
                        }
                    }
                }
                (_, value) => all.push(Self::Leaf(leaf(field, "is", value)?)),
            }
        }
        Ok(Self::All(all))
    }

    /// Shows each condition.
    pub fn each(&self, see: &mut dyn FnMut(&Leaf)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each(see)),
            Self::Not(part) => part.each(see),
            Self::Leaf(leaf) => see(leaf),
        }
    }

    /// Whether it holds.
    pub fn meets(&self, leaf: &dyn Fn(&Leaf) -> Truth) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.meets(leaf)),
            Self::Any(parts) => parts.iter().any(|part| part.meets(leaf)),
            Self::Not(part) => !part.meets(leaf),
            Self::Leaf(it) => leaf(it).unwrap_or(it.test == "notIn"),
        }
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
