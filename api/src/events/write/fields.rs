//! The fields of an event.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::event::{self, EventKind};
use entity::ids::{CommunityId, OrganizationId};
use entity::{community, organization};
use serde::Serialize;

use super::super::rules::{DAYS, Times, Wrong};
use crate::kit::fold::fold;
use crate::kit::{Checks, Code, Failure, Patch, Path, Tx};

const TITLE: usize = 200;
const DESCRIPTION: usize = 5_000;
const PLACE: usize = 200;
const URL: usize = 2_000;

/// The fields that a client may write; title, kind and time zone are never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// What it is called.
    pub title: Patch<String>,
    /// What it is.
    pub kind: Patch<EventKind>,
    /// What it is about.
    pub description: Patch<String>,
    /// The moment at which it begins.
    pub starts_at: Patch<DateTime<Utc>>,
    /// The moment at which it ends.
    pub ends_at: Patch<DateTime<Utc>>,
    /// The day, or the first one.
    pub starts_on: Patch<NaiveDate>,
    /// The last day.
    pub ends_on: Patch<NaiveDate>,
    /// IANA time zone of its place.
    pub time_zone: Patch<String>,
    /// Where.
    pub place: Patch<String>,
    /// Its web page.
    pub url: Patch<String>,
    /// The organisation that hosts it.
    pub organization: Patch<OrganizationId>,
    /// The community that hosts it.
    pub community: Patch<CommunityId>,
}

/// The field of the input that says when it begins.
pub(super) const fn start(model: &event::Model) -> &'static str {
    if model.starts_on.is_some() {
        "startsOn"
    } else {
        "startsAt"
    }
}

impl Fields {
    /// The event with these fields changed.
    pub(super) fn apply(&self, checks: &mut Checks, mut model: event::Model) -> event::Model {
        if !self.title.is_keep() || model.title.is_empty() {
            let title = self.title.as_set().map(String::as_str);
            model.title = checks.required(Path::input("title"), title, TITLE);
            model.sort_title = fold(&model.title);
        }
        match self.kind {
            Patch::Keep => {}
            Patch::Clear => checks.note(Code::Required, Path::input("kind"), "a value is required"),
            Patch::Set(kind) => model.kind = kind,
        }
        checks.lines(
            &mut model.description,
            "description",
            &self.description,
            DESCRIPTION,
        );
        checks.line(&mut model.place, "place", &self.place, PLACE);
        checks.line(&mut model.url, "url", &self.url, URL);
        self.organization.apply(&mut model.organization_id);
        self.community.apply(&mut model.community_id);
        self.starts_at.apply(&mut model.starts_at);
        self.ends_at.apply(&mut model.ends_at);
        self.starts_on.apply(&mut model.starts_on);
        self.ends_on.apply(&mut model.ends_on);
        self.take_place(checks, &mut model);
        model
    }

    /// What follows from when it is and where.
    fn take_place(&self, checks: &mut Checks, model: &mut event::Model) {
        match &self.time_zone {
            Patch::Keep => {}
            Patch::Clear => checks.note(Code::Required, Path::input("timeZone"), "a value is required"),
            Patch::Set(zone) => model.time_zone = zone.trim().to_owned(),
        }
        let Ok(zone) = model.time_zone.parse::<Tz>() else {
            let message = format!(
                "{} is not an IANA time zone such as Europe/Lisbon",
                model.time_zone
            );
            checks.note(Code::Invalid, Path::input("timeZone"), message);
            return;
        };
        let times = Times {
            starts_at: model.starts_at,
            ends_at: model.ends_at,
            starts_on: model.starts_on,
            ends_on: model.ends_on,
        };
        match times.span(zone) {
            Ok((begins, over)) => (model.begins_at, model.over_at) = (begins, over),
            Err(wrong) => self.refuse(checks, model, wrong),
        }
    }

    /// Says what is wrong with the time, at the end if that is what the client says, else at the beginning.
    fn refuse(&self, checks: &mut Checks, model: &event::Model, wrong: Wrong) {
        let ends = [
            ("endsAt", self.ends_at.is_keep()),
            ("endsOn", self.ends_on.is_keep()),
        ];
        let end = ends
            .into_iter()
            .find(|(_, is_keep)| !is_keep)
            .map(|(name, _)| name);
        let end = end.unwrap_or_else(|| start(model));
        let (code, field, message) = match wrong {
            Wrong::NoStart => (
                Code::Required,
                "startsAt",
                "say when it begins: startsAt, or startsOn where no hour is known".to_owned(),
            ),
            Wrong::TwoStarts => (
                Code::Invalid,
                if self.starts_on.is_keep() {
                    "startsAt"
                } else {
                    "startsOn"
                },
                "it begins at a moment or on a day: clear the other one".to_owned(),
            ),
            Wrong::Mixed => (
                Code::Invalid,
                end,
                "what begins at a moment ends at one (endsAt), what begins on a day on one (endsOn)"
                    .to_owned(),
            ),
            Wrong::Backward => (Code::Invalid, end, "it ends before it begins".to_owned()),
            Wrong::TooLong => (Code::Invalid, end, format!("an event takes at most {DAYS} days")),
        };
        checks.note(code, Path::input(field), message);
    }

    /// Notes a problem for each record that is named and not in the workspace.
    ///
    /// # Errors
    /// The database fails.
    pub(super) async fn check_references(&self, tx: &Tx, checks: &mut Checks) -> Result<(), Failure> {
        let (path, id) = (Path::input("organizationId"), self.organization.as_set());
        tx.require::<organization::Model>(checks, path, id.copied())
            .await?;
        let (path, id) = (Path::input("communityId"), self.community.as_set());
        tx.require::<community::Model>(checks, path, id.copied()).await
    }
}
