//! What arguments are drawn from: ids that are there, that are elsewhere, that are nowhere; names, times and cursors.

use chrono::{SecondsFormat, TimeDelta};
use entity::TypedId;
use entity::ids::{
    AffiliationId, ApiTokenId, AttendanceId, CadenceId, CalendarFeedId, CheckInId, CircleId, CollaborationId,
    CollaborationMemberId, CollaborationMilestoneId, CommunityId, CommunityMemberId, ContactPointId,
    CustomFieldId, DimensionId, DimensionValueId, DuplicateDecisionId, EventId, ExchangeId, FactId, GoalId,
    GratitudeId, InteractionId, IntroductionId, InvitationId, MatchDecisionId, MilestoneAcknowledgementId,
    MilestoneId, NeedId, NudgeDecisionId, OfferId, OrganizationId, PersonId, QuestionId, TagId, TieId,
    TimeEntryId, TimeIntentionId, UpdateId,
};
use serde_json::{Value as Json, json};

use super::dice::Dice;
use crate::plans::reference::Place;
use crate::plans::rows::uuid;
use crate::plans::world::World;

/// What arguments are drawn from.
#[derive(Debug, Default)]
pub struct Pool {
    ids: Vec<(&'static str, Vec<String>)>,
    emails: Vec<String>,
    keys: Vec<(String, String)>,
    names: Vec<String>,
    moments: Vec<String>,
    days: Vec<String>,
    last_seq: i64,
    cursors: Vec<(String, Place)>,
}

impl Pool {
    /// What a workspace has to offer, and one id that is of another workspace only.
    pub fn of(world: &World, foreign: &str) -> Self {
        let t = &world.tables;
        macro_rules! ids {
            ($($rows:ident of $id:ident),*) => {
                vec![$(($id::PREFIX, {
                    let mut ids: Vec<String> = t.$rows.iter().map(|row| row.id.to_string()).collect();
                    ids.sort();
                    // Most are like one another: keep some of the demo's and all that were written by hand.
                    ids.drain(20.min(ids.len())..ids.len().saturating_sub(20).max(20.min(ids.len())));
                    ids.push($id(uuid(77, 1)).to_string());
                    ids.push(foreign.to_owned());
                    ids.push("nonsense".to_owned());
                    ids
                })),*]
            };
        }
        let moments = t.interactions.iter().step_by(97).map(|row| row.happened_at);
        let moments = moments
            .chain(t.people.iter().step_by(19).map(|row| row.created_at))
            .chain([
                world.now,
                world.now - TimeDelta::days(1),
                world.now + TimeDelta::days(2),
            ]);
        let mut moments: Vec<String> = moments
            .map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            .collect();
        moments.extend(["-P30D", "P2W", "-P1Y2M3DT4H", "-PT36H"].map(str::to_owned));
        let names = [
            "ana",
            "ANA",
            "a",
            "e",
            "o'neil",
            "",
            "100%",
            "_",
            "work",
            "org",
            "Org",
            "LABEL 1",
            "example",
            "p1@",
            "zz",
            "open data",
            "Open-Data",
            "MAPS",
            "ÁNA",
            "örg",
            "münchen",
            "MÜNCHEN0.example",
            "munchen",
        ];
        let (mut users, mut workspaces) = world.accounts.ids();
        for ids in [&mut users, &mut workspaces] {
            ids.extend([foreign.to_owned(), foreign.to_owned(), "nonsense".to_owned()]);
        }
        Self {
            ids: ids!(
                people of PersonId, organizations of OrganizationId, circles of CircleId, tags of TagId, ties of TieId,
                interactions of InteractionId, introductions of IntroductionId, collaborations of CollaborationId,
                cadences of CadenceId, check_ins of CheckInId, exchanges of ExchangeId, gratitudes of GratitudeId,
                nudge_decisions of NudgeDecisionId, custom_fields of CustomFieldId, duplicate_decisions of DuplicateDecisionId, goals of GoalId, needs of NeedId, questions of QuestionId, news of UpdateId, offers of OfferId, match_decisions of MatchDecisionId,
                dated of MilestoneId, acknowledged of MilestoneAcknowledgementId, dimensions of DimensionId,
                events of EventId, communities of CommunityId, time_entries of TimeEntryId, time_intentions of TimeIntentionId,
                contact_points of ContactPointId, affiliations of AffiliationId, facts of FactId, dimension_values of DimensionValueId,
                members of CollaborationMemberId, milestones of CollaborationMilestoneId, community_members of CommunityMemberId,
                attendances of AttendanceId, invitations of InvitationId, calendar_feeds of CalendarFeedId, api_tokens of ApiTokenId
            )
            .into_iter()
            .chain([("user", users), ("workspace", workspaces)])
            .collect(),
            emails: t
                .contact_points
                .iter()
                .map(|row| row.value.clone())
                .step_by(7)
                .chain(["nobody@nowhere".to_owned()])
                .collect(),
            keys: t
                .external_refs
                .iter()
                .map(|row| (row.source.clone(), row.external_id.clone()))
                .chain([("a".to_owned(), "b".to_owned())])
                .collect(),
            names: names.map(str::to_owned).to_vec(),
            moments,
            days: [-400, -30, -1, 0, 1, 14]
                .map(|days| (world.now + TimeDelta::days(days)).date_naive().to_string())
                .into_iter()
                .chain(["P0D", "-P30D", "P2W", "-P1Y2M3D"].map(str::to_owned))
                .collect(),
            last_seq: t
                .changes
                .iter()
                .map(|row| row.seq)
                .filter(|seq| *seq < 1_000_000)
                .max()
                .unwrap_or(0),
            cursors: Vec::new(),
        }
    }

