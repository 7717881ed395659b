//! Topics: words by which needs, offers and people find each other, alike however they are written.

use std::collections::BTreeSet;

use super::fold::fold;

/// Longest topic, in characters.
pub const TOPIC: usize = 60;

/// The form in which topics are compared: without case, accents, hyphens and a hash before it; none where nothing is left, or
/// it is too long to be a topic.
#[must_use]
pub fn topic(text: &str) -> Option<String> {
    let spaced: String = text
        .chars()
        .map(|c| {
            if matches!(c, '-' | '_' | '‐' | '–') {
                ' '
            } else {
                c
            }
        })
        .collect();
    let folded = fold(&spaced);
    let topic = folded.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '"' | '“' | '”' | '.'));
    // C# and F# end in a hash that means something.
    let topic = if folded.ends_with('#') && !topic.is_empty() {
        folded.trim_start_matches(['#', ' '])
    } else {
        topic
    };
    (!topic.is_empty() && topic.chars().count() <= TOPIC).then(|| topic.to_owned())
}

/// The topics of a sentence: what stands between its commas and semicolons, as far as it is short enough.
#[must_use]
pub fn topics(text: &str) -> BTreeSet<String> {
    text.split([',', ';', '\n']).filter_map(topic).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn topics_are_alike_however_they_are_written() {
        for text in [
            "Open data",
            " open-data. ",
            "#OPEN_DATA",
            "\u{201c}Öpen  Data\u{201d}",
        ] {
            assert_eq!(topic(text).as_deref(), Some("open data"), "{text}");
        }
        assert_eq!(topic("C#").as_deref(), Some("c#"));
        assert_eq!(topic("C++").as_deref(), Some("c++"));
        for text in ["", " # ", "...", &"x".repeat(61)] {
            assert_eq!(topic(text), None, "{text}");
        }
    }

    #[test]
    fn a_sentence_has_a_topic_between_its_commas() {
        let wanted = ["go", "rust", "type theory"].map(str::to_owned);
        assert_eq!(topics("Rust, Go; type-theory,, rust"), BTreeSet::from(wanted));
        assert!(topics(&format!("Is known for {}", "long ".repeat(20))).is_empty());
    }

    proptest! {
        #[test]
        fn a_topic_is_its_own_topic(text in "[ #\\-_.\"a-zA-ZÀ-ÿ+]{0,40}") {
            if let Some(once) = topic(&text) {
                prop_assert_eq!(topic(&once), Some(once));
            }
        }
    }
}
