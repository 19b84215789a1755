//! Values of flags.

use std::ffi::OsStr;
use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;

pub(crate) trait Value {
    fn takes(&self) -> Takes;

    /// Whether `text` is acceptable. A flag without a value gets an empty one.
    fn set(&mut self, text: &OsStr) -> bool;
}

/// What a flag takes.
pub(crate) enum Takes {
    Nothing,
    /// A value: what usage calls it, and what errors do.
    A(&'static str, &'static str),
    /// One of these names, each with its help.
    OneOf(Vec<(&'static str, &'static str)>),
}

impl Takes {
    /// As in a usage line: `N`, `human|short|json`.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::A(name, _) => (*name).to_owned(),
            Self::OneOf(_) => self.names().join("|"),
        }
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        match self {
            Self::OneOf(choices) => choices.iter().map(|(name, _)| *name).collect(),
            _ => Vec::new(),
        }
    }
}

/// As in a sentence: `a number`; `human, short or json`.
impl Display for Takes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self, self.names().as_slice()) {
            (Self::A(_, what), _) => f.write_str(what),
            (_, [others @ .., last]) => write!(f, "{} or {last}", others.join(", ")),
            _ => f.write_str("no value"),
        }
    }
}

impl Value for bool {
    fn takes(&self) -> Takes {
        Takes::Nothing
    }

    fn set(&mut self, _: &OsStr) -> bool {
        *self = true;
        true
    }
}

impl Value for u64 {
    fn takes(&self) -> Takes {
        Takes::A("N", "a number")
    }

    fn set(&mut self, text: &OsStr) -> bool {
        let number = text.to_str().and_then(|text| text.parse().ok());
        number.map(|number| *self = number).is_some()
    }
}

impl Value for Option<PathBuf> {
    fn takes(&self) -> Takes {
        Takes::A("FILE", "the path of a file")
    }

    fn set(&mut self, text: &OsStr) -> bool {
        *self = Some(text.into());
        true
    }
}

/// A value chosen by name; each name has its help.
pub(crate) trait Choice: Copy + 'static {
    const ALL: &'static [(&'static str, Self, &'static str)];
}

impl<T: Choice> Value for T {
    fn takes(&self) -> Takes {
        let all = T::ALL.iter();
        Takes::OneOf(all.map(|(name, _, help)| (*name, *help)).collect())
    }

    fn set(&mut self, text: &OsStr) -> bool {
        let chosen = T::ALL.iter().find(|(name, ..)| text == *name);
        chosen.map(|(_, value, _)| *self = *value).is_some()
    }
}
