//! Files of our own, read and written.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::Failure;

/// Every file below `folder`, but for the `leftovers` of a run that was killed.
pub(super) fn walk(
    root: &Path,
    folder: &str,
    found: &mut BTreeMap<String, Vec<u8>>,
    leftovers: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    let full = root.join(folder);
    refuse_link(&full)?;
    let entries = match fs::read_dir(&full) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| at(&full, &error))?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let path = format!("{folder}/{}", name.to_string_lossy());
        if entry.file_type()?.is_dir() {
            walk(root, &path, found, leftovers)?;
        } else if path.ends_with(".tmp") && name.to_string_lossy().starts_with(".xtask-") {
            leftovers.push(entry.path());
        } else if let Some(bytes) = read(root, &path)? {
            found.insert(path, bytes);
        }
    }
    Ok(())
}

pub(super) fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>, Failure> {
    let full = root.join(path);
    refuse_link(&full)?;
    match fs::read(&full) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(&full, &error)),
    }
}

/// A link may lead out of the project: nothing is written through it.
fn refuse_link(path: &Path) -> Result<(), Failure> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => {
            let problem = "a link where a file or a folder of our own should be";
            Err(format!("{}: {problem}", path.display()).into())
        }
        _ => Ok(()),
    }
}

/// Replaces the file as a whole.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let temporary = temporary(path);
    fs::write(&temporary, text)?;
    fs::rename(&temporary, path)
}

/// Where a file is written before it is put in its place.
pub(super) fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".xtask-{name}.tmp"))
}

pub(super) fn at(path: &Path, error: &io::Error) -> Failure {
    format!("{}: {error}", path.display()).into()
}
