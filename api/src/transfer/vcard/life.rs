//! Dates of a person's life, whom they know and what they like: what the standards, Apple, Android, Evolution, KAddressBook and
//! Outlook call it.

use calcard::vcard::{VCard, VCardEntry, VCardParameterName, VCardParameterValue, VCardProperty};
use entity::fact::FactKind;
use entity::milestone::MilestoneKind;

use super::super::contact::{ImportedContact, MAX_NAME};
use super::super::{date as dates, text};
use super::label::{Labels, types};
use super::value;

/// How many properties of a card are looked at.
const MAX_READ: usize = 500;
/// How Android numbers relations.
const ANDROID_RELATIONS: [&str; 15] = [
    "",
    "assistant",
    "brother",
    "child",
    "domestic partner",
    "father",
    "friend",
    "manager",
    "mother",
    "parent",
    "partner",
    "referred by",
    "relative",
    "sister",
    "spouse",
];

/// Adds what the card says of the person's life; what of it cannot be read is left out.
pub(super) fn add(contact: &mut ImportedContact, card: &VCard) {
    let labels = Labels::of(card);
    for (index, entry) in card.entries.iter().filter(|entry| is_life(entry)).enumerate() {
        let is_read = index < MAX_READ && text::line(value(entry)).is_some();
        if !is_read || !add_entry(contact, entry, &labels) {
            contact.remarks.left_out(entry.name.as_str(), value(entry));
        }
    }
}

/// When the person died, if the card says it in a way that can be read.
pub(super) fn died(card: &VCard) -> Option<String> {
    card.entries
        .iter()
        .filter(|entry| is_death(entry))
        .take(MAX_READ)
        .find_map(date)
}

/// Whether the property says when the person died: the standard's, or an older one.
pub(super) fn is_death(entry: &VCardEntry) -> bool {
    let is_older = |name: &str| {
        let name = name.to_ascii_uppercase().replace('_', "-");
        [
            "X-DEATHDATE",
            "X-DEATH-DATE",
            "X-DEATHDAY",
            "X-DATE-OF-DEATH",
            "X-KADDRESSBOOK-X-DEATHDATE",
        ]
        .contains(&name.as_str())
    };
    match &entry.name {
        VCardProperty::Deathdate => true,
        VCardProperty::Other(name) => is_older(name),
        _ => false,
    }
}

/// Whether the property is read here.
pub(super) fn is_life(entry: &VCardEntry) -> bool {
    match &entry.name {
        VCardProperty::Anniversary
        | VCardProperty::Related
        | VCardProperty::Hobby
        | VCardProperty::Interest
        | VCardProperty::Expertise => true,
        VCardProperty::Other(name) => extension(name).is_some(),
        _ => false,
    }
}

