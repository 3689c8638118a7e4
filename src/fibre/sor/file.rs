//! A file on disk, opened or refused with a sentence for whoever asked for it.

use std::io::Read as _;
use std::path::Path;

use super::{LARGEST, Opened, Sor};
use crate::locale::Message;

/// Reads and opens a file; with it come its bytes.
///
/// # Errors
/// Why not, in words: it cannot be read, or it is no sound file of an OTDR.
pub fn open(path: &Path) -> Result<(Vec<u8>, Opened), Message> {
    let file = path.display().to_string();
    let bytes = read(path)
        .map_err(|error| Message::new("cli-cannot-read").with("file", file.as_str()).with("why", error.to_string()))?;
    let opened = Sor::read(&bytes)
        .map_err(|error| Message::new("sor-cannot-open").with("file", file.as_str()).with("why", error.message()))?;
    Ok((bytes, opened))
}

/// At most one byte more than the largest file that is read, so that a huge one is refused and not loaded.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a path is named like a file of an OTDR.
pub fn is_sor(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sor"))
}
