//! The task that follows one engine's changes and shows the notifications that are due.
//!
//! The task lives as long as its engine is the one in use, and is aborted with it. What is heard live is batched
//! for [`BATCH_WINDOW`], so that a burst becomes one notification; what is caught up with is told together when the
//! engine says that everything of it has been told, and at the latest after [`CAUGHT_UP_AT_LATEST`]. Whether what is shown was read
//! elsewhere is looked at as often, for all chats that changed at once: in a rush each message would be asked about twice.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use engine::{CatchUps, Engine};
use protocol::{ConversationId, ConversationStatus, UtcMs};
use store::{ChangeSet, ConversationState, MessageRow};
use tokio::{
    sync::{broadcast::error::RecvError, mpsc, watch},
    time::Instant,
};

use super::{
    Notification, NotificationTag, Notifier,
    batch::{CatchingUp, ConversationNews, DueNotification, NotificationBatcher, Taken},
    focus::Focus,
    format,
};
use crate::{
    alerts::{choice::sound_for, sound::AlertSound},
    i18n::Translations,
    limits::{BATCH_WINDOW, CAUGHT_UP_AT_LATEST},
    preferences::Preferences,
};

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
    /// Plays a sound, if the user wants any now.
    fn play(&self, sound: AlertSound);
    /// Follows until when nobody is to be disturbed; `None` while that is not so.
    fn do_not_disturb(&self) -> watch::Receiver<Option<UtcMs>>;
}