/// What a property outside the standards is.
enum Extension {
    Anniversary,
    LabelledDate,
    LabelledRelation,
    Relation(&'static str),
    Nickname,
    Android,
    /// A fact, as Rapport's own cards have it.
    Fact,
}

fn extension(name: &str) -> Option<Extension> {
    let upper = name.to_ascii_uppercase();
    // The same thing by several programs.
    let makers = ["EVOLUTION-", "KADDRESSBOOK-X-", "MS-", "OUTLOOK-", "WAB-"];
    let own = upper.strip_prefix("X-")?;
    let plain = makers
        .iter()
        .find_map(|maker| own.strip_prefix(maker))
        .unwrap_or(own);
    let plain = plain.replace('_', "-");
    Some(match plain.as_str() {
        "ANNIVERSARY" | "WEDDING-ANNIVERSARY" => Extension::Anniversary,
        "ABDATE" => Extension::LabelledDate,
        "ABRELATEDNAMES" => Extension::LabelledRelation,
        "SPOUSE" | "SPOUSESNAME" | "SPOUSE-NAME" => Extension::Relation("spouse"),
        "PARTNER" => Extension::Relation("partner"),
        "CHILD" | "CHILDREN" => Extension::Relation("child"),
        "MANAGER" | "MANAGERSNAME" | "MANAGER-NAME" => Extension::Relation("manager"),
        "ASSISTANT" | "ASSISTANTSNAME" | "ASSISTANT-NAME" => Extension::Relation("assistant"),
        "NICKNAME" => Extension::Nickname,
        "ANDROID-CUSTOM" => Extension::Android,
        "RAPPORT-FACT" => Extension::Fact,
        _ => return None,
    })
}

/// Whether the entry found its place.
fn add_entry(contact: &mut ImportedContact, entry: &VCardEntry, labels: &Labels) -> bool {
    let raw = value(entry);
    let labelled = || labels.given(entry).map(str::to_owned);
    match &entry.name {
        VCardProperty::Anniversary => add_date(contact, date(entry), None),
        VCardProperty::Related => {
            let mut kinds: Vec<String> = types(entry).into_iter().filter(|word| word != "pref").collect();
            kinds.extend(kinds.is_empty().then(|| "related".to_owned()));
            // Somebody can be two things at once: friend and neighbour.
            kinds.iter().all(|kind| contact.beside.add_relation(kind, raw))
        }
        VCardProperty::Expertise => contact.beside.add_fact(FactKind::Skill, raw),
        VCardProperty::Hobby | VCardProperty::Interest => contact.beside.add_fact(FactKind::Interest, raw),
        VCardProperty::Other(name) => match extension(name) {
            Some(Extension::Anniversary) => add_date(contact, date(entry), None),
            Some(Extension::LabelledDate) if kind(entry).is_some() => {
                let wanted = MilestoneKind::ALL
                    .iter()
                    .find(|it| Some(it.as_str()) == kind(entry));
                date(entry)
                    .zip(wanted)
                    .is_some_and(|(date, kind)| contact.beside.add_date(*kind, labelled().as_deref(), date))
            }
            Some(Extension::LabelledDate) => {
                let label = labelled().unwrap_or_else(|| "date".to_owned());
                add_date(contact, date(entry), Some(&label))
            }
            Some(Extension::LabelledRelation) => contact
                .beside
                .add_relation(&labelled().unwrap_or_else(|| "related".to_owned()), raw),
            Some(Extension::Relation(kind)) => contact.beside.add_relation(kind, raw),
            Some(Extension::Nickname) => add_nickname(contact, raw),
            Some(Extension::Android) => android(contact, raw),
            Some(Extension::Fact) => {
                let wanted = FactKind::ALL.iter().find(|it| Some(it.as_str()) == kind(entry));
                wanted.is_some_and(|kind| contact.beside.add_fact(*kind, raw))
            }
            None => false,
        },
        _ => false,
    }
}

/// The kind of a date or a fact in Rapport's own words.
pub(super) fn kind(entry: &VCardEntry) -> Option<&str> {
    let is_kind = |name: &VCardParameterName| matches!(name, VCardParameterName::Other(name) if name.eq_ignore_ascii_case("X-KIND"));
    entry
        .params
        .iter()
        .find(|param| is_kind(&param.name))?
        .value
        .as_text()
}

fn add_date(contact: &mut ImportedContact, date: Option<String>, label: Option<&str>) -> bool {
    let Some(date) = date else { return false };
    match label.filter(|label| !label.eq_ignore_ascii_case("anniversary")) {
        Some(label) => contact.beside.add_date(MilestoneKind::Other, Some(label), date),
        None => contact.beside.add_date(MilestoneKind::Anniversary, None, date),
    }
}

fn add_nickname(contact: &mut ImportedContact, raw: &str) -> bool {
    let name = text::name(raw, MAX_NAME);
    let added = name.is_some() && contact.beside.nickname.is_none();
    if added {
        contact.beside.nickname = name;
    }
    added
}

/// `vnd.android.cursor.item/relation;Ada;14;;…`: the kind of thing, the thing, the number of what it is, and the user's own word for that.
fn android(contact: &mut ImportedContact, raw: &str) -> bool {
    let mut parts = raw.split(';').map(str::trim);
    let (kind, thing) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (number, own) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let own = Some(own).filter(|own| !own.is_empty());
    match kind.rsplit('/').next().unwrap_or_default() {
        "nickname" => add_nickname(contact, thing),
        "relation" => {
            let usual = number
                .parse()
                .ok()
                .and_then(|number: usize| ANDROID_RELATIONS.get(number));
            let usual = usual.copied().filter(|kind| !kind.is_empty());
            contact
                .beside
                .add_relation(usual.or(own).unwrap_or("related"), thing)
        }
        "contact_event" => match (number, dates::from_vcard(thing, None)) {
            (_, None) => false,
            ("1", date) => add_date(contact, date, None),
            ("3", Some(date)) if contact.person.birthday.is_none() => {
                contact.person.birthday = date.parse().ok();
                true
            }
            (_, date) => add_date(contact, date, Some(own.unwrap_or("date"))),
        },
        _ => false,
    }
}

/// The date of a property, if it is one of the calendar that everybody uses.
pub(super) fn date(entry: &VCardEntry) -> Option<String> {
    let gregorian = |value: &VCardParameterValue| {
        let text = value.as_text().unwrap_or_default();
        text.is_empty() || text.eq_ignore_ascii_case("gregorian")
    };
    if !entry.parameters(&VCardParameterName::Calscale).all(gregorian) {
        return None;
    }
    // Apple marks a date without a year with a year of its choice, and names it here.
    let omitted = entry.params.iter().find_map(|param| match &param.name {
        VCardParameterName::Other(name) if name.eq_ignore_ascii_case("X-APPLE-OMIT-YEAR") => {
            param.value.as_text()?.trim().parse().ok()
        }
        _ => None,
    });
    dates::from_vcard(value(entry), omitted)
}
