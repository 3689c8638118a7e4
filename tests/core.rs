//! Everything below the window: no Bevy.

mod core {
    pub mod bench;
    pub mod support;
}
