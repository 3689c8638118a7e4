//! From [`Sor`] to bytes.

use super::checksum::crc16;
use super::error::{Fault, SorError};
use super::parts::*;
use super::text::Text;
use super::{Content, Sor, Version, block};

type Result<T> = std::result::Result<T, SorError>;

impl Sor {
    /// The bytes of the file, with the checksum as it is stored. A file that was read and not changed comes out as it
    /// was.
    ///
    /// # Errors
    /// When there are more events, pulses, points or blocks than the format can count.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.write().map(|(bytes, _)| bytes)
    }

    /// Sets the checksum to that of the file as it is now: begun at 0xFFFF and with the word `Cksum`, which is what the
    /// public reader pyOTDR checks. A file without the block stays without.
    ///
    /// # Errors
    /// As [`Sor::to_bytes`].
    pub fn seal(&mut self) -> Result<()> {
        let (bytes, value_at) = self.write()?;
        if let (Some(checksum), Some(value_at)) = (&mut self.checksum, value_at) {
            checksum.value = crc16(0xFFFF, &bytes[..value_at]);
        }
        Ok(())
    }

    /// The bytes and where the value of the checksum stands in them.
    fn write(&self) -> Result<(Vec<u8>, Option<usize>)> {
        let mut blocks = Vec::new();
        for slot in &self.slots {
            if let Some(block) = self.block(&slot.content)? {
                blocks.push((slot, block));
            }
        }
        let mut out = Writer { block: block::MAP, bytes: Vec::new() };
        if self.version == Version::V2 {
            out.bytes.extend_from_slice(b"Map\0");
        }
        out.u16(self.revision);
        let entries: usize = blocks.iter().map(|(slot, _)| slot.name.as_bytes().len() + 7).sum();
        let size = out.bytes.len() + 6 + entries + self.map_rest.len();
        out.size(size)?;
        out.count(blocks.len() + 1)?;
        for (slot, block) in &blocks {
            out.text(&slot.name);
            out.u16(slot.revision);
            out.size(block.len())?;
        }
        out.bytes.extend_from_slice(&self.map_rest);
        let mut value_at = None;
        for (slot, block) in &blocks {
            if slot.content == Content::Checksum {
                value_at = Some(out.bytes.len() + self.header(block::CHECKSUM).len());
            }
            out.bytes.extend_from_slice(block);
        }
        out.bytes.extend_from_slice(&self.trailing);
        Ok((out.bytes, value_at))
    }

    /// What stands before the fields of a block.
    fn header(&self, name: &str) -> Vec<u8> {
        match self.version {
            Version::V1 => Vec::new(),
            Version::V2 => [name.as_bytes(), &[0]].concat(),
        }
    }

    /// The bytes of a block; `None` when there is no such part.
    fn block(&self, content: &Content) -> Result<Option<Vec<u8>>> {
        let v2 = self.version == Version::V2;
        let start = |block| Writer { block, bytes: self.header(block) };
        let written = match content {
            Content::General => Some(start(block::GENERAL).general(&self.general, v2)),
            Content::Supplier => self.supplier.as_ref().map(|supplier| start(block::SUPPLIER).supplier(supplier)),
            Content::Fixed => Some(start(block::FIXED).fixed(&self.fixed, v2)?),
            Content::Events => match &self.events {
                Some(events) => Some(start(block::EVENTS).events(events, v2)?),
                None => None,
            },
            Content::Links => match &self.links {
                Some(links) => Some(start(block::LINKS).links(links)?),
                None => None,
            },
            Content::Data => Some(start(block::DATA).data(&self.data)?),
            Content::Checksum => self.checksum.as_ref().map(|checksum| {
                let mut out = start(block::CHECKSUM);
                out.u16(checksum.value);
                out.rest(&checksum.rest)
            }),
            Content::Other(bytes) => Some(bytes.clone()),
        };
        Ok(written)
    }
}

/// A block that is being written.
struct Writer {
    block: &'static str,
    bytes: Vec<u8>,
}

impl Writer {
    fn u16(&mut self, number: u16) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn i16(&mut self, number: i16) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn u32(&mut self, number: u32) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn i32(&mut self, number: i32) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn i32s(&mut self, numbers: &[i32]) {
        numbers.iter().for_each(|number| self.i32(*number));
    }

