//! A file from a measurement of ours.

use std::num::NonZeroU32;

use super::error::SorError;
use super::measure::{Kind, LIGHT};
use super::parts::*;
use super::text::Text;
use super::{Checksum, Content, Slot, Sor, Version, block};
use crate::units::{Millidecibels, Wavelength};

/// A measurement, in plain units. Lengths are along the fibre, from the instrument's front panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurement {
    pub identity: Identity,
    pub instrument: Instrument,
    /// Seconds since 1970: given, never taken from the clock.
    pub unix_time: u32,
    pub wavelength: Wavelength,
    pub pulse_ns: u16,
    /// As chosen on the instrument, in metres.
    pub range_m: u32,
    /// How long was averaged, in tenths of a second.
    pub averaging_ds: u16,
    /// How many shots were averaged.
    pub averages: u32,
    /// Group refractive index × 100 000, for example 146 770.
    pub group_index: NonZeroU32,
    /// Backscatter coefficient at 1 ns in thousandths of a decibel, for example −80 000; stored to a tenth.
    pub backscatter: Millidecibels,
    /// Distance between two points in micrometres.
    pub spacing_um: NonZeroU32,
    /// Level of each point in thousandths of a decibel below the highest that can be stored.
    pub points: Vec<u16>,
    /// Level of the noise, counted like the points.
    pub noise_floor: u16,
    pub thresholds: Thresholds,
    /// Length of the launch reel, in millimetres: the zero of the distances that a reader shows.
    pub launch_mm: u64,
    /// By rising position, from the end of the launch reel on: pyOTDR 2.1.1 shows one before it at 43 000 km.
    pub events: Vec<Finding>,
    /// Loss from the launch reel's end to the last event.
    pub total_loss: Millidecibels,
    /// Optical return loss over the same; zero when it was not measured.
    pub return_loss: Millidecibels,
}

/// Who, where and on which fibre. Texts are written without accents: see [`Text::plain`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    pub cable: String,
    pub fibre: String,
    /// The number of the ITU-T recommendation. 652 also stands for G.657.A, which is compatible with it: the public
    /// reader otdrparser 0.2.3 loses its place at numbers above 655.
    pub fibre_type: i16,
    pub from: String,
    pub to: String,
    pub cable_code: String,
    pub operator: String,
    pub comment: String,
}

/// Which instrument.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Instrument {
    pub supplier: String,
    pub mainframe: String,
    pub mainframe_serial: String,
    pub module: String,
    pub module_serial: String,
    pub software: String,
    pub other: String,
}

/// From which size on something was called an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    pub loss: Millidecibels,
    /// Negative.
    pub reflectance: Millidecibels,
    /// Loss that ends the fibre.
    pub end: Millidecibels,
}

/// One event as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub kind: Kind,
    /// Whether the fibre ends here.
    pub is_end: bool,
    /// Where it begins.
    pub position_mm: u64,
    /// How long it is on the trace.
    pub width_mm: u64,
    pub loss: Millidecibels,
    /// Negative; `None` where nothing is reflected.
    pub reflectance: Option<Millidecibels>,
    /// Slope of the fibre before it, in thousandths of dB/km.
    pub slope_mdb_km: i16,
    pub comment: String,
}

impl Sor {
    /// A sealed file of version 2. Values beyond what its fields hold become the largest that they do, for example a
    /// loss of 40 dB becomes 32.767 dB.
    ///
    /// # Errors
    /// When there are more than 32 767 events or 2³¹ − 1 points.
    pub fn from_measurement(measurement: &Measurement) -> Result<Self, SorError> {
        let clock = Clock { index: f64::from(measurement.group_index.get()) / 100_000.0 };
        let mut sor = Sor {
            version: Version::V2,
            revision: 200,
            slots: [
                (block::GENERAL, Content::General),
                (block::SUPPLIER, Content::Supplier),
                (block::FIXED, Content::Fixed),
                (block::EVENTS, Content::Events),
                (block::DATA, Content::Data),
                (block::CHECKSUM, Content::Checksum),
            ]
            .map(|(name, content)| Slot { name: Text::plain(name), revision: 200, content })
            .into(),
            map_rest: Vec::new(),
            general: measurement.general(&clock),
            supplier: Some(measurement.instrument.supplier()),
            fixed: measurement.fixed(&clock),
            events: Some(measurement.key_events(&clock)),
            links: None,
            data: DataPoints {
                announced: measurement.points.len() as u32,
                groups: vec![ScaleGroup { scale: 1000, values: measurement.points.clone() }],
                rest: Vec::new(),
            },
            checksum: Some(Checksum::default()),
            trailing: Vec::new(),
        };
        sor.seal()?;
        Ok(sor)
    }
}

/// Lengths as the times that the file stores.
struct Clock {
    index: f64,
}

impl Clock {
    /// One-way, in 100 ps.
    fn time(&self, metres: f64) -> i32 {
        libm::round(metres * self.index / LIGHT * 1e10) as i32
    }
}

fn metres(mm: u64) -> f64 {
    mm as f64 / 1000.0
}

fn tenths(metres: f64) -> i32 {
    libm::round(metres * 10.0) as i32
}

