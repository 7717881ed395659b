//! Logging.

use std::collections::BTreeSet;

use entity::ids::{EventId, InteractionId, PersonId};
use entity::interaction;
use futures_util::future::try_join;
use serde::Serialize;
use uuid::Uuid;

use super::super::rules::PARTICIPANTS;
use super::{event, participants};
use crate::cadences;
use crate::kit::declared::Draft;
use crate::kit::each::Concerns;
use crate::kit::record::of_old;
use crate::kit::{Became, Each, Failure, Path, Tx};
use crate::people;
use crate::records::{Making, Said};

/// Something that happened. Its fields must say when, and by which means.
#[derive(Clone, Debug, Serialize)]
pub struct NewInteraction {
    /// The id, if the client made it.
    pub id: Option<InteractionId>,
    /// With whom; who is named twice is there once.
    pub participants: Vec<PersonId>,
    /// The fields.
    pub fields: Draft<interaction::Model>,
}

impl Concerns for NewInteraction {
    fn concerns(&self) -> Option<Uuid> {
        self.id.map(|id| id.0)
    }
}

/// Logs interactions. What is wrong with one keeps no other from being logged.
///
/// # Errors
/// The database fails.
pub async fn log_all(
    tx: &mut Tx,
    wanted: &[Each<'_, NewInteraction>],
) -> Result<Vec<Became<interaction::Model>>, Failure> {
    let news = wanted.iter().map(|it| Said {
        id: it.input.id,
        fields: &it.input.fields,
        said: it.said,
    });
    let news: Vec<_> = news.collect();
    let content = |place: usize| {
        wanted
            .get(place)
            .map_or_else(|| Ok(String::new()), |it| of_old(it.input))
    };
    let mut making = Making::<interaction::Model>::begin(tx, &news, content).await?;
    let path = Path::input("participantIds");
    let mut named = Vec::new();
    for open in making.open() {
        let people = wanted
            .get(open.place)
            .map_or(&[][..], |it| it.input.participants.as_slice());
        participants::check_size(&mut open.checks, path.clone(), people.len());
        named.push((&mut open.checks, path.clone(), people));
    }
    // They are looked up together, which on PostgreSQL is one round trip.
    let everybody: BTreeSet<PersonId> = wanted
        .iter()
        .flat_map(|it| it.input.participants.iter().take(PARTICIPANTS).copied())
        .collect();
    let reader = tx.read();
    let ((), planned) = try_join(people::require_each(tx, PARTICIPANTS, &mut named), async {
        Ok(cadences::planned_with(&reader, everybody).await?)
    })
    .await?;
    drop(reader);
    making.require(tx).await?;
    let people: Vec<BTreeSet<PersonId>> = wanted
        .iter()
        .map(|it| it.input.participants.iter().copied().collect())
        .collect();
    let events: Vec<_> = wanted
        .iter()
        .map(|it| it.input.fields.reference::<EventId>("eventId"))
        .collect();
    let mut logged = Vec::new();
    let became = making.store(tx, |_, together, stored| {
        let of = |place: usize| Some((people.get(place)?, events.get(place)?));
        let stored = stored.iter();
        logged = stored
            .filter_map(|(place, model)| {
                let (people, event) = of(*place)?;
                Some((model.clone(), people, event))
            })
            .collect();
        participants::add_with(together, logged.iter().map(|(model, people, _)| (model, *people)));
        event::link_with(together, logged.iter().map(|(model, _, event)| (model, *event)));
        // Within one statement no two parts may touch one person.
        if let [(model, people, _)] = logged.as_slice() {
            participants::advance_last(together, model, people);
        }
    });
    let became = became.await?;
    if logged.len() > 1 {
        let people = logged.iter().flat_map(|(_, people, _)| people.iter().copied());
        participants::refresh_last(tx, &people.collect()).await?;
    }
    let logged: Vec<_> = logged.iter().map(|(model, people, _)| (model, *people)).collect();
    cadences::complete_by(tx, &logged, planned).await?;
    Ok(became)
}
