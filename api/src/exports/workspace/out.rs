//! A workspace, line by line.

use entity::workspace;
use sea_orm::EntityTrait as _;

use super::head::Head;
use super::lines::tables;
use crate::kit::{Db, Fault, Outlet, Scope};

/// Writes all of a workspace, as it stands now.
///
/// # Errors
/// The database fails, or nobody takes it any more.
pub async fn export(db: &Db, scope: &Scope, outlet: &mut Outlet) -> Result<(), Fault> {
    let snapshot = db.snapshot(scope).await?;
    let reader = snapshot.read();
    let found = workspace::Entity::find_by_id(scope.workspace());
    let found = found.one(reader.conn()).await?;
    let found = found.ok_or_else(|| Fault::Internal("the workspace is gone".to_owned()))?;
    let head = serde_json::to_string(&Head::of(found)).map_err(|error| Fault::Internal(error.to_string()))?;
    outlet.put(format!("{head}\n").as_bytes()).await?;
    let mut lines: u64 = 1;
    for table in tables() {
        let mut last = None;
        let most = table.at_once();
        loop {
            let rows = table.page(&reader, last.as_ref(), most as u64).await?;
            let is_whole = rows.len() < most;
            for row in &rows {
                let line = format!("{{\"table\":\"{}\",\"row\":{}}}\n", table.name, row.text()?);
                outlet.put(line.as_bytes()).await?;
                lines += 1;
            }
            if is_whole {
                break;
            }
            last = rows.into_iter().next_back();
        }
    }
    outlet.put(format!("{{\"end\":{lines}}}\n").as_bytes()).await?;
    outlet.flush().await?;
    snapshot.end().await;
    Ok(())
}
