//! What holds for organisations.

use unicode_normalization::UnicodeNormalization;

/// A domain as it is compared: in small letters and composed, so that one domain has one form. Its accents stay, since they make
/// another domain.
#[must_use]
pub fn folded(text: &str) -> String {
    text.trim().to_lowercase().nfc().collect()
}

/// A domain as it is kept.
///
/// # Errors
/// The text is no domain.
pub fn domain(text: &str) -> Result<String, String> {
    let domain = folded(text);
    if !domain.contains('.') || domain.contains([' ', '/', '@']) {
        return Err("write a domain such as example.org".to_owned());
    }
    Ok(domain)
}
