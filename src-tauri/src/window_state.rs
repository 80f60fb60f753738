//! The window's place and size, so that it opens there again. In physical pixels, in `window.json`.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tauri::{PhysicalPosition, PhysicalSize, WebviewWindow};

use crate::paths;

/// The window's place and size when it was last closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WindowState {
    /// The left edge.
    pub(crate) x: i32,
    /// The upper edge.
    pub(crate) y: i32,
    /// The width of its content.
    pub(crate) width: u32,
    /// The height of its content.
    pub(crate) height: u32,
    /// Whether the window filled the screen; the other fields are then from before.
    pub(crate) maximized: bool,
}

/// Puts the window where it was, if that place is still on a screen.
pub(crate) fn restore(window: &WebviewWindow, path: &Path) {
    let Some(was) = read(path) else { return };
    if let Err(error) = apply(window, was) {
        tracing::debug!(%error, "the window was not put where it was");
    }
}

/// Writes the window's place to disk. A maximised window keeps the place from before.
pub(crate) fn save(window: &WebviewWindow, path: &Path) {
    let Ok(mut now) = current(window) else { return };
    if now.maximized
        && let Some(was) = read(path)
    {
        now = WindowState {
            maximized: true,
            ..was
        };
    }
    let written = serde_json::to_vec(&now).map_err(Into::into);
    if let Err(error) = written.and_then(|text| paths::write_atomic(path, &text)) {
        tracing::debug!(%error, "the window's place was not kept");
    }
}

fn read(path: &Path) -> Option<WindowState> {
    serde_json::from_slice(&engine::read_small_file(path).ok()?).ok()
}

fn current(window: &WebviewWindow) -> tauri::Result<WindowState> {
    let at = window.outer_position()?;
    let size = window.inner_size()?;
    Ok(WindowState {
        x: at.x,
        y: at.y,
        width: size.width,
        height: size.height,
        maximized: window.is_maximized()?,
    })
}

fn apply(window: &WebviewWindow, was: WindowState) -> tauri::Result<()> {
    window.set_size(PhysicalSize::new(was.width, was.height))?;
    let seen = window.available_monitors()?.iter().any(|monitor| {
        let (at, size) = (monitor.position(), monitor.size());
        let right = at.x.saturating_add_unsigned(size.width);
        let bottom = at.y.saturating_add_unsigned(size.height);
        // Enough of the title bar must be on a screen to drag the window by it.
        (at.x..right.saturating_sub(80)).contains(&was.x)
            && (at.y..bottom.saturating_sub(80)).contains(&was.y)
    });
    if seen {
        window.set_position(PhysicalPosition::new(was.x, was.y))?;
    }
    if was.maximized {
        window.maximize()
    } else {
        Ok(())
    }
}
