//! What `desk` logs at the level that tells the most.
use crate::common::TestBackend;
use testkit_net::leaks::leaked;

const SAID: &str = "كلام الزبون الذي لا يجوز أن يظهر في السجل";
const ANSWERED: &str = "our-answer-that-must-not-be-in-any-log";

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_the_log_at_trace() {
    let backend = TestBackend::start().await;
    let user = backend.client("user").await;
    let id = user.open("سؤال").await;
    user.say(&id, SAID).await;
    let token = backend.token("admin").await;
    let desk = backend.desk("admin").await.with_token(Some(token.clone()));
    let mut log = String::new();
    for arguments in [
        vec!["status"],
        vec!["inbox"],
        vec!["messages", &id],
        vec!["send", &id, ANSWERED],
        vec!["close", &id],
        vec!["send", &id, ANSWERED],
    ] {
        let mut command = desk.command(&arguments);
        let output = command.env("DESK_LOG", "trace").output().await.unwrap();
        log += &String::from_utf8(output.stderr).unwrap();
    }
    assert!(log.contains("engine::"), "the runs log: {log}");
    let found = leaked(&log, &[&token, SAID, ANSWERED]);
    assert_eq!(found, Vec::<&str>::new(), "{log}");
}
