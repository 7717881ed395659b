//! Fields that users define themselves, one of each kind, and what people hold in them.

use entity::RecordType;
use entity::custom_field::{self, CustomFieldKind};
use entity::ids::CustomFieldId;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn custom_fields(&self) {
        for (number, kind) in CustomFieldKind::ALL.iter().enumerate() {
            let (maybe, archived_at) = self.named(number);
            let key = kind.as_str().to_lowercase();
            put!(
                self.db,
                custom_field::Model {
                    workspace_id: self.workspace,
                    id: CustomFieldId(uuid(44, number as u128)),
                    record_type: RecordType::Person,
                    place: format!("PERSON {key}"),
                    name: format!("Field {number}"),
                    name_key: format!("field {number}"),
                    key,
                    description: maybe,
                    kind: *kind,
                    choices: (*kind == CustomFieldKind::Choice).then(|| "[\"Gold\",\"Silver\"]".to_owned()),
                    // Two of each position, so that the id decides.
                    position: 3 - number as i32 / 2,
                    revision: 1,
                    seq: 1,
                    created_at: self.ago(5),
                    updated_at: self.ago(1),
                    archived_at,
                    created_by: Self::actor(number)
                }
            );
        }
    }

    /// What every third person holds, all or some; of one thing there is no field.
    pub(super) fn custom_values(number: usize) -> Option<String> {
        let all = r#"{"choice":"Gold","date":"2027-02-03","flag":"true","gone":"1","number":"-12.5","text":"a\nb"}"#;
        match number % 6 {
            0 => Some(all.to_owned()),
            3 => Some(format!(r#"{{"flag":"false","text":"text {number}"}}"#)),
            _ => None,
        }
    }
}
