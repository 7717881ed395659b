//! Where nudges come from: one function for each kind of cause.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entity::attendance::AttendanceState;
use entity::ids::{EventId, NeedId, PersonId};
use entity::nudge_decision::NudgeKind;
use entity::{Direction, Record, collaboration, event, exchange, gratitude, workspace};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, join, join_all};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::cause::{Cause, Meeting};
use super::{MOST, Question};
use crate::agenda::rules::{AHEAD, FOLLOW_UP_WITHIN, GOAL_AHEAD, MILESTONE_PAST};
use crate::cadences::Cadences;
use crate::events::{Coming, Met};
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, Right, record};
use crate::{
    cadences, collaborations, events, exchanges, goals, gratitude as thanks, introductions, milestones,
    needs, workspaces,
};

/// From where and when the agenda is seen.
pub struct Place<'a> {
    pub reader: &'a Reader<'a>,
    pub workspace: &'a workspace::Model,
    pub on: NaiveDate,
    pub now: DateTime<Utc>,
}

/// What makes nudges.
#[derive(Default)]
pub struct Found {
    pub causes: Vec<Cause>,
    /// With whom to be in touch when there is room: the check-ins among the causes that the week's capacity keeps back.
    pub held_back: HashSet<PersonId>,
    /// How many it keeps back in all.
    pub held_back_count: usize,
    /// The cadences of everybody, where they were read.
    pub cadences: Option<Cadences>,
}

