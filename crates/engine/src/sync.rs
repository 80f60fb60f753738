//! Catching up.
use protocol::ConversationId;
use store::Place;

use crate::{Error, Fetched, context::Context};

pub(crate) async fn refresh_list(_: &Context) -> Result<(), Error> {
    Err(Error::SignInNeeded)
}
pub(crate) async fn refresh_messages(_: &Context, _: &ConversationId, _: u32) -> Result<(), Error> {
    Err(Error::SignInNeeded)
}
pub(crate) async fn fetch_older(_: &Context, _: &ConversationId) -> Result<Fetched, Error> {
    Err(Error::SignInNeeded)
}
pub(crate) async fn fetch_before(_: &Context, _: &ConversationId, _: &Place) -> Result<Fetched, Error> {
    Err(Error::SignInNeeded)
}
