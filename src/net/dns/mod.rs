//! Names (RFC 1034, 1035, 2308): messages, zones, the server that answers, and the resolver that asks.
//!
//! A name that does not exist, a server that fails, one that refuses and one that is silent are four different things,
//! and stay so from the message to the text that a tool prints.

pub mod config;
pub mod message;
pub mod server;
pub mod stub;
pub mod zone;

pub use message::{Code, Data, Kind, Message, Name, Question, Record};
pub use server::Server;

/// RFC 1035, 4.2.
pub const PORT: u16 = 53;
