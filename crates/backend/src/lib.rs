//! The reference backend of the Avvento support API: what demo mode and the tests run against, and
//! what the engine is proved with. It speaks all of CONTRACT sections 1 to 3.
//!
//! # Lifecycle
//! [`start`] opens the data folder (or a temporary one), binds the address, seeds the demo data if
//! asked, and answers with [`Server`]. [`Server::stop`] disconnects the sockets, lets requests in
//! flight finish for a bounded while and closes the database; dropping it stops it without waiting.
//! Started again on the same folder it goes on with the same state, and tokens stay good.
//!
//! # What it decides where the contract leaves room
//! - Payloads are the documented ones; [`Dialect::Live`] gives the shapes of the server that is live.
//! - Only the members of a conversation see it, admins included; an admin may `PATCH` any.
//!   Every admin is a member of each chat with support and of each order chat.
//! - Every `POST` answers 201, as a Nest controller does unless told otherwise.
//! - `unreadCount` is that of the person asked or told: `conversation-updated` is sent to each socket
//!   with its own count. System messages do not count as unread.
//! - Marking as read sets `isRead` on the others' messages, and tells the room by
//!   `conversation-updated` («metadata is updated»); `updatedAt` does not move, so that reading does
//!   not reorder an inbox.
//! - The chat of an order is its customer's. With a known order, its customer, its restaurant and the admins may
//!   open it, and are its members. With an order id that nobody knows, only a customer and the admins may; the
//!   first customer who does is taken for the order's.
//! - The address of a file or picture is https at a public name, or one that this server serves (400 otherwise);
//!   subjects and file names hold no control or bidirectional characters.
//! - Writing into a closed conversation is refused; into a resolved or pending one it is not.
//! - `POST /support/messages` takes a `client_message_id` and says so in each answer (see [`Idempotency`]): the same
//!   id of the same sender is answered with the same message again, also when its chat has closed since; with
//!   anything else in it, it is refused with 409.
//! - `page` below 1 and `limit` outside 1 to 100 are refused with 400.
//! - Sign-ins are braked by account, address and in all, counted before the password is checked.
//! - A user's calls beyond their rate are refused with 429; their socket events wait. A user's oldest socket is cut
//!   for one too many, and so is one that does not read.
//! - Signing out ends all tokens of the account (see [`SignOut`]), and so does its removal; what it said stays.
//!
//! # Ours, not in the contract
//! `POST /orders/:id/status` (admins; orders belong to another part of the platform),
//! `GET /demo/images/:name` (the pictures in the demo data), and where [`Settings::uploads`] is set `POST /uploads`
//! (multipart, the field `file`; answers `{url}`) with `GET /uploads/:id/:name`, whose ids nobody guesses.

mod api_error;
mod app;
mod auth;
mod clock;
mod connections;
mod database;
mod demo;
mod error;
mod file_address;
mod ids;
mod jwt;
mod limits;
mod login_rate_limit;
mod orders;
mod password;
mod payloads;
mod records;
mod request_body;
mod rooms;
mod routes;
mod secret;
mod server;
mod settings;
mod socket_queue;
mod sockets;
mod stalled_writes;
mod support;
mod tables;
mod tokens;
mod uploads;
mod user_rates;
mod validation;

pub use error::Error;
pub use records::NewUser;
pub use server::{Server, add_user, remove_user, start};
pub use settings::{
    ConnectionLimits, ContentRules, Demo, Dialect, Idempotency, LoginLimit, Pace, Rate, Settings,
    SignOut, UploadLimits, UserRates,
};
