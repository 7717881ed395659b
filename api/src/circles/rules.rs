//! What names and colours must look like, and what changes when labels are put on and taken off.

use crate::kit::fold::{fold, identity};
use crate::kit::{Checks, Code, Patch, Path};

/// Most tags of a person, and most circles.
pub const LABELS: usize = 50;
/// Most people put into a circle, or taken out, at once.
pub const MEMBERS_AT_ONCE: usize = 100;

/// The colour as it is stored, `#rrggbb` in lower case; none if the text is no such colour.
#[must_use]
pub fn color(text: &str) -> Option<String> {
    let digits = text.trim().strip_prefix('#')?;
    let is_color = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_color.then(|| format!("#{}", digits.to_ascii_lowercase()))
}

/// Applies a patch to a name, to the form by which it is sorted and searched, and to that by which it is told apart. A name is never
/// cleared.
pub fn change_name(
    checks: &mut Checks,
    (name, key, same): (&mut String, &mut String, &mut String),
    patch: &Patch<String>,
    max: usize,
) {
    if !patch.is_keep() || name.is_empty() {
        *name = checks.required(Path::input("name"), patch.as_set().map(String::as_str), max);
        *key = fold(name);
        *same = identity(name);
    }
}

/// Applies a patch to a colour.
pub fn change_color(checks: &mut Checks, field: &mut Option<String>, patch: &Patch<String>) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(text) => {
            *field = color(text);
            if field.is_none() {
                checks.note(
                    Code::Invalid,
                    Path::input("color"),
                    "write a colour such as #3366ff",
                );
            }
        }
    }
}

/// What to take off and what to put on so that `remove` is gone and `add` is there; an id in both ends up there.
#[must_use]
pub fn difference<I: Copy + Ord>(present: &[I], add: &[I], remove: &[I]) -> (Vec<I>, Vec<I>) {
    let mut off: Vec<I> = remove
        .iter()
        .copied()
        .filter(|id| present.contains(id) && !add.contains(id))
        .collect();
    let mut on: Vec<I> = add.iter().copied().filter(|id| !present.contains(id)).collect();
    for ids in [&mut off, &mut on] {
        ids.sort_unstable();
        ids.dedup();
    }
    (off, on)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_color_is_six_hexadecimal_digits_behind_a_hash() {
        assert_eq!(color(" #33AaFf ").as_deref(), Some("#33aaff"));
        for text in [
            "", "#", "33aaff", "#33aaf", "#33aaff0", "#33aafg", "#éaaff", "# 3aaff", "blue",
        ] {
            assert_eq!(color(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_cannot_be_cleared_and_is_sorted_without_case_and_accents_and_told_apart_with_accents() {
        let (mut name, mut key, mut same) = ("Café".to_owned(), "cafe".to_owned(), "café".to_owned());
        let mut checks = Checks::new();
        change_name(
            &mut checks,
            (&mut name, &mut key, &mut same),
            &Patch::Set("  CLUBE São  ".to_owned()),
            20,
        );
        assert!(checks.is_empty());
        assert_eq!(
            (name.as_str(), key.as_str(), same.as_str()),
            ("CLUBE São", "clube sao", "clube são")
        );
        change_name(&mut checks, (&mut name, &mut key, &mut same), &Patch::Clear, 20);
        assert!(!checks.is_empty());
    }

    proptest! {
        #[test]
        fn afterwards_what_was_added_is_there_and_what_was_only_removed_is_not(
            present in vec(0..12_u8, 0..8), add in vec(0..12_u8, 0..8), remove in vec(0..12_u8, 0..8),
        ) {
            let (off, on) = difference(&present, &add, &remove);
            let mut after: BTreeSet<u8> = present.iter().copied().collect();
            for id in &off {
                prop_assert!(after.remove(id), "{id} was not there");
            }
            for id in &on {
                prop_assert!(after.insert(*id), "{id} is there twice");
            }
            prop_assert!(add.iter().all(|id| after.contains(id)));
            prop_assert!(remove.iter().all(|id| add.contains(id) || !after.contains(id)));
        }
    }
}
