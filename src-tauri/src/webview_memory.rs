//! The webview's memory while nobody sees the window. Knows the platform: only Windows' webview can be told while it runs.

use tauri::WebviewWindow;

/// Whether the window is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// Somebody may look at it.
    Shown,
    /// It waits in the tray.
    Hidden,
}

/// Has the webview hold little memory while the window is hidden.
#[cfg(windows)]
pub(crate) fn apply(window: &WebviewWindow, visibility: Visibility) {
    use ::webview_memory::{MemoryTarget, set_memory_target};
    let target = match visibility {
        Visibility::Shown => MemoryTarget::Normal,
        Visibility::Hidden => MemoryTarget::Low,
    };
    let applied = window.with_webview(move |webview| {
        if let Err(error) = set_memory_target(&webview.controller(), target) {
            tracing::debug!(%error, "this webview cannot be told how much memory to hold");
        }
    });
    if let Err(error) = applied {
        tracing::debug!(%error, "the webview's memory was not set");
    }
}

/// The webviews of other systems choose by themselves.
#[cfg(not(windows))]
pub(crate) fn apply(_window: &WebviewWindow, _visibility: Visibility) {}
