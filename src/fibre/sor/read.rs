//! From bytes to [`Sor`]. Every count is checked against the bytes that are left before anything is allocated.

use super::checksum::Verdict;
use super::cursor::Cursor;
use super::error::{Fault, Remark, SorError};
use super::parts::*;
use super::text::Text;
use super::{Checksum, Content, LARGEST, Opened, Slot, Sor, Version, block};

type Result<T> = std::result::Result<T, SorError>;

/// Event in version 1: number, time, slope, loss, reflectance, code, method, and the zero of its comment.
const SMALLEST_EVENT: usize = 23;
const SUMMARY: usize = 22;
const SMALLEST_LANDMARK: usize = 33;

impl Sor {
    /// Reads a file.
    ///
    /// # Errors
    /// The first place that does not fit the format.
    pub fn read(bytes: &[u8]) -> Result<Opened> {
        if bytes.len() > LARGEST {
            return Err(SorError::new(block::MAP, LARGEST, Fault::FileSize { most: LARGEST }));
        }
        let map = Map::read(bytes)?;
        let mut parts = Parts::default();
        let mut slots = Vec::new();
        let mut start = map.size;
        for entry in map.entries {
            let end = start + entry.size;
            let content = parts.read(map.version, &entry.name, &bytes[..end], start)?;
            slots.push(Slot { name: entry.name, revision: entry.revision, content });
            start = end;
        }
        let missing = |name| SorError::new(name, start, Fault::Missing);
        let mut remarks = parts.remarks;
        let sor = Sor {
            version: map.version,
            revision: map.revision,
            slots,
            map_rest: map.rest,
            general: parts.general.ok_or_else(|| missing(block::GENERAL))?,
            supplier: parts.supplier,
            fixed: parts.fixed.ok_or_else(|| missing(block::FIXED))?,
            events: parts.events,
            links: parts.links,
            data: parts.data.ok_or_else(|| missing(block::DATA))?,
            checksum: parts.checksum,
            trailing: bytes[start..].to_vec(),
        };
        let checksum = parts.verdict.unwrap_or(Verdict::Absent);
        remarks.extend(sor.remarks(checksum));
        Ok(Opened { sor, checksum, remarks })
    }

    fn remarks(&self, checksum: Verdict) -> Vec<Remark> {
        let mut remarks = Vec::new();
        if let (Verdict::Unknown, Some(stored)) = (checksum, &self.checksum) {
            remarks.push(Remark::Checksum { stored: stored.value });
        }
        let fixed = self.fixed.pulses.iter().map(|pulse| u64::from(pulse.points)).sum::<u64>();
        let there = self.data.len();
        if fixed != there as u64 || self.data.announced as usize != there {
            remarks.push(Remark::PointCount { fixed, announced: self.data.announced, there });
        }
        if self.fixed.wavelength_is_in_nm() {
            remarks.push(Remark::Wavelength { nm: self.fixed.wavelength });
        }
        if !self.trailing.is_empty() {
            remarks.push(Remark::Trailing { bytes: self.trailing.len() });
        }
        if self.fixed.averaging_time_is_doubtful() {
            remarks.push(Remark::AveragingTime { tenths: self.fixed.averaging_time });
        }
        remarks
    }
}

/// The Map: which blocks there are and how large they are.
struct Map {
    version: Version,
    revision: u16,
    size: usize,
    entries: Vec<Entry>,
    rest: Vec<u8>,
}

struct Entry {
    name: Text,
    revision: u16,
    size: usize,
}

