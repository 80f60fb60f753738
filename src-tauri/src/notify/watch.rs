//! Follows one engine's changes and shows what the rules call due.
//!
//! Lives as long as the engine is the one in use: started with it, aborted with it. Changes are
//! gathered for a moment ([`GATHER`]), so that a burst becomes one notification.

use std::{sync::Arc, time::Duration};

use engine::{Connection, Engine};
use protocol::ConversationId;
use store::{ChangeSet, MessageRow};
use tokio::sync::{broadcast::error::RecvError, mpsc};

use super::{
    About, Board,
    rules::{Due, Gathering, Gaze, News},
    words,
};
use crate::{preferences::Preferences, texts::Texts};

/// How long changes are gathered before they are shown.
pub const GATHER: Duration = Duration::from_millis(250);

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
    };
    let mut due: Option<tokio::time::Instant> = None;
    loop {
        if matches!(
            *connection.borrow_and_update(),
            Connection::Online { .. } | Connection::Polling { .. }
        ) {
            // What the catch-up brought is in the channel before the state says that it is over.
            while let Ok(change) = changes.try_recv() {
                watch.hear(&change, &mut due);
            }
            watch.gathering.caught_up();
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
                Ok(change) => watch.hear(&change, &mut due),
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
}

impl Watch {
    fn hear(&mut self, change: &ChangeSet, due: &mut Option<tokio::time::Instant>) {
        if self.gathering.hear(change) && due.is_none() {
            *due = Some(tokio::time::Instant::now() + GATHER);
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
