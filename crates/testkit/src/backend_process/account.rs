//! Who has an account on the backend.

use std::fmt;
use std::str::FromStr;

use backend::NewUser;
use protocol::Role;

/// Somebody with an account: a username and a role, written `username:role`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What they are called; the username too.
    pub username: String,
    pub role: Role,
}

impl Account {
    /// A account by the word for its role.
    pub fn new(username: &str, role: &str) -> Self {
        Self {
            username: username.to_owned(),
            role: Role::from_word(role),
        }
    }

    pub(super) fn new_user(&self) -> NewUser {
        NewUser::new(&self.username, &self.username, self.role.clone())
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.username, self.role.as_word())
    }
}

impl FromStr for Account {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (username, role) = text
            .split_once(':')
            .ok_or_else(|| format!("{text}: not username:role"))?;
        Ok(Self::new(username, role))
    }
}
