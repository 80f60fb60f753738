//! What the user has before them, and what notifications learn from it.

use protocol::ConversationId;

use super::AppState;
use crate::{
    i18n::Translations,
    notifications::{
        Notifier,
        batch::{Focus, WindowFocus},
        task::{NotificationContext, UserAction},
    },
    preferences::Preferences,
};

impl AppState {
    /// This conversation is open in the window now, or none.
    pub fn set_open_conversation(&self, conversation: Option<ConversationId>) {
        self.focus.lock().conversation.clone_from(&conversation);
        if let Some(conversation) = conversation {
            self.report_user_action(UserAction::OpenedConversation(conversation));
        }
    }

    /// The window got the input focus, or lost it.
    pub fn set_window_focus(&self, window: WindowFocus) {
        let conversation = {
            let mut focus = self.focus.lock();
            focus.window = window;
            focus.conversation.clone()
        };
        if let (WindowFocus::Focused, Some(conversation)) = (window, conversation) {
            self.report_user_action(UserAction::OpenedConversation(conversation));
        }
    }

    /// Tells the notification task what the user does.
    pub fn report_user_action(&self, action: UserAction) {
        if let Some(actions) = &*self.user_actions.lock() {
            let _ = actions.send(action);
        }
    }
}

impl NotificationContext for AppState {
    fn focus(&self) -> Focus {
        self.focus.lock().clone()
    }

    fn preferences(&self) -> Preferences {
        Self::preferences(self)
    }

    fn translations(&self) -> Translations {
        Self::translations(self)
    }

    fn notifier(&self) -> &dyn Notifier {
        &self.notifier
    }
}
