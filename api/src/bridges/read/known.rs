//! Who knows whom, or is not to meet: what keeps two people from being suggested.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use entity::collaboration::{self, CollaborationState};
use entity::ids::PersonId;
use entity::{collaboration_member, person, tie};
use futures_util::join;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::bridges::rules::IN_TOUCH_DAYS;
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::{introductions, people};

/// What is known of some people.
pub(super) struct Known {
    /// For whom nothing is ahead, and the user.
    out: HashSet<PersonId>,
    /// Who knows whom, in both directions.
    pairs: HashSet<(PersonId, PersonId)>,
    /// In which collaborations they are.
    together: HashMap<PersonId, HashSet<Uuid>>,
    /// With whom the user was in touch lately.
    in_touch: HashSet<PersonId>,
}

impl Known {
    /// What is known of these people: as many statements as there are questions, however many they are.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(reader: &Reader<'_>, ids: &[PersonId], now: DateTime<Utc>) -> Result<Self, Fault> {
        let these = || ids.iter().copied();
        let ties = {
            use tie::Column;
            let ties = reader
                .select::<tie::Entity>()
                .filter(Column::ArchivedAt.is_null())
                .filter(reader.listed(Column::FromId, these()))
                .filter(reader.listed(Column::ToId, these()));
            let columns = [Column::FromId, Column::ToId].map(|it| (Kind::Uuid, it.into_expr()));
            packed::<(Uuid, Uuid)>(reader, bare(ties), columns)
        };
        let named = {
            let people = reader
                .select::<person::Entity>()
                .filter(reader.listed(person::Column::Id, these()));
            people.select_only().column(person::Column::Id).into_query()
        };
        let members = {
            use collaboration_member::Column;
            let live = reader
                .select::<collaboration::Entity>()
                .filter(collaboration::Column::ArchivedAt.is_null())
                .filter(collaboration::Column::State.ne(CollaborationState::Dropped));
            let live = live.select_only().column(collaboration::Column::Id).into_query();
            let members = reader
                .select::<collaboration_member::Entity>()
                .filter(reader.listed(Column::PersonId, these()))
                .filter(Column::CollaborationId.in_subquery(live));
            let columns = [Column::PersonId, Column::CollaborationId].map(|it| (Kind::Uuid, it.into_expr()));
            packed::<(Uuid, Uuid)>(reader, bare(members), columns)
        };
        let lately = {
            use person::Column;
            let lately = reader
                .select::<person::Entity>()
                .filter(reader.listed(Column::Id, these()))
                .filter(Column::LastInteractionAt.gte(now - TimeDelta::days(IN_TOUCH_DAYS)));
            packed::<(Uuid,)>(reader, bare(lately), [(Kind::Uuid, Column::Id.into_expr())])
        };
        let (ties, members, lately, gone, own, introduced) = join!(
            ties,
            members,
            lately,
            Box::pin(people::gone(reader, Some(ids))),
            Box::pin(people::own(reader)),
            Box::pin(introductions::tried(reader, named, now))
        );
        let mut out = gone?;
        out.extend(own?.map(|(own, _)| own));
        let mut pairs = introduced?;
        for (from, to) in ties? {
            let (from, to) = (PersonId(from), PersonId(to));
            pairs.extend([(from, to), (to, from)]);
        }
        let mut together: HashMap<PersonId, HashSet<Uuid>> = HashMap::new();
        for (person, collaboration) in members? {
            together
                .entry(PersonId(person))
                .or_default()
                .insert(collaboration);
        }
        Ok(Self {
            out,
            pairs,
            together,
            in_touch: lately?.into_iter().map(|(id,)| PersonId(id)).collect(),
        })
    }

    /// Whether two are to meet, as far as is known.
    pub fn may_meet(&self, (one, other): (PersonId, PersonId)) -> bool {
        let both = self.together.get(&one).zip(self.together.get(&other));
        let work_together = both.is_some_and(|(one, other)| !one.is_disjoint(other));
        let is_out = self.out.contains(&one) || self.out.contains(&other);
        !is_out && !work_together && !self.pairs.contains(&(one, other))
    }

    /// With how many of two the user was in touch.
    pub fn in_touch(&self, (one, other): (PersonId, PersonId)) -> usize {
        [one, other]
            .iter()
            .filter(|it| self.in_touch.contains(it))
            .count()
    }
}
