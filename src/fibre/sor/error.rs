//! Why a file cannot be read or written, and what is odd about one that can.

use super::block;
use super::checksum::Verdict;
use crate::locale::Message;

/// Why a file cannot be used: where, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SorError {
    /// Name of the block.
    pub block: String,
    /// Byte of the file, from 0.
    pub offset: usize,
    pub fault: Fault,
}

/// What was expected and is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A file of at most [`super::LARGEST`] bytes.
    FileSize { most: usize },
    /// The Map of version 2 or of version 1.
    NotSor,
    /// So many more bytes in the block.
    Bytes { wanted: usize, left: usize },
    /// A zero byte at the end of a text.
    TextEnd,
    /// A count from 0 to what there is place for.
    Count { found: i64, most: usize },
    /// A size that the file can hold, for the block of this name in the Map.
    BlockSize { named: String, found: i64, left: usize },
    /// The name of the block at its beginning.
    Header,
    /// A group index above zero.
    GroupIndex,
    /// The block itself.
    Missing,
}

impl SorError {
    pub(super) fn new(block: impl Into<String>, offset: usize, fault: Fault) -> Self {
        Self { block: block.into(), offset, fault }
    }

    pub fn message(&self) -> Message {
        let message = match &self.fault {
            Fault::FileSize { most } => Message::new("sor-too-large").with("most", *most),
            Fault::NotSor => Message::new("sor-not-sor"),
            Fault::Bytes { wanted, left } => Message::new("sor-bytes").with("wanted", *wanted).with("left", *left),
            Fault::TextEnd => Message::new("sor-text-end"),
            Fault::Count { found, most } => Message::new("sor-count").with("found", *found).with("most", *most),
            Fault::BlockSize { named, found, left } => {
                Message::new("sor-block-size").with("named", named.as_str()).with("found", *found).with("left", *left)
            }
            Fault::Header => Message::new("sor-header"),
            Fault::GroupIndex => Message::new("sor-group-index"),
            Fault::Missing => Message::new("sor-missing"),
        };
        message.with("block", self.block.as_str()).with("offset", self.offset)
    }
}

/// Something odd in a file that opens all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The checksum matches no known way of computing it.
    Checksum { stored: u16 },
    /// `FxdParams`, the head of `DataPts` and the points that follow do not agree on how many there are.
    PointCount { fixed: u64, announced: u32, there: usize },
    /// The wavelength is stored ten times too small.
    Wavelength { nm: u16 },
    /// Bytes after the last block.
    Trailing { bytes: usize },
    /// The averaging time, in tenths of a second, is hardly possible: some instruments store another unit.
    AveragingTime { tenths: u16 },
    /// The landmarks cannot be read; their bytes are kept.
    Links,
}

impl Remark {
    /// The word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Remark::Checksum { .. } => "checksum",
            Remark::PointCount { .. } => "point-count",
            Remark::Wavelength { .. } => "wavelength",
            Remark::Trailing { .. } => "trailing",
            Remark::AveragingTime { .. } => "averaging-time",
            Remark::Links => "links",
        }
    }

    pub fn message(&self) -> Message {
        match self {
            Remark::Checksum { stored } => {
                Message::new("sor-remark-checksum").with("stored", format!("0x{stored:04X}"))
            }
            Remark::PointCount { fixed, announced, there } => Message::new("sor-remark-points")
                .with("fixed", *fixed as i64)
                .with("announced", *announced)
                .with("there", *there),
            Remark::Wavelength { nm } => Message::new("sor-remark-wavelength").with("nm", *nm),
            Remark::Trailing { bytes } => Message::new("sor-remark-trailing").with("bytes", *bytes),
            Remark::AveragingTime { tenths } => Message::new("sor-remark-averaging").with("tenths", *tenths),
            Remark::Links => Message::new("sor-remark-links").with("block", block::LINKS),
        }
    }
}

impl Verdict {
    pub fn message(self) -> Message {
        Message::new(match self {
            Verdict::FromOnes => "sor-checksum-from-ones",
            Verdict::FromZero => "sor-checksum-from-zero",
            Verdict::WithoutHeader => "sor-checksum-without-header",
            Verdict::Zero => "sor-checksum-zero",
            Verdict::Unknown => "sor-checksum-unknown",
            Verdict::Absent => "sor-checksum-absent",
        })
    }
}
