//! Metres and decibels from the integers of the file.
//!
//! Times in the file are one-way, so a distance is t · c / n without the half that an OTDR's round trip would want
//! (measured on real field files: the distances of their events come out as the instruments show them).
//!
//! Three zeros stand on the fibre. Points count from the first point; the front panel comes `front_panel_offset` after
//! it; events count from the user offset, `user_offset` after the front panel. Where the front panel is not the first
//! point (Anritsu, Noyes), reflections stand in the trace only if both are added (measured on real field files).

use super::Sor;
use super::parts::{DataPoints, Event, Fixed};

/// Speed of light in vacuum in m/s, exact by the definition of the metre.
pub const LIGHT: f64 = 299_792_458.0;

/// What an event is by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Loses or gains light and reflects none: a splice, a bend.
    Loss,
    /// Reflects: a connector, a mechanical splice, an end.
    Reflective,
    /// Reflects more than the receiver can show.
    Saturated,
    /// Another code.
    Unknown,
}

impl Kind {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Loss => "loss",
            Kind::Reflective => "reflective",
            Kind::Saturated => "saturated",
            Kind::Unknown => "unknown",
        }
    }

    pub(super) fn code(self) -> u8 {
        match self {
            Kind::Loss => b'0',
            Kind::Reflective => b'1',
            Kind::Saturated => b'2',
            Kind::Unknown => b'9',
        }
    }
}

/// How an event came into the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    Found,
    End,
    AddedByHand,
    MovedByHand,
    OutOfRange,
    /// The end, moved by hand.
    EndByHand,
    /// Another code.
    Unknown,
}

impl Note {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Note::Found => "found",
            Note::End => "end",
            Note::AddedByHand => "added",
            Note::MovedByHand => "moved",
            Note::OutOfRange => "out-of-range",
            Note::EndByHand => "end-moved",
            Note::Unknown => "unknown",
        }
    }
}

impl Event {
    pub fn kind(&self) -> Kind {
        match self.code[0] {
            b'0' => Kind::Loss,
            b'1' => Kind::Reflective,
            b'2' => Kind::Saturated,
            _ => Kind::Unknown,
        }
    }

    pub fn note(&self) -> Note {
        match self.code[1] {
            b'F' => Note::Found,
            b'E' => Note::End,
            b'A' => Note::AddedByHand,
            b'M' => Note::MovedByHand,
            b'O' => Note::OutOfRange,
            b'D' => Note::EndByHand,
            _ => Note::Unknown,
        }
    }

    /// Thousandths of a decibel; `None` where the event has none. Instruments then store 0 or, Anritsu, the lowest
    /// number there is (measured on real field files); nothing below −200 dB can be measured.
    pub fn reflectance_mdb(&self) -> Option<i32> {
        (self.reflectance != 0 && self.reflectance > -200_000).then_some(self.reflectance)
    }
}

impl Fixed {
    /// Wavelength in nm, also where an instrument stores it ten times too small, as Noyes does (155.0 nm).
    pub fn wavelength_nm(&self) -> f64 {
        let stored = f64::from(self.wavelength);
        if self.wavelength_is_in_nm() { stored } else { stored / 10.0 }
    }

    /// Whether the number can only be nanometres: no OTDR works between 80 and 200 nm.
    pub(super) fn wavelength_is_in_nm(&self) -> bool {
        (800..=2000).contains(&self.wavelength)
    }

    /// Group refractive index.
    pub fn group_index(&self) -> f64 {
        f64::from(self.group_index) / 100_000.0
    }

    /// Backscatter coefficient at 1 ns in dB, about −80.
    pub fn backscatter_db(&self) -> f64 {
        -f64::from(self.backscatter) / 10.0
    }

    /// Distance that light travels in the fibre in so many units of 100 ps, in metres.
    pub fn metres(&self, time: impl Into<f64>) -> f64 {
        time.into() * 1e-10 * LIGHT / self.group_index()
    }

    /// Distance between two points in metres; 0 in a file without any pulse.
    pub fn spacing_m(&self) -> f64 {
        self.pulses.first().map_or(0.0, |pulse| self.metres(pulse.spacing) / 10_000.0)
    }

    /// Whether the averaging time can hardly be tenths of a second: shorter than a second, longer than the three
    /// minutes that OTDRs offer (a choice of ours), or too short for so many shots there and back.
    pub(super) fn averaging_time_is_doubtful(&self) -> bool {
        let seconds = f64::from(self.averaging_time) / 10.0;
        let shots = f64::from(self.averages) * 2.0 * f64::from(self.range) * 1e-10;
        self.averaging_time != 0 && (!(1.0..=180.0).contains(&seconds) || seconds < shots)
    }
}

impl DataPoints {
    /// How many points there are.
    pub fn len(&self) -> usize {
        self.groups.iter().map(|group| group.values.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The highest and the lowest level in dB; `None` without points.
    pub fn extremes(&self) -> Option<(f64, f64)> {
        self.levels().fold(None, |found, level| match found {
            None => Some((level, level)),
            Some((highest, lowest)) => Some((level.max(highest), level.min(lowest))),
        })
    }

    /// The level of every point in dB, one-way; 0 is the highest that can be stored.
    pub fn levels(&self) -> impl Iterator<Item = f64> + '_ {
        self.groups.iter().flat_map(|group| {
            let scale = -f64::from(group.scale) / 1e6;
            group.values.iter().map(move |value| f64::from(*value) * scale)
        })
    }
}

impl Sor {
    /// Distance of a point from the front panel in metres; negative for points before it.
    pub fn point_m(&self, index: usize) -> f64 {
        index as f64 * self.fixed.spacing_m() - self.front_panel_m()
    }

    /// Distance of the front panel from the first point in metres.
    pub fn front_panel_m(&self) -> f64 {
        self.fixed.metres(self.fixed.front_panel_offset)
    }

    /// Distance of the zero that events count from, usually the end of a launch reel, from the front panel in metres.
    pub fn user_offset_m(&self) -> f64 {
        self.fixed.metres(self.general.user_offset)
    }

    /// Distance of an event from the user offset in metres, as instruments show it.
    pub fn event_m(&self, event: &Event) -> f64 {
        self.fixed.metres(event.time)
    }

    /// The point of the trace at an event; `None` when the trace does not reach there.
    pub fn event_point(&self, event: &Event) -> Option<usize> {
        let from_first_point = self.event_m(event) + self.user_offset_m() + self.front_panel_m();
        let index = libm::round(from_first_point / self.fixed.spacing_m());
        (index >= 0.0 && index < self.data.len() as f64).then_some(index as usize)
    }

    /// The events, none when the file has no such block.
    pub fn events(&self) -> &[Event] {
        self.events.as_ref().map_or(&[], |events| &events.events)
    }

    /// Distance from the front panel in metres and level in dB of every point.
    pub fn trace(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.data.levels().enumerate().map(|(index, level)| (self.point_m(index), level))
    }
}
