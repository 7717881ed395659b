//! The network as a file of contacts.

use std::fmt::Write as _;

use super::{Card, Point, Via};

impl Card {
    /// The same, as an address book exports it.
    #[must_use]
    pub fn vcard(&self) -> String {
        let mut text = "BEGIN:VCARD\nVERSION:3.0\n".to_owned();
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(text, "{name}:{value}");
        };
        line("FN", &escaped(&self.display));
        if self.given.is_some() || self.family.is_some() {
            let part = |part: &Option<String>| escaped(part.as_deref().unwrap_or_default());
            let parts = [
                part(&self.family),
                part(&self.given),
                String::new(),
                String::new(),
                part(&self.suffix),
            ];
            line("N", &parts.join(";"));
        }
        if let Some(nickname) = &self.nickname {
            line("NICKNAME", &escaped(nickname));
        }
        if let Some(birthday) = &self.birthday {
            line("BDAY", birthday);
        }
        for Point { via, value } in &self.points {
            match via {
                Via::Own => line("EMAIL;TYPE=HOME", value),
                Via::Work => line("EMAIL;TYPE=WORK", value),
                Via::Mailbox => line("EMAIL", value),
                Via::Mobile => line("TEL;TYPE=CELL", value),
                Via::Landline => line("TEL;TYPE=HOME", value),
                Via::Profile | Via::Page => line("URL", value),
                Via::Address => {
                    let (street, city) = value.split_once(", ").unwrap_or((value, ""));
                    line(
                        "ADR;TYPE=HOME",
                        &format!(";;{};{};;;", escaped(street), escaped(city)),
                    );
                }
            }
        }
        if let Some((firm, role)) = &self.work {
            line("ORG", &escaped(firm));
            line("TITLE", &escaped(role));
        }
        text.push_str("END:VCARD\n");
        text
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;")
}
