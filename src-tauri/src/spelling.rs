//! Checking the spelling of what is typed, with the system's own dictionaries. WebView2 does so by itself. WebKitGTK has
//! to be asked, and marks every word of a language without a dictionary as wrong: it is asked where there is one for
//! Arabic, which people write here whatever the language of the window. Knows the platform.

use std::path::Path;

use tauri::WebviewWindow;

/// Where Linux has its dictionaries.
#[cfg(target_os = "linux")]
const FOLDERS: [&str; 3] = [
    "/usr/share/hunspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
];

/// The dictionaries that are looked for, of each language the first that is there.
const ARABIC: [&str; 3] = ["ar", "ar_LY", "ar_SA"];
const ENGLISH: [&str; 2] = ["en_US", "en_GB"];

/// Has what is typed in this window, and in all that come after it, checked. Reading a dictionary takes a while: call it
/// once the first screen is painted.
#[cfg(target_os = "linux")]
pub(crate) fn check(window: &WebviewWindow) {
    use webkit2gtk::{WebContextExt as _, WebViewExt as _};
    let languages = languages(&FOLDERS.map(Path::new));
    if languages.is_empty() {
        return;
    }
    let asked = window.with_webview(move |webview| {
        if let Some(context) = webview.inner().context() {
            context.set_spell_checking_languages(&languages);
            context.set_spell_checking_enabled(true);
        }
    });
    if let Err(error) = asked {
        tracing::debug!(%error, "the spelling is not checked");
    }
}

/// The webviews of other systems do so by themselves.
#[cfg(not(target_os = "linux"))]
pub(crate) fn check(_window: &WebviewWindow) {}

/// In which languages the spelling can be checked with the dictionaries of these folders; in none unless Arabic is among
/// them.
#[must_use]
pub fn languages(folders: &[&Path]) -> Vec<&'static str> {
    let is_there = |name: &&&str| {
        let file = format!("{name}.dic");
        folders.iter().any(|folder| folder.join(&file).is_file())
    };
    let Some(arabic) = ARABIC.iter().find(is_there) else {
        return Vec::new();
    };
    let english = ENGLISH.iter().find(is_there);
    std::iter::once(arabic).chain(english).copied().collect()
}
