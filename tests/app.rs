//! The window, without a window: panels by what a person reads, and the files of the person.
#![cfg(feature = "app")]

mod app {
    pub mod bench;
    pub mod copper;
    pub mod exam;
    pub mod faces;
    pub mod files;
    pub mod net;
    pub mod otdr;
    pub mod panels;
    pub mod plant_scenes;
    pub mod support;
    pub mod window;
}
