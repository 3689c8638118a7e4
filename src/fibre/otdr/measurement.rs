//! A shot as a measurement that can be written into a `.sor` file.

use super::instrument::{THRESHOLDS_DB, default_backscatter, noise_floor_db};
use super::{Row, Shot};
use crate::fibre::names::termination_name;
use crate::fibre::sor::Measurement;
use crate::fibre::sor::build::{Finding, Identity, Instrument, Thresholds};
use crate::locale::Lang;
use crate::plant::address::Termination;
use crate::scenario::model::Scenario;
use crate::units::Millidecibels;

impl Shot {
    /// Who, where and on which fibre, as far as the plant knows.
    pub fn identity(&self, scenario: &Scenario, lang: Lang) -> Identity {
        let ends = self.truth.iter().flat_map(|truth| [&truth.from, &truth.to]);
        let fibre = ends.filter_map(Termination::fibre).next();
        let cable = fibre.and_then(|fibre| scenario.cable(&fibre.cable));
        let last = self.truth.iter().rev().find(|truth| truth.kind == super::TruthKind::End);
        Identity {
            cable: cable.map(|cable| cable.name.get(lang).to_owned()).unwrap_or_default(),
            fibre: fibre.map(|fibre| format!("{}:{}", fibre.tube, fibre.fibre)).unwrap_or_default(),
            fibre_type: 652,
            from: lang.say(&termination_name(scenario, &self.at)),
            to: last.map(|truth| lang.say(&termination_name(scenario, &truth.to))).unwrap_or_default(),
            ..Identity::default()
        }
    }

    /// The shot as a measurement, with the instrument's table from the end of the launch reel on. `unix_time` is given,
    /// never taken from the clock.
    pub fn measurement(&self, identity: Identity, unix_time: u32) -> Measurement {
        let settings = &self.settings;
        let launch_mm = u64::from(settings.launch_m) * 1000;
        // A connector at the launch reel's very end may be found a point too early.
        let slack_mm = u64::from(self.spacing_um.get()).div_ceil(1000) + (settings.pulse_m() * 1000.0) as u64;
        let mut events: Vec<Finding> = Vec::new();
        for row in &self.table.rows {
            if row.at_mm + slack_mm >= launch_mm {
                events.push(finding(row, launch_mm));
            }
        }
        let [loss, reflectance, end] = THRESHOLDS_DB.map(Millidecibels::from_db);
        Measurement {
            identity,
            instrument: Instrument {
                supplier: "Splicelab".to_owned(),
                mainframe: "OTDR".to_owned(),
                software: env!("CARGO_PKG_VERSION").to_owned(),
                ..Instrument::default()
            },
            unix_time,
            wavelength: settings.nm,
            pulse_ns: settings.pulse_ns,
            range_m: settings.range_m,
            averaging_ds: settings.seconds.saturating_mul(10),
            averages: settings.averages(),
            group_index: settings.group_index,
            backscatter: default_backscatter(settings.nm),
            spacing_um: self.spacing_um,
            points: self.points.clone(),
            noise_floor: libm::round(-noise_floor_db(settings) * 1000.0).clamp(0.0, f64::from(u16::MAX)) as u16,
            thresholds: Thresholds { loss, reflectance, end },
            launch_mm,
            events,
            total_loss: self.table.total_loss.unwrap_or_default(),
            return_loss: Millidecibels(0),
        }
    }
}

fn finding(row: &Row, launch_mm: u64) -> Finding {
    Finding {
        kind: row.kind,
        is_end: row.is_end,
        position_mm: row.at_mm.max(launch_mm),
        width_mm: row.width_mm,
        loss: row.loss.unwrap_or_default(),
        reflectance: row.reflectance,
        slope_mdb_km: row.slope_mdb_km,
        comment: if row.merged { "merged".to_owned() } else { String::new() },
    }
}
