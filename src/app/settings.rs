//! What the person at the screen chose: language, text size, letters, motion. Kept in their own folder.

use std::path::{Path, PathBuf};

use bevy::prelude::*;
use serde::{Deserialize, Serialize};

use super::files::{data_folder, set_aside, write_whole};
use crate::locale::Lang;

/// Choices of the person at the screen.
#[derive(Debug, Clone, PartialEq, Resource, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub lang: Lang,
    /// Size of all text in per cent: 80 to 200.
    pub text_percent: u16,
    /// Letters beside every fibre colour.
    pub colour_letters: bool,
    /// Nothing moves that does not have to.
    pub reduced_motion: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { lang: Lang::of_system(), text_percent: 100, colour_letters: true, reduced_motion: false }
    }
}

impl Settings {
    fn file(folder: &Path) -> PathBuf {
        folder.join("settings.ron")
    }

    /// The settings of last time. A file that cannot be read is set aside, never deleted.
    pub fn load(folder: &Path) -> Self {
        let file = Self::file(folder);
        let Ok(text) = std::fs::read_to_string(&file) else { return Self::default() };
        match ron::from_str::<Self>(&text) {
            Ok(settings) => Self { text_percent: settings.text_percent.clamp(80, 200), ..settings },
            Err(error) => {
                warn!("settings: {error}");
                set_aside(&file);
                Self::default()
            }
        }
    }

    /// Keeps them for next time.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn save(&self, folder: &Path) -> std::io::Result<()> {
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default()).unwrap_or_default();
        write_whole(&Self::file(folder), &text)
    }
}

/// Saves whenever something was chosen.
pub fn plugin(app: &mut App) {
    app.add_systems(Update, |settings: Res<Settings>| {
        if settings.is_changed()
            && !settings.is_added()
            && let Some(folder) = data_folder()
            && let Err(error) = settings.save(&folder)
        {
            warn!("settings: {error}");
        }
    });
}
