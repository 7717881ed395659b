//! What holds for custom fields.

/// By what no two fields are the same: the type and the key.
#[must_use]
pub fn place(record_type: entity::RecordType, key: &str) -> String {
    format!("{record_type} {key}")
}
