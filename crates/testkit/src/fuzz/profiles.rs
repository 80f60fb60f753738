//! `profiles.json`: whatever is in it, the application starts.

/// Reads a file of profiles.
pub(super) fn profiles(file: &[u8]) {
    let _ = engine::remembered_profiles(file);
}
