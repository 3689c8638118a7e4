//! `.sor` files, in which OTDRs keep their traces (Telcordia SR-4731): read, understood and written.
//!
//! The layout is the one that public readers use, checked on real files of five vendors. [`Sor::read`] takes the bytes
//! apart into [`parts`] and loses none: [`Sor::to_bytes`] gives back the very same file. What an instrument keeps for
//! itself stays as bytes. [`measure`] turns the integers of the file into metres and decibels, [`build`] makes a file
//! from a measurement of ours.
//!
//! A file may come from anywhere. It is refused with the block, the byte and what was expected there ([`SorError`]), or
//! it opens, with what is odd about it as a [`Remark`].

pub mod build;
pub mod checksum;
mod cursor;
pub mod describe;
pub mod error;
pub mod file;
pub mod measure;
pub mod parts;
mod read;
pub mod text;
mod write;

pub use build::Measurement;
pub use checksum::Verdict;
pub use error::{Fault, Remark, SorError};
pub use parts::{DataPoints, Fixed, General, KeyEvents, Links, Supplier};
pub use text::Text;

/// The largest file that is read: 32 MiB. The largest real file at hand has 300 kB.
pub const LARGEST: usize = 32 << 20;

/// Names of the blocks.
pub(crate) mod block {
    pub const MAP: &str = "Map";
    pub const GENERAL: &str = "GenParams";
    pub const SUPPLIER: &str = "SupParams";
    pub const FIXED: &str = "FxdParams";
    pub const EVENTS: &str = "KeyEvents";
    pub const LINKS: &str = "LnkParams";
    pub const DATA: &str = "DataPts";
    pub const CHECKSUM: &str = "Cksum";
}

/// The two versions of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Blocks without their name before them, fewer fields.
    V1,
    V2,
}

/// A whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sor {
    pub version: Version,
    /// Revision of the format × 100, for example 200.
    pub revision: u16,
    /// The blocks in the order in which they stand.
    pub slots: Vec<Slot>,
    /// What the Map holds after its entries.
    pub map_rest: Vec<u8>,
    pub general: General,
    pub supplier: Option<Supplier>,
    pub fixed: Fixed,
    pub events: Option<KeyEvents>,
    pub links: Option<Links>,
    pub data: DataPoints,
    pub checksum: Option<Checksum>,
    /// What stands after the last block.
    pub trailing: Vec<u8>,
}

/// A block's place in the file. A slot whose part is `None` in [`Sor`] is not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub name: Text,
    /// Revision of the block × 100.
    pub revision: u16,
    pub content: Content,
}

/// What a block holds, or which part of [`Sor`] does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    General,
    Supplier,
    Fixed,
    Events,
    Links,
    Data,
    Checksum,
    /// A block that only its maker understands: all its bytes, its name before them included.
    Other(Vec<u8>),
}

/// The block `Cksum`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checksum {
    /// As stored.
    pub value: u16,
    pub rest: Vec<u8>,
}

/// A file that was read and what is odd about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub sor: Sor,
    pub checksum: Verdict,
    pub remarks: Vec<Remark>,
}
