//! What stands in each block, as the integers of the file; the units are beside each.
//!
//! Times are one-way and, where nothing else is said, in units of 100 ps. `rest` is what a block holds after the
//! fields that are known; it is kept so that writing loses nothing.

use super::text::Text;

/// Who, where and on which fibre: the block `GenParams`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct General {
    /// Two letters, usually `EN`; some instruments leave other bytes.
    pub language: [u8; 2],
    pub cable: Text,
    pub fibre: Text,
    /// The number of the ITU-T recommendation, for example 652; 0 where it is not known. Version 1 has none.
    pub fibre_type: i16,
    /// Wavelength in nm as chosen, for example 1550.
    pub nominal_nm: i16,
    pub from: Text,
    pub to: Text,
    pub cable_code: Text,
    /// `BC` as built, `CC` as it is now, `RC` as repaired, `OT` other.
    pub build: [u8; 2],
    /// From the front panel to the zero that events count from, for example the end of a launch reel, in 100 ps.
    pub user_offset: i32,
    /// The same as a distance, in tenths of a metre or in metres: instruments differ, so nothing here uses it.
    /// Version 1 has none.
    pub user_offset_distance: i32,
    pub operator: Text,
    pub comment: Text,
    pub rest: Vec<u8>,
}

/// Which instrument: the block `SupParams`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Supplier {
    pub supplier: Text,
    pub mainframe: Text,
    pub mainframe_serial: Text,
    pub module: Text,
    pub module_serial: Text,
    pub software: Text,
    pub other: Text,
    pub rest: Vec<u8>,
}

/// How it was measured: the block `FxdParams`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Seconds since 1970.
    pub unix_time: u32,
    /// Unit in which the instrument showed distances: `mt`, `km`, `ft`, `kf` or `mi`.
    pub unit: [u8; 2],
    /// Wavelength in tenths of a nanometre. Noyes stores 1550 for 1550 nm: see [`Fixed::wavelength_nm`].
    pub wavelength: u16,
    /// From the launch to the first point, in 100 ps; 0 in every real file at hand.
    pub acquisition_offset: i32,
    /// Version 1 has none.
    pub acquisition_offset_distance: i32,
    /// One for each pulse width; real files have one.
    pub pulses: Vec<Pulse>,
    /// Group refractive index × 100 000.
    pub group_index: u32,
    /// Backscatter coefficient at 1 ns in tenths of a decibel, without its minus sign: 795 is −79.5 dB.
    pub backscatter: i16,
    pub averages: u32,
    /// In tenths of a second; some instruments use another unit. Version 1 has none.
    pub averaging_time: u16,
    /// In 100 ps.
    pub range: u32,
    /// Version 1 has none.
    pub range_distance: i32,
    /// From the first point to the front panel, in 100 ps.
    pub front_panel_offset: i32,
    /// Level of the noise in thousandths of a decibel below zero.
    pub noise_floor: u16,
    /// × 1000.
    pub noise_floor_scale: i16,
    pub power_offset: u16,
    /// Smallest loss that is an event, in thousandths of a decibel.
    pub loss_threshold: u16,
    /// Weakest reflection that is an event, in thousandths of a decibel without its minus sign: 60 000 is −60 dB.
    pub reflectance_threshold: u16,
    /// Loss that is the end of the fibre, in thousandths of a decibel.
    pub end_threshold: u16,
    /// `ST` as measured, `RT` reversed, `DT` difference of two, `RF` reference. Version 1 has none.
    pub trace_type: [u8; 2],
    /// Corners of the window that was shown. Version 1 has none.
    pub window: [i32; 4],
    pub rest: Vec<u8>,
}

/// One pulse width and how it was sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pulse {
    pub width_ns: u16,
    /// One-way time between two points in units of 10⁻¹⁴ s: the time for 10 000 points in 100 ps.
    pub spacing: u32,
    /// How many points the block says there are; the block `DataPts` is to be trusted.
    pub points: u32,
}

/// What was found along the fibre: the block `KeyEvents`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyEvents {
    pub events: Vec<Event>,
    /// After the last event.
    pub summary: Option<Summary>,
    pub rest: Vec<u8>,
}

/// A splice, a connector, an end, as the instrument found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub number: i16,
    /// From the user offset, in 100 ps.
    pub time: i32,
    /// Slope of the fibre before it, in thousandths of dB/km.
    pub slope: i16,
    /// In thousandths of a decibel; negative is a gain.
    pub loss: i16,
    /// In thousandths of a decibel; 0 or far below −200 dB where there is none.
    pub reflectance: i32,
    /// Kind, note and the number of a landmark, for example `1F9999`.
    pub code: [u8; 6],
    /// `LS` least squares, `2P` two points, `OT` other.
    pub method: [u8; 2],
    /// End of the one before, start, end, start of the one after, peak; in 100 ps from the user offset.
    /// Version 1 has none.
    pub markers: [i32; 5],
    pub comment: Text,
}

/// The link as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// In thousandths of a decibel.
    pub total_loss: i32,
    /// Where the loss is counted from and to, in 100 ps from the user offset.
    pub loss_span: [i32; 2],
    /// Optical return loss in thousandths of a decibel; 0 where it was not measured.
    pub return_loss: u16,
    pub return_loss_span: [i32; 2],
}

/// The trace: the block `DataPts`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DataPoints {
    /// How many points the block announces for all groups.
    pub announced: u32,
    /// Groups follow each other along the fibre; real files have one.
    pub groups: Vec<ScaleGroup>,
    pub rest: Vec<u8>,
}

/// Points that share a scale factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleGroup {
    /// × 1000: 1000 in every real file at hand.
    pub scale: i16,
    /// Level in decibels = −value · scale / 1 000 000.
    pub values: Vec<u16>,
}

/// Landmarks on the way: the block `LnkParams`. No real file at hand has one; its layout is that of public readers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    pub landmarks: Vec<Landmark>,
    pub rest: Vec<u8>,
}

/// A chamber, a cabinet, a pole that the fibre passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landmark {
    pub number: i16,
    pub code: [u8; 2],
    /// From the user offset, in 100 ps.
    pub time: i32,
    /// Number of the event there, 0 for none.
    pub event: i16,
    pub longitude: i32,
    pub latitude: i32,
    /// By how much the fibre is longer than the cable, in hundredths of a per cent.
    pub fibre_excess: i16,
    /// Length marks on the sheath where the cable comes and where it leaves.
    pub sheath_marks: [i32; 2],
    pub sheath_unit: [u8; 2],
    /// Mode field diameter of the fibre that leaves.
    pub mode_field: i16,
    pub comment: Text,
}
