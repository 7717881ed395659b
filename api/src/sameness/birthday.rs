//! How far two birthdays agree, of which parts may be unknown. Pure.

use entity::PartialDate;

use super::rules::Birthday;

/// How far two birthdays agree.
#[must_use]
pub fn birthdays(one: Option<PartialDate>, other: Option<PartialDate>) -> Birthday {
    let (Some(one), Some(other)) = (one, other) else {
        return Birthday::Unknown;
    };
    let days = [one, other].map(|date| date.month().zip(date.day()));
    let [Some(day), Some(other_day)] = days else {
        return Birthday::Unknown;
    };
    match (one.year(), other.year()) {
        (Some(year), Some(other_year)) if (year, day) == (other_year, other_day) => Birthday::Same,
        (Some(_), Some(_)) if is_near(one, other) => Birthday::Near,
        (Some(_), Some(_)) => Birthday::Other,
        _ if day == other_day => Birthday::SameDay,
        _ => Birthday::Other,
    }
}

/// Whether two whole dates differ in one digit, or in the order of day and month.
fn is_near(one: PartialDate, other: PartialDate) -> bool {
    let (one_text, other_text) = (one.to_string(), other.to_string());
    let digits = one_text.chars().zip(other_text.chars());
    let is_turned = (one.year(), one.month(), one.day()) == (other.year(), other.day(), other.month());
    is_turned || digits.filter(|(one, other)| one != other).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birthdays_agree_as_far_as_both_are_known() {
        for (one, other, expected) in [
            ("1985-04-12", "1985-04-12", Birthday::Same),
            ("1985-04-12", "--04-12", Birthday::SameDay),
            ("--04-12", "--04-12", Birthday::SameDay),
            ("1985-04-12", "--04-13", Birthday::Other),
            ("1985-04-12", "1985-04-17", Birthday::Near),
            ("1985-04-12", "1985-12-04", Birthday::Near),
            ("1985-04-12", "1958-11-12", Birthday::Other),
            ("1985-04-12", "1985", Birthday::Unknown),
        ] {
            let date = |text: &str| text.parse().ok();
            assert_eq!(birthdays(date(one), date(other)), expected, "{one} {other}");
        }
        assert_eq!(birthdays(None, "1985".parse().ok()), Birthday::Unknown);
    }
}
