//! A place in a spec: a file, and the way from its root. It costs nothing until a mistake is found there.

use crate::Sources;
use crate::diag::{Diagnostic, Span};
use crate::locate::{At, Path, Step, find, locate};
use crate::model::TypeRef;

/// A file of `spec/`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File<'a> {
    /// Relative to `spec/`.
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
}

/// A part of a file that has been looked up.
pub(crate) struct Spot {
    pub(crate) file: String,
    pub(crate) range: Span,
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

    /// Where the value stands, if it is there.
    pub(crate) fn at_value(&self) -> Option<Spot> {
        spot(self.file, &self.path(), At::Value)
    }

    /// Where the key stands, if it is there.
    pub(crate) fn at_key(&self) -> Option<Spot> {
        self.step?;
        spot(self.file, &self.path(), At::Key)
    }

    /// Where the type of a field is said: by itself or, if it is a field that a `partial` type takes over, by that.
    pub(crate) fn declared(&self) -> Option<Spot> {
        let own = self.key("type").at_value().or_else(|| self.at_key());
        let partial = || match self.step? {
            (
                Place {
                    step: Some((ty, Way::Key("fields"))),
                    ..
                },
                _,
            ) => ty.at_key(),
            _ => None,
        };
        own.or_else(partial)
    }

    /// A mistake in a part of a text that stands there once, in whatever notation.
    pub(crate) fn part_error(
        &self,
        code: &'static str,
        message: impl Into<String>,
        part: &str,
    ) -> Diagnostic {
        let mut error = self.value_error(code, message);
        let rest = self.file.text.get(error.range.start..).unwrap_or_default();
        if let Some(at) = rest.find(part) {
            let start = error.range.start + at;
            error.range = (start..start + part.len()).into();
        }
        error
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
        related: Vec::new(),
    }
}

/// What stands at the end of `path`.
pub(crate) fn spot(file: File<'_>, path: &[Step], at: At) -> Option<Spot> {
    Some(Spot {
        file: file.path.to_owned(),
        range: find(file.text, path, at)?.into(),
    })
}

/// Where a type with a name is described, or something below it.
pub(crate) fn type_at(sources: &Sources, ty: &TypeRef, below: &[&str]) -> Option<Spot> {
    let path = ty.file();
    let file = File {
        path: &path,
        text: sources.get(&path)?,
    };
    let keys = ["types", &ty.name].into_iter().chain(below.iter().copied());
    let steps: Path = keys.map(|key| Step::Key(key.to_owned(), 0)).collect();
    spot(file, &steps, At::Key)
}
