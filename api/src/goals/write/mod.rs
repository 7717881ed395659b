//! Changing goals: what their declaration does not say.

mod links;

pub use links::{Link, Supporter, add_collaboration, add_supporter, remove_collaboration, remove_supporter};

use entity::goal;

use crate::kit::declared::Change;
use crate::kit::{Became, Each, Failure, Tx};
use crate::records::Changing;

/// Changes goals. What is wrong with one keeps no other from being changed.
///
/// # Errors
/// The database fails.
pub async fn update_all(
    tx: &mut Tx,
    wanted: &[Each<'_, Change<goal::Model>>],
) -> Result<Vec<Became<goal::Model>>, Failure> {
    let changes: Vec<_> = wanted.iter().map(|it| it.input).collect();
    let mut changing = Changing::begin(tx, &changes).await?;
    changing.require(tx).await?;
    let given = changing
        .open()
        .filter(|open| open.model.person_id != open.before.person_id);
    let mut given: Vec<_> = given.map(|open| (&mut open.checks, &open.model)).collect();
    links::refuse_own_supporters(tx, &mut given).await?;
    changing.store(tx, |_| {}).await
}
