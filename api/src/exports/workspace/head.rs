//! The first line of a file.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::workspace::{Model, WeekDay};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::kit::phone::Region;

/// What the first line of such a file says that it is.
const FORMAT: &str = "rapport.workspace";

/// How rows are written. It grows when a program that knows only the number before could not read them.
const VERSION: u64 = 1;

/// The first line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Head {
    format: String,
    version: u64,
    /// The workspace's last change.
    pub seq: i64,
    pub workspace: Settings,
}

/// What is kept of a workspace itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// The id that it had.
    pub id: String,
    name: String,
    time_zone: String,
    default_region: Option<String>,
    week_start: String,
    weekly_capacity: Option<i32>,
    away_from: Option<NaiveDate>,
    away_until: Option<NaiveDate>,
    revision: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Head {
    /// Of a workspace.
    pub fn of(workspace: Model) -> Self {
        let Model {
            id,
            name,
            time_zone,
            default_region,
            week_start,
            weekly_capacity,
            away_from,
            away_until,
            latest_seq,
            revision,
            created_at,
            updated_at,
        } = workspace;
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            seq: latest_seq,
            workspace: Settings {
                id: id.to_string(),
                name,
                time_zone,
                default_region,
                week_start: week_start.as_str().to_owned(),
                weekly_capacity,
                away_from,
                away_until,
                revision,
                created_at,
                updated_at,
            },
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// In words: it is none, or of a newer program.
    pub fn read(json: Json) -> Result<Self, String> {
        if json.get("format").and_then(Json::as_str) != Some(FORMAT) {
            return Err(format!(
                "this is no export of a workspace: its first line says \"format\":\"{FORMAT}\""
            ));
        }
        match json.get("version").and_then(Json::as_u64) {
            Some(VERSION) => {}
            Some(newer) if newer > VERSION => {
                return Err(format!(
                    "this file is of version {newer}, and this program reads version {VERSION}: bring the program up to date"
                ));
            }
            _ => return Err("version: this is none".to_owned()),
        }
        let head: Self = serde_json::from_value(json).map_err(|error| error.to_string())?;
        head.workspace.settle(blank(&head)?)?;
        Ok(head)
    }

    /// The workspace as the file has it, where it now is.
    ///
    /// # Errors
    /// In words: a setting is none.
    pub fn settle(&self, here: Model) -> Result<Model, String> {
        self.workspace.settle(Model {
            latest_seq: self.seq,
            ..here
        })
    }
}

/// Some workspace, to try settings on.
fn blank(head: &Head) -> Result<Model, String> {
    if head.seq < 0 {
        return Err("seq: this is none".to_owned());
    }
    let settings = &head.workspace;
    let id = settings
        .id
        .parse()
        .map_err(|error| format!("workspace.id: {error}"))?;
    Ok(Model {
        id,
        name: String::new(),
        time_zone: String::new(),
        default_region: None,
        week_start: WeekDay::Monday,
        weekly_capacity: None,
        away_from: None,
        away_until: None,
        latest_seq: head.seq,
        revision: settings.revision,
        created_at: settings.created_at,
        updated_at: settings.updated_at,
    })
}

impl Settings {
    fn settle(&self, here: Model) -> Result<Model, String> {
        let day = WeekDay::ALL.iter().find(|day| day.as_str() == self.week_start);
        let week_start = *day.ok_or("workspace.weekStart: this is no day of the week")?;
        if self.time_zone.parse::<Tz>().is_err() {
            return Err("workspace.timeZone: this is no IANA time zone".to_owned());
        }
        if self
            .default_region
            .as_deref()
            .is_some_and(|code| Region::parse(code).is_none())
        {
            return Err("workspace.defaultRegion: this is no ISO 3166 code of a country".to_owned());
        }
        Ok(Model {
            name: self.name.clone(),
            time_zone: self.time_zone.clone(),
            default_region: self.default_region.clone(),
            week_start,
            weekly_capacity: self.weekly_capacity,
            away_from: self.away_from,
            away_until: self.away_until,
            revision: self.revision,
            created_at: self.created_at,
            updated_at: self.updated_at,
            ..here
        })
    }
}
