//! What the user has before them, and what notifications learn from it.

use engine::Engine;
use protocol::{ConversationId, UtcMs};
use tokio::sync::watch;

use super::AppState;
use crate::{
    alerts::sound::AlertSound,
    i18n::Translations,
    notifications::{
        Notifier,
        focus::{Attention, Focus, WindowFocus},
        task::{NotificationContext, UserAction},
    },
    preferences::Preferences,
};

impl AppState {
    /// A conversation is on screen in a window now.
    pub fn open_conversation(&self, engine: &Engine, window: &str, conversation: ConversationId) {
        self.change_shown(engine, |focus| focus.window(window).open(conversation));
    }

    /// A conversation is on screen in a window no longer.
    pub fn close_conversation(&self, engine: &Engine, window: &str, id: &ConversationId) {
        self.change_shown(engine, |focus| focus.window(window).close(id));
    }

    /// A window is gone with all that was on screen in it.
    pub(super) fn forget_window(&self, engine: &Engine, window: &str) {
        self.change_shown(engine, |focus| focus.forget_window(window));
    }

    /// A window's page begins anew: nothing is on screen in it.
    pub fn close_conversations_in(&self, window: &str) {
        self.change_focus(|focus| focus.window(window).close_all());
    }

    /// No conversation is on screen any more.
    pub fn close_conversations(&self) {
        self.change_focus(Focus::close_all);
    }

    /// A window got the input focus, or lost it.
    pub fn set_window_focus(&self, window: &str, has: WindowFocus) {
        self.change_focus(|focus| focus.window(window).window = has);
    }

    /// Somebody looks at the chats on screen in a window, or nobody does any more.
    pub fn set_attention(&self, window: &str, attention: Attention) {
        self.change_focus(|focus| focus.window(window).attention = attention);
    }

    /// Tells the engine what is on screen while no other change can come between.
    fn change_shown(&self, engine: &Engine, change: impl FnOnce(&mut Focus)) {
        self.change_focus(|focus| {
            change(focus);
            // Nobody may be signed in any more: then nothing is on screen either.
            let _ = engine.set_shown(focus.conversations_shown());
        });
    }

    fn change_focus(&self, change: impl FnOnce(&mut Focus)) {
        let focus = {
            let mut focus = self.focus.lock();
            change(&mut focus);
            focus.clone()
        };
        for conversation in focus.conversations_seen() {
            self.report_user_action(UserAction::OpenedConversation(conversation.clone()));
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

    fn is_locked(&self) -> bool {
        self.lock.is_locked()
    }

    fn notifier(&self) -> &dyn Notifier {
        &self.notifier
    }

    fn play(&self, sound: AlertSound) {
        self.play_alert(sound);
    }

    fn do_not_disturb(&self) -> watch::Receiver<Option<UtcMs>> {
        self.alerts.quiet.subscribe()
    }
}
