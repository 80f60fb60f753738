//! The task that follows one engine's changes and shows the notifications that are due.
//!
//! The task lives as long as its engine is the one in use, and is aborted with it. Changes are batched
//! for [`BATCH_WINDOW`], so that a burst becomes one notification.

use std::{sync::Arc, time::Duration};

use engine::Engine;
use protocol::ConversationId;
use store::{ChangeSet, MessageRow};
use tokio::sync::{broadcast::error::RecvError, mpsc};

use super::{
    Notification, NotificationTag, Notifier,
    batch::{ConversationNews, DueNotification, Focus, NotificationBatcher},
    format,
};
use crate::{i18n::Translations, preferences::Preferences};

/// How long changes are batched before their notifications are shown.
pub const BATCH_WINDOW: Duration = Duration::from_millis(250);

/// What the user does in the window that changes what is news.
#[derive(Clone, Debug)]
pub enum UserAction {
    /// The user looks at this conversation.
    OpenedConversation(ConversationId),
    /// A conversation is about to be created: notifications wait until its id is known.
    CreatingConversation,
    /// The conversation was created, or (`None`) could not be.
    CreatedConversation(Option<ConversationId>),
}

/// What the task needs from the rest of the shell.
pub trait NotificationContext: Send + Sync + 'static {
    /// What the user has before them now.
    fn focus(&self) -> Focus;
    /// The current preferences.
    fn preferences(&self) -> Preferences;
    /// The texts in the current language.
    fn translations(&self) -> Translations;
    /// Whether the window is locked: nobody is named or quoted then.
    fn is_locked(&self) -> bool;
    /// Where notifications are shown.
    fn notifier(&self) -> &dyn Notifier;
}

/// Shows notifications until the engine ends or the task is aborted.
pub async fn run(
    engine: Engine,
    context: Arc<dyn NotificationContext>,
    mut actions: mpsc::UnboundedReceiver<UserAction>,
) {
    let mut changes = engine.subscribe_changes();
    let mut accounts = engine.subscribe_account();
    accounts.mark_unchanged();
    let mut task = NotificationTask {
        engine,
        context,
        batcher: NotificationBatcher::new(),
        conversations_being_created: 0,
    };
    let mut due: Option<tokio::time::Instant> = None;
    loop {
        let due_reached = async {
            match due {
                Some(moment) => tokio::time::sleep_until(moment).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            // Nothing of an earlier account is shown to the next one.
            Ok(()) = accounts.changed() => task.batcher = NotificationBatcher::new(),
            Some(action) = actions.recv() => task.apply_user_action(action),
            change = changes.recv() => match change {
                Ok(change) => task.add_change(&change, &mut due),
                Err(RecvError::Lagged(missed)) => tracing::info!(missed, "notifications lag"),
                Err(RecvError::Closed) => return,
            },
            () = due_reached => {
                due = task.is_creating_conversation()
                    .then(|| tokio::time::Instant::now() + BATCH_WINDOW);
                if due.is_none() {
                    task.show_due().await;
                }
            }
        }
    }
}

struct NotificationTask {
    engine: Engine,
    context: Arc<dyn NotificationContext>,
    batcher: NotificationBatcher,
    conversations_being_created: u32,
}

impl NotificationTask {
    fn add_change(&mut self, change: &ChangeSet, due: &mut Option<tokio::time::Instant>) {
        if self.batcher.add_change(change) && due.is_none() {
            *due = Some(tokio::time::Instant::now() + BATCH_WINDOW);
        }
    }

    fn apply_user_action(&mut self, action: UserAction) {
        match action {
            UserAction::OpenedConversation(conversation) => {
                self.batcher.mark_seen(&conversation);
                self.context
                    .notifier()
                    .withdraw(&NotificationTag::Conversation(conversation));
            }
            UserAction::CreatingConversation => self.conversations_being_created += 1,
            UserAction::CreatedConversation(created) => {
                self.conversations_being_created =
                    self.conversations_being_created.saturating_sub(1);
                if let Some(conversation) = created {
                    self.batcher.ignore_own_conversation(conversation);
                }
            }
        }
    }

    fn is_creating_conversation(&self) -> bool {
        self.conversations_being_created > 0
    }

    async fn show_due(&mut self) {
        let focus = self.context.focus();
        for due in self.batcher.take_due(&focus) {
            let notification = match due {
                DueNotification::Summary {
                    messages,
                    conversations,
                } => Some(format::summary_notification(
                    messages,
                    conversations,
                    &self.context.translations(),
                )),
                DueNotification::Conversation(news) => self.conversation_notification(&news).await,
            };
            if let Some(notification) = notification {
                self.context.notifier().show(notification);
            }
        }
    }

    async fn conversation_notification(&self, news: &ConversationNews) -> Option<Notification> {
        if self.context.is_locked() {
            let translations = self.context.translations();
            return Some(format::locked_notification(news, &translations));
        }
        let row = self.engine.conversation(&news.conversation).await.ok()?;
        let message = self.newest_message(news).await;
        Some(format::conversation_notification(
            news,
            &row,
            message.as_ref(),
            &self.context.preferences(),
            &self.context.translations(),
        ))
    }

    async fn newest_message(&self, news: &ConversationNews) -> Option<MessageRow> {
        self.engine.message(news.newest.as_ref()?).await.ok()
    }
}
