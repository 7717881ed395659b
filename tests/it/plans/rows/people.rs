//! People: with nothing, and with everything.

use chrono::TimeDelta;
use entity::ids::PersonId;
use entity::person;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    fn person(&self, number: usize, name: &str) -> person::Model {
        person::Model {
            workspace_id: self.workspace,
            id: PersonId(uuid(1, number as u128)),
            display_name: name.to_owned(),
            sort_name: name.to_lowercase().replace('á', "a"),
            sort_family: String::new(),
            given_name: None,
            middle_name: None,
            family_name: None,
            name_prefix: None,
            name_suffix: None,
            nickname: None,
            pronouns: None,
            headline: None,
            summary: None,
            time_zone: None,
            birthday: None,
            met_on: None,
            met_how: None,
            met_through_id: None,
            city: None,
            sort_city: String::new(),
            country: None,
            died_on: None,
            is_self: false,
            last_interaction_at: person::NEVER,
            // What exchanges say is another test's matter: here two people of each balance, so that the id decides.
            balance: [0, 250_000_000, -250_000_000, 999_999_999][number / 2 % 4],
            custom_values: Self::custom_values(number),
            revision: 1 + number as i32,
            seq: 1,
            // Two people of each time, so that the id decides.
            created_at: self.ago(2 * (number as i64 / 2)),
            updated_at: self.ago(number as i64 / 3),
            merged_into_id: None,
            archived_at: (number % 5 == 4).then(|| self.ago(1)),
            created_by: Self::actor(number),
        }
    }

    pub(super) async fn people(&self) {
        for number in 0..12 {
            let name = ["Ana", "Ána", "Zoe \"Z\" O'Neil\n\t\u{1}😀", "ana bea"][number % 4];
            let bare = self.person(number, name);
            let some = |text: &str| Some(format!("{text} {number}"));
            let full = person::Model {
                given_name: some("given"),
                middle_name: some("middle"),
                family_name: some("Fámily"),
                sort_family: format!("family {number}"),
                name_prefix: some("prefix"),
                name_suffix: some("suffix"),
                nickname: some("nick"),
                pronouns: some("pronouns"),
                headline: some("<b>&amp; \\ / \u{2028}"),
                summary: some("summary"),
                time_zone: some("Europe/Lisbon"),
                birthday: "--02-29".parse().ok(),
                city: some("Évora"),
                sort_city: format!("evora {number}"),
                country: Some(["PT", "DE"][number % 2].to_owned()),
                met_on: ["2020", "2020-05", "2020-05-12"][number % 3].parse().ok(),
                met_how: some("how"),
                met_through_id: (number > 0).then(|| PersonId(uuid(1, number as u128 - 1))),
                last_interaction_at: self.ago(24 * (number as i64 / 4)) + TimeDelta::microseconds(7),
                ..bare.clone()
            };
            put!(self.db, if number % 3 == 0 { bare } else { full });
        }
    }
}
