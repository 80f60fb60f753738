//! Which changes deserve a notification, as plain state without clock, window or network.
//!
//! - News does, which the engine tells from history; unless that conversation is open, the window has the
//!   focus, and somebody looks at it.
//! - A burst in one conversation is one notification that counts; bursts in more than
//!   [`MAX_SEPARATE`] conversations at once are a single one for all.
//! - A conversation that the user created here never does.

use std::collections::{BTreeMap, HashMap, HashSet};

use protocol::{ConversationId, MessageId};
use serde::Deserialize;
use store::ChangeSet;

/// From more conversations than this at once, one notification stands for all of them.
pub const MAX_SEPARATE: usize = 5;

/// What the user has before them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// Whether the window has the system's input focus.
    pub window: WindowFocus,
    /// Whether somebody looks at it.
    pub attention: Attention,
    /// The conversation that is open in the window.
    pub conversation: Option<ConversationId>,
}

/// Whether somebody looks at the chat on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Attention {
    /// Nothing lies over the chat, and somebody sits at the computer.
    #[default]
    Present,
    /// Something lies over it, or nobody has touched the computer for a while.
    Away,
}

/// Whether the window has the system's input focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WindowFocus {
    /// The window is in front.
    Focused,
    /// The window is behind others, minimised or hidden.
    #[default]
    Unfocused,
}

impl Focus {
    /// The conversation whose messages are seen as they come, if there is one.
    pub(crate) fn conversation_seen(&self) -> Option<&ConversationId> {
        let seen = self.window == WindowFocus::Focused && self.attention == Attention::Present;
        self.conversation.as_ref().filter(|_| seen)
    }

    fn is_on_conversation(&self, conversation: &ConversationId) -> bool {
        self.conversation_seen() == Some(conversation)
    }
}

/// A notification that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DueNotification {
    /// One conversation has news.
    Conversation(ConversationNews),
    /// Too many conversations to name have news.
    Summary {
        /// How many messages.
        messages: u32,
        /// How many conversations.
        conversations: u32,
    },
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

/// Collects changes until their notifications are due.
#[derive(Debug, Default)]
pub struct NotificationBatcher {
    pending: BTreeMap<ConversationId, PendingNews>,
    unseen: HashMap<ConversationId, u32>,
    own_conversations: HashSet<ConversationId>,
}

#[derive(Debug, Default)]
struct PendingNews {
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
        self.pending.remove(&conversation);
        self.own_conversations.insert(conversation);
    }

    /// Adds a change to the batch. Returns whether a notification is pending.
    pub fn add_change(&mut self, change: &ChangeSet) -> bool {
        for message in &change.new_messages {
            let news = self
                .pending
                .entry(message.conversation.clone())
                .or_default();
            news.newest = Some(message.id.clone());
            news.count += 1;
        }
        for conversation in &change.new_conversations {
            if !self.own_conversations.contains(conversation) {
                let news = self.pending.entry(conversation.clone()).or_default();
                news.is_new_conversation = true;
            }
        }
        !self.pending.is_empty()
    }

    /// The user looks at a conversation: its messages are no longer news.
    pub fn mark_seen(&mut self, conversation: &ConversationId) {
        self.unseen.remove(conversation);
        self.pending.remove(conversation);
    }

    /// Empties the batch into the notifications that are due with this focus.
    pub fn take_due(&mut self, focus: &Focus) -> Vec<DueNotification> {
        let pending = std::mem::take(&mut self.pending);
        let news: Vec<ConversationNews> = pending
            .into_iter()
            .filter(|(conversation, _)| !focus.is_on_conversation(conversation))
            .map(|(conversation, news)| self.count_unseen(conversation, news))
            .collect();
        if news.len() <= MAX_SEPARATE {
            return news
                .into_iter()
                .map(DueNotification::Conversation)
                .collect();
        }
        vec![DueNotification::Summary {
            messages: news.iter().map(|news| news.count).sum(),
            conversations: u32::try_from(news.len()).unwrap_or(u32::MAX),
        }]
    }

    fn count_unseen(
        &mut self,
        conversation: ConversationId,
        news: PendingNews,
    ) -> ConversationNews {
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
