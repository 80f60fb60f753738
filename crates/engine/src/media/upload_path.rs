//! Where on the account's server uploaded files lie: the token is shown there and nowhere else, since whoever writes a
//! message chooses the address of its image.

use percent_encoding::percent_decode_str;
use url::Url;

/// The path below which the server keeps what people uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UploadPath(String);

impl UploadPath {
    /// Takes a path with or without slashes around it. An empty one lies nowhere.
    pub(crate) fn new(written: &str) -> Self {
        Self(written.trim().trim_matches('/').to_owned())
    }

    /// Whether an address of the server lies below this path, however a server may read it: what could lead out of it
    /// once more decoded (`..%2f`, `%252e`, `..;`) does not.
    pub(crate) fn contains(&self, url: &Url) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let Some(rest) = url
            .path()
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(self.0.as_str()))
            .and_then(|path| path.strip_prefix('/'))
        else {
            return false;
        };
        !rest.is_empty() && rest.split('/').all(is_plain_segment)
    }
}

/// Whether a path's segment means itself to every server.
fn is_plain_segment(segment: &str) -> bool {
    let Ok(decoded) = percent_decode_str(segment).decode_utf8() else {
        return false;
    };
    let escapes = |letter: char| {
        matches!(letter, '/' | '\\' | '%' | '\u{ff0f}' | '\u{ff0e}') || letter.is_control()
    };
    !decoded.starts_with('.') && !decoded.contains(escapes)
}
