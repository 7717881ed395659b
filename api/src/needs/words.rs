//! Why two fit, in sentences for the user.

use super::read::{Match, Side};
use super::rules::{IN_TOUCH_DAYS, Part};

/// Why these two fit, the strongest reason first. People are named only to those who may see people. The words may change.
#[must_use]
pub fn reasons(it: &Match, named: bool) -> Vec<String> {
    let topics = it.topics.join(", ");
    let (wants, gives) = (&it.needer, &it.giver_side);
    let name = |side: &Side, other: &'static str| {
        let name = side.name.clone();
        name.map(|name| if named { name } else { other.to_owned() })
    };
    let needs = match name(wants, "Somebody") {
        Some(name) => format!("{name} looks for “{}”", it.need_title),
        None => format!("You look for “{}”", it.need_title),
    };
    let offers = match (name(gives, "somebody"), &it.offer_title) {
        (Some(name), Some(title)) => format!("{name} offers “{title}”"),
        (None, Some(title)) => format!("you offer “{title}”"),
        (Some(name), None) => format!("{name} is good at {topics}"),
        (None, None) => format!("you are good at {topics}"),
    };
    let mut reasons = vec![format!("{needs}; {offers}.")];
    if it.offer_title.is_some() {
        reasons.push(format!("In common: {topics}."));
    }
    let given = |part: Part| {
        it.points
            .parts()
            .iter()
            .any(|(own, points)| *own == part && *points > 0)
    };
    if given(Part::Affinity) {
        reasons.push(match name(gives, "Who would give") {
            Some(name) => format!("{name} cares about it, too."),
            None => "You care about it, too.".to_owned(),
        });
    }
    if let Some(names) = in_touch(wants, gives, named) {
        reasons.push(format!(
            "You were in touch with {names} in the last {IN_TOUCH_DAYS} days."
        ));
    }
    if let Some(until) = it.until {
        reasons.push(format!("It is good until {until}."));
    }
    reasons
}

fn in_touch(one: &Side, other: &Side, named: bool) -> Option<String> {
    let near = |side: &Side| side.name.clone().filter(|_| side.in_touch);
    match (near(one), near(other)) {
        (Some(_), Some(_)) if !named => Some("both".to_owned()),
        (None, None) => None,
        _ if !named => Some("one of them".to_owned()),
        (Some(one), Some(other)) => Some(format!("{one} and {other}")),
        (one, other) => one.or(other),
    }
}
