//! The declaration of people: of what is in the person's own row. What belongs to a person, such as addresses and facts, is in the
//! tables of those.

use chrono::NaiveDate;
use chrono_tz::Tz;
use entity::PartialDate;
use entity::person::{self, Column};

use crate::kit::declared::{Declaration, Draft, declared};
use crate::kit::{Checks, Code, Patch, Path, Tx, country as countries};

declared!(person::Model: declare,
    const IS_FOUND_BY_PARTS: bool = true;
    fn blank(_: &Tx) -> Self {
        Self {
            last_interaction_at: person::NEVER,
            ..Self::default()
        }
    }
    fn judge(&mut self, said: &Draft<Self>, checks: &mut Checks, today: NaiveDate) {
        let Some(died) = self.died_on else { return };
        if died.earliest().is_some_and(|day| day > today) {
            checks.note(Code::Invalid, Path::input("diedOn"), "this day has not come yet");
        }
        let born = self.birthday.and_then(PartialDate::earliest);
        if born.zip(died.latest()).is_some_and(|(born, died)| died < born) {
            let is_of_birth = said.said("diedOn") == Patch::Keep;
            let field = if is_of_birth { "birthday" } else { "diedOn" };
            let message = "nobody dies before they are born: diedOn is before birthday";
            checks.note(Code::Invalid, Path::input(field), message);
        }
    }
);

const NAME: usize = 200;

fn declare() -> Declaration<person::Model> {
    Declaration::new("Person", ("person", "people"), "Someone in the network.")
        .line("displayName", "The name by which the person is shown.", Column::DisplayName, NAME)
        .folded(Column::SortName)
        .filtered()
        .ordered()
        .searched()
        .line("givenName", "The person's first name.", Column::GivenName, NAME)
        .searched()
        .line("middleName", "The person's middle names.", Column::MiddleName, NAME)
        .searched()
        .line("familyName", "The person's last name.", Column::FamilyName, NAME)
        .folded(Column::SortFamily)
        .filtered()
        .ordered()
        .searched()
        .line("namePrefix", "What stands before the name: Dr, Prof …", Column::NamePrefix, NAME)
        .line("nameSuffix", "What stands after the name: Jr, PhD …", Column::NameSuffix, NAME)
        .line("nickname", "What friends call them.", Column::Nickname, NAME)
        .searched()
        .line("pronouns", "As the person states them.", Column::Pronouns, NAME)
        .line("headline", "One line on what they do.", Column::Headline, 300)
        .searched()
        .lines("notes", "The user's own notes about the person.", Column::Summary, 20_000)
        .once_called("summary")
        .searched()
        .line("timeZone", "Their IANA time zone, such as `Europe/Lisbon`.", Column::TimeZone, NAME)
        .reads_all(zone)
        .partial_date("birthday", "Their birthday; the year may be unknown.", Column::Birthday)
        .partial_date("metOn", "When the user and the person met.", Column::MetOn)
        .lines("metHow", "How the user and the person met.", Column::MetHow, 2_000)
        .searched()
        .refers::<person::Model>(
            "metThroughId",
            "Who brought the user and the person together.",
            Column::MetThroughId,
        )
        .line("city", "The town in which they live.", Column::City, NAME)
        .added_later()
        .folded(Column::SortCity)
        .filtered()
        .ordered()
        .searched()
        .form(
            "country",
            "The country in which they live: its two letters in ISO 3166-1, such as `PT`.",
            Column::Country,
            country,
        )
        .added_later()
        .compared(str::to_ascii_uppercase)
        .filtered()
        .partial_date(
            "diedOn",
            "When they died; the day, the month or the year may be unknown. Nothing is proposed about somebody who died: they are due in no cadence, nothing of theirs is ahead, and nobody is to be thanked or introduced; what was stays.",
            Column::DiedOn,
        )
        .added_later()
        .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
        .ordered_by_creation(Column::CreatedAt)
        .ordered_by_change(Column::UpdatedAt)
        .ordered_by(
            "lastInteractionAt",
            "When the last interaction with them happened; people without one come before all others.",
            Column::LastInteractionAt,
        )
        .ordered_by(
            "reciprocityBalance",
            "How give and take stand with them: those to whom the user gave most come first. Needs `EXCHANGES_READ`.",
            Column::Balance,
        )
}

fn zone(text: &str) -> Result<String, String> {
    match text.trim().parse::<Tz>() {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(format!("{text} is not an IANA time zone such as Europe/Lisbon")),
    }
}

fn country(text: &str) -> Result<String, String> {
    let unknown = || format!("{text} is no country of ISO 3166-1: write its two letters, such as PT");
    countries::of_code(text).map(str::to_owned).ok_or_else(unknown)
}