fn short(loss: Millidecibels) -> i16 {
    loss.0.clamp(i16::MIN.into(), i16::MAX.into()) as i16
}

fn unsigned(loss: i64) -> u16 {
    loss.clamp(0, u16::MAX.into()) as u16
}

fn long(loss: Millidecibels) -> i32 {
    loss.0.clamp(i32::MIN.into(), i32::MAX.into()) as i32
}

impl Measurement {
    fn general(&self, clock: &Clock) -> General {
        let identity = &self.identity;
        General {
            language: *b"EN",
            cable: Text::plain(&identity.cable),
            fibre: Text::plain(&identity.fibre),
            fibre_type: identity.fibre_type,
            nominal_nm: i16::try_from(self.wavelength.0).unwrap_or(i16::MAX),
            from: Text::plain(&identity.from),
            to: Text::plain(&identity.to),
            cable_code: Text::plain(&identity.cable_code),
            build: *b"BC",
            user_offset: clock.time(metres(self.launch_mm)),
            user_offset_distance: tenths(metres(self.launch_mm)),
            operator: Text::plain(&identity.operator),
            comment: Text::plain(&identity.comment),
            rest: Vec::new(),
        }
    }

    fn fixed(&self, clock: &Clock) -> Fixed {
        let spacing = f64::from(self.spacing_um.get()) / 1e6;
        Fixed {
            unix_time: self.unix_time,
            unit: *b"mt",
            wavelength: self.wavelength.0.saturating_mul(10),
            acquisition_offset: 0,
            acquisition_offset_distance: 0,
            pulses: vec![Pulse {
                width_ns: self.pulse_ns,
                spacing: libm::round(spacing * clock.index / LIGHT * 1e14) as u32,
                points: self.points.len() as u32,
            }],
            group_index: self.group_index.get(),
            backscatter: libm::round(-self.backscatter.db() * 10.0) as i16,
            averages: self.averages,
            averaging_time: self.averaging_ds,
            range: clock.time(self.range_m.into()).unsigned_abs(),
            range_distance: tenths(self.range_m.into()),
            front_panel_offset: 0,
            noise_floor: self.noise_floor,
            noise_floor_scale: 1000,
            power_offset: 0,
            loss_threshold: unsigned(self.thresholds.loss.0),
            reflectance_threshold: unsigned(self.thresholds.reflectance.0.saturating_neg()),
            end_threshold: unsigned(self.thresholds.end.0),
            trace_type: *b"ST",
            window: [0; 4],
            rest: Vec::new(),
        }
    }

    fn key_events(&self, clock: &Clock) -> KeyEvents {
        let launch = metres(self.launch_mm);
        let from_launch = |position: f64| clock.time(position - launch);
        let last_point = self.points.len().saturating_sub(1) as f64 * f64::from(self.spacing_um.get()) / 1e6;
        let mut events = Vec::with_capacity(self.events.len());
        let mut end_before = 0.0;
        for (index, finding) in self.events.iter().enumerate() {
            let start = metres(finding.position_mm);
            let end = metres(finding.position_mm.saturating_add(finding.width_mm));
            let next = self.events.get(index + 1).map_or(last_point.max(end), |next| metres(next.position_mm));
            let note = if finding.is_end { b'E' } else { b'F' };
            events.push(Event {
                number: i16::try_from(index + 1).unwrap_or(i16::MAX),
                time: from_launch(start),
                slope: finding.slope_mdb_km,
                loss: short(finding.loss),
                reflectance: finding.reflectance.map_or(0, long),
                code: [finding.kind.code(), note, b'9', b'9', b'9', b'9'],
                method: *b"LS",
                markers: [end_before, start, end, next, self.peak(start, end)].map(from_launch),
                comment: Text::plain(&finding.comment),
            });
            end_before = end;
        }
        let last = self.events.last().map_or(0, |finding| from_launch(metres(finding.position_mm)));
        let summary = Summary {
            total_loss: long(self.total_loss),
            loss_span: [0, last],
            return_loss: unsigned(self.return_loss.0),
            return_loss_span: [0, last],
        };
        KeyEvents { events, summary: Some(summary), rest: Vec::new() }
    }

    /// Where the trace is highest between two positions in metres; the first of equals.
    fn peak(&self, start: f64, end: f64) -> f64 {
        let spacing = f64::from(self.spacing_um.get()) / 1e6;
        let [first, last] = [libm::ceil(start / spacing), libm::floor(end / spacing)].map(|index| index as usize);
        let last = last.min(self.points.len().saturating_sub(1));
        let within = self.points.get(first..=last).unwrap_or_default();
        let highest = within.iter().enumerate().min_by_key(|(_, value)| **value);
        highest.map_or(start, |(index, _)| (first + index) as f64 * spacing)
    }
}

impl Instrument {
    fn supplier(&self) -> Supplier {
        Supplier {
            supplier: Text::plain(&self.supplier),
            mainframe: Text::plain(&self.mainframe),
            mainframe_serial: Text::plain(&self.mainframe_serial),
            module: Text::plain(&self.module),
            module_serial: Text::plain(&self.module_serial),
            software: Text::plain(&self.software),
            other: Text::plain(&self.other),
            rest: Vec::new(),
        }
    }
}
