//! What is shown of matches: names, titles and topics, of those alone that were found.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entity::ids::{NeedId, OfferId, PersonId};
use entity::{need, offer};
use uuid::Uuid;

use super::best::{Scored, in_common, offer_of};
use super::list::{Columns, Wished, labels};
use super::matches::{Match, Side};
use super::open::{Given, Open, Party, Wanted};
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, record};
use crate::needs::rules::Points;
use crate::people;

/// Names and titles of what was found.
///
/// # Errors
/// The database fails.
pub(super) async fn filled(
    reader: &Reader<'_>,
    open: &Open,
    found: Vec<Scored>,
) -> Result<Vec<Match>, Fault> {
    let found = found.iter().filter_map(|it| Some((it, open.pair(it.pair)?)));
    let found: Vec<(&Scored, (&Wanted, &Given))> = found.collect();
    let mut needs: Vec<NeedId> = found.iter().map(|(_, (need, _))| need.id).collect();
    let mut offers: Vec<OfferId> = found
        .iter()
        .filter_map(|(_, (_, given))| offer_of(given.giver))
        .collect();
    let sides = found
        .iter()
        .flat_map(|(_, (need, given))| [need.party.person, given.party.person]);
    let mut everybody: Vec<PersonId> = sides.flatten().collect();
    needs.sort_unstable();
    needs.dedup();
    offers.sort_unstable();
    offers.dedup();
    everybody.sort_unstable();
    everybody.dedup();
    let ids: Vec<Uuid> = needs.iter().map(|id| id.0).collect();
    let labels = labels::<need::Model>(reader, &ids).await?;
    let needs = titles::<need::Model>(reader, &needs).await?;
    let offers = titles::<offer::Model>(reader, &offers).await?;
    let people = people::names(reader, &everybody).await?;
    let side = |party: &Party| {
        let person = party.person.filter(|_| party.place != 0);
        Side {
            person,
            name: person.and_then(|id| people.get(&id)).cloned(),
            in_touch: party.in_touch,
        }
    };
    let matched = found.iter().filter_map(|(it, (wanted, given))| {
        let (need_title, need_until) = needs.get(&wanted.id.0)?;
        let offer = offer_of(given.giver).and_then(|id| offers.get(&id.0));
        let common: HashSet<u32> = in_common(wanted, given).collect();
        let labels = labels.get(&wanted.id.0).map_or(&[][..], Vec::as_slice);
        let shared = labels.iter().filter(|(topic, _)| {
            let place = open.topics.get(topic);
            place.is_some_and(|place| common.contains(place))
        });
        let ends = [*need_until, offer.and_then(|(_, until)| *until)];
        Some(Match {
            need: wanted.id,
            giver: given.giver,
            person: given.party.person,
            needer: side(&wanted.party),
            giver_side: side(&given.party),
            need_title: need_title.clone(),
            offer_title: offer.map(|(title, _)| title.clone()),
            topics: shared.map(|(_, label)| label.clone()).collect(),
            points: Points::of(it.fit),
            until: ends.into_iter().flatten().min(),
            own: open.own,
        })
    });
    Ok(matched.collect())
}

/// What needs, or offers, are called, and the last day on which they are good.
///
/// # Errors
/// The database fails.
async fn titles<W: Wished>(
    reader: &Reader<'_>,
    ids: &[W::Id],
) -> Result<HashMap<Uuid, (String, Option<NaiveDate>)>, Fault> {
    let Columns { title, until, .. } = W::columns();
    let id = record::id_column::<W>();
    let columns = [(Kind::Uuid, id), (Kind::Text, title), (Kind::Date, until)];
    let found = record::columns_by_ids::<W, (Uuid, String, Option<NaiveDate>)>(reader, ids, &columns).await?;
    let titles = found.into_iter().map(|(id, title, until)| (id, (title, until)));
    Ok(titles.collect())
}
