//! What contact points must look like and how they are compared.

use entity::contact_point::ContactKind;

use crate::kit::fold::fold;
use crate::kit::{line, phone};

/// The form in which a contact point is compared: two that are equal here reach the same place. Imports remember what they brought
/// by it, so it stays as it is; [`phone::e164`] and [`super::page::profile`] find more that are the same.
#[must_use]
pub fn normalized(kind: ContactKind, value: &str) -> String {
    let value = value.trim();
    match kind {
        ContactKind::Email => value.to_lowercase(),
        ContactKind::Phone => phone::digits(value),
        ContactKind::Url => {
            let lower = value.to_lowercase();
            let bare = lower
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_start_matches("www.");
            bare.trim_end_matches('/').to_owned()
        }
        ContactKind::Handle => fold(value.trim_start_matches('@')),
        ContactKind::Address | ContactKind::Other => fold(value),
    }
}

/// What is wrong with a contact point, if anything.
#[must_use]
pub fn objection(kind: ContactKind, value: &str) -> Option<&'static str> {
    match kind {
        ContactKind::Email if !is_email(value) => Some("write an e-mail address such as ana@example.org"),
        ContactKind::Phone
            if normalized(kind, value)
                .chars()
                .filter(char::is_ascii_digit)
                .count()
                < 3 =>
        {
            Some("write a telephone number with its digits")
        }
        ContactKind::Url if value.contains(char::is_whitespace) || !value.contains('.') => {
            Some("write an address such as https://example.org")
        }
        _ => None,
    }
}

/// Whether a text can be an e-mail address; only mail itself can tell more.
fn is_email(value: &str) -> bool {
    value.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            && value.chars().all(|c| line::shows(c.encode_utf8(&mut [0; 4])))
    })
}

/// A balance as a whole number of billionths: what is told apart by less is the same. Numbers that no balance reaches become the
/// ends of what fits.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "beyond the ends it becomes the end"
)]
pub fn billionths(balance: f64) -> i32 {
    (balance * 1e9).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_the_same_thing_compare_equal() {
        let same = |kind, a, b| assert_eq!(normalized(kind, a), normalized(kind, b), "{a} and {b}");
        same(ContactKind::Email, " Ana@Example.ORG", "ana@example.org");
        same(ContactKind::Phone, "+351 (912) 345-678", "00351912345678");
        same(
            ContactKind::Url,
            "https://www.Example.org/ana/",
            "example.org/ana",
        );
        same(ContactKind::Handle, "@Ana", "ana");
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        assert!(objection(ContactKind::Email, "ana").is_some());
        assert!(objection(ContactKind::Email, "a\u{200b}na@example.org").is_some());
        assert!(objection(ContactKind::Phone, "call me").is_some());
        assert!(objection(ContactKind::Url, "my page").is_some());
        assert!(objection(ContactKind::Other, "anything goes").is_none());
    }
}
