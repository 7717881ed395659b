//! What holds for custom fields.

/// The most characters of a key.
const KEY: usize = 50;

/// A key as it is kept: in small letters.
///
/// # Errors
/// In words: it is no key.
pub fn key(text: &str) -> Result<String, String> {
    let key = text.trim().to_ascii_lowercase();
    let begins = key.starts_with(|letter: char| letter.is_ascii_lowercase());
    let goes_on = key
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if begins && goes_on && key.len() <= KEY {
        return Ok(key);
    }
    Err(format!(
        "write a key such as customer_number: a letter from a to z, then letters, digits and `_`, at most {KEY} characters"
    ))
}

/// By what no two fields are the same: the type and the key.
#[must_use]
pub fn place(record_type: entity::RecordType, key: &str) -> String {
    format!("{record_type} {key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain() {
        for (text, kept) in [
            ("customer_number", Some("customer_number")),
            (" Shoe_Size2 ", Some("shoe_size2")),
            ("2nd", None),
            ("_x", None),
            ("größe", None),
            ("a b", None),
            ("", None),
        ] {
            assert_eq!(key(text).ok().as_deref(), kept, "{text}");
        }
        assert_eq!(key(&"a".repeat(51)).ok(), None);
    }
}
