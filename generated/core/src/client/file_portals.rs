//! Files with the tokens of many portals.

use std::fs;
use std::io;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;

use super::file::file_name;
use super::{FileStore, StoreError, Stored, Tokens};

/// A directory with the tokens of many portals, which processes can share: a [`FileStore`] per portal, named after its
/// `member_id`. The directory is created when tokens are first stored. Removing a portal leaves an empty file, its lock.
#[derive(Clone, Debug)]
pub struct FilePortalStore {
    folder: PathBuf,
}

const ENDING: &str = "json";

impl FilePortalStore {
    /// Keeps its files in `folder`.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    pub(crate) fn get(&self, member_id: &str) -> Result<Option<Stored>, StoreError> {
        self.file(member_id).get()
    }

    pub(crate) fn swap(
        &self,
        member_id: &str,
        revision: i64,
        new: &Stored,
    ) -> Result<bool, StoreError> {
        self.create()?;
        self.file(member_id).swap(revision, new)
    }

    /// Stores tokens over whatever is there.
    pub(crate) fn put(&self, member_id: &str, tokens: Tokens) -> Result<(), StoreError> {
        self.create()?;
        self.file(member_id).put_as(tokens, Stored::installed)
    }

    pub(crate) fn delete(&self, member_id: &str) -> Result<(), StoreError> {
        self.create()?;
        self.file(member_id).remove()
    }

    pub(crate) fn list(&self) -> Result<Vec<String>, StoreError> {
        let listed = || {
            let mut ids = Vec::new();
            for entry in fs::read_dir(&self.folder)? {
                let name = entry?.file_name();
                let id = name.to_str().and_then(|name| name.strip_suffix(ENDING));
                let id = id.and_then(|name| name.strip_suffix('.'));
                ids.extend(id.map(|id| percent_decode_str(id).decode_utf8_lossy().into_owned()));
            }
            ids.sort();
            io::Result::Ok(ids)
        };
        match listed() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            listed => listed.map_err(|error| self.at(&error)),
        }
    }

    fn file(&self, member_id: &str) -> FileStore {
        FileStore::new(self.folder.join(file_name(member_id, ENDING)))
    }

    fn create(&self) -> Result<(), StoreError> {
        fs::create_dir_all(&self.folder).map_err(|error| self.at(&error))
    }

    fn at(&self, error: &io::Error) -> StoreError {
        StoreError::new(format!("{}: {error}", self.folder.display()))
    }
}
