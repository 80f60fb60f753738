//! What a panic leaves on stderr.

use std::process::Command;

const CUSTOMER: &str = "كلام الزبون";
const THIS_TEST: &str = "panic_words::a_panic_quotes_nobody_on_stderr";
const CHILD: &str = "AVVENTO_TEST_PANIC";

#[test]
fn a_panic_quotes_nobody_on_stderr() {
    if std::env::var_os(CHILD).is_some() {
        store::log_panics();
        let text = format!("{CUSTOMER} and more");
        let broken = move || {
            text.parse::<u32>()
                .unwrap_or_else(|_| panic!("not {text:?}"))
        };
        assert!(std::thread::spawn(broken).join().is_err());
        return;
    }
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", THIS_TEST, "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(run.status.success(), "{said}");
    assert!(
        said.contains("panic_words.rs") && said.contains("not "),
        "the panic is told with its place and its words: {said}"
    );
    assert!(!said.contains(CUSTOMER), "{said}");
}
