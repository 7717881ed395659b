//! What holds for organisations.

use unicode_normalization::UnicodeNormalization;

/// A domain as it is kept and compared: in small letters and composed, so that one domain has one form. Its accents stay, since
/// they make another domain.
#[must_use]
pub fn domain(text: &str) -> String {
    text.trim().to_lowercase().nfc().collect()
}
