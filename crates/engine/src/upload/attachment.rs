//! What a file is called and what it is: the name as the other side may see it, the type as the content tells it.

use image::ImageFormat;
use store::NewFile;
use url::{Host, Url};

use crate::{Error, limits::FILE_NAME_CHARS};

/// What is sent of a file that the user chose, dropped or pasted.
pub(crate) fn new_file(name: &str, declared_type: &str, bytes: Vec<u8>) -> NewFile {
    NewFile {
        name: shown_name(name),
        content_type: content_type(declared_type, &bytes),
        bytes,
    }
}

/// The address of a picture that is sent without uploading anything, and what it is called.
///
/// # Errors
/// [`Error::BadAddress`] for anything but https at a public name.
pub(crate) fn picture_link(written: &str) -> Result<(String, Url), Error> {
    let bad = || Error::BadAddress("not the https address of a picture".to_owned());
    let url = Url::parse(written.trim()).map_err(|_| bad())?;
    let named = matches!(url.host(), Some(Host::Domain(name)) if name.contains('.'));
    let plain = url.username().is_empty() && url.password().is_none();
    if url.scheme() != "https" || !named || !plain {
        return Err(bad());
    }
    let last = url.path_segments().and_then(|mut all| all.next_back());
    let name = shown_name(last.unwrap_or_default());
    Ok((name, url))
}

/// A name without folders, without what is not seen, and no longer than one line: its end stays, since it says what kind
/// of file it is.
pub(crate) fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen = last.chars().filter(|c| !is_unseen(*c));
    let name: String = seen.collect::<String>().trim().to_owned();
    let count = name.chars().count();
    if count <= FILE_NAME_CHARS {
        return if name.is_empty() {
            "file".to_owned()
        } else {
            name
        };
    }
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    let extension = extension.filter(|extension| extension.chars().count() <= 10);
    let kept = FILE_NAME_CHARS - extension.map_or(0, |extension| extension.chars().count() + 1);
    let begin: String = name.chars().take(kept).collect();
    match extension {
        Some(extension) => format!("{begin}.{extension}"),
        None => begin,
    }
}

/// Control characters, line ends, and those that turn the direction of what follows: «gnp.exe» is shown as it is.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
}

/// The type by the content where that is a picture which every client shows; else what the system called it.
fn content_type(declared: &str, bytes: &[u8]) -> String {
    let told = match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => Some("image/png"),
        Ok(ImageFormat::Jpeg) => Some("image/jpeg"),
        Ok(ImageFormat::Gif) => Some("image/gif"),
        Ok(ImageFormat::WebP) => Some("image/webp"),
        _ => None,
    };
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '+' | '-');
    let known = declared.len() <= 100
        && declared.split('/').filter(|part| !part.is_empty()).count() == 2
        && declared.chars().all(word)
        // A picture that calls itself one and is none is sent as a file.
        && !declared.starts_with("image/");
    let declared = known.then_some(declared);
    told.or(declared)
        .unwrap_or("application/octet-stream")
        .to_owned()
}
