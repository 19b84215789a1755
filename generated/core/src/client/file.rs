//! A file with tokens.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use fs4::FileExt;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{StoreError, Stored, Tokens};

/// A file with the tokens of one portal, as JSON, which processes can share.
///
/// It is replaced as a whole, so it is never half written; beside it are a lock and, for a moment, the next version. If the path is
/// a symbolic link, all this happens where the link leads. On Unix only its owner may read the file. An empty file has no tokens
/// yet; one that holds something else is an error, until tokens are saved over it.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: PathBuf,
}

/// How many symbolic links may lead from one to the next, as on Linux.
const LINKS: usize = 40;

impl FileStore {
    /// Keeps the tokens in the file at `path`, which need not exist yet; its directory must.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    pub(crate) fn get(&self) -> Result<Option<Stored>, StoreError> {
        self.read(&self.path)
    }

    pub(crate) fn swap(&self, revision: i64, new: &Stored) -> Result<bool, StoreError> {
        let (path, _lock) = self.lock()?;
        if self.read(&path)?.map_or(0, |stored| stored.revision) != revision {
            return Ok(false);
        }
        write(&path, new).map_err(|error| self.at(error))?;
        Ok(true)
    }

    /// Stores tokens over whatever is there.
    pub(crate) fn put(&self, tokens: Tokens) -> Result<(), StoreError> {
        self.put_as(tokens, Stored::over)
    }

    pub(super) fn put_as(
        &self,
        tokens: Tokens,
        over: fn(Option<Stored>, Tokens) -> Stored,
    ) -> Result<(), StoreError> {
        let (path, _lock) = self.lock()?;
        let new = over(self.read(&path).unwrap_or_default(), tokens);
        write(&path, &new).map_err(|error| self.at(error))
    }

    /// Removes the file; the lock stays, for others may hold it.
    pub(super) fn remove(&self) -> Result<(), StoreError> {
        let (path, _lock) = self.lock()?;
        match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.at(error)),
            _ => Ok(()),
        }
    }

    fn read(&self, path: &Path) -> Result<Option<Stored>, StoreError> {
        let bytes = match fs::read(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            bytes => bytes.map_err(|error| self.at(error))?,
        };
        if bytes.trim_ascii().is_empty() {
            return Ok(None);
        }
        let stored = serde_json::from_slice(&bytes);
        stored.map(Some).map_err(|_| {
            let path = self.path.display();
            StoreError::new(format!("{path}: this is no file of tokens"))
        })
    }

    /// Where the file is, and its lock, which is given up with the value, also by a process that is killed.
    fn lock(&self) -> Result<(PathBuf, File), StoreError> {
        let locked = || {
            let path = target(&self.path)?;
            let mut options = OpenOptions::new();
            let options = options.create(true).truncate(false).write(true);
            let lock = open(options, &beside(&path, "lock"))?;
            FileExt::lock(&lock)?;
            Ok((path, lock))
        };
        locked().map_err(|error| self.at(error))
    }

    fn at(&self, error: io::Error) -> StoreError {
        StoreError::at(self.path.display(), error)
    }
}

/// Where symbolic links lead, be there a file or not.
fn target(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        // An error says that it is no link; what else may be wrong with it is found when it is opened.
        let Ok(link) = fs::read_link(&path) else {
            return Ok(path);
        };
        path.pop();
        path.push(link);
    }
    Err(io::Error::other("too many symbolic links"))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.to_owned().into_os_string();
    path.push(".");
    path.push(ending);
    path.into()
}

fn write(path: &Path, new: &Stored) -> io::Result<()> {
    let next = beside(path, "next");
    // What a killed process has left, or anybody has put there: a link leads elsewhere, and others may read the file.
    match fs::remove_file(&next) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = open(OpenOptions::new().write(true).create_new(true), &next)?;
    file.write_all(&serde_json::to_vec_pretty(new)?)?;
    file.sync_all()?;
    fs::rename(next, path)?;
    // The old tokens are used up; after a crash the new ones must be there.
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let is_here = folder.as_os_str().is_empty();
        let folder = if is_here { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// A file's name that is one on any system, whatever `name` has in it.
pub(super) fn file_name(name: &str, ending: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');
    format!("{}.{ending}", utf8_percent_encode(name, KEPT))
}

/// Opens a file for its owner alone.
pub(super) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}
