//! The reference backend of the Avvento support API.
