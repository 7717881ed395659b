use std::collections::HashMap;

use entity::RecordType;
use entity::custom_field::{Column, Entity, Model};
use sea_orm::QuerySelect as _;

use crate::kit::declared::{New, custom};
use crate::kit::record::of_old;
use crate::kit::{Became, Code, Detail, Each, Failure, Path, Problem, Tx};
use crate::records::{Making, Said};

/// Makes custom fields, of which a type has so many at most. What is wrong with one keeps no other from being made.
///
/// # Errors
/// The database fails.
pub async fn create_all(tx: &mut Tx, wanted: &[Each<'_, New<Model>>]) -> Result<Vec<Became<Model>>, Failure> {
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
    let mut making = Making::begin(tx, &news, content).await?;
    let there = tx
        .read()
        .select::<Entity>()
        .select_only()
        .column(Column::RecordType);
    let there: Vec<RecordType> = there.into_tuple().all(tx.conn()).await?;
    let mut counts: HashMap<RecordType, usize> = HashMap::new();
    for kind in there {
        *counts.entry(kind).or_default() += 1;
    }
    for open in making.open() {
        let count = counts.entry(open.model.record_type).or_default();
        *count += 1;
        if *count > custom::MAX_FIELDS {
            let most = i32::try_from(custom::MAX_FIELDS).unwrap_or(i32::MAX);
            let message = format!("a type has at most {most} custom fields, archived ones too");
            let problem = Problem::new(Code::TooMany, Path::input("key"), message);
            open.checks.push(problem.with(Detail::Max(most)));
        }
    }
    making.store(tx, |_, _, _| {}).await
}
