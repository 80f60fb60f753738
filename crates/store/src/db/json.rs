//! Lists of strings in one column or one bound value: SQLite's `json_each` reads them back.

/// A JSON array of strings.
pub(crate) fn to_array<'a>(items: impl Iterator<Item = &'a str>) -> String {
    serde_json::Value::from_iter(items).to_string()
}

/// Reads an array written by [`to_array`]; anything else reads as empty.
pub(crate) fn from_array(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}
