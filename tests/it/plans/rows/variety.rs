//! Dimensions with and without secrets, and people of many kinds, then and now.

use entity::attribute::{self, AttributeSource};
use entity::ids::{DimensionId, DimensionValueId, PersonId};
use entity::{dimension, dimension_value};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Rows, put, uuid};

impl Rows<'_> {
    pub(super) async fn variety(&self) {
        for number in 0..6_usize {
            let (description, archived_at) = self.named(number);
            put!(
                self.db,
                dimension::Model {
                    workspace_id: self.workspace,
                    id: DimensionId(uuid(40, number as u128)),
                    name: format!("Dim {number}"),
                    name_key: format!("dim {number}"),
                    description,
                    is_sensitive: number % 2 == 0,
                    is_closed: number == 1,
                    custom_values: None,
                    revision: 1,
                    seq: 1,
                    created_at: self.ago(number as i64 / 3),
                    updated_at: self.ago(number as i64 % 4),
                    archived_at,
                    created_by: Self::actor(number)
                }
            );
            for value in 0..number {
                put!(
                    self.db,
                    dimension_value::Model {
                        workspace_id: self.workspace,
                        id: DimensionValueId(uuid(41, (number * 10 + value) as u128)),
                        dimension_id: DimensionId(uuid(40, number as u128)),
                        name: format!("Value {value}"),
                        name_key: format!("value {value}"),
                        position: (number - value) as i32
                    }
                );
            }
            // Person 0 has nothing; a month ago most had another value.
            for person in 1..12_usize {
                let is_known = number > 0 && (person + number) % 4 != 0;
                for (then, since, until) in [(0, 2_000, Some(800)), (1, 800, None)] {
                    if !is_known || (person % 3 == 0 && then == 0) {
                        continue;
                    }
                    let value = number * 10 + (person * person + then) % number;
                    put!(
                        self.db,
                        attribute::Model {
                            workspace_id: self.workspace,
                            person_id: PersonId(uuid(1, person as u128)),
                            dimension_id: DimensionId(uuid(40, number as u128)),
                            since: self.ago(since),
                            until: until.map(|until| self.ago(until)),
                            value_id: DimensionValueId(uuid(41, value as u128)),
                            source: [AttributeSource::Stated, AttributeSource::Entered][person % 2]
                        }
                    );
                }
            }
        }
    }
}
