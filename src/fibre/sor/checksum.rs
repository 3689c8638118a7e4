//! The checksum at the end of the file, which every vendor computes in a way of its own.

/// CRC-16 with the polynomial 0x1021, highest bit first, nothing reflected or inverted.
///
/// With `init` 0xFFFF it is the one that catalogues call CCITT-FALSE: 0x29B1 over `123456789`.
pub fn crc16(init: u16, bytes: &[u8]) -> u16 {
    bytes.iter().fold(init, |crc, byte| (crc << 8) ^ TABLE[usize::from((crc >> 8) as u8 ^ byte)])
}

const TABLE: [u16; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = (index as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
};

/// Which way of computing gives the checksum that the file stores. None is a reason to refuse a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Begun at 0xFFFF, over all that stands before it, the word `Cksum` of version 2 included. Noyes and AFL, the
    /// version 1 instruments, and the files that [`crate::fibre::sor`] makes (measured on real field files).
    FromOnes,
    /// Begun at 0, over the same bytes: Anritsu (measured on real field files).
    FromZero,
    /// Begun at 0xFFFF and without the word `Cksum`: written by the public library otdrs 1.1.1.
    WithoutHeader,
    /// Zero is stored, as FiberCloud does: nothing to check (measured on a real field file).
    Zero,
    /// No way that is known: EXFO's files, and those that were damaged or changed.
    Unknown,
    /// The file has no checksum.
    Absent,
}

impl Verdict {
    /// `bytes` is the file, `header` where the checksum's block begins, `value` where its two bytes stand.
    pub(super) fn of(bytes: &[u8], header: usize, value: usize, stored: u16) -> Self {
        if crc16(0xFFFF, &bytes[..value]) == stored {
            Verdict::FromOnes
        } else if crc16(0, &bytes[..value]) == stored {
            Verdict::FromZero
        } else if crc16(0xFFFF, &bytes[..header]) == stored {
            Verdict::WithoutHeader
        } else if stored == 0 {
            Verdict::Zero
        } else {
            Verdict::Unknown
        }
    }

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::FromOnes => "from-ones",
            Verdict::FromZero => "from-zero",
            Verdict::WithoutHeader => "without-header",
            Verdict::Zero => "zero",
            Verdict::Unknown => "unknown",
            Verdict::Absent => "absent",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check value that catalogues of checksums give for these two.
    #[test]
    fn the_check_values_of_the_catalogues() {
        assert_eq!(crc16(0xFFFF, b"123456789"), 0x29B1);
        assert_eq!(crc16(0x0000, b"123456789"), 0x31C3);
    }
}
