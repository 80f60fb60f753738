//! In which languages what is typed is checked.

use shell::spelling::languages;

fn checked_with(dictionaries: &[&str]) -> Vec<&'static str> {
    let folder = tempfile::tempdir().unwrap();
    for name in dictionaries {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    let missing = folder.path().join("none");
    languages(&[&missing, folder.path()])
}

#[test]
fn nothing_is_checked_where_every_arabic_word_would_be_marked() {
    assert!(checked_with(&[]).is_empty());
    assert!(checked_with(&["en_US.dic", "fr.dic", "ar.aff"]).is_empty());
}

#[test]
fn each_language_is_checked_with_one_dictionary() {
    assert_eq!(checked_with(&["ar.dic", "ar_LY.dic"]), ["ar"]);
    assert_eq!(
        checked_with(&["en_GB.dic", "en_US.dic", "ar_SA.dic"]),
        ["ar_SA", "en_US"]
    );
}
