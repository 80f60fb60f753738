//! Where the window was, so that it opens there again. In physical pixels, in `window.json`.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tauri::{PhysicalPosition, PhysicalSize, WebviewWindow};

use crate::paths;

/// Where the window was when it was last closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Geometry {
    /// The left edge.
    pub(crate) x: i32,
    /// The upper edge.
    pub(crate) y: i32,
    /// The width of its content.
    pub(crate) width: u32,
    /// The height of its content.
    pub(crate) height: u32,
    /// Whether it filled the screen; the rest is then from before.
    pub(crate) maximized: bool,
}

/// Puts the window where it was, if that place is still on a screen.
pub(crate) fn restore(window: &WebviewWindow, path: &Path) {
    let Some(was) = read(path) else { return };
    let placed = place(window, was);
    if let Err(error) = placed {
        tracing::debug!(%error, "the window was not put where it was");
    }
}

/// Keeps where the window is.
pub(crate) fn keep(window: &WebviewWindow, path: &Path) {
    let Ok(mut now) = of(window) else { return };
    if now.maximized
        && let Some(was) = read(path)
    {
        now = Geometry {
            maximized: true,
            ..was
        };
    }
    let written = serde_json::to_vec(&now).map_err(Into::into);
    if let Err(error) = written.and_then(|text| paths::write_whole(path, &text)) {
        tracing::debug!(%error, "the window's place was not kept");
    }
}

fn read(path: &Path) -> Option<Geometry> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

fn of(window: &WebviewWindow) -> tauri::Result<Geometry> {
    let at = window.outer_position()?;
    let size = window.inner_size()?;
    Ok(Geometry {
        x: at.x,
        y: at.y,
        width: size.width,
        height: size.height,
        maximized: window.is_maximized()?,
    })
}

fn place(window: &WebviewWindow, was: Geometry) -> tauri::Result<()> {
    window.set_size(PhysicalSize::new(was.width, was.height))?;
    let seen = window.available_monitors()?.iter().any(|monitor| {
        let (at, size) = (monitor.position(), monitor.size());
        let right = at.x.saturating_add_unsigned(size.width);
        let bottom = at.y.saturating_add_unsigned(size.height);
        // A hand's breadth of the title bar must be there to take hold of.
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
