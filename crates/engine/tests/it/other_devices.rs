//! The same words from another device while the message from here was lost.
use std::sync::atomic::Ordering::SeqCst;

use crate::{common::*, reconciling::Scene};
use store::OutboxState;

#[tokio::test]
async fn the_same_words_from_another_device_are_asked_about() {
    for dialect in BOTH {
        let scene = Scene::new(dialect).await;
        let swallow = &scene.proxy.faults.swallow_messages;
        swallow.store(true, SeqCst);
        let local = scene.engine.send(&scene.chat, "حاضر").await;
        let local = local.expect("queued");
        scene.work().await;
        swallow.store(false, SeqCst);
        scene.work().await;
        let other = scene.elsewhere.send_message(&scene.chat, "حاضر").await;
        other.expect("said on the telephone meanwhile");
        scene.work().await;
        assert!(
            matches!(scene.standing().await, OutboxState::Failed { code, .. } if code == "ambiguous-send"),
            "{dialect:?}: it may be either's"
        );
        scene.engine.retry(&local).await.expect("sent after all");
        scene.work().await;
        let times = scene.salma.count_of(&scene.chat, "حاضر").await;
        assert_eq!(times.unwrap(), 2, "{dialect:?}: each once");
        scene.engine.shutdown().await;
    }
}
