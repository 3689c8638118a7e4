//! Panels: each is a function `thing_ui(ui, view) -> Option<…>` without any Bevy type, tested by what a person reads.

pub mod copper;
pub mod cords;
pub mod ends;
pub mod exam;
pub mod fault;
pub mod gestures;
pub mod help;
pub mod home;
pub mod instruments;
pub mod marks;
pub mod measure;
pub mod microscope;
pub mod net;
pub mod order;
pub mod otdr;
pub mod otdr_setup;
pub mod pictures;
pub mod replay;
pub mod settings;
pub mod sheet;
pub mod strip;
pub mod task;
pub mod tools;
pub mod top;
pub mod trace_files;
