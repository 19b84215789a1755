//! A file with tokens.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use fs4::FileExt;

use super::{StoreError, Stored};

/// A file with the tokens of one portal, as JSON, which many processes may share.
///
/// It is replaced as a whole, so it is never half written; beside it are a lock and, for a moment, the next version. On Unix
/// only its owner may read it.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: PathBuf,
}

impl FileStore {
    /// The file at `path`; it need not be there yet, its folder must.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    pub(crate) fn get(&self) -> Result<Option<Stored>, StoreError> {
        let bytes = match fs::read(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            bytes => bytes.map_err(|error| self.at(&error))?,
        };
        let stored = serde_json::from_slice(&bytes);
        stored.map(Some).map_err(|_| {
            let path = self.path.display();
            StoreError::new(format!("{path}: this is no file of tokens"))
        })
    }

    pub(crate) fn swap(&self, revision: i64, new: &Stored) -> Result<bool, StoreError> {
        let mut options = OpenOptions::new();
        let options = options.create(true).truncate(false).write(true);
        let lock = open(options, &self.beside("lock")).map_err(|error| self.at(&error))?;
        // It is given up with the file, also by a process that is killed.
        FileExt::lock(&lock).map_err(|error| self.at(&error))?;
        if self.get()?.map_or(0, |stored| stored.revision) != revision {
            return Ok(false);
        }
        self.write(new).map_err(|error| self.at(&error))?;
        Ok(true)
    }

    fn write(&self, new: &Stored) -> io::Result<()> {
        let next = self.beside("next");
        // What a killed process has left, or anybody has put there: a link leads elsewhere, and others may read the file.
        match fs::remove_file(&next) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = open(OpenOptions::new().write(true).create_new(true), &next)?;
        file.write_all(&serde_json::to_vec_pretty(new)?)?;
        file.sync_all()?;
        fs::rename(next, &self.path)?;
        // The old tokens are used up; after a crash the new ones must be there.
        #[cfg(unix)]
        if let Some(folder) = self
            .path
            .parent()
            .filter(|path| !path.as_os_str().is_empty())
        {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push(".");
        path.push(ending);
        path.into()
    }

    fn at(&self, error: &io::Error) -> StoreError {
        StoreError::new(format!("{}: {error}", self.path.display()))
    }
}

/// Opens a file for its owner alone.
fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}
