//! Where things are: the workspace, and the programs that the tasks call.

use anyhow::{Context, Result};
use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

/// The workspace, and the search path on which its programs are found.
#[derive(Clone, Debug)]
pub struct Tools {
    root: PathBuf,
    path: OsString,
}

impl Tools {
    /// The tools of this machine as it is.
    ///
    /// # Errors
    /// When the workspace's folder cannot be told.
    pub fn of_this_machine() -> Result<Self> {
        // What cargo says as it starts this comes first: it does not build anew in a folder that was moved.
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().context("xtask lies in no workspace")?;
        Ok(Self {
            root: root.to_owned(),
            path: env::var_os("PATH").unwrap_or_default(),
        })
    }

    /// The same, with a folder of programs that comes before all others.
    ///
    /// # Errors
    /// When the folder's name cannot stand in a search path.
    pub fn with_programs_in(&self, folder: &Path) -> Result<Self> {
        let folders = std::iter::once(folder.to_owned()).chain(env::split_paths(&self.path));
        Ok(Self {
            root: self.root.clone(),
            path: env::join_paths(folders).context("a folder cannot stand in PATH")?,
        })
    }

    /// A path inside the workspace.
    #[must_use]
    pub fn at(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// Where cargo puts what it builds for tests and for running.
    #[must_use]
    pub fn built(&self, program: &str) -> PathBuf {
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.at("target"), |set| self.root.join(set));
        target
            .join("debug")
            .join(format!("{program}{}", env::consts::EXE_SUFFIX))
    }

    /// A program, to be started in the workspace's root.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let found = self.find(program).unwrap_or_else(|| program.into());
        let mut command = Command::new(found);
        command
            .current_dir(&self.root)
            .env("PATH", &self.path)
            .env("NO_COLOR", "1")
            .env("CARGO_TERM_COLOR", "never");
        command
    }

    /// The cargo that started this task.
    #[must_use]
    pub fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// npm, to be started in a folder of the workspace.
    #[must_use]
    pub fn npm(&self, folder: &str) -> Command {
        let mut command = self.command("npm");
        command.current_dir(self.at(folder));
        command
    }

    /// Where a program lies on the search path, if it does.
    #[must_use]
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        let endings: &[&str] = if cfg!(windows) {
            &[".exe", ".cmd"]
        } else {
            &[""]
        };
        env::split_paths(&self.path)
            .flat_map(|folder| {
                endings
                    .iter()
                    .map(move |ending| folder.join(format!("{program}{ending}")))
            })
            .find(|candidate| candidate.is_file())
    }
}
