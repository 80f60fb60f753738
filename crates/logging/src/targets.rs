//! Who may write into the log.

/// The programs and libraries of this workspace, as `tracing` names them. Nobody else's words are logged.
const OURS: [&str; 8] = [
    "shell",
    "desk",
    "engine",
    "store",
    "protocol",
    "backend",
    "avvento_backend",
    "logging",
];

/// Whether a target is one of this workspace's.
#[must_use]
pub fn is_ours(target: &str) -> bool {
    let name = target.split("::").next().unwrap_or_default();
    OURS.contains(&name)
}