impl Map {
    fn read(bytes: &[u8]) -> Result<Self> {
        let mut cursor = Cursor { block: block::MAP, bytes, at: 0 };
        let version = if bytes.starts_with(b"Map\0") {
            cursor.at = 4;
            Version::V2
        } else if bytes.get(..2).is_some_and(|head| (100..200).contains(&u16::from_le_bytes([head[0], head[1]]))) {
            Version::V1
        } else {
            return Err(cursor.error(Fault::NotSor));
        };
        let revision = cursor.u16()?;
        let at = cursor.at;
        let size = cursor.i32()?;
        // The Map counts itself; an entry has at least the end of its name, a revision and a size.
        let count_at = cursor.at;
        let blocks = i64::from(cursor.i16()?) - 1;
        let blocks = cursor.fits(count_at, blocks, 7)?;
        let size = usize::try_from(size).ok().filter(|size| *size <= bytes.len()).ok_or_else(|| {
            let fault = Fault::BlockSize { named: block::MAP.into(), found: size.into(), left: bytes.len() };
            SorError::new(block::MAP, at, fault)
        })?;
        let mut left = bytes.len() - size;
        let mut entries = Vec::new();
        for _ in 0..blocks {
            let name = cursor.text()?;
            let revision = cursor.u16()?;
            let at = cursor.at;
            let found = cursor.i32()?;
            let size = usize::try_from(found).ok().filter(|size| *size <= left).ok_or_else(|| {
                SorError::new(block::MAP, at, Fault::BlockSize { named: name.to_string(), found: found.into(), left })
            })?;
            left -= size;
            entries.push(Entry { name, revision, size });
        }
        let rest = match bytes.get(cursor.at..size) {
            Some(rest) => rest.to_vec(),
            None => {
                let fault = Fault::BlockSize { named: block::MAP.into(), found: size as i64, left: cursor.at };
                return Err(SorError::new(block::MAP, at, fault));
            }
        };
        Ok(Self { version, revision, size, entries, rest })
    }
}

/// The parts found so far.
#[derive(Default)]
struct Parts {
    general: Option<General>,
    supplier: Option<Supplier>,
    fixed: Option<Fixed>,
    events: Option<KeyEvents>,
    links: Option<Links>,
    data: Option<DataPoints>,
    checksum: Option<Checksum>,
    verdict: Option<Verdict>,
    remarks: Vec<Remark>,
}

impl Parts {
    /// Reads the block that begins at `start` and ends where `bytes` ends. A second block of a name is kept as bytes.
    fn read(&mut self, version: Version, name: &Text, bytes: &[u8], start: usize) -> Result<Content> {
        let known = |block| Cursor::of_block(block, version, bytes, start);
        match name.as_bytes() {
            b"GenParams" if self.general.is_none() => {
                self.general = Some(known(block::GENERAL)?.general(version)?);
                Ok(Content::General)
            }
            b"SupParams" if self.supplier.is_none() => {
                self.supplier = Some(known(block::SUPPLIER)?.supplier()?);
                Ok(Content::Supplier)
            }
            b"FxdParams" if self.fixed.is_none() => {
                self.fixed = Some(known(block::FIXED)?.fixed(version)?);
                Ok(Content::Fixed)
            }
            b"KeyEvents" if self.events.is_none() => {
                self.events = Some(known(block::EVENTS)?.events(version)?);
                Ok(Content::Events)
            }
            b"DataPts" if self.data.is_none() => {
                self.data = Some(known(block::DATA)?.data()?);
                Ok(Content::Data)
            }
            b"Cksum" if self.checksum.is_none() => {
                let mut cursor = known(block::CHECKSUM)?;
                let at = cursor.at;
                let value = cursor.u16()?;
                self.verdict = Some(Verdict::of(bytes, start, at, value));
                self.checksum = Some(Checksum { value, rest: cursor.rest() });
                Ok(Content::Checksum)
            }
            b"LnkParams" if self.links.is_none() => match known(block::LINKS).and_then(Cursor::links) {
                Ok(links) => {
                    self.links = Some(links);
                    Ok(Content::Links)
                }
                Err(_) => {
                    self.remarks.push(Remark::Links);
                    Ok(Content::Other(bytes[start..].to_vec()))
                }
            },
            _ => Ok(Content::Other(bytes[start..].to_vec())),
        }
    }
}

