//! Each fault does to a posted message what its name says, and nothing else: a check that cannot
//! break a line proves nothing.
use std::sync::Arc;
use std::time::Duration;

use protocol::ConversationId;
use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;
use testkit::backend_process::BackendProcess;
use testkit_net::Person;
use testkit_net::proxy::{Fault, FaultRates, Proxy, Trigger};

struct Scene {
    proxy: Proxy,
    direct: Person,
    through: Person,
    chat: ConversationId,
    _folder: TempDir,
}

impl Scene {
    async fn set() -> Self {
        let folder = TempDir::new().unwrap();
        let plan = folder.path().join("backend");
        let backend = Arc::new(BackendProcess::in_process(plan).await.unwrap());
        let proxy = backend.proxied().await.unwrap();
        let direct = backend.person("salma").unwrap();
        let through = Person::new(proxy.url(), backend.token("salma").unwrap()).unwrap();
        let chat = direct.open_chat("order").await.unwrap();
        Self {
            proxy,
            direct,
            through,
            chat,
            _folder: folder,
        }
    }

    /// Posts once; answers with the error, if any.
    async fn post(&self, text: &str) -> Result<(), String> {
        let body = json!({ "conversationId": self.chat.as_str(), "content": text });
        let posting = self
            .through
            .call(Method::POST, "/support/messages", Some(&body));
        match tokio::time::timeout(Duration::from_secs(3), posting).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(format!("{error:?}")),
            Err(_) => Err("no answer".to_owned()),
        }
    }

    async fn stored(&self, text: &str) -> usize {
        let all = self.direct.messages(&self.chat).await.unwrap();
        all.iter().filter(|message| message.text == text).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_loses_the_answer_or_the_request_as_its_name_says() {
    let scene = Scene::set().await;
    scene
        .post("without a fault")
        .await
        .expect("without a fault it passes");
    // The fault, what the client sees (empty: success), and how often the backend has it.
    let cases = [
        (Fault::DropAnswer, "error sending", Some(1)),
        (Fault::Truncate, "error", Some(1)),
        (Fault::Delay, "", Some(1)),
        (Fault::HalfOpen, "no answer", Some(0)),
        (Fault::Reset, "error sending", Some(0)),
        (Fault::TooMany, "429", Some(0)),
        (Fault::BadGateway, "50", None),
        (Fault::RefuseToken, "401", Some(0)),
        (Fault::Refusal, "422", Some(0)),
        (Fault::Restart, "error sending", None),
    ];
    for (fault, seen, stored) in cases {
        let text = format!("under {fault:?}");
        scene.proxy.inject(fault);
        let outcome = scene.post(&text).await;
        match outcome {
            Ok(()) => assert!(seen.is_empty(), "{fault:?}: it went through"),
            Err(error) => assert!(
                !seen.is_empty() && error.contains(seen),
                "{fault:?}: {error}"
            ),
        }
        let count = scene.stored(&text).await;
        assert!(
            stored.is_none_or(|n| n == count),
            "{fault:?}: stored {count}"
        );
        assert!(count <= 1, "{fault:?}: the proxy itself doubled a message");
    }
    scene
        .post("without a fault again")
        .await
        .expect("the faults are over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_commit_is_counted_with_the_time_it_took() {
    let scene = Scene::set().await;
    scene.proxy.set_fault_rates(FaultRates {
        settle_after: Duration::from_millis(200),
        ..FaultRates::none()
    });
    for number in 0..8 {
        scene.proxy.inject(Fault::LateCommit);
        let text = format!("late {number}");
        scene.post(&text).await.expect_err("the line was cut");
        let late = scene.proxy.late_commits().await.unwrap();
        let last = late.last().expect("it was noted");
        assert_eq!(last.text, text, "with its text");
        assert!(last.stored, "and the backend took it");
        assert_eq!(scene.stored(&text).await, 1, "once");
    }
    assert_eq!(scene.proxy.injected()[&Fault::LateCommit], 8);
    assert_eq!(scene.proxy.request_count(Trigger::Send), 8);
}
