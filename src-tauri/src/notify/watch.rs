//! Follows one engine's changes and shows what the rules call due.
//!
//! Lives as long as the engine is the one in use: started with it, aborted with it. Changes are
//! gathered for a moment ([`GATHER`]), so that a burst becomes one notification.

use std::{sync::Arc, time::Duration};

use engine::{Connection, Engine};
use protocol::{ConversationId, UtcMs};
use store::{ChangeSet, ConversationRow, InboxFilter, MessageRow};
use tokio::sync::{broadcast::error::RecvError, mpsc};

use super::{
    About, Board,
    rules::{Due, Gathering, Gaze, News},
    words,
};
use crate::{preferences::Preferences, texts::Texts};

/// How long changes are gathered before they are shown.
pub const GATHER: Duration = Duration::from_millis(250);

/// How many conversations are looked at for the newest time: the list is sorted by it.
const LISTED: u32 = 50;

/// What the rest of the shell tells the watch.
#[derive(Clone, Debug)]
pub enum Hint {
    /// The user looks at this chat.
    Looked(ConversationId),
    /// I am about to begin a conversation: hold what comes until it is known which.
    Beginning,
    /// I began this conversation, or could not begin one.
    Began(Option<ConversationId>),
}

/// What the watch asks of the rest of the shell.
pub trait Surroundings: Send + Sync + 'static {
    /// Where the user is looking now.
    fn gaze(&self) -> Gaze;
    /// The preferences as they are now.
    fn preferences(&self) -> Preferences;
    /// The texts in the language of now.
    fn texts(&self) -> Texts;
    /// Where notifications are shown.
    fn board(&self) -> &dyn Board;
}

/// Follows an engine until it is gone or the task is aborted.
pub async fn follow(
    engine: Engine,
    surroundings: Arc<dyn Surroundings>,
    mut hints: mpsc::UnboundedReceiver<Hint>,
) {
    let mut changes = engine.changes();
    let mut connection = engine.connection();
    let mut accounts = engine.accounts();
    accounts.mark_unchanged();
    let mut watch = Watch {
        engine,
        surroundings,
        gathering: Gathering::new(),
        beginnings: 0,
        known_until: None,
    };
    let mut due: Option<tokio::time::Instant> = None;
    loop {
        let heard = is_heard(&connection.borrow_and_update());
        if heard && !watch.gathering.hears() {
            watch.begin_hearing().await;
        }
        let wait = async {
            match due {
                Some(moment) => tokio::time::sleep_until(moment).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            moved = connection.changed() => if moved.is_err() { return },
            // Somebody else's first catch-up is as silent as the first one was.
            Ok(()) = accounts.changed() => watch.gathering = Gathering::new(),
            Some(hint) = hints.recv() => watch.take(hint),
            change = changes.recv() => match change {
                Ok(change) => watch.hear(change, &mut due).await,
                Err(RecvError::Lagged(missed)) => tracing::info!(missed, "notifications lag"),
                Err(RecvError::Closed) => return,
            },
            () = wait => {
                due = watch.beginning().then(|| tokio::time::Instant::now() + GATHER);
                if due.is_none() {
                    watch.show_due().await;
                }
            }
        }
    }
}

struct Watch {
    engine: Engine,
    surroundings: Arc<dyn Surroundings>,
    gathering: Gathering,
    beginnings: u32,
    /// The newest thing that the server had when the first catch-up ended, by the server's clock.
    known_until: Option<UtcMs>,
}

impl Watch {
    /// The list is known now. The messages behind it may still be on their way: they are told from
    /// news by their time.
    async fn begin_hearing(&mut self) {
        let listed = self.engine.inbox(InboxFilter::All, LISTED).await;
        let times = listed.iter().flat_map(|inbox| &inbox.rows).map(server_time);
        self.known_until = times.max().flatten();
        self.gathering.caught_up();
    }

    async fn hear(&mut self, mut change: ChangeSet, due: &mut Option<tokio::time::Instant>) {
        self.keep_news(&mut change).await;
        if self.gathering.hear(&change) && due.is_none() {
            *due = Some(tokio::time::Instant::now() + GATHER);
        }
    }

    /// Leaves in a change only what is younger than the first catch-up: history that is fetched later
    /// (by scrolling back, too) comes as new to the cache, but is none to the user.
    async fn keep_news(&self, change: &mut ChangeSet) {
        let Some(known) = self.known_until else {
            return;
        };
        for arrived in std::mem::take(&mut change.arrived) {
            let message = self.engine.message(&arrived.id).await;
            if message
                .ok()
                .and_then(|row| row.created_at)
                .is_none_or(|at| at > known)
            {
                change.arrived.push(arrived);
            }
        }
        for opened in std::mem::take(&mut change.opened) {
            let row = self.engine.conversation(&opened).await;
            if row
                .ok()
                .and_then(|row| server_time(&row))
                .is_none_or(|at| at > known)
            {
                change.opened.push(opened);
            }
        }
    }

    fn take(&mut self, hint: Hint) {
        match hint {
            Hint::Looked(conversation) => {
                self.gathering.look(&conversation);
                self.surroundings
                    .board()
                    .withdraw(&About::Conversation(conversation));
            }
            Hint::Beginning => self.beginnings += 1,
            Hint::Began(which) => {
                self.beginnings = self.beginnings.saturating_sub(1);
                if let Some(conversation) = which {
                    self.gathering.began(conversation);
                }
            }
        }
    }

    fn beginning(&self) -> bool {
        self.beginnings > 0
    }

    async fn show_due(&mut self) {
        let gaze = self.surroundings.gaze();
        for due in self.gathering.due(&gaze) {
            let note = match due {
                Due::Many {
                    messages,
                    conversations,
                } => Some(words::of_many(
                    messages,
                    conversations,
                    &self.surroundings.texts(),
                )),
                Due::News(news) => self.note(&news).await,
            };
            if let Some(note) = note {
                self.surroundings.board().show(note);
            }
        }
    }

    async fn note(&self, news: &News) -> Option<super::Note> {
        let row = self.engine.conversation(&news.conversation).await.ok()?;
        let message = self.message(news).await;
        let preferences = self.surroundings.preferences();
        let texts = self.surroundings.texts();
        Some(words::of_news(
            news,
            &row,
            message.as_ref(),
            &preferences,
            &texts,
        ))
    }

    async fn message(&self, news: &News) -> Option<MessageRow> {
        self.engine.message(news.newest.as_ref()?).await.ok()
    }
}

fn is_heard(connection: &Connection) -> bool {
    matches!(
        connection,
        Connection::Online { .. } | Connection::Polling { .. }
    )
}

/// When something last happened in a conversation by the server's clock: what I wrote here and did
/// not send yet has the time of this computer.
fn server_time(row: &ConversationRow) -> Option<UtcMs> {
    let said = row
        .last_message
        .as_ref()
        .filter(|last| !last.mine)
        .and_then(|last| last.created_at);
    said.max(row.created_at)
}
