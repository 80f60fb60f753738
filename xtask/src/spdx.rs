//! Whether a licence expression (SPDX, and the older `A/B`) can be met with the licences that are allowed.

use std::{collections::HashSet, iter::Peekable};

/// The licences that a dependency may come under.
#[derive(Clone, Debug)]
pub struct Allowed(HashSet<String>);

impl Allowed {
    /// These, by their SPDX names; an exception is part of the name (`Apache-2.0 WITH LLVM-exception`).
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().collect())
    }

    /// Whether the expression can be met: one side of an `OR`, both sides of an `AND`.
    #[must_use]
    pub fn meets(&self, expression: &str) -> bool {
        let spaced = expression
            .replace('(', " ( ")
            .replace(')', " ) ")
            .replace('/', " OR ");
        let mut words = spaced.split_whitespace().peekable();
        let met = self.either(&mut words);
        met && words.next().is_none()
    }

    fn either<'a>(&self, words: &mut Peekable<impl Iterator<Item = &'a str>>) -> bool {
        let mut met = self.both(words);
        while words.next_if_eq(&"OR").is_some() {
            met |= self.both(words);
        }
        met
    }

    fn both<'a>(&self, words: &mut Peekable<impl Iterator<Item = &'a str>>) -> bool {
        let mut met = self.one(words);
        while words.next_if_eq(&"AND").is_some() {
            met &= self.one(words);
        }
        met
    }

    fn one<'a>(&self, words: &mut Peekable<impl Iterator<Item = &'a str>>) -> bool {
        if words.next_if_eq(&"(").is_some() {
            let met = self.either(words);
            return words.next_if_eq(&")").is_some() && met;
        }
        let Some(name) = words.next() else {
            return false;
        };
        if words.next_if_eq(&"WITH").is_none() {
            return self.0.contains(name);
        }
        let exception = words.next().unwrap_or_default();
        // An exception only ever permits more than the licence by itself does.
        self.0.contains(name) || self.0.contains(&format!("{name} WITH {exception}"))
    }
}
