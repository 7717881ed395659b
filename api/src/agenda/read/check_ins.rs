//! With whom to be in touch.

use std::collections::HashSet;

use entity::ids::PersonId;
use futures_util::future::join;

use super::MOST;
use super::cause::Cause;
use super::nudges::put_away;
use super::sources::{Found, Place};
use crate::cadences::{self, Standing};
use crate::kit::Fault;

impl Place<'_> {
    /// Who is due and has a place in the week, and for whom it is planned; and who has none.
    pub(super) async fn check_ins(&self, with_held_back: bool) -> Result<Found, Fault> {
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let cadences = cadences::cadences_of(self.reader, None).await?;
        let days = (self.on, self.now);
        let (week, planned) = join(
            Box::pin(cadences::week(
                self.reader,
                self.workspace,
                &cadences,
                days,
                3 * most,
            )),
            Box::pin(cadences::planned_until(self.reader, self.on, MOST)),
        )
        .await;
        let (mut week, planned) = (week?, planned?);
        // Who was put away leaves their place to the next. Whoever was seen long enough to be put away is among the first.
        let seen = week.left.unwrap_or(0).saturating_add(2 * most);
        let cause = |it: &Standing| Cause::CheckIn(Box::new(it.clone()));
        let keys = week.turns.iter().take(seen).map(|it| cause(it).key().to_string());
        let put_away = put_away(self.reader, keys, self.on).await?;
        week.turns
            .retain(|it| put_away.is_empty() || !put_away.contains(&cause(it).key().to_string()));
        let places = week.left.unwrap_or(usize::MAX).min(week.turns.len());
        let mut held_back = week.turns.split_off(places);
        for them in [&mut week.turns, &mut held_back] {
            them.retain(|it| it.due.due_on <= self.on);
            them.sort_by_cached_key(|it| cadences::rank(it, self.on));
        }
        let count = held_back.len() + week.others;
        week.turns.truncate(most);
        held_back.truncate(if with_held_back { most } else { 0 });
        // Of several plans with somebody the next is shown, and the others after it.
        let mut seen: HashSet<PersonId> = week.planned.iter().map(|it| it.person).collect();
        let without = planned.into_iter().filter(|it| seen.insert(it.person));
        let causes = week.planned.iter().chain(&week.turns).chain(&held_back);
        Ok(Found {
            causes: causes.map(cause).chain(without.map(Cause::Planned)).collect(),
            held_back: held_back.iter().map(|it| it.person).collect(),
            held_back_count: count,
            cadences: Some(cadences),
        })
    }
}
