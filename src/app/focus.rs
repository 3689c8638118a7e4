//! The keyboard where no window manager gives it to anyone: kiosks and virtual screens.
//!
//! X11 leaves it to a window manager to focus a new window. Without one, a program that asks for nothing never hears a
//! key. So where there is none, the window takes the focus itself, once.

use bevy::prelude::*;

pub fn plugin(app: &mut App) {
    #[cfg(target_os = "linux")]
    app.add_systems(Update, linux::take_focus.run_if(run_once));
    #[cfg(not(target_os = "linux"))]
    let _ = app;
}

#[cfg(target_os = "linux")]
mod linux {
    use bevy::prelude::*;
    use bevy::window::{PrimaryWindow, RawHandleWrapper};
    use raw_window_handle::RawWindowHandle;
    use x11rb::connection::Connection;
    use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, InputFocus};

    pub fn take_focus(window: Query<&RawHandleWrapper, With<PrimaryWindow>>) {
        let Ok(handle) = window.single() else { return };
        let id = match handle.get_window_handle() {
            RawWindowHandle::Xlib(handle) => handle.window as u32,
            RawWindowHandle::Xcb(handle) => handle.window.get(),
            _ => return,
        };
        if let Err(error) = focus_if_nobody_does(id) {
            debug!("focus: {error}");
        }
    }

    fn focus_if_nobody_does(window: u32) -> Result<(), Box<dyn std::error::Error>> {
        let (connection, screen) = x11rb::connect(None)?;
        let root = connection.setup().roots[screen].root;
        let check = connection.intern_atom(false, b"_NET_SUPPORTING_WM_CHECK")?.reply()?.atom;
        let manager = connection.get_property(false, root, check, AtomEnum::WINDOW, 0, 1)?.reply()?;
        if manager.value_len == 0 {
            connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)?.check()?;
        }
        Ok(())
    }
}
