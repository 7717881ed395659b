//! The declaration of events.

use chrono::NaiveDate;
use chrono_tz::Tz;
use entity::event::{self, Column};
use entity::{community, organization};

use super::rules::{DAYS, Times, Wrong};
use crate::kit::declared::{Declaration, Draft, declared};
use crate::kit::{Checks, Code, Path, Tx};

declared!(event::Model: declare,
    fn blank(tx: &Tx) -> Self {
        Self {
            time_zone: tx.zone().name().to_owned(),
            ..Self::default()
        }
    }

    fn judge(&mut self, said: &Draft<Self>, checks: &mut Checks, _: NaiveDate) {
        take_place(self, said, checks);
    }
);

fn declare() -> Declaration<event::Model> {
    Declaration::new(
        "Event",
        ("event", "events"),
        "When and where people come together: a conference, a dinner, a call with many.",
    )
    .line("title", "What it is called, in one line.", Column::Title, 200)
    .folded(Column::SortTitle)
    .filtered()
    .ordered()
    .searched()
    .word("kind", "What kind of thing it is.", Column::Kind)
    .filtered()
    .lines("description", "What it is about, in as many words as it needs.", Column::Description, 5_000)
    .searched_behind(1)
    .time(
        "startsAt",
        "The moment at which it begins; null where only the day is known, see `startsOn`. One of the two is needed; to go from one to \
         the other, clear the one with its end.",
        Column::StartsAt,
        |_, _| None,
    )
    .time(
        "endsAt",
        "The moment at which it ends, at most 366 days later; null where that is not known: then it is over when its day is.",
        Column::EndsAt,
        |_, _| None,
    )
    .date(
        "startsOn",
        "Its day, or its first one, in its time zone; null where the hour is known, see `startsAt`.",
        Column::StartsOn,
    )
    .date("endsOn", "Its last day, where it has several.", Column::EndsOn)
    .form(
        "timeZone",
        "The IANA time zone of its place, such as `Europe/Lisbon`: a day is that day there.",
        Column::TimeZone,
        |text| Ok(text.trim().to_owned()),
    )
    .decided("the workspace's")
    .line("place", "The place, or the organisation.", Column::Place, 200)
    .searched()
    .line("url", "The address of its web page.", Column::Url, 2_000)
    .refers::<organization::Model>(
        "organizationId",
        "The organisation that hosts it.",
        Column::OrganizationId,
    )
    .filtered()
    .refers::<community::Model>("communityId", "The community that hosts it.", Column::CommunityId)
    .filtered()
    .filtered_by("beginsAt", "The moment at which it begins.", Column::BeginsAt)
    .filtered_by("overAt", "From when it is over.", Column::OverAt)
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by("beginsAt", "The moment at which it begins.", Column::BeginsAt)
    .ordered_by_creation(Column::CreatedAt)
    .ordered_by_change(Column::UpdatedAt)
    .listed_from_highest(Column::BeginsAt)
    .filter_example("What the user is going to: `{ status: { eq: UPCOMING }, myState: { eq: GOING } }`.")
}

/// The field of the input that says when it begins.
pub(super) const fn start(model: &event::Model) -> &'static str {
    if model.starts_on.is_some() {
        "startsOn"
    } else {
        "startsAt"
    }
}

/// What follows from when it is and where.
fn take_place(model: &mut event::Model, said: &Draft<event::Model>, checks: &mut Checks) {
    let Ok(zone) = model.time_zone.parse::<Tz>() else {
        // That it was cleared is told already.
        if said.said("timeZone").as_set().is_some() {
            let zone = &model.time_zone;
            let message = format!("{zone} is not an IANA time zone such as Europe/Lisbon");
            checks.note(Code::Invalid, Path::input("timeZone"), message);
        }
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
        Err(wrong) => refuse(said, checks, model, wrong),
    }
}

/// Says what is wrong with the time, at the end if that is what the client says, else at the beginning.
fn refuse(said: &Draft<event::Model>, checks: &mut Checks, model: &event::Model, wrong: Wrong) {
    let ends = [
        ("endsAt", said.said("endsAt").is_keep()),
        ("endsOn", said.said("endsOn").is_keep()),
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
            if said.said("startsOn").is_keep() {
                "startsAt"
            } else {
                "startsOn"
            },
            "it begins at a moment or on a day: clear the other one".to_owned(),
        ),
        Wrong::Mixed => (
            Code::Invalid,
            end,
            "what begins at a moment ends at one (endsAt), what begins on a day on one (endsOn)".to_owned(),
        ),
        Wrong::Backward => (Code::Invalid, end, "it ends before it begins".to_owned()),
        Wrong::TooLong => (Code::Invalid, end, format!("an event takes at most {DAYS} days")),
    };
    checks.note(code, Path::input(field), message);
}
