//! Where the person's own files are kept, and how they are written so that nothing is ever half there.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of the person's own files; `SPLICELAB_DATA` names another one.
pub fn data_folder() -> Option<PathBuf> {
    match std::env::var_os("SPLICELAB_DATA") {
        Some(folder) => Some(PathBuf::from(folder)),
        None => directories::ProjectDirs::from("", "", "splicelab").map(|dirs| dirs.data_dir().to_owned()),
    }
}

/// Writes a whole file: whoever reads it finds the old text or the new one, never a part.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn write_whole(file: &Path, text: &str) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let beside = file.with_extension("new");
    let mut new = std::fs::File::create(&beside)?;
    new.write_all(text.as_bytes())?;
    new.sync_all()?;
    std::fs::rename(beside, file)
}

/// Renames a file that cannot be read, so that whoever wants can still look into it.
pub fn set_aside(file: &Path) {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or("txt");
    let broken = (0..).map(|number| match number {
        0 => file.with_extension(format!("broken.{extension}")),
        number => file.with_extension(format!("broken-{number}.{extension}")),
    });
    let free = broken.into_iter().find(|name| !name.exists()).expect("endless numbers hold a free one");
    let _ = std::fs::rename(file, free);
}
