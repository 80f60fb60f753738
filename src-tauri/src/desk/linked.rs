//! Following links into the application. One that comes before somebody is signed in waits until then: the
//! window asks for it whenever it could be followed.

use store::ConversationRow;
use tauri_specta::Event as _;

use super::{Desk, held};
use crate::{
    deep_link::{self, DeepLink},
    events::LinkClicked,
    failure::Failure,
};

/// The notice of a link that leads nowhere.
pub(super) const BAD: &str = "bad-link";

impl Desk {
    /// Takes a link from among the words of a second start.
    pub fn hear_links(&self, words: impl Iterator<Item = impl AsRef<str>>) {
        for word in words.filter(|word| deep_link::is_meant(word.as_ref())) {
            match deep_link::parse(word.as_ref()) {
                Ok(link) => {
                    *held(&self.link) = Some(link);
                    self.tell(LinkClicked.emit(&self.app));
                }
                Err(_) => self.notice(BAD),
            }
        }
    }

    /// Looks up where the last link leads, once; `None` where there is none to follow.
    ///
    /// # Errors
    /// `not-found` where there is no such chat for this account; the line's errors for one that is not in the
    /// cache.
    pub async fn follow_link(&self) -> Result<Option<ConversationRow>, Failure> {
        let engine = self.engine().await?;
        if engine.account().is_none() {
            return Ok(None);
        }
        let Some(link) = held(&self.link).take() else {
            return Ok(None);
        };
        Ok(Some(match link {
            DeepLink::Conversation(id) => engine.look_up(&id).await?,
            DeepLink::Order(order) => engine.look_up_order(&order).await?,
        }))
    }
}