    fn text(&mut self, text: &Text) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(0);
    }

    fn count(&mut self, count: usize) -> Result<()> {
        let written = i16::try_from(count).map_err(|_| self.too_many(count, i16::MAX as usize))?;
        self.i16(written);
        Ok(())
    }

    fn size(&mut self, size: usize) -> Result<()> {
        let written = i32::try_from(size).map_err(|_| self.too_many(size, i32::MAX as usize))?;
        self.i32(written);
        Ok(())
    }

    fn too_many(&self, found: usize, most: usize) -> SorError {
        SorError::new(self.block, self.bytes.len(), Fault::Count { found: found as i64, most })
    }

    fn rest(mut self, rest: &[u8]) -> Vec<u8> {
        self.bytes.extend_from_slice(rest);
        self.bytes
    }

    fn general(mut self, general: &General, v2: bool) -> Vec<u8> {
        self.bytes.extend_from_slice(&general.language);
        self.text(&general.cable);
        self.text(&general.fibre);
        if v2 {
            self.i16(general.fibre_type);
        }
        self.i16(general.nominal_nm);
        self.text(&general.from);
        self.text(&general.to);
        self.text(&general.cable_code);
        self.bytes.extend_from_slice(&general.build);
        self.i32(general.user_offset);
        if v2 {
            self.i32(general.user_offset_distance);
        }
        self.text(&general.operator);
        self.text(&general.comment);
        self.rest(&general.rest)
    }

    fn supplier(mut self, supplier: &Supplier) -> Vec<u8> {
        let Supplier { supplier, mainframe, mainframe_serial, module, module_serial, software, other, rest } = supplier;
        for text in [supplier, mainframe, mainframe_serial, module, module_serial, software, other] {
            self.text(text);
        }
        self.rest(rest)
    }

    fn fixed(mut self, fixed: &Fixed, v2: bool) -> Result<Vec<u8>> {
        self.u32(fixed.unix_time);
        self.bytes.extend_from_slice(&fixed.unit);
        self.u16(fixed.wavelength);
        self.i32(fixed.acquisition_offset);
        if v2 {
            self.i32(fixed.acquisition_offset_distance);
        }
        self.count(fixed.pulses.len())?;
        fixed.pulses.iter().for_each(|pulse| self.u16(pulse.width_ns));
        fixed.pulses.iter().for_each(|pulse| self.u32(pulse.spacing));
        fixed.pulses.iter().for_each(|pulse| self.u32(pulse.points));
        self.u32(fixed.group_index);
        self.i16(fixed.backscatter);
        self.u32(fixed.averages);
        if v2 {
            self.u16(fixed.averaging_time);
        }
        self.u32(fixed.range);
        if v2 {
            self.i32(fixed.range_distance);
        }
        self.i32(fixed.front_panel_offset);
        self.u16(fixed.noise_floor);
        self.i16(fixed.noise_floor_scale);
        self.u16(fixed.power_offset);
        self.u16(fixed.loss_threshold);
        self.u16(fixed.reflectance_threshold);
        self.u16(fixed.end_threshold);
        if v2 {
            self.bytes.extend_from_slice(&fixed.trace_type);
            self.i32s(&fixed.window);
        }
        Ok(self.rest(&fixed.rest))
    }

    fn events(mut self, events: &KeyEvents, v2: bool) -> Result<Vec<u8>> {
        self.count(events.events.len())?;
        for event in &events.events {
            self.i16(event.number);
            self.i32(event.time);
            self.i16(event.slope);
            self.i16(event.loss);
            self.i32(event.reflectance);
            self.bytes.extend_from_slice(&event.code);
            self.bytes.extend_from_slice(&event.method);
            if v2 {
                self.i32s(&event.markers);
            }
            self.text(&event.comment);
        }
        if let Some(summary) = &events.summary {
            self.i32(summary.total_loss);
            self.i32s(&summary.loss_span);
            self.u16(summary.return_loss);
            self.i32s(&summary.return_loss_span);
        }
        Ok(self.rest(&events.rest))
    }

    fn data(mut self, data: &DataPoints) -> Result<Vec<u8>> {
        self.u32(data.announced);
        self.count(data.groups.len())?;
        for group in &data.groups {
            self.size(group.values.len())?;
            self.i16(group.scale);
            group.values.iter().for_each(|value| self.u16(*value));
        }
        Ok(self.rest(&data.rest))
    }

    fn links(mut self, links: &Links) -> Result<Vec<u8>> {
        self.count(links.landmarks.len())?;
        for landmark in &links.landmarks {
            self.i16(landmark.number);
            self.bytes.extend_from_slice(&landmark.code);
            self.i32(landmark.time);
            self.i16(landmark.event);
            self.i32(landmark.longitude);
            self.i32(landmark.latitude);
            self.i16(landmark.fibre_excess);
            self.i32s(&landmark.sheath_marks);
            self.bytes.extend_from_slice(&landmark.sheath_unit);
            self.i16(landmark.mode_field);
            self.text(&landmark.comment);
        }
        Ok(self.rest(&links.rest))
    }
}