impl Place<'_> {
    /// Everything that makes a nudge.
    pub async fn causes(&self, question: &Question) -> Result<Found, Fault> {
        let wanted = |right: Right, kinds: &[NudgeKind]| {
            let asked = question.kinds.as_ref();
            question.rights.contains(right)
                && asked.is_none_or(|asked| kinds.iter().any(|kind| asked.contains(kind)))
        };
        let check_ins = async {
            match wanted(Right::CadencesRead, &[NudgeKind::CheckIn]) {
                true => Box::pin(self.check_ins(question.held_back)).await,
                false => Ok(Found::default()),
            }
        };
        let mut others: Vec<BoxFuture<'_, Result<Vec<Cause>, Fault>>> = Vec::new();
        if wanted(Right::ExchangesRead, &[NudgeKind::Gratitude]) {
            let of_collaborations = question.rights.contains(Right::CollaborationsRead);
            others.push(self.thanks(of_collaborations).boxed());
        }
        if wanted(
            Right::ExchangesRead,
            &[NudgeKind::Promise, NudgeKind::Expectation],
        ) {
            others.push(self.promises().boxed());
        }
        if wanted(Right::IntroductionsRead, &[NudgeKind::Introduction]) {
            others.push(self.introductions().boxed());
        }
        if wanted(Right::CollaborationsRead, &[NudgeKind::Collaboration]) {
            others.push(self.collaborations().boxed());
        }
        if wanted(Right::GoalsRead, &[NudgeKind::Goal]) {
            others.push(self.goals().boxed());
        }
        if wanted(Right::NeedsRead, &[NudgeKind::Match, NudgeKind::Need]) {
            others.push(self.needs().boxed());
        }
        if wanted(Right::MilestonesRead, &[NudgeKind::Milestone]) {
            others.push(self.milestones().boxed());
        }
        if wanted(Right::EventsRead, &[NudgeKind::Event, NudgeKind::FollowUp]) {
            others.push(self.events().boxed());
            others.push(self.follow_ups().boxed());
        }
        // All at once: where statements can follow each other without waiting for answers, they do.
        let (check_ins, others) = join(check_ins.boxed(), join_all(others)).await;
        let mut check_ins = check_ins?;
        let mut found = std::mem::take(&mut check_ins.causes);
        for causes in others {
            found.append(&mut causes?);
        }
        if let Some(asked) = &question.kinds {
            found.retain(|it| asked.contains(&it.kind()));
        }
        Ok(Found {
            causes: found,
            ..check_ins
        })
    }

    fn ahead(&self, days: i64) -> NaiveDate {
        let ahead = self.on.checked_add_signed(TimeDelta::days(days));
        ahead.unwrap_or(NaiveDate::MAX)
    }

    pub(super) fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        workspaces::day_of(self.workspace, at)
    }

    /// Who is owed thanks; for which collaboration, to those who may see collaborations.
    async fn thanks(&self, of_collaborations: bool) -> Result<Vec<Cause>, Fault> {
        let owed = thanks::outstanding(self.reader, MOST).await?;
        let exchanges = owed.iter().filter_map(|it| it.exchange_id);
        let collaborations = owed.iter().filter_map(|it| it.collaboration_id);
        let (exchanges, collaborations) = join(
            self.titles::<exchange::Model>(exchanges, exchange::Column::Title),
            self.titles::<collaboration::Model>(collaborations, collaboration::Column::Title),
        )
        .await;
        let (exchanges, collaborations) = (exchanges?, collaborations?);
        let cause = |it: gratitude::Model| {
            let exchange = it.exchange_id.and_then(|id| exchanges.get(&id.0).cloned());
            let collaboration = it.collaboration_id.and_then(|id| match of_collaborations {
                true => collaborations.get(&id.0).cloned(),
                false => Some("a collaboration".to_owned()),
            });
            let introduction = it.introduction_id.map(|_| "an introduction".to_owned());
            let what = exchange.or(collaboration).or(introduction);
            Cause::Thanks(it, what)
        };
        Ok(owed.into_iter().map(cause).collect())
    }

    /// What some records are called.
    async fn titles<M: Record>(
        &self,
        ids: impl Iterator<Item = M::Id>,
        title: <M::Table as EntityTrait>::Column,
    ) -> Result<HashMap<Uuid, String>, Fault> {
        let columns = [(Kind::Uuid, record::id_column::<M>()), (Kind::Text, title)];
        let ids = Vec::from_iter(ids);
        let found = record::columns_by_ids::<M, _>(self.reader, &ids, &columns).await?;
        Ok(found.into_iter().collect())
    }

    /// What the user promised, from some days ahead; what was promised to them, once it is due.
    async fn promises(&self) -> Result<Vec<Cause>, Fault> {
        let promised = exchanges::promised(self.reader, self.ahead(AHEAD), 2 * MOST).await?;
        let cause = |it: exchange::Model| match it.direction {
            Direction::Given => Some(Cause::Promise(it)),
            Direction::Received => {
                let is_due = it.due_on.is_some_and(|due| due <= self.on);
                is_due.then_some(Cause::Expectation(it))
            }
        };
        Ok(promised.into_iter().filter_map(cause).collect())
    }

    /// The introductions that wait for the user.
    async fn introductions(&self) -> Result<Vec<Cause>, Fault> {
        let unfinished = introductions::unfinished(self.reader, MOST).await?;
        let waiting = unfinished
            .into_iter()
            .filter_map(|(introduction, sides)| self.waiting(introduction, &sides));
        Ok(waiting.map(|it| Cause::Introduction(Box::new(it))).collect())
    }

    /// What is to be reached in collaborations that are under way.
    async fn collaborations(&self) -> Result<Vec<Cause>, Fault> {
        let due = collaborations::milestones_due(self.reader, self.ahead(AHEAD), MOST).await?;
        let cause = |(collaboration, milestone)| Cause::Collaboration(Box::new(collaboration), milestone);
        Ok(due.into_iter().map(cause).collect())
    }

    /// What the user is after and means to have reached soon.
    async fn goals(&self) -> Result<Vec<Cause>, Fault> {
        let due = goals::due(self.reader, self.ahead(GOAL_AHEAD), MOST).await?;
        Ok(due.into_iter().map(Cause::Goal).collect())
    }

    /// Who could help whom; and what people look for that will soon be expired, where nobody could help.
    async fn needs(&self) -> Result<Vec<Cause>, Fault> {
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let (matches, expiring) = join(
            Box::pin(needs::best_matches(self.reader, most, self.now)),
            Box::pin(needs::expiring_needs(
                self.reader,
                AHEAD.unsigned_abs(),
                MOST,
                self.now,
            )),
        )
        .await;
        let (matches, expiring) = (matches?, expiring?);
        let met: HashSet<NeedId> = matches.iter().map(|it| it.need).collect();
        let matches = matches.into_iter().map(|it| Cause::Match(Box::new(it)));
        let unmet = expiring
            .into_iter()
            .filter(|it| !met.contains(&it.id))
            .map(Cause::Need);
        Ok(matches.chain(unmet).collect())
    }

    /// What is near in people's lives, or was a few days ago, and of which nobody has thought yet.
    async fn milestones(&self) -> Result<Vec<Cause>, Fault> {
        let since = self.on.checked_sub_days(Days::new(MILESTONE_PAST));
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let near = milestones::near(self.reader, self.on, since.unwrap_or(self.on), most).await?;
        Ok(near.into_iter().map(Cause::Milestone).collect())
    }

    /// Events that begin soon, where the user is on the list and has not declined.
    async fn events(&self) -> Result<Vec<Cause>, Fault> {
        let begin = |day| workspaces::begin_of(self.workspace, day);
        let span = (begin(self.on), begin(self.ahead(AHEAD)));
        let coming = events::coming(self.reader, span, MOST).await?;
        let is_mine = |it: &Coming| {
            let going = [
                AttendanceState::Invited,
                AttendanceState::Going,
                AttendanceState::Maybe,
            ];
            it.mine.is_some_and(|mine| going.contains(&mine))
        };
        let mine = coming.into_iter().filter(is_mine).map(|it| {
            let day = self.day(it.event.begins_at);
            Cause::Event(Box::new(it), day)
        });
        Ok(mine.collect())
    }

    /// Whom the user met at an event, where nothing was logged, planned or said about how often to be in touch with them since.
    async fn follow_ups(&self) -> Result<Vec<Cause>, Fault> {
        let first = self.on.checked_sub_days(Days::new(FOLLOW_UP_WITHIN));
        let since = workspaces::begin_of(self.workspace, first.unwrap_or(self.on));
        let mut met = events::met(self.reader, since, self.now, MOST).await?;
        let people: BTreeSet<PersonId> = met.iter().map(|it| it.person).collect();
        let first = met.iter().map(|it| it.began_at).min().unwrap_or(since);
        let settled = cadences::settled(self.reader, &Vec::from_iter(people), first).await?;
        let settled = |person| settled.get(&person).copied().unwrap_or_default();
        met.retain(|it| !settled(it.person).is_since(it.began_at));
        met.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
        let ids: BTreeSet<EventId> = met.iter().map(|it| it.event).collect();
        let titles = self
            .titles::<event::Model>(ids.into_iter(), event::Column::Title)
            .await?;
        let cause = |met: Met| {
            Some(Cause::FollowUp(Meeting {
                // What is over at midnight was on the day before.
                day: self.day(met.over_at - TimeDelta::microseconds(1)),
                title: titles.get(&met.event.0)?.clone(),
                has_cadence: settled(met.person).cadence.is_some(),
                met,
            }))
        };
        Ok(met.into_iter().filter_map(cause).collect())
    }
}
