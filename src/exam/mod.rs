//! Attempts as files: what is handed in and marked again.

pub mod submission;
