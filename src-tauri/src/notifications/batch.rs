//! Which changes deserve a notification, as plain state without clock, window or network.
//!
//! - News does, which the engine tells from history; unless that conversation is open, the window has the
//!   focus, and somebody looks at it.
//! - News of one conversation is one notification that counts; news of more than [`MAX_SEPARATE`]
//!   conversations at once is a single one for all.
//! - What a catch-up fetches is told together, what an event brings at once.
//! - A conversation that the user created here never does.

use std::collections::{BTreeMap, HashMap, HashSet};

use protocol::{ConversationId, MessageId};
use store::{ChangeSet, Source};

use super::{NotificationTag, focus::Focus};

/// From more conversations than this at once, one notification stands for all of them.
pub const MAX_SEPARATE: usize = 5;

/// A notification that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DueNotification {
    /// One conversation has news.
    Conversation(ConversationNews),
    /// Too many conversations to name have news.
    Summary(SummaryNews),
}

/// The news of one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationNews {
    /// The conversation that has the news.
    pub conversation: ConversationId,
    /// The last new message, if there is any.
    pub newest: Option<MessageId>,
    /// How many messages are new since the user last opened the conversation.
    pub count: u32,
    /// Whether the conversation itself is new.
    pub is_new_conversation: bool,
}

/// The news of many conversations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SummaryNews {
    /// How many messages.
    pub messages: u32,
    /// How many conversations have news.
    pub conversations: u32,
    /// How many of them are new themselves.
    pub opened: u32,
}

/// Whether catching up is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchingUp {
    /// What pages bring belongs together.
    UnderWay,
    /// Nothing is being caught up with.
    Over,
}

/// Which news is taken out of the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// What was heard live.
    Live,
    /// Also what was caught up with.
    Everything,
}

type PendingNews = BTreeMap<ConversationId, News>;

/// Collects changes until their notifications are due.
#[derive(Debug, Default)]
pub struct NotificationBatcher {
    live: PendingNews,
    caught_up: PendingNews,
    unseen: HashMap<ConversationId, u32>,
    own_conversations: HashSet<ConversationId>,
    /// The conversations that have a notification of their own.
    shown: HashSet<ConversationId>,
    /// The conversations that the summary stands for.
    summary: HashMap<ConversationId, ConversationNews>,
}

#[derive(Debug, Default)]
struct News {
    newest: Option<MessageId>,
    count: u32,
    is_new_conversation: bool,
}

impl NotificationBatcher {
    /// A batcher with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The user created this conversation here.
    pub fn ignore_own_conversation(&mut self, conversation: ConversationId) {
        self.live.remove(&conversation);
        self.caught_up.remove(&conversation);
        self.own_conversations.insert(conversation);
    }

    /// Adds a change to the batch.
    pub fn add_change(&mut self, change: &ChangeSet, catching_up: CatchingUp) {
        for message in &change.new_messages {
            let is_page = message.source == Source::Rest;
            let news = self.pending(&message.conversation, catching_up, is_page);
            news.newest = Some(message.id.clone());
            news.count = news.count.saturating_add(1);
        }
        for conversation in &change.new_conversations {
            if !self.own_conversations.contains(conversation) {
                let news = self.pending(conversation, catching_up, true);
                news.is_new_conversation = true;
            }
        }
    }

    /// Whether something was heard live that is not taken yet.
    #[must_use]
    pub fn has_live(&self) -> bool {
        !self.live.is_empty()
    }

    /// Whether something was caught up with that is not taken yet.
    #[must_use]
    pub fn has_caught_up(&self) -> bool {
        !self.caught_up.is_empty()
    }

    /// Where news of a conversation waits. What is told live anyhow is told whole.
    fn pending(
        &mut self,
        conversation: &ConversationId,
        catching_up: CatchingUp,
        is_page: bool,
    ) -> &mut News {
        let waits =
            catching_up == CatchingUp::UnderWay && is_page && !self.live.contains_key(conversation);
        if waits {
            return self.caught_up.entry(conversation.clone()).or_default();
        }
        let earlier = self.caught_up.remove(conversation).unwrap_or_default();
        self.live.entry(conversation.clone()).or_insert(earlier)
    }

    /// The conversations of these that a notification on screen speaks of.
    pub fn shown_among<'a>(
        &self,
        conversations: impl IntoIterator<Item = &'a ConversationId>,
    ) -> Vec<ConversationId> {
        let is_shown =
            |id: &&ConversationId| self.shown.contains(*id) || self.summary.contains_key(*id);
        conversations
            .into_iter()
            .filter(is_shown)
            .cloned()
            .collect()
    }

    /// All conversations that a notification on screen speaks of.
    #[must_use]
    pub fn all_shown(&self) -> Vec<ConversationId> {
        let shown: HashSet<_> = self.shown.iter().chain(self.summary.keys()).collect();
        shown.into_iter().cloned().collect()
    }

    /// A conversation was read: its messages are no longer news. Returns which notifications go.
    pub fn mark_seen(&mut self, conversation: &ConversationId) -> Vec<NotificationTag> {
        self.unseen.remove(conversation);
        self.live.remove(conversation);
        self.caught_up.remove(conversation);
        self.shown.remove(conversation);
        let mut gone = vec![NotificationTag::Conversation(conversation.clone())];
        if self.summary.remove(conversation).is_some() && self.summary.is_empty() {
            gone.push(NotificationTag::Summary);
        }
        gone
    }

    /// Takes news out of the batch, but for what is on screen now.
    pub fn take(&mut self, focus: &Focus, what: Taken) -> Vec<ConversationNews> {
        let mut taken = std::mem::take(&mut self.live);
        if what == Taken::Everything {
            taken.append(&mut self.caught_up);
        }
        taken
            .into_iter()
            .filter(|(conversation, _)| !focus.is_on_conversation(conversation))
            .map(|(conversation, news)| self.count_unseen(conversation, news))
            .collect()
    }

    /// The notifications for news: one for each conversation, or one for all.
    pub fn notifications_for(&mut self, news: Vec<ConversationNews>) -> Vec<DueNotification> {
        if news.len() > MAX_SEPARATE {
            for news in news {
                self.summary.insert(news.conversation.clone(), news);
            }
            return vec![DueNotification::Summary(self.summary_news())];
        }
        for news in &news {
            self.shown.insert(news.conversation.clone());
            self.summary.remove(&news.conversation);
        }
        news.into_iter()
            .map(DueNotification::Conversation)
            .collect()
    }

    fn summary_news(&self) -> SummaryNews {
        let mut sum = SummaryNews::default();
        for news in self.summary.values() {
            sum.messages = sum.messages.saturating_add(news.count);
            sum.conversations += 1;
            sum.opened += u32::from(news.is_new_conversation);
        }
        sum
    }

    fn count_unseen(&mut self, conversation: ConversationId, news: News) -> ConversationNews {
        let unseen = self.unseen.entry(conversation.clone()).or_default();
        *unseen = unseen.saturating_add(news.count);
        ConversationNews {
            conversation,
            newest: news.newest,
            count: *unseen,
            is_new_conversation: news.is_new_conversation,
        }
    }
}
