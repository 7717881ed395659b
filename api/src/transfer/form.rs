//! The forms under which an import remembers rows. What they say of a row never changes: a database knows its rows by them for
//! as long as it lives.
//!
//! The second form is in use. The first is what the first release kept: the text by which Rust showed a row to programmers. It
//! is written out here, so that what was imported then is known again whatever becomes of the row's type.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::contact::{ExternalKey, ImportedAffiliation, ImportedContact, ImportedPoint, PointKind};
use super::merge::values_of;
use crate::kit::secret;

/// By what a row is known again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The hash of the second form, behind its number.
    pub now: String,
    /// The hash of the first form.
    pub first: String,
    /// Whether the row says something that the first form could not.
    pub says_more: bool,
    /// The hash of the second form as it was before rows said some of it, if it does.
    pub earlier: Option<String>,
}

impl Marks {
    /// The marks of a row.
    #[must_use]
    pub fn of(row: &ImportedContact) -> Self {
        Self {
            now: mark(second(row, &[])),
            first: secret::hash(first(row).as_bytes()),
            says_more: !later(row).is_empty() || says_learnt(row),
            earlier: says_learnt(row).then(|| mark(second(row, &LEARNT))),
        }
    }

    /// Whether this was remembered, in either form.
    #[must_use]
    pub fn is_any_of(&self, seen: &[String]) -> Option<Form> {
        if seen.contains(&self.now) {
            Some(Form::Second)
        } else if self.earlier.as_ref().is_some_and(|mark| seen.contains(mark)) {
            Some(Form::Earlier)
        } else {
            seen.contains(&self.first).then_some(Form::First)
        }
    }
}

/// Which form a row was remembered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// That of the first release.
    First,
    /// The one in use, before rows said where somebody lives and when they died, and had photos.
    Earlier,
    /// The one in use.
    Second,
}

/// The fields of the first release, in its order: as they are named now, and as it named them.
const FIRST: [(&str, &str); 13] = [
    ("displayName", "display_name"),
    ("givenName", "given_name"),
    ("middleName", "middle_name"),
    ("familyName", "family_name"),
    ("namePrefix", "name_prefix"),
    ("nameSuffix", "name_suffix"),
    ("nickname", "nickname"),
    ("headline", "headline"),
    ("summary", "summary"),
    ("timeZone", "time_zone"),
    ("pronouns", "pronouns"),
    ("birthday", "birthday"),
    ("metOn", "met_on"),
];

/// The fields of a person that rows have learnt to say since they were remembered in the second form, beside the photo.
pub const LEARNT: [&str; 3] = ["city", "country", "diedOn"];

fn says_learnt(row: &ImportedContact) -> bool {
    let values = values_of(&row.person);
    row.photo.is_some() || LEARNT.iter().any(|name| values.contains_key(name))
}

fn mark(form: Value) -> String {
    format!("2:{}", secret::hash(form.to_string().as_bytes()))
}

/// The second form: what the row says, field by field. A field that says nothing is left out, so a new field changes the form of no
/// row that does not have it.
fn second(row: &ImportedContact, without: &[&str]) -> Value {
    let mut said: Vec<Value> = Vec::new();
    let mut say = |name: &str, value: Option<&String>| said.extend(value.map(|value| json!([name, value])));
    say("uid", row.external.as_ref().map(|key| &key.key));
    let values = values_of(&row.person);
    let in_first: Vec<&str> = FIRST.iter().map(|(name, _)| *name).collect();
    for name in &in_first {
        say(name, values.get(name));
    }
    // Fields that the first release did not have.
    let since = |name: &&str| !in_first.contains(name) && !without.contains(name);
    for (name, value) in values.iter().filter(|(name, _)| since(name)) {
        say(name, Some(value));
    }
    let points = row.contact_points.iter();
    said.extend(points.map(|it| json!(["contactPoint", kind(it.kind), it.value, it.label, it.is_primary])));
    let affiliations = row.affiliations.iter();
    said.extend(affiliations.map(|it| json!(["affiliation", it.organization, it.role, it.department])));
    said.extend(row.tags.iter().map(|tag| json!(["tag", tag])));
    said.extend(later(row));
    let photo = row.photo.as_ref().filter(|_| without.is_empty());
    said.extend(photo.map(|photo| json!(["photo", secret::hash(photo)])));
    said.into()
}

/// What a row says in fields that the first release did not have. A field that is added to rows does not compile until it is here.
fn later(row: &ImportedContact) -> Vec<Value> {
    let ImportedContact {
        external: _,
        // What the person's own fields say stands before.
        person: _,
        contact_points: _,
        affiliations: _,
        tags: _,
        // It stands where it is asked whether a row was remembered before rows said it.
        photo: _,
        beside,
        // What is told to the user is no part of what the row says.
        remarks: _,
        // It is kept as it stood when something else of the row changed last.
        left: _,
    } = row;
    beside
        .form()
        .into_iter()
        .map(|line| json!(["beside", line]))
        .collect()
}

/// The first form, as the first release wrote it.
fn first(row: &ImportedContact) -> String {
    let external = match &row.external {
        Some(ExternalKey { source, key, url }) => {
            format!("Some(ExternalKey {{ source: {source:?}, key: {key:?}, url: {url:?} }})")
        }
        None => "None".to_owned(),
    };
    let values = values_of(&row.person);
    let mut text = format!(
        "ImportedContact {{ external: {external}, display_name: {:?}",
        row.person.display_name
    );
    for (name, snake) in FIRST.iter().skip(1) {
        let (name, value) = (snake, values.get(name));
        // Writing to a string does not fail.
        let _ = write!(text, ", {name}: {value:?}");
    }
    let points = row.contact_points.iter().map(|it| {
        let ImportedPoint {
            kind: of,
            value,
            label,
            is_primary,
        } = it;
        format!(
            "ImportedPoint {{ kind: {}, value: {value:?}, label: {label:?}, is_primary: {is_primary} }}",
            kind(*of)
        )
    });
    let affiliations = row.affiliations.iter().map(|it| {
        let ImportedAffiliation { organization, role, department } = it;
        format!(
            "ImportedAffiliation {{ organization: {organization:?}, role: {role:?}, department: {department:?} }}"
        )
    });
    let (points, affiliations): (Vec<_>, Vec<_>) = (points.collect(), affiliations.collect());
    let _ = write!(
        text,
        ", contact_points: [{}], affiliations: [{}], tags: {:?} }}",
        points.join(", "),
        affiliations.join(", "),
        row.tags
    );
    text
}

