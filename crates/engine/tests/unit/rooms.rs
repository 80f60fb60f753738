//! Rooms by themselves, with a server that answers as a test says.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Weak;

use super::*;

/// A server that works off joins in order, and says nothing of some.
#[derive(Default)]
struct Server {
    /// Joins that were not answered yet, and the most that there were.
    waiting: Arc<AtomicUsize>,
    most: AtomicUsize,
    joins: Mutex<Vec<String>>,
    /// How many acknowledgements stayed out.
    unacknowledged: AtomicUsize,
    /// Conversations of whose joins nothing is heard.
    silent: HashSet<ConversationId>,
    /// Conversations whose joins are refused in words.
    refused: HashSet<ConversationId>,
    /// Who hears of the refusals.
    rooms: Mutex<Weak<Rooms>>,
    is_gone: bool,
}

impl Server {
    /// Takes a join, and answers whether it is acknowledged.
    fn take(&self, payload: &Value) -> bool {
        let id = ConversationId::new(payload["conversationId"].as_str().unwrap()).unwrap();
        self.joins.lock().push(id.to_string());
        let waiting = self.waiting.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(waiting, SeqCst);
        let is_refused = self.refused.contains(&id);
        let is_acknowledged = !is_refused && !self.silent.contains(&id) && !self.is_gone;
        if is_refused {
            let (rooms, waiting) = (self.rooms.lock().clone(), self.waiting.clone());
            tokio::spawn(async move {
                waiting.fetch_sub(1, SeqCst);
                let exception = Exception {
                    message: "Access denied".to_owned(),
                    conversation: Some(id),
                };
                if let Some(rooms) = rooms.upgrade() {
                    rooms.record_refusal(&exception);
                }
            });
        }
        is_acknowledged
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
        let is_acknowledged = self.take(&payload);
        // Whoever waits for the right to emit has their turn.
        tokio::task::yield_now().await;
        if is_acknowledged {
            self.waiting.store(0, SeqCst);
            return Ok(json!({"success": true}));
        }
        self.unacknowledged.fetch_add(1, SeqCst);
        match self.refused.is_empty() {
            true => Err(Error::HostAsleep("no acknowledgement".to_owned())),
            // The exception has ended the wait by now.
            false => std::future::pending().await,
        }
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
    (connected(&server, AnsweringRoom::default()), server)
}

fn connected(server: &Arc<Server>, answering: AnsweringRoom) -> Arc<Rooms> {
    let rooms = Rooms::new(server.clone(), Duration::from_secs(10), answering);
    let rooms = Arc::new(rooms);
    *server.rooms.lock() = Arc::downgrade(&rooms);
    rooms
}

#[tokio::test]
async fn thousands_of_rooms_are_joined_a_batch_at_a_time() {
    let (rooms, server) = rooms_of(Server::default());
    let wanted = ids("chat", 20_000);
    rooms.join(&wanted).await.unwrap();
    rooms.join_again(&wanted).await.unwrap();
    assert!(wanted.iter().all(|id| rooms.is_joined(id)), "all joined");
    let most = server.most.load(SeqCst);
    assert!(most <= ROOMS_AT_ONCE + 1, "{most} on their way at once");
    let joins = server.joins.lock().len();
    let most = 2 * wanted.len() + 2 * wanted.len() / ROOMS_AT_ONCE;
    assert!(joins <= most, "{joins} joins for two rounds of 20,000");
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
        silent: refused.iter().cloned().collect(),
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

#[tokio::test]
async fn refused_rooms_leave_few_acknowledgements_out() {
    let refused = ids("gone", 20_000);
    let server = Server {
        refused: refused.iter().cloned().collect(),
        ..Server::default()
    };
    let (rooms, server) = rooms_of(server);
    let mut wanted = refused;
    wanted.extend(ids("chat", 1));
    rooms.join(&wanted).await.unwrap();
    let out = server.unacknowledged.load(SeqCst);
    assert!(out <= MOST_UNACKNOWLEDGED + BARRIERS, "{out} stayed out");
    let most = server.most.load(SeqCst);
    assert!(
        most <= ROOMS_AT_ONCE + BARRIERS,
        "{most} on their way at once"
    );
    let last = wanted.last().unwrap();
    assert!(rooms.is_joined(last), "the only one that is not refused");
}

#[tokio::test]
async fn a_room_that_answered_is_the_barrier_of_the_next_connection() {
    let refused = ids("gone", 5_000);
    let server = Arc::new(Server {
        refused: refused.iter().cloned().collect(),
        ..Server::default()
    });
    let answering = AnsweringRoom::default();
    let first = connected(&server, answering.clone());
    first.join(&ids("chat", 1)).await.unwrap();
    let next = connected(&server, answering);
    next.join(&refused).await.unwrap();
    assert_eq!(server.unacknowledged.load(SeqCst), 0, "each was answered");
}

#[tokio::test]
async fn refusals_of_rooms_that_nobody_asked_for_are_forgotten() {
    let (rooms, _server) = rooms_of(Server::default());
    let mine = ids("chat", 3);
    rooms.join(&mine).await.unwrap();
    let named = ids("made-up", 10_000);
    for id in named.iter().chain(&mine[..1]) {
        rooms.record_refusal(&Exception {
            message: "Access denied".to_owned(),
            conversation: Some(id.clone()),
        });
    }
    assert_eq!(
        rooms.refused.lock().len(),
        1,
        "only the one that was asked for"
    );
    assert!(!rooms.is_joined(&mine[0]) && rooms.is_joined(&mine[1]));
}
