//! Looks for rows in a database's bytes.

use super::cells;
use super::findings::{Findings, Source, entry};
use super::image::{Age, Image};
use super::record;
use crate::health::seal::Seal;

/// Takes in every row that any page holds.
///
/// What was deleted is overwritten (`secure_delete`), so what the newest state of a page lists was in
/// the outbox last; unless the `-wal` is torn, for then a later change may be lost. What former
/// states list, and what is found without a list, was in it once.
pub(crate) fn scan(image: &Image, findings: &mut Findings) {
    for (age, page) in image.pages() {
        let source = if age == Age::Now && !image.is_torn() {
            Source::Live
        } else {
            Source::Doubtful
        };
        for cell in cells::listed(image, page) {
            if let Some(values) = record::values(&cell.payload) {
                findings.take_from_page(cell.number, &values, source);
            }
        }
        for cell in cells::unlisted(image, page) {
            let found = record::values(&cell.payload)
                .and_then(|values| entry(cell.number?, &values))
                .filter(|entry| entry.seal() == Seal::Whole);
            findings
                .entries
                .extend(found.map(|entry| (entry, Source::Doubtful)));
        }
    }
}
