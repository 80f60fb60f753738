//! Canned replies: what a reply may be, and files of them.

pub(crate) mod csv_file;
pub(crate) mod draft;
pub(crate) mod file;
pub(crate) mod json_file;
pub(crate) mod model;
pub(crate) mod starter;
