//! Panels: each is a function `thing_ui(ui, view) -> Option<…>` without any Bevy type, tested by what a person reads.

pub mod gestures;
pub mod task;
pub mod tools;
