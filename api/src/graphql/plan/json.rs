//! JSON written straight into the answer's bytes.

use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use uuid::Uuid;

/// JSON under construction.
#[derive(Clone, Debug, Default)]
pub struct Json(Vec<u8>);

/// The alphabet of ids, in the order of its values.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl Json {
    /// Nothing yet, with room for this many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The bytes so far.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Where the next byte goes.
    #[must_use]
    pub const fn mark(&self) -> usize {
        self.0.len()
    }

    /// Forgets what was written since.
    pub fn back_to(&mut self, mark: usize) {
        self.0.truncate(mark);
    }

    /// An id as clients see it, by itself.
    #[must_use]
    pub fn id_text(prefix: &str, id: Uuid) -> String {
        let mut json = Self::default();
        json.name_of(prefix, id);
        String::from_utf8(json.0).unwrap_or_default()
    }

    /// JSON as it is.
    pub fn raw(&mut self, json: &[u8]) {
        self.0.extend_from_slice(json);
    }

    /// One character of JSON.
    pub fn sign(&mut self, sign: u8) {
        self.0.push(sign);
    }

    /// Null.
    pub fn null(&mut self) {
        self.raw(b"null");
    }

    /// True or false.
    pub fn bool(&mut self, value: bool) {
        self.raw(if value { b"true" } else { b"false" });
    }

    /// A whole number.
    pub fn number(&mut self, number: i64) {
        // Writing to memory does not fail.
        let _ = serde_json::to_writer(&mut self.0, &number);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        let _ = serde_json::to_writer(&mut self.0, text);
    }

    /// A text that needs no escapes.
    pub fn word(&mut self, word: &str) {
        self.sign(b'"');
        self.raw(word.as_bytes());
        self.sign(b'"');
    }

    /// A number with a fraction; null where it is none that JSON knows.
    pub fn float(&mut self, number: f64) {
        let _ = serde_json::to_writer(&mut self.0, &number);
    }

    /// A list.
    pub fn list<T>(&mut self, entries: &[T], mut entry: impl FnMut(&mut Self, &T)) {
        self.sign(b'[');
        for (number, value) in entries.iter().enumerate() {
            if number > 0 {
                self.sign(b',');
            }
            entry(self, value);
        }
        self.sign(b']');
    }

    /// The text.
    #[must_use]
    pub fn into_text(self) -> String {
        // Nothing but text was ever written.
        String::from_utf8(self.0).unwrap_or_default()
    }

    /// A number alone.
    #[must_use]
    pub fn of_number(number: i64) -> Self {
        let mut json = Self::default();
        json.number(number);
        json
    }

    /// A list of words that need no escapes.
    pub fn words(&mut self, words: impl IntoIterator<Item = &'static str>) {
        self.sign(b'[');
        for (number, word) in words.into_iter().enumerate() {
            if number > 0 {
                self.sign(b',');
            }
            self.word(word);
        }
        self.sign(b']');
    }

    /// An id in its text form.
    pub fn id(&mut self, prefix: &str, id: Uuid) {
        self.sign(b'"');
        self.name_of(prefix, id);
        self.sign(b'"');
    }

    fn name_of(&mut self, prefix: &str, id: Uuid) {
        self.raw(prefix.as_bytes());
        self.sign(b'_');
        let (mut digits, mut rest) = ([b'0'; 26], id.as_u128());
        for digit in digits.iter_mut().rev() {
            let value = usize::try_from(rest & 31).unwrap_or_default();
            *digit = ALPHABET.get(value).copied().unwrap_or(b'0');
            rest >>= 5;
        }
        self.raw(&digits);
    }

    fn digits(&mut self, number: u32, count: u32) {
        for place in (0..count).rev() {
            let digit = number / 10_u32.pow(place) % 10;
            self.sign(b'0' + u8::try_from(digit).unwrap_or_default());
        }
    }

    fn day(&mut self, day: NaiveDate) {
        self.digits(u32::try_from(day.year()).unwrap_or_default(), 4);
        self.sign(b'-');
        self.digits(day.month(), 2);
        self.sign(b'-');
        self.digits(day.day(), 2);
    }

    /// A calendar day, in days of the epoch; null beyond what a calendar holds.
    pub fn date(&mut self, days: i32) {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1);
        match epoch.and_then(|epoch| epoch.checked_add_signed(chrono::TimeDelta::days(days.into()))) {
            Some(day) => {
                self.sign(b'"');
                self.day(day);
                self.sign(b'"');
            }
            None => self.null(),
        }
    }

    /// A moment, in microseconds of the epoch, with as many digits of the second as it needs: none, three or six.
    pub fn time(&mut self, micros: i64) {
        let Some(time) = DateTime::from_timestamp_micros(micros) else {
            return self.null();
        };
        self.sign(b'"');
        self.day(time.date_naive());
        self.sign(b'T');
        self.digits(time.hour(), 2);
        self.sign(b':');
        self.digits(time.minute(), 2);
        self.sign(b':');
        self.digits(time.second(), 2);
        let fraction = time.timestamp_subsec_micros();
        if fraction > 0 {
            self.sign(b'.');
            if fraction % 1000 == 0 {
                self.digits(fraction / 1000, 3);
            } else {
                self.digits(fraction, 6);
            }
        }
        self.raw(b"Z\"");
    }
}

#[cfg(test)]
mod tests {
    use chrono::SecondsFormat;
    use entity::TypedId as _;
    use entity::ids::PersonId;
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl FnOnce(&mut Json)) -> String {
        let mut json = Json::default();
        write(&mut json);
        String::from_utf8(json.into_bytes()).unwrap()
    }

    proptest! {
        #[test]
        fn moments_look_as_the_calendar_library_writes_them(micros in -62_135_596_800_000_000_i64..253_402_300_800_000_000, round in 0..3) {
            let micros = match round { 0 => micros, 1 => micros / 1000 * 1000, _ => micros / 1_000_000 * 1_000_000 };
            let time = DateTime::from_timestamp_micros(micros).unwrap();
            let expected = format!("\"{}\"", time.to_rfc3339_opts(SecondsFormat::AutoSi, true));
            prop_assert_eq!(written(|json| json.time(micros)), expected);
        }

        #[test]
        fn ids_look_as_their_library_writes_them(id: u128) {
            let id = Uuid::from_u128(id);
            let expected = format!("\"{}\"", PersonId(id));
            prop_assert_eq!(written(|json| json.id(PersonId::PREFIX, id)), expected);
        }

        #[test]
        fn days_look_as_the_calendar_library_writes_them(days in -719_162..2_932_896_i32) {
            let day = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::TimeDelta::days(days.into());
            prop_assert_eq!(written(|json| json.date(days)), format!("\"{day}\""));
        }
    }
}
