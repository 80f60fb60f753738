//! The window's place and size, so that it opens there again. In physical pixels, in `window.json`.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tauri::{PhysicalPosition, PhysicalSize, WebviewWindow};

use crate::{
    paths::Paths,
    window::placement::{Rectangle, place},
};

/// The window's place and size when it was last closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowState {
    /// The left edge.
    pub x: i32,
    /// The upper edge.
    pub y: i32,
    /// The width of its content.
    pub width: u32,
    /// The height of its content.
    pub height: u32,
    /// Whether the window filled the screen; the other fields are then from before.
    pub maximized: bool,
    /// How much the window's frame adds to its width.
    #[serde(default)]
    pub frame_width: u32,
    /// How much the window's frame adds to its height.
    #[serde(default)]
    pub frame_height: u32,
}

/// The room that a frame is given that is not known yet: before it is on screen, a window has none.
const FRAME_AT_LEAST: (u32, u32) = (8, 40);

impl WindowState {
    /// With room for its frame, which another window manager may draw than last time.
    fn with_room_for_frame(mut self) -> Self {
        self.frame_width = self.frame_width.max(FRAME_AT_LEAST.0);
        self.frame_height = self.frame_height.max(FRAME_AT_LEAST.1);
        self
    }

    fn with_frame(self) -> Rectangle {
        Rectangle {
            x: self.x,
            y: self.y,
            width: self.width.saturating_add(self.frame_width),
            height: self.height.saturating_add(self.frame_height),
        }
    }
}

/// Puts the window where it was, or as near to that as the screens allow.
pub(crate) fn restore(window: &WebviewWindow, path: &Path) {
    let Some(was) = read(path) else { return };
    if let Err(error) = apply(window, was) {
        tracing::debug!(%error, "the window was not put where it was");
    }
}

/// How far a chat's window is put from the one that was opened before it, in physical pixels: the title of each is seen.
const STEP: i32 = 36;

/// Puts a chat's window where the last one was closed, a step further for each of `others` that are open.
pub(crate) fn restore_beside(window: &WebviewWindow, paths: &Paths, others: usize) {
    let Some(mut was) = read(&paths.chat_window()) else {
        return;
    };
    let steps = i32::try_from(others).unwrap_or(0).saturating_mul(STEP);
    was.x = was.x.saturating_add(steps);
    was.y = was.y.saturating_add(steps);
    if let Err(error) = apply(window, was) {
        tracing::debug!(%error, "the window was not put where the last one was");
    }
}

/// Puts a chat's window where it was, or as near to that as the screens allow.
pub(crate) fn restore_at(window: &WebviewWindow, was: WindowState) {
    if let Err(error) = apply(window, was) {
        tracing::debug!(%error, "the window was not put where it was");
    }
}

/// Where a window is, where the system says so.
pub(crate) fn place_of(window: &WebviewWindow) -> Option<WindowState> {
    current(window).ok()
}

/// Writes the place of a chat's window to disk, for the next one.
pub(crate) fn save_beside(window: &WebviewWindow, paths: &Paths) {
    save(window, &paths.chat_window());
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
    if let Err(error) = written.and_then(|text| engine::replace_file(path, &text)) {
        tracing::debug!(%error, "the window's place was not kept");
    }
}

fn read(path: &Path) -> Option<WindowState> {
    serde_json::from_slice(&engine::read_small_file(path).ok()?).ok()
}

fn current(window: &WebviewWindow) -> tauri::Result<WindowState> {
    let at = window.outer_position()?;
    let size = window.inner_size()?;
    let whole = window.outer_size()?;
    Ok(WindowState {
        x: at.x,
        y: at.y,
        width: size.width,
        height: size.height,
        maximized: window.is_maximized()?,
        frame_width: whole.width.saturating_sub(size.width),
        frame_height: whole.height.saturating_sub(size.height),
    })
}

/// Moves before it sizes: a size counts on the screen on which the window is.
fn apply(window: &WebviewWindow, was: WindowState) -> tauri::Result<()> {
    let was = was.with_room_for_frame();
    let placed = place(was.with_frame(), &screens(window)?);
    window.set_position(PhysicalPosition::new(placed.x, placed.y))?;
    window.set_size(PhysicalSize::new(
        placed.width.saturating_sub(was.frame_width),
        placed.height.saturating_sub(was.frame_height),
    ))?;
    if was.maximized {
        window.maximize()
    } else {
        Ok(())
    }
}

/// What panels and docks leave of each screen.
fn screens(window: &WebviewWindow) -> tauri::Result<Vec<Rectangle>> {
    let screens = window.available_monitors()?.into_iter().map(|monitor| {
        let free = monitor.work_area();
        Rectangle {
            x: free.position.x,
            y: free.position.y,
            width: free.size.width,
            height: free.size.height,
        }
    });
    Ok(screens.collect())
}
