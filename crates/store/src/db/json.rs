//! Lists in one column or one bound value: SQLite's `json_each` reads them back. So one statement takes as many
//! rows as there are, and a write costs as many statements as there are tables, not rows.
//!
//! A list of objects is read with `jsonb_each`, which hands each object on as it was parsed: with `json_each` every
//! field would parse it again.

use serde::{Serialize, Serializer as _};

use crate::StoreError;

/// A JSON array of strings.
pub(crate) fn to_array<'a>(items: impl Iterator<Item = &'a str>) -> String {
    serde_json::Value::from_iter(items).to_string()
}

/// A JSON array of numbers.
pub(crate) fn to_numbers(numbers: &[i64]) -> String {
    serde_json::Value::from_iter(numbers.iter().copied()).to_string()
}

/// A JSON array of objects, each with the names of its fields.
pub(crate) fn to_objects<T: Serialize>(items: &[T]) -> Result<String, StoreError> {
    serde_json::to_string(items).map_err(|error| StoreError::Unexpected(error.to_string()))
}

/// A JSON object of texts under numbers, in this order. Read with `json_each`, each text is a column as it stands: no
/// object has to be looked through for it.
pub(crate) fn to_numbered<'a>(
    items: impl IntoIterator<Item = (i64, &'a str)>,
) -> Result<String, StoreError> {
    let mut json = Vec::new();
    serde_json::Serializer::new(&mut json)
        .collect_map(items)
        .map_err(|error| StoreError::Unexpected(error.to_string()))?;
    String::from_utf8(json).map_err(|error| StoreError::Unexpected(error.to_string()))
}

/// Reads an array written by [`to_array`]; anything else reads as empty.
pub(crate) fn from_array(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}
