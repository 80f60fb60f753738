//! Brings the window up, and to the workspace on which the user is. Knows the platform.

use tauri::WebviewWindow;

/// Shows the window and gives it the focus.
///
/// # Errors
/// When the windowing system refuses.
#[cfg(not(target_os = "linux"))]
pub(super) fn activate(window: &WebviewWindow, _token: Option<String>) -> tauri::Result<()> {
    window
        .show()
        .and_then(|()| window.unminimize())
        .and_then(|()| window.set_focus())
}

/// Shows the window and gives it the focus.
///
/// # Errors
/// When the windowing system refuses.
#[cfg(target_os = "linux")]
pub(super) fn activate(window: &WebviewWindow, token: Option<String>) -> tauri::Result<()> {
    let raised = window.clone();
    window.show()?;
    window.unminimize()?;
    window.run_on_main_thread(move || match raised.gtk_window() {
        Ok(window) => linux::present(&window, token.as_deref()),
        Err(error) => tracing::warn!(%error, "the window did not come up"),
    })
}

#[cfg(target_os = "linux")]
mod linux {
    use gtk::prelude::*;

    /// GTK's own time of an activation is that of the last key or click in this window: older than what the user
    /// does elsewhere, so window managers take the activation for an intrusion. The server's time is that of now.
    pub(super) fn present(window: &gtk::ApplicationWindow, token: Option<&str>) {
        if let Some(token) = token {
            window.set_startup_id(token);
        }
        window.deiconify();
        let surface = window.window();
        match surface.and_then(|surface| surface.downcast::<gdkx11::X11Window>().ok()) {
            Some(surface) => {
                surface.move_to_current_desktop();
                window.present_with_time(gdkx11::functions::x11_get_server_time(&surface));
            }
            None => window.present(),
        }
    }
}
