//! Painting on a machine without a graphics card: a virtual one, one that is reached from afar, an old one without a
//! driver. WebKitGTK would then have OpenGL computed by the processor, which costs a start several hundred
//! milliseconds for compiling shaders, and memory. Painting the page directly takes less of both. Knows the platform.

use tauri::WebviewWindow;

/// Set where a WebDriver steers the window: its pictures of a page that is painted directly may never come.
#[cfg(target_os = "linux")]
const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";

/// Has the page painted without OpenGL where no graphics card would carry it out.
#[cfg(target_os = "linux")]
pub(crate) fn apply(window: &WebviewWindow) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt};
    if has_graphics_card() || std::env::var_os(AUTOMATION).is_some() {
        return;
    }
    let applied = window.with_webview(|webview| {
        if let Some(settings) = WebViewExt::settings(&webview.inner()) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
    if let Err(error) = applied {
        tracing::debug!(%error, "the way of painting was not chosen");
    }
}

/// The webviews of other systems choose by themselves.
#[cfg(not(target_os = "linux"))]
pub(crate) fn apply(_window: &WebviewWindow) {}

/// Whether the kernel offers a graphics card to programs: a render node, or one of the drivers without such.
#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let is_render_node = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    };
    std::fs::read_dir("/dev/dri").is_ok_and(|mut nodes| nodes.any(is_render_node))
        || ["/dev/nvidiactl", "/dev/dxg"]
            .iter()
            .any(|device| std::path::Path::new(device).exists())
}
