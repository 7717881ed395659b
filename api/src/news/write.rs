//! Making and changing news, and telling it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::ids::{CircleId, InteractionId, UpdateId};
use entity::{interaction_news, news, news_circle};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::rules::CIRCLES;
use crate::circles;
use crate::kit::declared::{Change, New};
use crate::kit::each::Concerns;
use crate::kit::record::{ids_among, not_found, of_old};
use crate::kit::{Became, Checks, Each, Failure, Path, Together, Tx};
use crate::records::{Changing, Making, Said};

/// Most news that is told in one interaction.
pub const TOLD: usize = 50;

/// News to be made.
#[derive(Clone, Debug)]
pub struct NewNews {
    /// What is said of its fields.
    pub new: New<news::Model>,
    /// The circles that it is meant for.
    pub circles: Vec<CircleId>,
}

/// A change to news.
#[derive(Clone, Debug)]
pub struct ChangeNews {
    /// Which, and what to change of its fields.
    pub change: Change<news::Model>,
    /// Circles that it is meant for, too.
    pub add: Vec<CircleId>,
    /// Circles that it is not meant for.
    pub remove: Vec<CircleId>,
}

impl Concerns for NewNews {
    fn concerns(&self) -> Option<Uuid> {
        self.new.concerns()
    }

    fn refers(&self) -> Vec<Uuid> {
        self.circles.iter().map(|id| id.0).collect()
    }
}

impl Concerns for ChangeNews {
    fn concerns(&self) -> Option<Uuid> {
        self.change.concerns()
    }

    fn refers(&self) -> Vec<Uuid> {
        self.add.iter().map(|id| id.0).collect()
    }
}

