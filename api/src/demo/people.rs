//! The people of the network: who they are and how the user is in touch with them.

use chrono::{Datelike, Days, NaiveDate};
use entity::contact_point::ContactKind;
use entity::fact::FactKind;
use entity::ids::{CircleId, OrganizationId, PersonId, TagId};
use entity::support_role::SupportRoleKind;
use entity::{PartialDate, person};

use super::dice::{Dice, filled};
use super::names::{CULTURES, Culture};
use super::traits;
use super::workplaces::{DEPARTMENTS, ROLES, Workplace};
use crate::app::App;
use crate::diversity::NewAttribute;
use crate::kit::Patch;
use crate::kit::declared::Draft;
use crate::kit::fold::fold;
use crate::people::{AffiliationFields, ContactPointFields, FactFields, NewPerson, Parts, SupportRole};

/// How many people there are.
pub const PEOPLE: usize = 200;

/// Someone, with what the other records need to know of them.
pub struct Someone {
    /// Their id.
    pub id: PersonId,
    /// First name.
    pub given: &'static str,
    /// Where they work.
    pub workplace: OrganizationId,
    /// What they work on.
    pub industry: &'static str,
    /// What they like to talk about.
    pub interest: &'static str,
    /// Where they live.
    pub city: &'static str,
    /// How often they are in touch, compared with the others; 0 is never.
    pub rhythm: i64,
    /// The first day on which they were in touch.
    pub from: NaiveDate,
    /// The last one: with some the contact was lost.
    pub until: NaiveDate,
    /// Their own fields.
    pub person: person::Model,
    /// What belongs to them.
    pub parts: Parts,
}

impl Someone {
    /// The command that makes them.
    pub fn to_new(&self) -> NewPerson {
        NewPerson {
            id: Some(self.id),
            fields: Draft::of(&self.person),
            parts: self.parts.clone(),
        }
    }
}

/// What people are made of.
pub struct World<'a> {
    /// Where they work.
    pub workplaces: &'a [Workplace],
    /// The circles.
    pub circles: Vec<CircleId>,
    /// The tags.
    pub tags: Vec<TagId>,
    /// Today.
    pub today: NaiveDate,
}

/// Everybody.
pub fn people(app: &App, dice: &mut Dice, world: &World<'_>) -> Vec<Someone> {
    let named = CULTURES
        .iter()
        .flat_map(|culture| culture.given.iter().enumerate().map(move |name| (culture, name)));
    // The first of each culture, then the second of each: whoever reads the first page sees all of them.
    let mut named: Vec<_> = named.collect();
    named.sort_by_key(|(_, (place, _))| *place);
    let mut all: Vec<Someone> = Vec::with_capacity(PEOPLE);
    for (culture, (place, given)) in named.into_iter().take(PEOPLE) {
        let family = culture
            .family
            .iter()
            .cycle()
            .nth(place)
            .copied()
            .unwrap_or_default();
        // The README asks for the first of them by their address.
        let job = if all.is_empty() {
            0
        } else {
            dice.place(world.workplaces.len())
        };
        let mut someone = someone(app, dice, world, (culture, given, family), job);
        if dice.percent(25) {
            let pronouns = if place % 2 == 0 { "she/her" } else { "he/him" };
            someone.person.pronouns = Some(pronouns.to_owned());
        }
        let before = all.get(dice.place(all.len())).map(|other| other.id);
        if let Some(other) = before.filter(|_| dice.percent(20)) {
            someone.person.met_through_id = Some(other);
            someone.person.met_how = Some(dice.text(&traits::MET_THROUGH).to_owned());
        }
        all.push(someone);
    }
    all
}