/// The fields of each block, in their order.
impl Cursor<'_> {
    fn general(mut self, version: Version) -> Result<General> {
        let v2 = version == Version::V2;
        Ok(General {
            language: self.array()?,
            cable: self.text()?,
            fibre: self.text()?,
            fibre_type: if v2 { self.i16()? } else { 0 },
            nominal_nm: self.i16()?,
            from: self.text()?,
            to: self.text()?,
            cable_code: self.text()?,
            build: self.array()?,
            user_offset: self.i32()?,
            user_offset_distance: if v2 { self.i32()? } else { 0 },
            operator: self.text()?,
            comment: self.text()?,
            rest: self.rest(),
        })
    }

    fn supplier(mut self) -> Result<Supplier> {
        Ok(Supplier {
            supplier: self.text()?,
            mainframe: self.text()?,
            mainframe_serial: self.text()?,
            module: self.text()?,
            module_serial: self.text()?,
            software: self.text()?,
            other: self.text()?,
            rest: self.rest(),
        })
    }

    fn fixed(mut self, version: Version) -> Result<Fixed> {
        let v2 = version == Version::V2;
        Ok(Fixed {
            unix_time: self.u32()?,
            unit: self.array()?,
            wavelength: self.u16()?,
            acquisition_offset: self.i32()?,
            acquisition_offset_distance: if v2 { self.i32()? } else { 0 },
            pulses: self.pulses()?,
            group_index: self.group_index()?,
            backscatter: self.i16()?,
            averages: self.u32()?,
            averaging_time: if v2 { self.u16()? } else { 0 },
            range: self.u32()?,
            range_distance: if v2 { self.i32()? } else { 0 },
            front_panel_offset: self.i32()?,
            noise_floor: self.u16()?,
            noise_floor_scale: self.i16()?,
            power_offset: self.u16()?,
            loss_threshold: self.u16()?,
            reflectance_threshold: self.u16()?,
            end_threshold: self.u16()?,
            trace_type: if v2 { self.array()? } else { *b"ST" },
            window: if v2 { self.i32s()? } else { [0; 4] },
            rest: self.rest(),
        })
    }

    /// Three lists of the same length: widths, spacings, counts.
    fn pulses(&mut self) -> Result<Vec<Pulse>> {
        let count = self.count(10)?;
        let mut pulses = vec![Pulse { width_ns: 0, spacing: 0, points: 0 }; count];
        for pulse in &mut pulses {
            pulse.width_ns = self.u16()?;
        }
        for pulse in &mut pulses {
            pulse.spacing = self.u32()?;
        }
        for pulse in &mut pulses {
            pulse.points = self.u32()?;
        }
        Ok(pulses)
    }

    fn group_index(&mut self) -> Result<u32> {
        let at = self.at;
        match self.u32()? {
            0 => Err(SorError::new(self.block, at, Fault::GroupIndex)),
            index => Ok(index),
        }
    }

    fn events(mut self, version: Version) -> Result<KeyEvents> {
        let count = self.count(SMALLEST_EVENT)?;
        let mut events = Vec::with_capacity(count);
        for _ in 0..count {
            events.push(Event {
                number: self.i16()?,
                time: self.i32()?,
                slope: self.i16()?,
                loss: self.i16()?,
                reflectance: self.i32()?,
                code: self.array()?,
                method: self.array()?,
                markers: if version == Version::V2 { self.i32s()? } else { [0; 5] },
                comment: self.text()?,
            });
        }
        let summary = if self.left() < SUMMARY {
            None
        } else {
            Some(Summary {
                total_loss: self.i32()?,
                loss_span: self.i32s()?,
                return_loss: self.u16()?,
                return_loss_span: self.i32s()?,
            })
        };
        Ok(KeyEvents { events, summary, rest: self.rest() })
    }

    fn data(mut self) -> Result<DataPoints> {
        let announced = self.u32()?;
        let count = self.count(6)?;
        let mut groups = Vec::new();
        for _ in 0..count {
            let at = self.at;
            let found = self.i32()?;
            let scale = self.i16()?;
            let count = self.fits(at, found.into(), 2)?;
            let values = self.take(2 * count)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            groups.push(ScaleGroup { scale, values: values.collect() });
        }
        Ok(DataPoints { announced, groups, rest: self.rest() })
    }

    fn links(mut self) -> Result<Links> {
        let count = self.count(SMALLEST_LANDMARK)?;
        let mut landmarks = Vec::with_capacity(count);
        for _ in 0..count {
            landmarks.push(Landmark {
                number: self.i16()?,
                code: self.array()?,
                time: self.i32()?,
                event: self.i16()?,
                longitude: self.i32()?,
                latitude: self.i32()?,
                fibre_excess: self.i16()?,
                sheath_marks: self.i32s()?,
                sheath_unit: self.array()?,
                mode_field: self.i16()?,
                comment: self.text()?,
            });
        }
        Ok(Links { landmarks, rest: self.rest() })
    }
}
