//! Chats and the list of conversations as files, and the day in numbers: from the cache, without the network.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use protocol::{ConversationId, UtcMs};
use store::{DayAsked, InboxView, Today};

use crate::Error;
use crate::api::Engine;
use crate::export::chat_export::ChatExport;
use crate::export::conversation_table;
use crate::export::model::{ChatFileFormat, FileWords};
use crate::limits::EXPORTED_CONVERSATIONS;

impl Engine {
    /// A chat as a file, as far as it is in the cache; what is missing is said in it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the conversation is not in the cache.
    pub async fn export_chat(
        &self,
        id: &ConversationId,
        format: ChatFileFormat,
        words: FileWords,
    ) -> Result<ChatExport, Error> {
        let profile = self.profile()?;
        let store = profile.context.store.clone();
        let row = store.conversation(id).await?;
        let row = row.ok_or_else(|| Error::NotFound(id.to_string()))?;
        Ok(ChatExport::new(
            store,
            row,
            (format, words),
            self.inner.clock.now(),
        ))
    }

    /// The conversations of a view as a table.
    pub async fn export_conversations(
        &self,
        view: InboxView,
        words: &FileWords,
    ) -> Result<Vec<u8>, Error> {
        let inbox = self.inbox(view, EXPORTED_CONVERSATIONS).await?;
        conversation_table::write(&inbox.rows, words)
    }

    /// What happened since midnight in this computer's time zone.
    pub async fn today(&self) -> Result<Today, Error> {
        let now = self.inner.clock.now();
        let day = DayAsked {
            hours: hours_of_day(now, &TimeZone::system()),
            until: now,
        };
        Ok(self.profile()?.context.store.today(&day).await?)
    }
}

/// When each hour of the day begins that a moment lies in: 24 of them, but for a change of the clock.
pub(crate) fn hours_of_day(now: UtcMs, zone: &TimeZone) -> Vec<UtcMs> {
    let Ok(now) = Timestamp::from_millisecond(now.0) else {
        return Vec::new();
    };
    let date = now.to_zoned(zone.clone()).date();
    let midnight = date.to_datetime(Time::midnight()).to_zoned(zone.clone());
    let tomorrow = date
        .tomorrow()
        .and_then(|date| date.to_datetime(Time::midnight()).to_zoned(zone.clone()));
    let (Ok(midnight), Ok(tomorrow)) = (midnight, tomorrow) else {
        return Vec::new();
    };
    let mut hours = Vec::new();
    let mut hour = midnight.timestamp();
    while hour < tomorrow.timestamp() {
        hours.push(UtcMs(hour.as_millisecond()));
        let Ok(next) = hour.checked_add(1.hour()) else {
            break;
        };
        hour = next;
    }
    hours
}
