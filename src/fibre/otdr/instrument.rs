//! What the instrument can do: its settings, its noise, its receiver. No maker's model: figures after real field files.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::light::{backscatter_db, pulse_m};
use crate::fibre::glass::group_index;
use crate::units::{Millidecibels, Wavelength};

/// How one shot is to be taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub nm: Wavelength,
    /// How far the screen reaches, in metres.
    pub range_m: u32,
    pub pulse_ns: u16,
    /// How long is averaged.
    pub seconds: u16,
    /// Group index × 100 000 as typed; metres on the screen follow from it.
    pub group_index: NonZeroU32,
    /// Length of the launch reel as typed, in metres: the zero of the distances.
    pub launch_m: u32,
}

impl Settings {
    /// What an instrument offers when it is switched on: 1310 nm, 2.5 km, 30 ns, 15 s.
    pub fn usual(nm: Wavelength) -> Self {
        Self { nm, range_m: 2500, pulse_ns: 30, seconds: 15, group_index: default_index(nm), launch_m: 0 }
    }

    pub fn index(&self) -> f64 {
        f64::from(self.group_index.get()) / 100_000.0
    }

    /// Length of the pulse on the screen in metres.
    pub fn pulse_m(&self) -> f64 {
        pulse_m(self.pulse_ns.into(), self.index())
    }

    /// Distance of the points on the screen, in micrometres: the shortest with which the range fits.
    pub fn spacing_um(&self) -> NonZeroU32 {
        let range_um = u64::from(self.range_m) * 1_000_000;
        let fits = |spacing: &&u32| range_um <= u64::from(**spacing) * MOST_POINTS;
        let spacing = SPACINGS_UM.iter().find(fits).or(SPACINGS_UM.last()).copied().unwrap_or(1);
        NonZeroU32::new(spacing).unwrap_or(NonZeroU32::MIN)
    }

    /// How many points the trace has.
    pub fn points(&self) -> usize {
        let range_um = u64::from(self.range_m) * 1_000_000;
        (range_um / u64::from(self.spacing_um().get())).clamp(2, MOST_POINTS) as usize
    }

    /// How many shots are averaged: one after the other, each there and back.
    pub fn averages(&self) -> u32 {
        let there_and_back_s = 2.0 * f64::from(self.range_m) * self.index() / 299_792_458.0;
        libm::round(f64::from(self.seconds) / (there_and_back_s + 100e-6)).max(1.0) as u32
    }
}

/// The group index that instruments offer for a wavelength (found in real files), × 100 000.
pub fn default_index(nm: Wavelength) -> NonZeroU32 {
    NonZeroU32::new(libm::round(group_index(nm) * 100_000.0) as u32).unwrap_or(NonZeroU32::MIN)
}

/// The backscatter coefficient that instruments offer for a wavelength: that of G.652 fibre.
pub fn default_backscatter(nm: Wavelength) -> Millidecibels {
    let (short, long) = (backscatter_db(Wavelength::NM_1310, 9.2), backscatter_db(Wavelength::NM_1550, 10.4));
    let share = (f64::from(nm.0) - 1310.0) / 240.0;
    // A tenth of a decibel is what files can hold.
    Millidecibels((libm::round((short + (long - short) * share) * 10.0) * 100.0) as i64)
}

/// Wavelengths of its lasers.
pub const WAVELENGTHS: [Wavelength; 3] = [Wavelength::NM_1310, Wavelength::NM_1550, Wavelength::NM_1625];
/// Pulses it offers, in nanoseconds.
pub const PULSES_NS: [u16; 10] = [5, 10, 30, 50, 100, 275, 500, 1000, 2500, 10_000];
/// Ranges it offers, in metres.
pub const RANGES_M: [u32; 8] = [650, 1250, 2500, 5000, 10_000, 20_000, 40_000, 80_000];
/// Averaging times it offers, in seconds.
pub const SECONDS: [u16; 6] = [1, 5, 15, 30, 60, 180];

/// Most points of a trace.
const MOST_POINTS: u64 = 32_000;
/// Distances between points that it offers, in micrometres.
const SPACINGS_UM: [u32; 8] = [40_000, 80_000, 160_000, 320_000, 640_000, 1_280_000, 2_560_000, 5_120_000];

/// Level above which the lowest 98 % of the noise stay, in decibels below the start of the fibre, at 1550 nm after
/// 15 s, by pulse in nanoseconds. After real files: 10 ns 8.6–11 dB (1–15 s), 30 ns 9 dB, 100 ns 20–22 dB (15–30 s),
/// 500 ns 23–25 dB (30–60 s), 2.5 µs 29–32 dB. What lies between is a design choice.
const RANGE_98_DB: [(f64, f64); 8] = [
    (1.0, 5.0),
    (10.0, 10.5),
    (30.0, 12.5),
    (100.0, 20.0),
    (500.0, 22.5),
    (1000.0, 25.5),
    (2500.0, 29.0),
    (20_000.0, 35.0),
];
/// The level that 98 % of the noise stay below stands this far above its deviation: 5 log10 2.05.
const NOISE_98_DB: f64 = 1.56;

