//! The OTDR: what an instrument shows that sends a pulse into the plant and listens.
//!
//! [`line`] lays out what light meets, from the plant graph and nothing else; [`trace`] turns it into points as pulse,
//! receiver and noise would; [`table`] is the instrument's own automatic table, found in the points alone. [`light`]
//! holds the closed forms, [`instrument`] the settings and figures of the instrument, [`noise`] its chance,
//! [`measurement`] the way into a `.sor` file. For eyes and hands: [`curve`] is a trace whatever measured it, [`reading`]
//! what cursors read off it, [`pair`] what the traces of both directions say together; [`gestures`] what a
//! hand does with the instrument, [`notebook`] what it writes down, [`words`] how to say it.

pub mod curve;
mod fit;
pub mod gestures;
pub mod instrument;
pub mod light;
pub mod line;
pub mod measurement;
pub mod noise;
pub mod notebook;
pub mod pair;
pub mod reading;
pub mod table;
pub mod trace;
pub mod words;

use std::num::NonZeroU32;

pub use self::instrument::Settings;
pub use self::line::{Line, Reels, Truth, TruthKind};
pub use self::table::{Row, Table};
use crate::plant::Plant;
use crate::plant::address::Termination;

/// One shot: the trace, what the instrument made of it, and what is there in truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Shot {
    /// The end that was looked into.
    pub at: Termination,
    pub settings: Settings,
    /// Distance between two points on the screen, in micrometres.
    pub spacing_um: NonZeroU32,
    /// Level of each point in millidecibels below the highest that can be stored; more is lower.
    pub points: Vec<u16>,
    /// What the instrument found by itself.
    pub table: Table,
    /// What stands there, by rising distance along the fibre.
    pub truth: Vec<Truth>,
}

impl Shot {
    /// Distance of a point from the front panel on the screen, in metres.
    pub fn metres(&self, point: usize) -> f64 {
        point as f64 * f64::from(self.spacing_um.get()) / 1e6
    }

    /// Distance of a point from the end of the launch reel on the screen, in metres.
    pub fn from_launch_m(&self, point: usize) -> f64 {
        self.metres(point) - f64::from(self.settings.launch_m)
    }

    /// Level of a point in decibels, 0 at the top; nothing beyond the last.
    pub fn level_db(&self, point: usize) -> Option<f64> {
        self.points.get(point).map(|level| -f64::from(*level) / 1000.0)
    }
}

/// Sends the pulse into `at` and listens; nothing if there is no such end. `seed` is that of this one shot: the same
/// shot again has other noise, and the same ripple.
pub fn shoot(plant: &Plant, at: &Termination, settings: &Settings, seed: u64) -> Option<Shot> {
    shoot_through(plant, at, &Reels::default(), settings, seed)
}

/// As [`shoot`], through reels that are no cords of the scenario.
pub fn shoot_through(plant: &Plant, at: &Termination, reels: &Reels, settings: &Settings, seed: u64) -> Option<Shot> {
    let line = Line::seen_from(plant, at, reels, settings.nm)?;
    let points = trace::points(&line, settings, plant.scenario().seed, seed);
    let table = Table::of(&points, settings);
    Some(Shot {
        at: at.clone(),
        settings: settings.clone(),
        spacing_um: settings.spacing_um(),
        points,
        table,
        truth: line.truth,
    })
}
