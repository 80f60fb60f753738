//! What a user does to conversations: asked of the server there and then, but for reading.

use std::path::PathBuf;

use protocol::{ConversationId, ConversationStatus, Role, SupportType};
use store::{Batch, ConversationRow, InboxFilter, Position, Source};

use crate::{
    Error, Fetched, NewConversation,
    api::Engine,
    connection::command::Command,
    context::Context,
    http::failure::CallFailure,
    limits::OPEN_CHATS,
    outbox::{read_receipts, unsent::wait_until_sent},
    profile::open_chats::{OpenChats, read_open_chats, write_open_chats},
    sync::{history, list},
};

/// How many conversations are looked through for a certain one.
pub(super) const MAX_SCANNED: u32 = 1_000;

impl Engine {
    /// Marks a chat read: here at once, on the server as soon as the connection allows.
    pub async fn mark_read(&self, id: &ConversationId) -> Result<(), Error> {
        let profile = self.profile()?;
        profile.context.store.mark_read(id).await?;
        profile.context.wake_outbox();
        Ok(())
    }

    /// A chat was seen up to a place. Once that is its end, it is read, and the server is told.
    pub async fn mark_seen(&self, id: &ConversationId, until: &Position) -> Result<(), Error> {
        let profile = self.profile()?;
        profile.context.store.mark_seen(id, until).await?;
        profile.context.wake_outbox();
        Ok(())
    }

    /// Fetches a chat down to the first message that is unread.
    pub async fn fetch_first_unread(&self, id: &ConversationId) -> Result<(), Error> {
        let profile = self.profile()?;
        history::fetch_first_unread(&profile.context, id).await
    }

    /// Stars a conversation. The star is known on this device only.
    pub async fn star_conversation(&self, id: &ConversationId) -> Result<(), Error> {
        self.profile()?.context.store.star(id).await?;
        Ok(())
    }

    /// Takes a conversation's star away.
    pub async fn unstar_conversation(&self, id: &ConversationId) -> Result<(), Error> {
        self.profile()?.context.store.unstar(id).await?;
        Ok(())
    }

    /// Sends the queued read receipts now. For scripts, which do not wait for a session.
    pub async fn flush_reads(&self) -> Result<(), Error> {
        read_receipts::flush(&self.profile()?.context).await
    }

    /// These chats are on screen now in all windows together, and no others: they are kept freshest. The one that somebody
    /// waits for first stands first; beyond [`SHOWN_CHATS`](crate::SHOWN_CHATS) they do not count.
    pub fn set_shown(&self, chats: impl IntoIterator<Item = ConversationId>) -> Result<(), Error> {
        self.profile()?.context.set_shown(chats);
        Ok(())
    }

    /// A chat came on screen: its room is joined and its newest messages are fetched in the background.
    pub async fn open_conversation(&self, id: &ConversationId) -> Result<(), Error> {
        let profile = self.profile()?;
        // A chat is shown whatever becomes of its mark.
        if let Err(error) = profile.context.store.open_reminded(id).await {
            tracing::warn!(%error, "a reminded chat stands first though it was opened");
        }
        profile.send_command(Command::Follow(id.clone()));
        Ok(())
    }

    /// The folder of whoever is signed in, for what the caller keeps of them that goes when their chats go.
    #[must_use]
    pub fn profile_folder(&self) -> Option<PathBuf> {
        self.profile().ok().map(|profile| profile.path.clone())
    }

    /// Notes which chats are open side by side in the profile, for the next start.
    pub fn note_open_chats(&self, open: &OpenChats) -> Result<(), Error> {
        write_open_chats(&self.profile()?.path, open);
        Ok(())
    }

    /// The chats that were noted last as open in the profile, in this run or an earlier one, without those that are gone.
    pub async fn open_chats(&self) -> OpenChats {
        let Ok(profile) = self.profile() else {
            return OpenChats::default();
        };
        let noted = read_open_chats(&profile.path);
        let mut there = Vec::new();
        for id in noted.chats.iter().take(OPEN_CHATS) {
            if let Ok(Some(row)) = profile.context.store.conversation(id).await {
                there.push(row.id);
            }
        }
        noted.retain(|id| there.contains(id))
    }

    /// Closes, reopens or resolves a conversation; for admins. What was written in it leaves before it is closed.
    pub async fn set_status(
        &self,
        id: &ConversationId,
        status: ConversationStatus,
    ) -> Result<ConversationRow, Error> {
        let profile = self.profile()?;
        if status != ConversationStatus::Open {
            wait_until_sent(&profile.context, id).await?;
        }
        let record = profile.context.rest.set_status(id, &status).await;
        let row = apply_record(&profile.context, record).await?;
        // What was held for a closed chat goes on when it is open again.
        profile.context.wake_outbox();
        profile.send_command(Command::Follow(id.clone()));
        Ok(row)
    }

