//! What a row says that has no place, or could be meant in two ways: told to the user instead of being dropped in silence.

use std::fmt::Write as _;

use super::text;

/// The most things that a reason names one by one.
const MOST: usize = 12;
/// The most characters of a value that are shown.
const VALUE: usize = 80;
/// The most characters of a property's name that are shown.
const NAME: usize = 60;
/// The longest reason, in characters.
const REASON: usize = 2_000;

/// What is to be said about a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    left_out: Vec<String>,
    doubts: Vec<String>,
    more: usize,
}

impl Remarks {
    /// This property is not imported. An empty value says nothing, so nothing is lost.
    pub(super) fn left_out(&mut self, property: &str, value: &str) {
        let (property, shown) = (text::line_cut(property, NAME), shown(value));
        if let (Some(property), Some(shown)) = (property, shown) {
            self.name(format!("{property} \"{shown}\""));
        }
    }

    /// This property is not imported; it has no value that can be shown.
    pub(super) fn left_out_thing(&mut self, thing: &str) {
        self.name(thing.to_owned());
    }

    fn name(&mut self, thing: String) {
        match self.left_out.len() {
            MOST.. => self.more += 1,
            _ if self.left_out.contains(&thing) => {}
            _ => self.left_out.push(thing),
        }
    }

    /// This value was read, but can be meant otherwise.
    pub(super) fn doubt(&mut self, what: &str, value: &str) {
        let Some(shown) = shown(value) else { return };
        if self.doubts.len() < MOST {
            self.doubts.push(format!("{what}: \"{shown}\""));
        }
    }

    /// Adds what is to be said of the same row elsewhere.
    pub(super) fn join(&mut self, other: Self) {
        self.more += other.more;
        other.left_out.into_iter().for_each(|thing| self.name(thing));
        self.doubts.extend(other.doubts);
        self.doubts.truncate(MOST);
    }

    /// All of it in words, behind what was to be said before; nothing where there is nothing to say.
    #[must_use]
    pub fn reason(&self, before: Option<String>) -> Option<String> {
        let mut sentences: Vec<String> = before.into_iter().collect();
        if !self.left_out.is_empty() {
            let mut list = format!("left out: {}", self.left_out.join(", "));
            if self.more > 0 {
                // Writing to a string cannot fail.
                let _ = write!(list, " and {} more", self.more);
            }
            sentences.push(list);
        }
        sentences.extend(self.doubts.iter().cloned());
        text::line_cut(&sentences.join("; "), REASON)
    }
}

fn shown(value: &str) -> Option<String> {
    let line = text::line(value)?;
    if text::longer(&line, VALUE) {
        return text::line_cut(&line, VALUE).map(|start| format!("{start}…"));
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_each_thing_once_and_is_bounded() {
        let mut remarks = Remarks::default();
        assert_eq!(remarks.reason(None), None);
        remarks.left_out("GENDER", "F");
        remarks.left_out("GENDER", " F\n");
        remarks.left_out("LANG", " ");
        remarks.doubt("kept in NOTE", "TEL: 1");
        let reason = remarks.reason(Some("archived".to_owned()));
        assert_eq!(
            reason.as_deref(),
            Some("archived; left out: GENDER \"F\"; kept in NOTE: \"TEL: 1\"")
        );
        for number in 0..100 {
            remarks.left_out(&format!("X-{number}-{}", "x".repeat(100)), &"é".repeat(1_000));
        }
        let reason = remarks.reason(None).unwrap();
        assert!(
            reason.chars().count() <= REASON && reason.starts_with("left out: GENDER"),
            "{reason}"
        );
    }
}