    /// Takes in what the world has learnt of cursors.
    pub fn learn(&mut self, world: &World) {
        self.cursors = world.cursors();
    }

    /// An id, of the kind that belongs to a place, seldom of another.
    pub fn id(&self, dice: &mut Dice, place: &str) -> Json {
        let kind = match place {
            "participantId" | "attendeeId" | "memberId" | "personId" | "connectorId" | "supporterId"
            | "by" | "person" | "fromId" | "toId" => "person",
            "valueId" => "dimension_value",
            "organizationId" | "organization" => "organization",
            "collaborationId" | "collaboration" => "collaboration",
            "tags" | "tag" => "tag",
            "circles" | "circle" => "circle",
            "interactionId" | "interaction" => "interaction",
            "introductionId" | "introduction" => "introduction",
            "cadence" => "cadence",
            "checkIn" => "check_in",
            "dimensionIds" | "dimensionId" | "dimension" => "dimension",
            "milestone" => "milestone",
            "milestoneAcknowledgement" => "milestone_acknowledgement",
            "circleId" => "circle",
            "exchangeId" | "exchange" => "exchange",
            "gratitude" => "gratitude",
            "nudgeDecision" => "nudge_decision",
            "customField" => "custom_field",
            "duplicateDecision" => "duplicate_decision",
            "goalId" | "goal" => "goal",
            "needId" | "need" => "need",
            "question" => "question",
            "update" => "update",
            "timeEntry" => "time_entry",
            "timeIntention" => "time_intention",
            "event" | "eventId" => "event",
            "offerId" | "offer" => "offer",
            "matchDecision" => "match",
            "community" | "communityId" => "community",
            _ => "",
        };
        let fits = self
            .ids
            .iter()
            .find(|(known, _)| *known == kind)
            .filter(|_| !dice.chance(2));
        let (_, ids) = fits.unwrap_or_else(|| dice.one(&self.ids));
        // What is wrong, foreign or not there comes last.
        let known = ids.len() - 3;
        json!(if dice.chance(8) {
            &ids[known + dice.below(3)]
        } else {
            &ids[dice.below(known)]
        })
    }

    pub fn text(&self, dice: &mut Dice) -> Json {
        json!(dice.one(&self.names))
    }

    pub fn moment(&self, dice: &mut Dice) -> Json {
        json!(dice.one(&self.moments))
    }

    /// A moment of the calendar.
    pub fn instant(&self, dice: &mut Dice) -> Json {
        let calendar: Vec<&String> = self.moments.iter().filter(|at| !at.contains('P')).collect();
        json!(*dice.one(&calendar))
    }

    /// A day of the calendar.
    pub fn date(&self, dice: &mut Dice) -> Json {
        let calendar: Vec<&String> = self.days.iter().filter(|day| !day.contains('P')).collect();
        json!(*dice.one(&calendar))
    }

    pub fn day(&self, dice: &mut Dice) -> Json {
        json!(dice.one(&self.days))
    }

    pub fn email(&self, dice: &mut Dice) -> Json {
        json!(dice.one(&self.emails))
    }

    pub fn key(&self, dice: &mut Dice) -> (Json, Json) {
        let (source, id) = dice.one(&self.keys);
        (json!(source), json!(id))
    }

    pub fn seq(&self, dice: &mut Dice) -> Json {
        match dice.below(4) {
            0 => json!(0),
            // Before the changes that were written by hand.
            1 => json!(8_999_999_999_i64),
            _ => json!(dice.below(usize::try_from(self.last_seq).unwrap())),
        }
    }

    /// A cursor of a field's list, and the arguments under which it is good.
    pub fn cursor(&self, dice: &mut Dice, site: &str) -> Option<&(String, Place)> {
        let own: Vec<_> = self
            .cursors
            .iter()
            .filter(|(_, place)| place.site == site)
            .collect();
        (!own.is_empty()).then(|| *dice.one(&own))
    }

    /// A cursor of any list, or none at all.
    pub fn wrong_cursor(&self, dice: &mut Dice) -> Json {
        if self.cursors.is_empty() || dice.chance(50) {
            return json!(dice.one(&[
                "",
                "broken",
                "e30",
                "eyJsIjoieCIsImsiOjEsImkiOiJ5In0",
                "é\u{1f600}"
            ]));
        }
        json!(dice.one(&self.cursors).0)
    }
}
