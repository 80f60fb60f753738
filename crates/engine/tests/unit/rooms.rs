//! Rooms by themselves, with a server that answers as a test says.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use super::*;

/// A server that works off joins in order, and says nothing of some.
#[derive(Default)]
struct Server {
    /// Joins since the last acknowledgement, and the most that there were.
    waiting: AtomicUsize,
    most: AtomicUsize,
    joins: Mutex<Vec<String>>,
    /// Conversations of whose joins nothing is heard.
    silent: Vec<String>,
    is_gone: bool,
}

impl Server {
    fn take(&self, payload: &Value) -> String {
        let id = payload["conversationId"].as_str().unwrap().to_owned();
        self.joins.lock().push(id.clone());
        let waiting = self.waiting.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(waiting, SeqCst);
        id
    }
}

#[async_trait::async_trait]
impl Emitter for Server {
    async fn emit(&self, _: &'static str, payload: Value, _: Duration) -> Result<(), Error> {
        self.take(&payload);
        Ok(())
    }

    async fn emit_acked(
        &self,
        _: &'static str,
        payload: Value,
        _: Duration,
    ) -> Result<Value, Error> {
        let id = self.take(&payload);
        // Whoever waits for the right to emit has their turn.
        tokio::task::yield_now().await;
        if self.is_gone || self.silent.contains(&id) {
            return Err(Error::HostAsleep("no acknowledgement".to_owned()));
        }
        self.waiting.store(0, SeqCst);
        Ok(json!({"success": true}))
    }

    fn is_alive(&self) -> bool {
        true
    }
}

fn ids(name: &str, count: usize) -> Vec<ConversationId> {
    let id = |number| ConversationId::new(format!("{name}{number}")).unwrap();
    (0..count).map(id).collect()
}

fn rooms_of(server: Server) -> (Arc<Rooms>, Arc<Server>) {
    let server = Arc::new(server);
    let rooms = Rooms::new(server.clone(), Duration::from_secs(10));
    (Arc::new(rooms), server)
}

#[tokio::test]
async fn thousands_of_rooms_are_joined_a_batch_at_a_time() {
    let (rooms, server) = rooms_of(Server::default());
    let wanted = ids("chat", 20_000);
    rooms.join(&wanted).await.unwrap();
    rooms.join_again(&wanted).await.unwrap();
    assert!(wanted.iter().all(|id| rooms.is_joined(id)), "all joined");
    assert_eq!(
        server.most.load(SeqCst),
        ROOMS_AT_ONCE,
        "on their way at once"
    );
    assert_eq!(server.joins.lock().len(), 2 * wanted.len(), "each once");
}

#[tokio::test]
async fn a_join_does_not_wait_for_thousands_of_others() {
    let (rooms, server) = rooms_of(Server::default());
    let many = tokio::spawn({
        let rooms = rooms.clone();
        async move { rooms.join(&ids("chat", 20_000)).await }
    });
    tokio::task::yield_now().await;
    rooms.join(&ids("mine", 1)).await.unwrap();
    let before = server.joins.lock().len();
    assert!(before <= 2 * ROOMS_AT_ONCE, "{before} joins came first");
    many.await.unwrap().unwrap();
}

#[tokio::test]
async fn rooms_refused_in_silence_cost_no_connection() {
    let refused = ids("gone", 2 * ROOMS_AT_ONCE);
    let (rooms, _) = rooms_of(Server {
        silent: refused.iter().map(ToString::to_string).collect(),
        ..Server::default()
    });
    let mut wanted = ids("chat", ROOMS_AT_ONCE);
    wanted.extend(refused);
    rooms.join(&wanted).await.unwrap();
    assert!(rooms.is_joined(&wanted[0]), "the others are joined");
}

#[tokio::test]
async fn a_server_that_answers_nothing_is_gone() {
    let (rooms, _) = rooms_of(Server {
        is_gone: true,
        ..Server::default()
    });
    rooms.join(&ids("chat", 1)).await.unwrap();
    let error = rooms.join(&ids("more", 10)).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable(_)), "{error}");
}
