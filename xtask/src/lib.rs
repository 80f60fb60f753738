//! The tasks of this workspace, one module each.
//!
//! Every task begins with [`setup`], which installs what is missing and answers with the [`tools::Tools`] that
//! the rest of the task calls its programs through.

pub mod advisories;
pub mod bench;
pub mod bill_of_materials;
pub mod count;
pub mod debian;
pub mod debian_package;
pub mod hostile_frames;
pub(crate) mod json;
pub mod licences;
pub mod linted_build;
pub mod node;
pub mod package;
pub mod process;
pub mod purpose;
pub mod python;
pub mod run;
pub mod say;
pub mod screens;
pub mod setup;
pub mod soak;
pub mod source_rules;
pub mod sqlx;
pub mod test;
pub mod tools;
pub mod uninstaller;
pub mod windows;
pub mod wine;
