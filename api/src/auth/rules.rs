//! What an address and a password must look like.

use crate::kit::check::{Checks, Path};
use crate::kit::failure::Code;
use crate::kit::line;

/// Least characters of a password.
pub const PASSWORD_MIN: usize = 8;
/// Most characters of a password: enough for any phrase, little enough to hash.
pub const PASSWORD_MAX: usize = 256;
/// Most characters of an address.
pub const EMAIL_MAX: usize = 254;

/// The address as it is compared: trimmed and in lower case.
#[must_use]
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether a text can be an e-mail address: something, an @, and a domain. Only mail itself can tell more.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |part: &str| {
        !part.is_empty()
            && !part
                .chars()
                .any(|c| !line::shows(c.encode_utf8(&mut [0; 4])) || "@,;<>()".contains(c))
    };
    plain(local)
        && plain(domain)
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && text.len() <= EMAIL_MAX
}

/// Notes what is wrong with an address.
pub fn check_email(checks: &mut Checks, path: Path, email: &str) {
    if !is_email(email.trim()) {
        checks.note(
            Code::Invalid,
            path,
            "write an e-mail address such as ana@example.org",
        );
    }
}

/// Notes what is wrong with a new password.
pub fn check_password(checks: &mut Checks, path: Path, password: &str) {
    let length = password.chars().count();
    if !(PASSWORD_MIN..=PASSWORD_MAX).contains(&length) {
        let message = format!("a password has {PASSWORD_MIN} to {PASSWORD_MAX} characters");
        checks.note(
            if length > PASSWORD_MAX {
                Code::TooLong
            } else {
                Code::Invalid
            },
            path,
            message,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for good in ["ana@example.org", "a+b@x", "ünal@bücher.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "ana",
            "a\u{200b}na@x.org",
            "ana@x\u{202e}.org",
            "@x.org",
            "ana@",
            "a b@x.org",
            "ana@.org",
            "a@b@c,d",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
