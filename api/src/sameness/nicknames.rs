//! What people are called instead of the names that they were given: Bill, Paco, Kasia.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Lists of names, each line a name and what may stand for it.
const LISTS: [&str; 2] = [
    include_str!("nicknames/english.txt"),
    include_str!("nicknames/others.txt"),
];

static CALLED: LazyLock<HashMap<&str, HashSet<&str>>> = LazyLock::new(|| {
    let mut called: HashMap<&str, HashSet<&str>> = HashMap::new();
    for line in lines() {
        let mut words = line.split(' ');
        if let Some(name) = words.next() {
            called.entry(name).or_default().extend(words);
        }
    }
    called
});

static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines().flat_map(|line| line.split(' ')).collect());

fn lines() -> impl Iterator<Item = &'static str> {
    let lines = LISTS.iter().flat_map(|list| list.lines());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether one of two names stands for the other.
pub fn is_called(one: &str, other: &str) -> bool {
    let stands = |name: &str, nickname: &str| CALLED.get(name).is_some_and(|of| of.contains(nickname));
    stands(one, other) || stands(other, one)
}

/// Whether a word is a first name that is known: no slip of another.
pub fn is_known(word: &str) -> bool {
    NAMES.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nickname_stands_for_its_name_from_either_side() {
        for (one, other) in [("william", "bill"), ("paco", "francisco"), ("sepp", "josef")] {
            assert!(is_called(one, other) && is_called(other, one), "{one} {other}");
        }
        assert!(!is_called("william", "robert") && !is_called("anna", "hanna"));
    }

    #[test]
    fn lists_are_written_as_names_are_compared() {
        for line in lines() {
            assert_eq!(crate::kit::fold::fold(line), line);
            assert!(line.split(' ').count() > 1, "{line}");
        }
    }
}
