//! The checks are checked: each mutation of the product has a fixture that finds it, and that finds
//! nothing in the product as it is.

pub(crate) mod campaign;
mod catalog;
mod check;
mod edits;
mod fixture;

pub use self::{
    catalog::{COUNT, Mutation},
    check::check,
    edits::{check_applies, name_of},
};
