//! The soak's table goes into the document between its marks, and nowhere else.
use std::fs;
use xtask::soak::record;

#[test]
fn a_new_table_takes_the_place_of_the_old_one() {
    let folder = std::env::temp_dir().join(format!("xtask-record-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (document, report) = (folder.join("document.md"), folder.join("report.md"));
    let marks = [
        "<!-- the last soak begins -->",
        "<!-- the last soak ends -->",
    ];
    fs::write(
        &document,
        format!("before\n{}\nold\n{}\nafter\n", marks[0], marks[1]),
    )
    .unwrap();
    for table in ["first", "second"] {
        fs::write(&report, format!("{table}\n\n### kill -9\n\n- a note\n")).unwrap();
        record(&document, &report).expect("recorded");
        let written = fs::read_to_string(&document).unwrap();
        assert_eq!(
            written,
            format!("before\n{}\n\n{table}\n\n{}\nafter\n", marks[0], marks[1])
        );
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_document_has_both_marks() {
    let document = include_str!("../../../docs/reliability.md");
    assert_eq!(document.matches("<!-- the last soak begins -->").count(), 1);
    assert_eq!(document.matches("<!-- the last soak ends -->").count(), 1);
}
