//! A place in a spec: a file, and the way from its root. It costs nothing until a mistake is found there.

use crate::diag::Diagnostic;
use crate::locate::{At, Path, Step, locate};

/// A file of `spec/`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File<'a> {
    /// Relative to `spec/`.
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
}

/// A value in a file.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    file: File<'a>,
    step: Option<(&'a Place<'a>, Way<'a>)>,
}

#[derive(Clone, Copy)]
enum Way<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    /// The whole document.
    pub(crate) fn root(file: File<'a>) -> Self {
        Self { file, step: None }
    }

    /// The value of `key`.
    pub(crate) fn key<'b>(&'b self, key: &'b str) -> Place<'b> {
        Place {
            file: self.file,
            step: Some((self, Way::Key(key))),
        }
    }

    /// An element of a list.
    pub(crate) fn index(&self, index: usize) -> Place<'_> {
        Place {
            file: self.file,
            step: Some((self, Way::Index(index))),
        }
    }

    /// A mistake in the value.
    pub(crate) fn value_error(&self, code: &'static str, message: impl Into<String>) -> Diagnostic {
        self.error(At::Value, code, message)
    }

    /// A mistake that the key stands for.
    pub(crate) fn key_error(&self, code: &'static str, message: impl Into<String>) -> Diagnostic {
        self.error(At::Key, code, message)
    }

    fn error(&self, at: At, code: &'static str, message: impl Into<String>) -> Diagnostic {
        error(self.file, &self.path(), at, code, message)
    }

    fn path(&self) -> Path {
        let Some((parent, way)) = self.step else {
            return Path::new();
        };
        let mut path = parent.path();
        path.push(match way {
            Way::Key(key) => Step::Key(key.to_owned(), 0),
            Way::Index(index) => Step::Index(index),
        });
        path
    }
}

/// A mistake at the end of `path`.
pub(crate) fn error(
    file: File<'_>,
    path: &[Step],
    at: At,
    code: &'static str,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic {
        file: file.path.to_owned(),
        range: locate(file.text, path, at).into(),
        code,
        message: message.into(),
        label: String::new(),
        help: None,
    }
}
