//! A file that somebody else sent, saved: Windows is told where it came from.

/// The zone of the internet, as browsers write it beside what they download.
const INTERNET: &str = "[ZoneTransfer]\r\nZoneId=3\r\n";

/// Where Windows looks for a file's zone (a second stream of the same file, which goes with it), and what stands there.
#[must_use]
pub fn zone_of_internet(path: &str) -> (String, &'static str) {
    (format!("{path}:Zone.Identifier"), INTERNET)
}

/// Marks a saved file as a stranger's: Windows asks before it starts a program then, and Office opens a document without
/// its macros. Other systems have no such mark, or set it themselves. A disk that keeps no second stream keeps no mark.
pub fn mark_as_received(path: &str) {
    if cfg!(windows) {
        let (stream, zone) = zone_of_internet(path);
        if let Err(error) = std::fs::write(stream, zone) {
            tracing::warn!(%error, "a received file could not be marked as one");
        }
    }
}
