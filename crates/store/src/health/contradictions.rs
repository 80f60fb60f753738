//! What a damaged journal tells otherwise than a database that is whole.

use crate::db::journal::{History, Row, Rows};

/// What a message says and to whom, by the column; whatever else is in its row changes as it is sent.
const CONTENT_OF_MESSAGE: [&str; 5] =
    ["conversation", "text", "file_name", "file_type", "file_url"];

/// The messages (local ids) that lines which can be read tell otherwise.
pub(crate) fn contradicted(rows: &Rows, history: &History) -> Vec<String> {
    let told = history.rows();
    let mut ids = Vec::new();
    for (name, row) in rows.iter().filter(|(_, row)| row.table == "outbox") {
        let Some(values) = row.object() else { continue };
        let other = told.get(name).and_then(Row::object);
        // A journal of another version lacks the columns that came since.
        let is_same = |column: &&str| {
            let said = other.as_ref().and_then(|other| other.get(*column));
            said.is_none_or(|said| values.get(*column) == Some(said))
        };
        if !CONTENT_OF_MESSAGE.iter().all(is_same)
            && let Some(id) = values.get("local_id").and_then(|id| id.as_str())
        {
            ids.push(id.to_owned());
        }
    }
    ids
}