    /// Gives a conversation another subject; for admins.
    pub async fn rename(
        &self,
        id: &ConversationId,
        subject: &str,
    ) -> Result<ConversationRow, Error> {
        let profile = self.profile()?;
        let record = profile.context.rest.rename(id, subject.trim()).await;
        apply_record(&profile.context, record).await
    }

    /// Opens a conversation and follows it.
    pub async fn create_conversation(
        &self,
        wanted: NewConversation,
    ) -> Result<ConversationRow, Error> {
        let profile = self.profile()?;
        let rest = &profile.context.rest;
        let record = match &wanted {
            NewConversation::Person {
                participant,
                subject,
            } => {
                rest.open_with(participant, trimmed(subject.as_deref()))
                    .await
            }
            NewConversation::Admin { subject } => {
                rest.open_with_admin(trimmed(subject.as_deref())).await
            }
        };
        let row = apply_record(&profile.context, record).await?;
        profile.send_command(Command::Follow(row.id.clone()));
        Ok(row)
    }

    /// Asks an admin about a chat that only an admin may reopen: answers with an open conversation with
    /// support that is named as that chat is, and makes it if there is none. Nothing is sent by itself.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the chat is not in the cache.
    pub async fn ask_admin(&self, id: &ConversationId) -> Result<ConversationRow, Error> {
        let profile = self.profile()?;
        let store = &profile.context.store;
        let about = store
            .conversation(id)
            .await?
            .ok_or_else(|| Error::NotFound(id.to_string()))?;
        let order = about.order_number.map(|number| format!("#{number}"));
        let subject = about.subject.or(order);
        let open = store.inbox(InboxFilter::Open, MAX_SCANNED).await?;
        let asked_before = open.rows.into_iter().find(|row| {
            row.support_type != SupportType::Order
                && row.subject == subject
                && row.people.iter().any(|one| one.role == Some(Role::Admin))
        });
        match asked_before {
            Some(row) => Ok(row),
            None => {
                let wanted = NewConversation::Admin { subject };
                self.create_conversation(wanted).await
            }
        }
    }

    /// Looks a conversation up, in the cache or else on the server, and follows it.
    ///
    /// # Errors
    /// [`Error::NotFound`] and the server's other refusals; the connection's errors for one that is not cached.
    pub async fn look_up(&self, id: &ConversationId) -> Result<ConversationRow, Error> {
        let profile = self.profile()?;
        if let Some(known) = profile.context.store.conversation(id).await? {
            return Ok(known);
        }
        let record = profile.context.rest.conversation(id).await;
        let row = apply_record(&profile.context, record).await?;
        profile.send_command(Command::Follow(row.id.clone()));
        Ok(row)
    }

    /// Fetches the list of conversations. Waits for a sleeping host.
    pub async fn refresh_inbox(&self) -> Result<(), Error> {
        let profile = self.profile()?;
        Ok(list::refresh_list(&profile.context).await?)
    }

    /// Fetches a chat's messages, so that at least `how_many` of the newest are in the cache without
    /// a hole, or all there are. Waits for a sleeping host.
    pub async fn refresh_messages(&self, id: &ConversationId, how_many: u32) -> Result<(), Error> {
        let profile = self.profile()?;
        history::refresh_messages(&profile.context, id, how_many).await
    }

    /// Fetches what lies before the oldest cached message of a chat.
    pub async fn fetch_older(&self, id: &ConversationId) -> Result<Fetched, Error> {
        let profile = self.profile()?;
        history::fetch_older(&profile.context, id).await
    }

    /// Fetches what is missing before the row at `place`, the one with `gap_before`.
    pub async fn fill_gap(&self, id: &ConversationId, place: Position) -> Result<Fetched, Error> {
        let profile = self.profile()?;
        history::fetch_before(&profile.context, id, &place).await
    }
}

/// Takes a record that the server answered with into the cache.
pub(super) async fn apply_record(
    context: &Context,
    record: Result<protocol::Conversation, CallFailure>,
) -> Result<ConversationRow, Error> {
    let record = record?;
    let id = record.id.clone();
    let batch = Batch {
        conversations: vec![record],
        source: Source::Rest,
        ..Batch::default()
    };
    context.store.apply(batch).await?;
    context
        .store
        .conversation(&id)
        .await?
        .ok_or_else(|| Error::NotFound(id.to_string()))
}

fn trimmed(subject: Option<&str>) -> Option<&str> {
    subject.map(str::trim).filter(|subject| !subject.is_empty())
}