fn someone(
    app: &App,
    dice: &mut Dice,
    world: &World<'_>,
    (culture, given, family): (&Culture, &'static str, &'static str),
    job: usize,
) -> Someone {
    let World {
        workplaces, today, ..
    } = world;
    let here = workplaces.get(job);
    let (interest, role) = (dice.text(&traits::INTERESTS), dice.text(&ROLES));
    let closeness = closeness(dice);
    // Met up to ten years ago; the interactions go back three.
    let met = back(*today, dice.between(120..=3_600));
    let from = met.max(back(*today, 1_090));
    let until = match closeness {
        Closeness::Lost => back(*today, dice.between(400..=700)).max(from + Days::new(30)),
        _ => *today,
    };
    let name = format!("{given} {family}");
    let at = here.map_or("home", |it| it.name);
    let mut person = person::Model {
        display_name: name.clone(),
        given_name: Some(given.to_owned()),
        family_name: Some(family.to_owned()),
        time_zone: Some(culture.zone.to_owned()),
        ..person::Model::default()
    };
    let gaps = [
        ("role", role),
        ("at", at),
        ("interest", interest),
        ("city", culture.city),
    ];
    person.headline = Some(filled(dice.text(&traits::HEADLINES), &gaps));
    person.met_how = Some(dice.text(&traits::MET_HOW).to_owned());
    person.met_on = Some(vague(dice, met));
    if dice.percent(40) {
        person.summary = Some(filled(dice.text(&traits::SUMMARIES), &gaps));
    }
    if dice.percent(55) {
        person.birthday = birthday(dice, *today);
    }
    let parts = Parts {
        add_contact_points: contact_points(dice, &name, here, culture.city),
        add_affiliations: affiliations(dice, workplaces, job, role, met),
        add_facts: facts(dice, interest),
        set_support_roles: support(dice, closeness),
        set_attributes: attributes(dice),
        add_tags: {
            let count = usize::try_from(dice.between(0..=3)).unwrap_or_default();
            dice.some(&world.tags, count)
        },
        add_circles: circles(dice, world, closeness, here, culture.city),
        ..Parts::default()
    };
    let id = app.ids.next(app.clock.now());
    Someone {
        id,
        given,
        workplace: here.map_or(OrganizationId(uuid::Uuid::nil()), |it| it.id),
        industry: here.map_or("", |it| it.industry),
        interest,
        city: culture.city,
        rhythm: rhythm(dice, closeness),
        from,
        until,
        person,
        parts,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Closeness {
    Inner,
    Close,
    Active,
    Acquainted,
    Lost,
    Never,
}

fn closeness(dice: &mut Dice) -> Closeness {
    match dice.between(0..=99) {
        0..=6 => Closeness::Inner,
        7..=24 => Closeness::Close,
        25..=54 => Closeness::Active,
        55..=79 => Closeness::Acquainted,
        80..=94 => Closeness::Lost,
        _ => Closeness::Never,
    }
}

fn rhythm(dice: &mut Dice, closeness: Closeness) -> i64 {
    match closeness {
        Closeness::Inner => dice.between(50..=80),
        Closeness::Close => dice.between(18..=36),
        Closeness::Active => dice.between(6..=14),
        Closeness::Lost => dice.between(3..=9),
        Closeness::Acquainted => dice.between(1..=4),
        Closeness::Never => 0,
    }
}

/// So many days before.
pub fn back(day: NaiveDate, days: i64) -> NaiveDate {
    day - Days::new(days.unsigned_abs())
}

fn set(text: &str) -> Patch<String> {
    Patch::Set(text.to_owned())
}

/// The day, or only its month, or only its year.
fn vague(dice: &mut Dice, day: NaiveDate) -> PartialDate {
    let month = dice.percent(60).then(|| day.month());
    if month.is_some() && dice.percent(40) {
        return day.into();
    }
    PartialDate::new(Some(day.year()), month, None).unwrap_or_else(|_| day.into())
}

/// Some without the year.
fn birthday(dice: &mut Dice, today: NaiveDate) -> Option<PartialDate> {
    let day = back(today, dice.between(24 * 365..=66 * 365));
    let year = dice.percent(55).then(|| day.year());
    PartialDate::new(year, Some(day.month()), Some(day.day())).ok()
}

/// The name as it is written in addresses.
fn plain(name: &str) -> String {
    let dotted = fold(name).replace(' ', ".");
    dotted
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '.')
        .collect()
}

/// Addresses that cannot be anybody's: domains that are reserved, and the telephone numbers that are kept for drama.
fn contact_points(
    dice: &mut Dice,
    name: &str,
    here: Option<&Workplace>,
    city: &str,
) -> Vec<ContactPointFields> {
    let point = |kind, value: String, label: &str, primary| ContactPointFields {
        kind: Some(kind),
        value: Some(value),
        label: set(label),
        is_primary: Some(primary),
    };
    let plain = plain(name);
    let domain = here.map_or("mail.example", |it| it.domain.as_str());
    let mut points = vec![point(
        ContactKind::Email,
        format!("{plain}@{domain}"),
        "work",
        true,
    )];
    if dice.percent(45) {
        points.push(point(
            ContactKind::Email,
            format!("{plain}@mail.example"),
            "home",
            false,
        ));
    }
    if dice.percent(60) {
        let number = format!("+44 7700 900{:03}", dice.between(0..=999));
        points.push(point(ContactKind::Phone, number, "mobile", true));
    }
    if dice.percent(30) {
        points.push(point(ContactKind::Handle, format!("@{plain}"), "chat", true));
    }
    if dice.percent(20) {
        points.push(point(
            ContactKind::Url,
            format!("https://{plain}.example"),
            "site",
            true,
        ));
    }
    if dice.percent(10) {
        let street = format!(
            "{} {}, {city}",
            dice.between(1..=140),
            dice.text(&traits::STREETS)
        );
        points.push(point(ContactKind::Address, street, "home", true));
    }
    points
}

fn affiliations(
    dice: &mut Dice,
    workplaces: &[Workplace],
    job: usize,
    role: &str,
    met: NaiveDate,
) -> Vec<AffiliationFields> {
    let year = |year| PartialDate::new(Some(year), None, None).map_or(Patch::Keep, Patch::Set);
    let at = |place: usize| {
        let id = workplaces.get(place % workplaces.len().max(1)).map(|it| it.id);
        id.map(crate::people::Workplace::Id)
    };
    let began = met.year() - i32::try_from(dice.between(0..=4)).unwrap_or_default();
    let mut all = vec![AffiliationFields {
        workplace: at(job),
        role: set(role),
        department: if dice.percent(50) {
            set(dice.text(&DEPARTMENTS))
        } else {
            Patch::Keep
        },
        started_on: year(began),
        ..AffiliationFields::default()
    }];
    let (mut place, mut ended) = (job, began);
    while all.len() < 3 && dice.percent(45) {
        place += 1 + dice.place(7);
        let began = ended - i32::try_from(dice.between(1..=5)).unwrap_or_default();
        all.push(AffiliationFields {
            workplace: at(place),
            role: set(dice.text(&ROLES)),
            started_on: year(began),
            ended_on: year(ended),
            is_current: Some(false),
            ..AffiliationFields::default()
        });
        ended = began;
    }
    all
}

fn facts(dice: &mut Dice, interest: &str) -> Vec<FactFields> {
    let fact = |kind, text: &str, source| FactFields {
        kind: Some(kind),
        text: Some(text.to_owned()),
        source: set(source),
        ..FactFields::default()
    };
    let mut facts = vec![fact(FactKind::Interest, interest, "In conversation")];
    for (kind, texts, chance) in traits::FACTS {
        if dice.percent(chance) {
            let source = dice.text(&[
                "In conversation",
                "Their profile",
                "A mutual friend",
                "Their talk",
            ]);
            facts.push(fact(kind, dice.text(texts), source));
        }
    }
    facts
}

fn support(dice: &mut Dice, closeness: Closeness) -> Vec<SupportRole> {
    use SupportRoleKind::{Advisor, Mentee, Mentor, Peer, Sponsor};
    if !matches!(closeness, Closeness::Inner | Closeness::Close) || !dice.percent(50) {
        return Vec::new();
    }
    let (role, note) = dice.one(
        (Mentor, "Leading a team"),
        &[
            (Advisor, "Raising money"),
            (Peer, "We compare notes every quarter"),
            (Peer, "Writing, and getting it done"),
            (Sponsor, "Recommended me for the board"),
            (Mentee, "First years in product"),
            (Mentee, "Changing careers"),
        ],
    );
    vec![SupportRole {
        role,
        note: Some(note.to_owned()),
        since: None,
    }]
}

fn attributes(dice: &mut Dice) -> Vec<NewAttribute> {
    let mut all = Vec::new();
    for (dimension, values) in traits::DIMENSIONS {
        if dice.percent(35) {
            all.push(NewAttribute {
                dimension: dimension.to_owned(),
                value: dice.text(values).to_owned(),
                source: None,
            });
        }
    }
    all
}

fn circles(
    dice: &mut Dice,
    world: &World<'_>,
    closeness: Closeness,
    here: Option<&Workplace>,
    city: &str,
) -> Vec<CircleId> {
    let industry = here.map_or("", |it| it.industry);
    let member = [
        closeness == Closeness::Inner,
        closeness == Closeness::Close,
        closeness == Closeness::Active,
        closeness == Closeness::Lost,
        matches!(
            industry,
            "Renewable energy" | "Climate technology" | "Utilities" | "Agriculture"
        ),
        dice.percent(8),
        dice.percent(5),
        city == "Lisbon",
    ];
    let circles = world.circles.iter().zip(member);
    circles
        .filter(|(_, is_member)| *is_member)
        .map(|(circle, _)| *circle)
        .collect()
}
