//! What a tail remembers, by itself.

use super::*;

#[test]
fn a_tail_remembers_a_bounded_number_of_rows() {
    let mut lines = PrintedLines::default();
    for number in 0..10 * ROWS_REMEMBERED {
        lines.insert(&number.to_string(), 1);
    }
    let remembered = lines.newer.len() + lines.older.len();
    assert!(remembered <= 2 * ROWS_REMEMBERED, "{remembered} rows");
    let latest = (10 * ROWS_REMEMBERED - ROWS_REMEMBERED).to_string();
    assert_eq!(lines.insert(&latest, 2), Some(1), "the latest are known");
    assert_eq!(lines.insert(&latest, 3), Some(2));
    assert!(!lines.contains("0"), "the first are forgotten");
}
