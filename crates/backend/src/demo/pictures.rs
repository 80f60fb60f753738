//! The pictures.
pub(crate) fn find(_name: &str) -> Option<&'static [u8]> {
    None
}
