//! The fields of the person itself.

use chrono_tz::Tz;
use entity::ids::PersonId;
use entity::{PartialDate, person};
use serde::Serialize;

use super::read;
use crate::kit::check::{Checks, Path};
use crate::kit::fold::fold;
use crate::kit::{Code, Failure, Patch, Tx};

const NAME: usize = 200;
const LINE: usize = 300;
const MET_HOW: usize = 2_000;
const SUMMARY: usize = 20_000;

/// The fields that a client may write; the display name is never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// The name to show.
    pub display_name: Patch<String>,
    /// First name.
    pub given_name: Patch<String>,
    /// Middle names.
    pub middle_name: Patch<String>,
    /// Last name.
    pub family_name: Patch<String>,
    /// Dr, Prof …
    pub name_prefix: Patch<String>,
    /// Jr, PhD …
    pub name_suffix: Patch<String>,
    /// What friends call them.
    pub nickname: Patch<String>,
    /// As the person states them.
    pub pronouns: Patch<String>,
    /// One line on what they do.
    pub headline: Patch<String>,
    /// Free notes.
    pub summary: Patch<String>,
    /// IANA time zone.
    pub time_zone: Patch<String>,
    /// Birthday.
    pub birthday: Patch<PartialDate>,
    /// When the user and the person met.
    pub met_on: Patch<PartialDate>,
    /// How they met.
    pub met_how: Patch<String>,
    /// Who brought them together.
    pub met_through: Patch<PersonId>,
}

impl Fields {
    /// The person with these fields changed.
    pub fn apply(&self, checks: &mut Checks, mut model: person::Model) -> person::Model {
        if !self.display_name.is_keep() || model.display_name.is_empty() {
            let name = self.display_name.as_set().map(String::as_str);
            model.display_name = checks.required(Path::input("displayName"), name, NAME);
            model.sort_name = fold(&model.display_name);
        }
        checks.line(&mut model.given_name, "givenName", &self.given_name, NAME);
        checks.line(&mut model.middle_name, "middleName", &self.middle_name, NAME);
        checks.line(&mut model.family_name, "familyName", &self.family_name, NAME);
        model.sort_family = model.family_name.as_deref().map(fold).unwrap_or_default();
        checks.line(&mut model.name_prefix, "namePrefix", &self.name_prefix, NAME);
        checks.line(&mut model.name_suffix, "nameSuffix", &self.name_suffix, NAME);
        checks.line(&mut model.nickname, "nickname", &self.nickname, NAME);
        checks.line(&mut model.pronouns, "pronouns", &self.pronouns, NAME);
        checks.line(&mut model.headline, "headline", &self.headline, LINE);
        checks.lines(&mut model.summary, "summary", &self.summary, SUMMARY);
        checks.line(&mut model.time_zone, "timeZone", &self.time_zone, NAME);
        checks.lines(&mut model.met_how, "metHow", &self.met_how, MET_HOW);
        if let Some(zone) = self
            .time_zone
            .as_set()
            .filter(|zone| zone.trim().parse::<Tz>().is_err())
        {
            let message = format!("{zone} is not an IANA time zone such as Europe/Lisbon");
            checks.note(Code::Invalid, Path::input("timeZone"), message);
        }
        self.birthday.apply(&mut model.birthday);
        self.met_on.apply(&mut model.met_on);
        self.met_through.apply(&mut model.met_through_id);
        model
    }
}

/// Checks the people that the fields name.
pub async fn check_references(
    tx: &Tx,
    checks: &mut Checks,
    fields: &Fields,
    own: Option<PersonId>,
) -> Result<(), Failure> {
    let Some(through) = fields.met_through.as_set() else {
        return Ok(());
    };
    let path = Path::input("metThroughId");
    if own == Some(*through) {
        checks.note(Code::Invalid, path, "nobody meets a person through that person");
        return Ok(());
    }
    read::require(tx, checks, &[(path, *through)]).await
}
