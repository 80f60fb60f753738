//! A mutation as text: what is replaced in which file of the sources. Lines that move do not matter to it,
//! as they would to a patch.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use clap::ValueEnum as _;
use serde::Deserialize;

use super::catalog::Mutation;

#[derive(Debug, Deserialize)]
struct Edits {
    edit: Vec<Edit>,
}

#[derive(Debug, Deserialize)]
struct Edit {
    /// From the root of the repository.
    file: String,
    /// Occurs once in the file.
    find: String,
    replace: String,
}

/// The mutation's name, and that of its file in `crates/testkit/mutations`.
pub fn name_of(mutation: Mutation) -> String {
    let value = mutation.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

/// Applies a mutation to the sources in `root`.
pub(super) fn apply(mutation: Mutation, root: &Path) -> Result<()> {
    for edit in read(mutation, root)? {
        let path = root.join(&edit.file);
        fs::write(&path, edit.applied_to(&fs::read_to_string(&path)?)?)?;
    }
    Ok(())
}

/// Fails where a mutation cannot be applied to the sources in `root`.
pub fn check_applies(mutation: Mutation, root: &Path) -> Result<()> {
    for edit in read(mutation, root)? {
        let path = root.join(&edit.file);
        let text = fs::read_to_string(&path).with_context(|| edit.file.clone())?;
        ensure!(
            edit.applied_to(&text)? != text,
            "{} stays as it is",
            edit.file
        );
    }
    Ok(())
}

fn read(mutation: Mutation, root: &Path) -> Result<Vec<Edit>> {
    let file = format!("crates/testkit/mutations/{}.toml", name_of(mutation));
    let text = fs::read_to_string(root.join(&file)).with_context(|| file.clone())?;
    let edits: Edits = toml::from_str(&text).with_context(|| file.clone())?;
    ensure!(!edits.edit.is_empty(), "{file} edits nothing");
    Ok(edits.edit)
}

impl Edit {
    fn applied_to(&self, text: &str) -> Result<String> {
        let count = text.matches(&self.find).count();
        ensure!(count == 1, "{}: {count} times «{}»", self.file, self.find);
        Ok(text.replacen(&self.find, &self.replace, 1))
    }
}
