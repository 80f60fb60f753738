//! What is heard of news: [`sound`] makes the sounds, [`choice`] says which is due and when, [`player`] plays it,
//! on the device that [`device`] opens. [`quiet`] is do-not-disturb, which holds sounds and notifications alike.

pub mod choice;
pub mod device;
pub mod player;
pub mod quiet;
pub mod sound;
