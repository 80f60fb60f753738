//! Checks of the checks: the check of each mutation finds it in the mutated product, and finds nothing in the
//! product as it is.

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
