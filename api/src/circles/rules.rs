//! What names and colours must look like, and what changes when labels are put on and taken off.

/// Most tags of a person, and most circles.
pub const LABELS: usize = 50;
/// Most people put into a circle, or taken out, at once.
pub const MEMBERS_AT_ONCE: usize = 100;

/// The colour as it is stored, `#rrggbb` in lower case.
///
/// # Errors
/// The text is no such colour.
pub fn color(text: &str) -> Result<String, String> {
    let digits = text.trim().strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(format!("#{}", digits.to_ascii_lowercase()));
    }
    Err("write a colour such as #3366ff".to_owned())
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
        assert_eq!(color(" #33AaFf ").as_deref(), Ok("#33aaff"));
        for text in [
            "", "#", "33aaff", "#33aaf", "#33aaff0", "#33aafg", "#éaaff", "# 3aaff", "blue",
        ] {
            assert!(color(text).is_err(), "{text}");
        }
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