/// Makes news. What is wrong with one keeps no other from being made.
///
/// # Errors
/// The database fails.
pub async fn create_all(
    tx: &mut Tx,
    wanted: &[Each<'_, NewNews>],
) -> Result<Vec<Became<news::Model>>, Failure> {
    let news = wanted.iter().map(|it| Said {
        id: it.input.new.id,
        fields: &it.input.new.fields,
        said: it.said,
    });
    let news: Vec<_> = news.collect();
    let content = |place: usize| match wanted.get(place) {
        Some(it) => of_old(&it.input.new),
        None => Ok(String::new()),
    };
    let mut making = Making::begin(tx, &news, content).await?;
    let named: Vec<_> = wanted
        .iter()
        .map(|it| placed("circleIds", &it.input.circles))
        .collect();
    let mut asked = Vec::new();
    for open in making.open() {
        let circles = named.get(open.place).map_or(&[][..], Vec::as_slice);
        open.checks
            .count(Path::input("circleIds"), circles.len(), CIRCLES);
        asked.push((&mut open.checks, circles));
    }
    circles::require_circles_of(tx, &mut asked).await?;
    making.require(tx).await?;
    making
        .store(tx, |tx, together, stored| {
            let links = stored.iter().filter_map(|(place, model)| {
                let circles = &wanted.get(*place)?.input.circles;
                Some((model.id, circles.iter().copied().collect()))
            });
            link(tx, together, links.collect());
        })
        .await
}

/// Changes news. Nothing is written of what would not change; what is wrong with one keeps no other from being changed.
///
/// # Errors
/// The database fails.
pub async fn update_all(
    tx: &mut Tx,
    wanted: &[Each<'_, ChangeNews>],
) -> Result<Vec<Became<news::Model>>, Failure> {
    use news_circle::Column as Link;
    let changes: Vec<_> = wanted.iter().map(|it| &it.input.change).collect();
    let mut changing = Changing::begin(tx, &changes).await?;
    let ids: Vec<UpdateId> = changing.open().map(|open| open.before.id).collect();
    let links = tx
        .read()
        .select::<news_circle::Entity>()
        .filter(tx.read().among(Link::NewsId, ids));
    let mut known: HashMap<UpdateId, BTreeSet<CircleId>> = HashMap::new();
    for row in links.all(tx.conn()).await? {
        known.entry(row.news_id).or_default().insert(row.circle_id);
    }
    let named: Vec<_> = wanted
        .iter()
        .map(|it| placed("addCircleIds", &it.input.add))
        .collect();
    let (mut asked, mut after) = (Vec::new(), BTreeMap::new());
    for open in changing.open() {
        let Some(it) = wanted.get(open.place) else {
            continue;
        };
        let before = known.entry(open.before.id).or_default();
        let kept = before.iter().filter(|id| !it.input.remove.contains(id));
        let circles: BTreeSet<CircleId> = kept.chain(&it.input.add).copied().collect();
        open.checks
            .count(Path::input("addCircleIds"), circles.len(), CIRCLES);
        open.parts_changed = circles != *before;
        after.insert(open.before.id, circles);
        let named = named.get(open.place).map_or(&[][..], Vec::as_slice);
        asked.push((&mut open.checks, named));
    }
    circles::require_circles_of(tx, &mut asked).await?;
    changing.require(tx).await?;
    changing.check();
    let moved: BTreeSet<UpdateId> = changing
        .open()
        .filter(|open| open.parts_changed)
        .map(|open| open.before.id)
        .collect();
    after.retain(|id, _| moved.contains(id));
    if !after.is_empty() {
        news_circle::Entity::delete_many()
            .filter(Link::WorkspaceId.eq(tx.workspace()))
            .filter(tx.read().among(Link::NewsId, moved))
            .exec(tx.conn())
            .await?;
        let mut together = tx.together();
        link(tx, &mut together, after);
        together.send(tx.conn()).await?;
    }
    changing.store(tx, |_| {}).await
}

fn placed(name: &str, ids: &[CircleId]) -> Vec<(Path, CircleId)> {
    let path = Path::input(name);
    let ids = ids.iter().enumerate();
    ids.map(|(place, id)| (path.at(place), *id)).collect()
}

/// Stores for which circles news is meant, with what is sent together.
fn link(tx: &Tx, together: &mut Together, links: BTreeMap<UpdateId, BTreeSet<CircleId>>) {
    let rows = links.into_iter().flat_map(|(news_id, circles)| {
        let circles = circles.into_iter();
        circles.map(move |circle_id| (news_id, circle_id))
    });
    let rows = rows.map(|(news_id, circle_id)| {
        let row = news_circle::Model {
            workspace_id: tx.workspace(),
            news_id,
            circle_id,
        };
        row.into_active_model().reset_all()
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        together.add(news_circle::Entity::insert_many(rows).into_query());
    }
}

/// What was told in an interaction.
async fn told(tx: &Tx, talk: InteractionId) -> Result<BTreeSet<UpdateId>, Failure> {
    use interaction_news::Column as Link;
    let links = tx
        .read()
        .select::<interaction_news::Entity>()
        .filter(Link::InteractionId.eq(talk));
    let told: Vec<UpdateId> = links
        .select_only()
        .column(Link::NewsId)
        .into_tuple()
        .all(tx.conn())
        .await?;
    Ok(told.into_iter().collect())
}

/// Notes a problem for each of this news that is not there; the path is where it is named.
///
/// # Errors
/// The database fails.
async fn require(tx: &Tx, checks: &mut Checks, (path, ids): (&Path, &[UpdateId])) -> Result<(), Failure> {
    if ids.is_empty() {
        return Ok(());
    }
    let there = ids_among::<news::Model>(&tx.read(), ids.iter().map(|id| id.0).collect()).await?;
    for (place, id) in ids.iter().enumerate() {
        if !there.contains(&id.0) {
            checks.push(not_found::<news::Model>(path.at(place)));
        }
    }
    Ok(())
}

async fn add(tx: &Tx, talk: InteractionId, told: BTreeSet<UpdateId>) -> Result<(), Failure> {
    let rows = told.into_iter().map(|news_id| {
        let row = interaction_news::Model {
            workspace_id: tx.workspace(),
            interaction_id: talk,
            news_id,
        };
        row.into_active_model().reset_all()
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        let mut together = tx.together();
        together.add(interaction_news::Entity::insert_many(rows).into_query());
        together.send(tx.conn()).await?;
    }
    Ok(())
}

/// Notes what was told in an interaction that has just been logged; the path is where it is named.
///
/// # Errors
/// Some of it is not there.
pub async fn tell(tx: &Tx, talk: InteractionId, (path, ids): (&Path, &[UpdateId])) -> Result<(), Failure> {
    let mut checks = Checks::new();
    require(tx, &mut checks, (path, ids)).await?;
    checks.done()?;
    add(tx, talk, ids.iter().copied().collect()).await
}

/// What is to be noted of what was told in an interaction: what was told, too, and what was not.
#[derive(Clone, Debug, Default)]
pub struct Retold {
    /// What was told, too.
    pub add: Vec<UpdateId>,
    /// What was not.
    pub remove: Vec<UpdateId>,
}

/// Notes problems of such a change; answers what it comes to, if it changes something.
///
/// # Errors
/// The database fails.
pub async fn retold(
    tx: &Tx,
    checks: &mut Checks,
    (talk, retold): (InteractionId, &Retold),
) -> Result<Option<BTreeSet<UpdateId>>, Failure> {
    if retold.add.is_empty() && retold.remove.is_empty() {
        return Ok(None);
    }
    let path = Path::input("addToldUpdateIds");
    require(tx, checks, (&path, &retold.add)).await?;
    let before = told(tx, talk).await?;
    let kept = before.iter().filter(|id| !retold.remove.contains(id));
    let after: BTreeSet<UpdateId> = kept.chain(&retold.add).copied().collect();
    checks.count(path, after.len(), TOLD);
    Ok((after != before).then_some(after))
}

/// Stores all that was told in an interaction.
///
/// # Errors
/// The database fails.
pub async fn retell(tx: &Tx, talk: InteractionId, told: BTreeSet<UpdateId>) -> Result<(), Failure> {
    use interaction_news::Column as Link;
    interaction_news::Entity::delete_many()
        .filter(Link::WorkspaceId.eq(tx.workspace()))
        .filter(Link::InteractionId.eq(talk))
        .exec(tx.conn())
        .await?;
    add(tx, talk, told).await
}
