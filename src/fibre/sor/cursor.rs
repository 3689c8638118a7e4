//! Reading numbers and texts one after the other, never past the end of a block.

use super::Version;
use super::error::{Fault, SorError};
use super::text::Text;

type Result<T> = std::result::Result<T, SorError>;

/// Where reading is, in a block that ends where `bytes` ends.
pub(super) struct Cursor<'a> {
    pub block: &'static str,
    /// The file up to the end of the block.
    pub bytes: &'a [u8],
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// At the first field of a block: in version 2 after its name.
    pub fn of_block(block: &'static str, version: Version, bytes: &'a [u8], start: usize) -> Result<Self> {
        let mut cursor = Cursor { block, bytes, at: start };
        if version == Version::V2 {
            let header = bytes[start..].strip_prefix(block.as_bytes()).and_then(|after| after.strip_prefix(&[0]));
            if header.is_none() {
                return Err(cursor.error(Fault::Header));
            }
            cursor.at += block.len() + 1;
        }
        Ok(cursor)
    }

    pub fn error(&self, fault: Fault) -> SorError {
        SorError::new(self.block, self.at, fault)
    }

    pub fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    pub fn take(&mut self, wanted: usize) -> Result<&'a [u8]> {
        if wanted > self.left() {
            return Err(self.error(Fault::Bytes { wanted, left: self.left() }));
        }
        let taken = &self.bytes[self.at..self.at + wanted];
        self.at += wanted;
        Ok(taken)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    pub fn u16(&mut self) -> Result<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub fn i16(&mut self) -> Result<i16> {
        self.array().map(i16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Result<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn i32(&mut self) -> Result<i32> {
        self.array().map(i32::from_le_bytes)
    }

    pub fn i32s<const N: usize>(&mut self) -> Result<[i32; N]> {
        let mut numbers = [0; N];
        for number in &mut numbers {
            *number = self.i32()?;
        }
        Ok(numbers)
    }

    pub fn text(&mut self) -> Result<Text> {
        let left = &self.bytes[self.at..];
        let end = left.iter().position(|byte| *byte == 0).ok_or_else(|| self.error(Fault::TextEnd))?;
        self.at += end + 1;
        Ok(Text::from_bytes(&left[..end]))
    }

    /// A count of two bytes for things that take at least `smallest` bytes each.
    pub fn count(&mut self, smallest: usize) -> Result<usize> {
        let at = self.at;
        let found = self.i16()?;
        self.fits(at, found.into(), smallest)
    }

    /// Refuses a count that what is left of the block cannot hold.
    pub fn fits(&self, at: usize, found: i64, smallest: usize) -> Result<usize> {
        let most = self.left() / smallest;
        match usize::try_from(found) {
            Ok(count) if count <= most => Ok(count),
            _ => Err(SorError::new(self.block, at, Fault::Count { found, most })),
        }
    }

    pub fn rest(self) -> Vec<u8> {
        self.bytes[self.at..].to_vec()
    }
}