/// Shows notifications until the engine ends or the task is aborted.
pub async fn run(
    engine: Engine,
    context: Arc<dyn NotificationContext>,
    mut actions: mpsc::UnboundedReceiver<UserAction>,
) {
    let mut changes = engine.subscribe_changes();
    let mut catch_ups = engine.subscribe_catch_ups();
    let mut accounts = engine.subscribe_account();
    accounts.mark_unchanged();
    let mut quiet = context.do_not_disturb();
    quiet.mark_changed();
    let mut task = NotificationTask::new(engine, context, catch_ups.clone());
    loop {
        let live_due = sleep_until(task.live_due);
        let caught_up_due = sleep_until(task.caught_up_due);
        let look_due = sleep_until(task.look_due);
        tokio::select! {
            biased;
            // Nothing of an earlier account is shown to the next one.
            Ok(()) = accounts.changed() => task.begin_anew(),
            Some(action) = actions.recv() => task.apply_user_action(action),
            change = changes.recv() => match change {
                Ok(change) => task.add_change(&change),
                Err(RecvError::Lagged(missed)) => {
                    tracing::info!(missed, "notifications lag");
                    task.look_at(task.batcher.all_shown());
                }
                Err(RecvError::Closed) => return,
            },
            // After the changes: all that a pass brought is in the batch by then.
            Ok(()) = catch_ups.changed() => task.note_catch_ups(*catch_ups.borrow_and_update()),
            Ok(()) = quiet.changed() => task.set_quiet(*quiet.borrow_and_update()),
            () = look_due => task.withdraw_read().await,
            () = live_due => task.show_due(Taken::Live).await,
            () = caught_up_due => task.show_due(Taken::Everything).await,
        }
    }
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

struct NotificationTask {
    engine: Engine,
    context: Arc<dyn NotificationContext>,
    batcher: NotificationBatcher,
    catch_ups: watch::Receiver<CatchUps>,
    /// Up to which pass everything is in the batch.
    told: u64,
    conversations_being_created: u32,
    /// What is due waits: nobody is to be disturbed.
    quiet_until: Option<UtcMs>,
    live_due: Option<Instant>,
    caught_up_due: Option<Instant>,
    /// Reminders that have rung and are not shown.
    reminders: BTreeSet<ConversationId>,
    /// The conversations of which a reminder is shown.
    reminded: HashSet<ConversationId>,
    /// Conversations with a notification that have changed: somebody may have read or closed them elsewhere.
    changed_shown: HashSet<ConversationId>,
    look_due: Option<Instant>,
}

impl NotificationTask {
    fn new(
        engine: Engine,
        context: Arc<dyn NotificationContext>,
        catch_ups: watch::Receiver<CatchUps>,
    ) -> Self {
        let told = catch_ups.borrow().told;
        Self {
            engine,
            context,
            batcher: NotificationBatcher::new(),
            catch_ups,
            told,
            conversations_being_created: 0,
            quiet_until: None,
            live_due: None,
            caught_up_due: None,
            reminders: BTreeSet::new(),
            reminded: HashSet::new(),
            changed_shown: HashSet::new(),
            look_due: None,
        }
    }

    fn begin_anew(&mut self) {
        self.batcher = NotificationBatcher::new();
        self.reminders.clear();
        self.reminded.clear();
        self.changed_shown.clear();
        self.context.notifier().withdraw_all();
    }

    fn catching_up(&self) -> CatchingUp {
        if self.catch_ups.borrow().begun > self.told {
            CatchingUp::UnderWay
        } else {
            CatchingUp::Over
        }
    }

    fn add_change(&mut self, change: &ChangeSet) {
        self.batcher.add_change(change, self.catching_up());
        self.reminders.extend(change.reminders.iter().cloned());
        self.plan();
        let shown = if change.resync {
            self.batcher.all_shown()
        } else {
            self.batcher.shown_among(&change.conversations)
        };
        self.look_at(shown);
    }

    /// These conversations, which have a notification, are looked at soon.
    fn look_at(&mut self, shown: Vec<ConversationId>) {
        if !shown.is_empty() {
            self.changed_shown.extend(shown);
            self.look_due.get_or_insert(Instant::now() + BATCH_WINDOW);
        }
    }

    fn note_catch_ups(&mut self, passes: CatchUps) {
        self.told = passes.told;
        if passes.told == passes.begun && self.batcher.has_caught_up() {
            self.caught_up_due = Some(Instant::now());
        }
    }

    /// Nobody is to be disturbed, or may be again: what came meanwhile is told together.
    fn set_quiet(&mut self, until: Option<UtcMs>) {
        let was_quiet = std::mem::replace(&mut self.quiet_until, until).is_some();
        if was_quiet && until.is_none() {
            self.caught_up_due = Some(Instant::now());
        }
    }

    /// Sets when what waits is shown, where that is not set yet.
    fn plan(&mut self) {
        let now = Instant::now();
        if self.batcher.has_live() || !self.reminders.is_empty() {
            self.live_due.get_or_insert(now + BATCH_WINDOW);
        }
        if self.batcher.has_caught_up() {
            self.caught_up_due.get_or_insert(now + CAUGHT_UP_AT_LATEST);
        }
    }

    fn apply_user_action(&mut self, action: UserAction) {
        match action {
            UserAction::OpenedConversation(conversation) => self.mark_seen(&conversation),
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

    fn mark_seen(&mut self, conversation: &ConversationId) {
        if self.reminded.remove(conversation) {
            let tag = NotificationTag::Conversation(conversation.clone());
            self.context.notifier().withdraw(&tag);
        }
        for tag in self.batcher.mark_seen(conversation) {
            self.context.notifier().withdraw(&tag);
        }
    }

    /// Withdraws the notifications of conversations that were read elsewhere, or closed by somebody.
    async fn withdraw_read(&mut self) {
        self.look_due = None;
        let changed: Vec<ConversationId> = self.changed_shown.drain().collect();
        for (conversation, state) in self.states(&changed).await {
            if is_done_with(&state) {
                self.mark_seen(&conversation);
            }
        }
    }

    /// How conversations stand; none where the cache cannot be read.
    async fn states(&self, ids: &[ConversationId]) -> HashMap<ConversationId, ConversationState> {
        let states = self.engine.conversation_states(ids).await;
        states.unwrap_or_default()
    }

    async fn show_due(&mut self, what: Taken) {
        if self.conversations_being_created > 0 {
            let later = Instant::now() + BATCH_WINDOW;
            self.live_due = self.live_due.map(|due| due.max(later));
            self.caught_up_due = self.caught_up_due.map(|due| due.max(later));
            return;
        }
        self.live_due = None;
        if what == Taken::Everything {
            self.caught_up_due = None;
        }
        if self.quiet_until.is_some() {
            return;
        }
        self.show_reminders().await;
        let news = self.batcher.take(&self.context.focus(), what);
        let news = self.without_read(news).await;
        let due = self.batcher.notifications_for(news);
        if let Some(sound) = sound_for(&due) {
            self.context.play(sound);
        }
        for due in due {
            let notification = match due {
                DueNotification::Summary(sum) => Some(format::summary_notification(
                    sum,
                    &self.context.translations(),
                )),
                DueNotification::Conversation(news) => self.conversation_notification(&news).await,
            };
            if let Some(notification) = notification {
                self.context.notifier().show(notification);
            }
        }
    }

    /// Shows the reminders that have rung and that the user has not ended since.
    async fn show_reminders(&mut self) {
        for conversation in std::mem::take(&mut self.reminders) {
            let row = self.engine.conversation(&conversation).await;
            let Some(row) = row.ok().filter(|row| row.reminder.is_some()) else {
                continue;
            };
            let translations = self.context.translations();
            let hidden = self.context.is_locked();
            let notification = format::reminder_notification(&row, hidden, &translations);
            self.context.play(AlertSound::NewMessage);
            self.context.notifier().show(notification);
            self.reminded.insert(conversation);
        }
    }

    /// The news that nobody has read or closed meanwhile.
    async fn without_read(&mut self, news: Vec<ConversationNews>) -> Vec<ConversationNews> {
        let ids: Vec<ConversationId> = news.iter().map(|news| news.conversation.clone()).collect();
        let states = self.states(&ids).await;
        let mut unread = Vec::new();
        for news in news {
            match states.get(&news.conversation) {
                Some(state) if is_news_still(&news, state) => unread.push(news),
                Some(_) => self.mark_seen(&news.conversation),
                None => {}
            }
        }
        unread
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

/// Whether nothing in a conversation waits for anybody.
fn is_done_with(state: &ConversationState) -> bool {
    state.unread == 0 || state.status == ConversationStatus::Closed
}

fn is_news_still(news: &ConversationNews, state: &ConversationState) -> bool {
    if news.count == 0 {
        state.status != ConversationStatus::Closed
    } else {
        state.unread > 0
    }
}
