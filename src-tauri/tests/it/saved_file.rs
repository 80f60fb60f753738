//! Files that the user asked for.
use shell::received_file::zone_of_internet;
use shell::saved_file::{NewFile, safe_name, save};

#[test]
fn a_file_that_is_not_finished_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = NewFile::create(folder.path(), "chat", "txt").unwrap();
    file.write(b"half").unwrap();
    drop(file);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_file_is_never_written_over_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let first = save(folder.path(), "chat", "txt", b"one").unwrap();
    let second = save(folder.path(), "chat", "txt", b"two").unwrap();
    assert_ne!(first, second);
    assert_eq!(std::fs::read(first).unwrap(), b"one");
    assert_eq!(std::fs::read(second).unwrap(), b"two");
}

#[test]
fn a_strangers_name_is_one_that_every_system_takes() {
    for (named, stem, extension) in [
        ("فاتورة 1234.pdf", "فاتورة 1234", "pdf"),
        ("../../.bashrc", "file", "bashrc"),
        ("a<b>:\"c|d?e*.txt", "abcde", "txt"),
        ("gnp.\u{202E}exe", "gnp", "exe"),
        ("CON.txt", "_CON", "txt"),
        ("com1.log.txt", "_com1.log", "txt"),
        ("conout$.txt", "_conout$", "txt"),
        ("company.txt", "company", "txt"),
        ("trailing. . .pdf", "trailing", "pdf"),
        ("...", "file", "bin"),
        ("", "file", "bin"),
        ("no extension", "no extension", "bin"),
        ("archive.tar.gz", "archive.tar", "gz"),
        // A file manager obeys these as soon as it shows their folder.
        ("menu.lnk", "menu.lnk", "download"),
        ("menu.pdf.URL", "menu.pdf.URL", "download"),
        ("menu.s\u{202E}cf", "menu.scf", "download"),
        ("invoice.desktop", "invoice.desktop", "download"),
        ("Desktop.ini", "_Desktop", "ini"),
        ("autorun.inf", "_autorun", "inf"),
        ("my desktop.ini", "my desktop", "ini"),
    ] {
        let (is_stem, is_extension) = safe_name(named);
        assert_eq!(
            (is_stem.as_str(), is_extension.as_str()),
            (stem, extension),
            "{named:?}"
        );
    }
    for letter in ["ن", "文", "😀"] {
        let long = format!("{}.{}", letter.repeat(500), "x".repeat(500));
        let (stem, extension) = safe_name(&long);
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            save(folder.path(), &stem, &extension, b"one").expect("a file system takes it");
        }
    }
}

#[test]
fn a_strangers_file_is_marked_as_windows_knows_it() {
    let (stream, zone) = zone_of_internet(r"C:\Users\shop\Downloads\invoice.exe");
    assert_eq!(
        stream,
        r"C:\Users\shop\Downloads\invoice.exe:Zone.Identifier"
    );
    assert_eq!(zone, "[ZoneTransfer]\r\nZoneId=3\r\n");
}
