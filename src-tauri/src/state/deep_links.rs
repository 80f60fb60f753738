//! Following links into the application. A link that comes before anybody is signed in waits: the window
//! asks for it whenever it could be followed.

use store::ConversationRow;

use super::AppState;
use crate::{
    command_error::CommandError,
    deep_link::{self, DeepLink},
    events::{self, ShellEvent},
    window,
};

impl AppState {
    /// Takes the link from the command line of a second start.
    pub fn receive_links(&self, arguments: impl Iterator<Item = impl AsRef<str>>) {
        for argument in arguments.filter(|word| deep_link::is_deep_link(word.as_ref())) {
            match deep_link::parse(argument.as_ref()) {
                Ok(link) => {
                    *self.link.lock() = Some(link);
                    events::send_to(&self.app, window::LABEL, ShellEvent::LinkClicked);
                }
                Err(_) => self.send_notice(deep_link::BAD_LINK_NOTICE),
            }
        }
    }

    /// Looks up the conversation of the last link, once; `None` where no link waits.
    ///
    /// # Errors
    /// `not-found` where this account has no such conversation; the connection's errors for one that is
    /// not in the cache.
    pub async fn follow_link(&self) -> Result<Option<ConversationRow>, CommandError> {
        let engine = self.engine().await?;
        if engine.account().is_none() {
            return Ok(None);
        }
        let Some(link) = self.link.lock().take() else {
            return Ok(None);
        };
        Ok(Some(match link {
            DeepLink::Conversation(id) => engine.look_up(&id).await?,
            DeepLink::Order(order) => engine.look_up_order(&order).await?,
        }))
    }
}
