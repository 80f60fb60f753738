//! Each rule of the source is broken once, and found.

use xtask::source_rules::{
    Source, dead_code_allowances, import_circles, long_files, missing_documents,
    tests_that_never_run, wrong_directions,
};

fn file(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

fn circles(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source> = files.iter().map(|(path, text)| file(path, text)).collect();
    import_circles(&sources).expect("the sources are Rust")
}

#[test]
fn two_files_that_import_each_other_are_a_circle() {
    let found = circles(&[
        ("crates/x/src/lib.rs", "mod a; mod b;"),
        ("crates/x/src/a.rs", "use crate::b::B; pub struct A;"),
        (
            "crates/x/src/b.rs",
            "pub struct B; fn f() -> crate::a::A { todo() }",
        ),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("crates/x/src/a.rs, crates/x/src/b.rs"),
        "{found:?}"
    );
}

#[test]
fn a_circle_through_the_front_door_is_found() {
    let found = circles(&[
        ("crates/x/src/lib.rs", "mod a; mod b; pub use b::B;"),
        ("crates/x/src/a.rs", "use crate::B; pub struct A;"),
        (
            "crates/x/src/b.rs",
            "use crate::{a::{self, A}}; pub struct B;",
        ),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_front_door_that_passes_on_is_no_circle() {
    let found = circles(&[
        (
            "crates/x/src/lib.rs",
            "mod a; mod b; pub use b::B; pub use a::A;",
        ),
        ("crates/x/src/a.rs", "use crate::B; pub struct A;"),
        ("crates/x/src/b.rs", "pub struct B;"),
        ("crates/y/src/lib.rs", "mod a;"),
        ("crates/y/src/a.rs", "use crate::a::A; struct A;"),
    ]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_file_in_a_folder_is_told_from_its_parent() {
    let found = circles(&[
        ("crates/x/src/lib.rs", "mod a;"),
        (
            "crates/x/src/a.rs",
            "mod b; use crate::a::b::B; pub struct A;",
        ),
        ("crates/x/src/a/b.rs", "use crate::a::A; pub struct B;"),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn who_may_look_is_no_import() {
    let found = circles(&[
        ("crates/x/src/lib.rs", "mod a;"),
        ("crates/x/src/a.rs", "mod b; use self::b::B; pub struct A;"),
        (
            "crates/x/src/a/b.rs",
            "pub(super) struct B; pub(in crate::a) fn f() {}",
        ),
    ]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_dependency_against_the_direction_is_found() {
    let graph = [
        (
            "avvento-engine".to_owned(),
            vec!["avvento-store".to_owned()],
        ),
        (
            "avvento-store".to_owned(),
            vec!["avvento-engine".to_owned()],
        ),
        (
            "avvento-protocol".to_owned(),
            vec!["avvento-store".to_owned()],
        ),
    ];
    let found = wrong_directions(&graph);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].contains("avvento-store depends on avvento-engine"),
        "{found:?}"
    );
}

#[test]
fn a_file_of_more_than_four_hundred_lines_is_found() {
    let found = long_files(&[
        file("a.rs", &"x\n".repeat(400)),
        file("b.rs", &"x\n".repeat(401)),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("b.rs: 401 lines"), "{found:?}");
}

#[test]
fn an_allowance_of_unused_code_is_found() {
    let attribute = format!(
        "#[{}(dead_code, reason = \"later\")]\nfn f() {{}}\n",
        "allow"
    );
    let found = dead_code_allowances(&[file("a.rs", &attribute), file("b.rs", "fn g() {}\n")]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("a.rs:1:"), "{found:?}");
}

#[test]
fn a_test_that_never_runs_is_found() {
    let text = "fn f() {}\n#[cfg(test)]\nmod tests;\n";
    let files = [
        file("crates/x/src/a.rs", text),
        file("crates/y/src/a.rs", text),
    ];
    let found = tests_that_never_run(&files, &["crates/x/src/".to_owned()]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("crates/x/src/a.rs:2:"), "{found:?}");
}

#[test]
fn a_document_that_is_not_here_is_found() {
    let (there, gone) = ("there.md", "gone.md");
    let text = format!("// docs/{there} says so\n// as {gone}, section 4, says\nf(\"{gone}\")\n");
    let path = format!("docs/{there}");
    let found = missing_documents(&[file("a.rs", &text)], &[&path, "a.rs"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("a.rs:2:"), "{found:?}");
}
