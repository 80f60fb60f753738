//! The images of messages: what the window shows in their place, and from which hosts they are fetched.

use engine::{Error, ImageSize};
use protocol::MessageId;
use serde::Serialize;
use tauri::AppHandle;

use super::{CommandResult, SharedState};
use crate::{clipboard, saved_file, saved_image};

/// What the window shows of a message's image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase", tag = "show")]
pub enum ImagePreview {
    /// The image: `media:` has its thumbnail.
    Thumbnail,
    /// The question whether images are fetched from this host, which is written in ASCII.
    Question {
        /// The host.
        host: String,
    },
    /// A file that can be opened elsewhere: nothing that is decoded here.
    File {
        /// Where it lies.
        url: String,
    },
}

/// Fetches a message's image, if it is to be fetched, and tells what to show.
#[tauri::command]
#[specta::specta]
pub async fn load_image(state: SharedState<'_>, message: MessageId) -> CommandResult<ImagePreview> {
    let engine = state.engine().await?;
    match engine.image(&message, ImageSize::Thumbnail).await {
        Ok(_) => Ok(ImagePreview::Thumbnail),
        Err(Error::ImageHostNotAllowed(host)) => Ok(ImagePreview::Question { host }),
        Err(Error::NotAnImage(_) | Error::TooLarge(_)) => Ok(ImagePreview::File {
            url: engine.image_address(&message).await?.into(),
        }),
        Err(error) => Err(error.into()),
    }
}

/// The hosts from which images are fetched, beside the account's server.
#[tauri::command]
#[specta::specta]
pub async fn image_hosts(state: SharedState<'_>) -> CommandResult<Vec<String>> {
    Ok(state.engine().await?.image_hosts()?)
}

/// Fetches images from a host from now on.
#[tauri::command]
#[specta::specta]
pub async fn allow_image_host(state: SharedState<'_>, host: String) -> CommandResult<()> {
    Ok(state.engine().await?.allow_image_host(&host)?)
}

/// Fetches no more images from a host.
#[tauri::command]
#[specta::specta]
pub async fn forbid_image_host(state: SharedState<'_>, host: String) -> CommandResult<()> {
    Ok(state.engine().await?.forbid_image_host(&host)?)
}

/// Puts a message's image on the system's clipboard.
#[tauri::command]
#[specta::specta]
pub async fn copy_image(state: SharedState<'_>, message: MessageId) -> CommandResult<()> {
    let engine = state.engine().await?;
    let image = engine.image(&message, ImageSize::Viewer).await?;
    clipboard::copy_image(image).await
}

/// Writes a message's image into the user's folder of downloads, under a name that is free there, and answers where it is.
#[tauri::command]
#[specta::specta]
pub async fn save_image(
    app: AppHandle,
    state: SharedState<'_>,
    message: MessageId,
) -> CommandResult<String> {
    let engine = state.engine().await?;
    let image = engine.image(&message, ImageSize::Viewer).await?;
    let folder = saved_file::downloads(&app)?;
    saved_image::save(image, &message, folder).await
}
