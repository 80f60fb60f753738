//! How much memory Windows' webview aims to hold. Set low while the window is hidden, it gives back what it keeps for
//! speed; its scripts go on running, so notifications still come.

use webview2_com::Microsoft::Web::WebView2::Win32::{
    COREWEBVIEW2_MEMORY_USAGE_TARGET_LEVEL_LOW, COREWEBVIEW2_MEMORY_USAGE_TARGET_LEVEL_NORMAL,
    ICoreWebView2_19, ICoreWebView2Controller,
};
use windows_core::Interface as _;

/// How much memory a webview aims to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryTarget {
    /// As much as makes it quick.
    Normal,
    /// As little as it can work with.
    Low,
}

/// Sets what a webview aims at. Call it on the thread that owns the webview.
///
/// # Errors
/// When the installed webview is too old to be told (before version 114).
pub fn set_memory_target(
    controller: &ICoreWebView2Controller,
    target: MemoryTarget,
) -> windows_core::Result<()> {
    let level = match target {
        MemoryTarget::Normal => COREWEBVIEW2_MEMORY_USAGE_TARGET_LEVEL_NORMAL,
        MemoryTarget::Low => COREWEBVIEW2_MEMORY_USAGE_TARGET_LEVEL_LOW,
    };
    // SAFETY: the controller is a live COM object, held by the caller's reference, and this is the thread it lives on.
    let webview = unsafe { controller.CoreWebView2() }?;
    let webview: ICoreWebView2_19 = webview.cast()?;
    // SAFETY: as above; the call takes a plain number.
    unsafe { webview.SetMemoryUsageTargetLevel(level) }
}
