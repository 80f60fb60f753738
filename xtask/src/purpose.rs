//! What a task needs of the machine.

/// What the machine is wanted for: it decides how much is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open the app, or to take its pictures where there is no display.
    Run,
    /// To run every check and test, the compile check for Windows included.
    Test,
    /// To build for Windows and to run what was built under wine.
    Windows,
    /// To build packages.
    Package,
}
