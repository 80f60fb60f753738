//! `profiles.json`: whatever is in it, the application starts.

pub(super) fn profiles(file: &[u8]) {
    let _ = engine::remembered_profiles(file);
}
