//! Attempts as files: what is handed in and marked again; and exams, in which nobody may change them unnoticed.
//!
//! What this promises and what it cannot is said in `docs/trust.md`.

pub mod class;
pub mod pack;
pub mod report;
pub mod results;
pub mod room;
pub mod seal;
pub mod sitting;
pub mod submission;
pub mod ticket;
pub mod verify;
pub mod words;
