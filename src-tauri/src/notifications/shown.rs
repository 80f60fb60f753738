//! Which notifications are on screen, with the server's ids, the oldest first.

use super::NotificationTag;

/// The notifications on screen.
#[derive(Debug, Default)]
pub(super) struct Shown(Vec<(NotificationTag, u32)>);

impl Shown {
    /// The id of the notification with this tag.
    pub(super) fn id(&self, tag: &NotificationTag) -> Option<u32> {
        let found = self.0.iter().find(|(of, _)| of == tag);
        found.map(|(_, id)| *id)
    }

    /// A notification was shown, or replaced the one with its tag.
    pub(super) fn insert(&mut self, tag: NotificationTag, id: u32) {
        self.0.retain(|(of, _)| *of != tag);
        self.0.push((tag, id));
    }

    /// Takes the oldest out where one more with this tag would be too many.
    pub(super) fn make_room(&mut self, tag: &NotificationTag, at_most: usize) -> Option<u32> {
        let full = self.id(tag).is_none() && self.0.len() >= at_most;
        full.then(|| self.0.remove(0).1)
    }

    pub(super) fn remove(&mut self, tag: &NotificationTag) -> Option<u32> {
        let id = self.id(tag)?;
        self.0.retain(|(of, _)| of != tag);
        Some(id)
    }

    pub(super) fn remove_id(&mut self, id: u32) -> Option<NotificationTag> {
        let at = self.0.iter().position(|(_, of)| *of == id)?;
        Some(self.0.remove(at).0)
    }

    pub(super) fn take_all(&mut self) -> Vec<u32> {
        self.0.drain(..).map(|(_, id)| id).collect()
    }
}
