//! What is shown of matches: names, titles and topics, of those alone that are.

use std::collections::{HashMap, HashSet};

use entity::ids::{NeedId, OfferId, PersonId};
use entity::{need, offer};
use futures_util::join;
use uuid::Uuid;

use super::best::{Scored, in_common};
use super::list::{Columns, Wished, labels};
use super::matches::{Match, Side};
use super::open::{Open, Party};
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, record};
use crate::needs::rules::Points;
use crate::people;

impl Open {
    /// What was found, as matches of which nothing is told yet.
    pub(super) fn matches(&self, found: &[Scored]) -> Vec<Match> {
        let names: HashMap<u32, &String> = self.topics.iter().map(|(name, place)| (*place, name)).collect();
        let side = |party: &Party| Side {
            person: party.person.filter(|_| party.place != 0),
            name: None,
            in_touch: party.in_touch,
        };
        let matched = found.iter().filter_map(|it| {
            let (wanted, given) = self.pair(it.pair)?;
            let common = in_common(wanted, given).filter_map(|topic| names.get(&topic));
            Some(Match {
                need: wanted.id,
                giver: given.giver,
                person: given.party.person,
                needer: side(&wanted.party),
                giver_side: side(&given.party),
                need_title: String::new(),
                offer_title: None,
                topics: Vec::new(),
                points: Points::of(it.fit),
                until: [wanted.until, given.until].into_iter().flatten().min(),
                own: self.own,
                common: common.map(|topic| (*topic).clone()).collect(),
            })
        });
        matched.collect()
    }
}

/// Reads the names, titles and topics of these matches.
///
/// # Errors
/// The database fails.
pub async fn tell(reader: &Reader<'_>, matches: &mut [&mut Match]) -> Result<(), Fault> {
    if matches.is_empty() {
        return Ok(());
    }
    let needs: HashSet<NeedId> = matches.iter().map(|it| it.need).collect();
    let offers: HashSet<OfferId> = matches.iter().filter_map(|it| it.offer()).collect();
    let sides = matches
        .iter()
        .flat_map(|it| [it.needer.person, it.giver_side.person]);
    let people: HashSet<PersonId> = sides.flatten().collect();
    let (needs, offers, people) = (
        Vec::from_iter(needs),
        Vec::from_iter(offers),
        Vec::from_iter(people),
    );
    let ids: Vec<Uuid> = needs.iter().map(|id| id.0).collect();
    let (labels, needs, offers, people) = join!(
        Box::pin(labels::<need::Model>(reader, &ids)),
        Box::pin(titles::<need::Model>(reader, &needs)),
        Box::pin(titles::<offer::Model>(reader, &offers)),
        Box::pin(people::names(reader, &people))
    );
    let (labels, needs, offers, people) = (labels?, needs?, offers?, people?);
    for it in matches {
        let labels = labels.get(&it.need.0).map_or(&[][..], Vec::as_slice);
        let shared = labels.iter().filter(|(topic, _)| it.common.contains(topic));
        it.topics = shared.map(|(_, label)| label.clone()).collect();
        it.need_title = needs.get(&it.need.0).cloned().unwrap_or_default();
        it.offer_title = it.offer().and_then(|id| offers.get(&id.0)).cloned();
        for side in [&mut it.needer, &mut it.giver_side] {
            side.name = side.person.and_then(|id| people.get(&id)).cloned();
        }
    }
    Ok(())
}

/// These matches, told.
///
/// # Errors
/// The database fails.
pub(super) async fn told(reader: &Reader<'_>, mut matches: Vec<Match>) -> Result<Vec<Match>, Fault> {
    tell(reader, &mut Vec::from_iter(&mut matches)).await?;
    Ok(matches)
}

/// What needs, or offers, are called.
///
/// # Errors
/// The database fails.
async fn titles<W: Wished>(reader: &Reader<'_>, ids: &[W::Id]) -> Result<HashMap<Uuid, String>, Fault> {
    let Columns { title, .. } = W::columns();
    let columns = [(Kind::Uuid, record::id_column::<W>()), (Kind::Text, title)];
    let found = record::columns_by_ids::<W, (Uuid, String)>(reader, ids, &columns).await?;
    Ok(found.into_iter().collect())
}