const fn kind(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Email => "Email",
        PointKind::Phone => "Phone",
        PointKind::Url => "Url",
        PointKind::Handle => "Handle",
        PointKind::Address => "Address",
    }
}

#[cfg(test)]
mod tests {
    use entity::person;

    use super::*;

    fn point(kind: PointKind, value: &str, label: Option<&str>) -> ImportedPoint {
        ImportedPoint {
            kind,
            value: value.to_owned(),
            label: label.map(str::to_owned),
            is_primary: false,
        }
    }

    fn named(display: &str, given: &str, family: &str) -> ImportedContact {
        let person = person::Model {
            display_name: display.to_owned(),
            given_name: Some(given.to_owned()),
            family_name: Some(family.to_owned()),
            ..person::Model::default()
        };
        ImportedContact {
            person,
            ..ImportedContact::default()
        }
    }

    /// Rows with the hashes that the first release kept of them.
    fn kept() -> Vec<(ImportedContact, &'static str)> {
        let nadia = ImportedContact {
            external: Some(ExternalKey {
                source: "linkedin".to_owned(),
                key: "nadia-haddad-1".to_owned(),
                url: Some("https://www.linkedin.com/in/nadia-haddad-1".to_owned()),
            }),
            person: person::Model {
                headline: Some("Partner at Haddad, Sons & Co.".to_owned()),
                met_on: "2024-03-12".parse().ok(),
                ..named("Nadia Haddad", "Nadia", "Haddad").person
            },
            contact_points: vec![
                point(PointKind::Email, "nadia@haddad.example", None),
                point(
                    PointKind::Url,
                    "https://www.linkedin.com/in/nadia-haddad-1",
                    Some("LinkedIn"),
                ),
            ],
            affiliations: vec![ImportedAffiliation {
                organization: "Haddad, Sons & Co.".to_owned(),
                role: Some("Partner".to_owned()),
                department: None,
            }],
            ..ImportedContact::default()
        };
        let karla = ImportedContact {
            person: person::Model {
                summary: Some("First line\nsecond line".to_owned()),
                ..named("Karla Müller", "Karla", "Müller").person
            },
            contact_points: vec![
                point(PointKind::Phone, "0171 2345678", Some("mobile")),
                point(PointKind::Email, "karla@mueller.example", None),
            ],
            ..ImportedContact::default()
        };
        let fatima = ImportedContact {
            person: person::Model {
                display_name: "Fatima Zahra".to_owned(),
                ..person::Model::default()
            },
            ..ImportedContact::default()
        };
        vec![
            (
                nadia,
                "bb0a56a39a30098e7806d8499c09c4fd00272b4fbfa3852c545196a5c41e088f",
            ),
            (
                karla,
                "91663938dc446ced8f7e9162a12c38df4b70fff722272ce4beb4e37d645c445c",
            ),
            (
                fatima,
                "38bd31e1ea105090caf3d1c923b9039ba25cfbb7a09525968e38bb4beffe4c76",
            ),
        ]
    }

    #[test]
    fn the_first_form_is_that_of_the_first_release() {
        for (row, hash) in kept() {
            assert_eq!(Marks::of(&row).first, hash, "{row:?}");
        }
    }

    #[test]
    fn the_second_form_never_changes() {
        let marks = kept().into_iter().map(|(row, _)| Marks::of(&row).now);
        assert_eq!(
            marks.collect::<Vec<_>>(),
            [
                "2:f436d603594dc361f4792a68b4c93af5103595b98141b878af596feee93f801c",
                "2:fe71bb3b552b3b48dc2778ae8805ac27d7aa5ec35c2bc94e1bcaf302f0af1f73",
                "2:d0beea42dab3bd3f998bdbf49b0880d876257cd6e137a5ba56266919c259c564",
            ]
        );
    }

    #[test]
    fn rows_that_differ_have_other_marks() {
        let (row, _) = kept().remove(1);
        let other = ImportedContact {
            tags: vec!["friend".to_owned()],
            ..row.clone()
        };
        assert_ne!(Marks::of(&row), Marks::of(&other));
        let seen = [Marks::of(&row).first];
        assert_eq!(Marks::of(&row).is_any_of(&seen), Some(Form::First));
        assert_eq!(Marks::of(&other).is_any_of(&seen), None);
    }

    #[test]
    fn a_row_that_says_where_somebody_lives_is_known_from_before_it_could() {
        let (row, _) = kept().remove(1);
        let seen = [Marks::of(&row).now];
        let mut more = row.clone();
        more.person.city = Some("Porto".to_owned());
        let marks = Marks::of(&more);
        assert_eq!(marks.is_any_of(&seen), Some(Form::Earlier));
        assert_eq!(
            marks.is_any_of(std::slice::from_ref(&marks.now)),
            Some(Form::Second)
        );
        assert_eq!(
            marks.is_any_of(std::slice::from_ref(&marks.first)),
            Some(Form::First)
        );
        assert!(marks.says_more && !Marks::of(&row).says_more);
    }
}
