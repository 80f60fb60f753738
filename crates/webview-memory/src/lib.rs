//! How much memory the webview holds: on Windows what it aims at, on Linux how its scripts' heap grows. macOS' webview
//! offers nothing of the kind.
//!
//! A crate of its own, since both need unsafe code, which the rest of the workspace forbids.

#[cfg(windows)]
mod target;

#[cfg(windows)]
pub use target::{MemoryTarget, set_memory_target};

/// How a `WebKitGTK` process is told the memory that its scripts' heap counts with, and how much that is here, in bytes.
#[cfg(target_os = "linux")]
const SCRIPTS_MEMORY: (&str, &str) = ("JSC_forceRAMSize", "268435456");

/// Has the heap of the page's scripts grow as on a computer with 256 MB. Call it at the start of `main`, before there is
/// another thread: the webview's process is given it with the environment.
///
/// By itself the heap may double before its garbage is looked for, as long as it is below a quarter of the computer's memory;
/// so after some hours most of it is garbage. Above a quarter of 256 MB it grows by half, above the half of it by a quarter.
/// After 60 chats and 4,000 messages the window held 0.87 of what it held before, at the same frames
/// (docs/performance.md). Whoever has set it themselves keeps theirs.
#[cfg(target_os = "linux")]
pub fn limit_script_heap() {
    let (name, bytes) = SCRIPTS_MEMORY;
    if std::env::var_os(name).is_none() {
        // SAFETY: no other thread exists yet that could read the environment meanwhile, as the caller sees to.
        unsafe { std::env::set_var(name, bytes) };
    }
}

/// Nothing: this system's webview chooses by itself.
#[cfg(not(target_os = "linux"))]
pub fn limit_script_heap() {}