/// Deviation of the noise as a share of the power that was sent.
pub fn noise(settings: &Settings) -> f64 {
    let pulse = f64::from(settings.pulse_ns);
    let start_db = backscatter_db(Wavelength::NM_1550, 10.4) + 10.0 * libm::log10(pulse);
    let [mut before, mut after] = [RANGE_98_DB[0]; 2];
    for knot in RANGE_98_DB {
        before = after;
        after = knot;
        if pulse <= knot.0 {
            break;
        }
    }
    let share = if after.0 > before.0 { libm::log(pulse / before.0) / libm::log(after.0 / before.0) } else { 0.0 };
    let range_db = before.1 + (after.1 - before.1) * share;
    let after_15_s = libm::pow(10.0, start_db / 10.0 - (range_db + NOISE_98_DB) / 5.0);
    after_15_s * libm::sqrt(15.0 / f64::from(settings.seconds.max(1)))
}

/// The level in decibels on the screen that 98 % of the noise stay below.
pub fn noise_floor_db(settings: &Settings) -> f64 {
    5.0 * libm::log10(noise(settings)) + NOISE_98_DB
}

/// Ripple of the trace of a straight fibre by pulse in nanoseconds, in decibels rms, measured on real files.
const RIPPLE_DB: [(f64, f64); 4] = [(10.0, 0.053), (20.0, 0.030), (100.0, 0.008), (500.0, 0.0045)];

/// How much the trace of a straight fibre ripples, in decibels rms: the grain of the glass under a pulse of so many
/// nanoseconds. It stays however long one averages.
pub fn ripple_db(pulse_ns: f64) -> f64 {
    let last = RIPPLE_DB.len() - 2;
    let i = RIPPLE_DB[1..].iter().position(|knot| pulse_ns <= knot.0).unwrap_or(last).min(last);
    let ((x0, y0), (x1, y1)) = (RIPPLE_DB[i], RIPPLE_DB[i + 1]);
    y0 * libm::pow(y1 / y0, libm::log(pulse_ns / x0) / libm::log(x1 / x0))
}

/// The receiver is a low-pass whose bandwidth follows the pulse, 0.35 / W: its time constant as a share of the pulse.
/// On a real trace after a saturated end the screen falls by 0.447 dB/m at 100 ns, which is a share of 1 / 2.1.
pub const RECEIVER: f64 = 1.0 / 2.2;
/// No receiver is quicker than this, in metres on the screen (design choice, about 50 MHz).
pub const QUICKEST_M: f64 = 0.3;
/// The noise is filtered too, with a shorter constant (correlation of the noise in real files).
pub const NOISE_FILTER: f64 = 1.0 / 8.0;
/// Power above which the receiver saturates, in decibels on the screen above the start of the fibre. Real files: 10 to
/// 24 dB.
pub const SATURATION_DB: f64 = 18.0;
/// After a strong reflection the receiver shows a tail that falls with distance: this share of what came in, per metre
/// of pulse and metre after it. The same figure fits a trace of 10 ns (8 to 300 m after the end) and one of 100 ns
/// (200 m to 9 km) within a factor of two, most within a tenth.
pub const TAIL: f64 = 1e-5;
/// Reflectance of the instrument's own port, in decibels (design choice).
pub const PORT_REFLECTANCE_DB: f64 = -45.0;
/// The lead between the instrument and what it is plugged into where there is no reel, in metres (design choice).
pub const LEAD_M: f64 = 2.0;
/// Thresholds of its table, in decibels: loss, reflectance, end. Usual settings.
pub const THRESHOLDS_DB: [f64; 3] = [0.05, -65.0, 3.0];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_fits_the_range() {
        for range_m in RANGES_M {
            let settings = Settings { range_m, ..Settings::usual(Wavelength::NM_1310) };
            let metres = settings.points() as f64 * f64::from(settings.spacing_um().get()) / 1e6;
            assert!((metres - f64::from(range_m)).abs() < 6.0, "{range_m}: {metres}");
            assert!(settings.points() <= 32_000);
        }
    }

    #[test]
    fn four_times_as_long_gains_a_decibel_and_a_half() {
        let floor = |seconds| noise_floor_db(&Settings { seconds, ..Settings::usual(Wavelength::NM_1550) });
        assert!((floor(15) - floor(60) - 1.505).abs() < 0.01);
    }
}
