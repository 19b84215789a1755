//! Values of arguments.

use std::ffi::{OsStr, OsString};
use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;

pub(crate) trait Value {
    fn takes(&self) -> Takes {
        Takes::Nothing
    }

    /// Whether `text` is acceptable. A flag that takes nothing gets an empty one.
    fn set(&mut self, text: &OsStr) -> bool;
}

/// What follows a flag.
pub(crate) enum Takes {
    Nothing,
    /// A value: what usage calls it, and what errors do.
    A(&'static str, &'static str),
    /// One of these names, each with its help.
    OneOf(Vec<(&'static str, &'static str)>),
    /// The rest of the command line, flags included.
    Rest,
}

impl Takes {
    /// As in a usage line: `N`, `human|short|json`.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::A(name, _) => (*name).to_owned(),
            Self::OneOf(choices) => names(choices).join("|"),
            Self::Nothing | Self::Rest => String::new(),
        }
    }
}

/// As in a sentence: `a number`; `human, short or json`.
impl Display for Takes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::A(_, what) => f.write_str(what),
            Self::OneOf(choices) => match names(choices).as_slice() {
                [others @ .., last] => write!(f, "{} or {last}", others.join(", ")),
                [] => Ok(()),
            },
            Self::Nothing | Self::Rest => f.write_str("no value"),
        }
    }
}

fn names(choices: &[(&'static str, &str)]) -> Vec<&'static str> {
    choices.iter().map(|(name, _)| *name).collect()
}

impl Value for bool {
    fn set(&mut self, _: &OsStr) -> bool {
        *self = true;
        true
    }
}

impl Value for Option<u64> {
    fn takes(&self) -> Takes {
        Takes::A("N", "a number")
    }

    fn set(&mut self, text: &OsStr) -> bool {
        *self = text.to_str().and_then(|text| text.parse().ok());
        self.is_some()
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

/// One argument at most.
impl Value for Option<String> {
    fn set(&mut self, text: &OsStr) -> bool {
        let is_first = self.is_none();
        self.get_or_insert_with(|| text.to_string_lossy().into_owned());
        is_first
    }
}

impl Value for Vec<OsString> {
    fn set(&mut self, text: &OsStr) -> bool {
        self.push(text.to_owned());
        true
    }
}

/// Arguments for another program.
#[derive(Default)]
pub(crate) struct Rest(pub(crate) Vec<OsString>);

impl Value for Rest {
    fn takes(&self) -> Takes {
        Takes::Rest
    }

    fn set(&mut self, text: &OsStr) -> bool {
        self.0.set(text)
    }
}

/// A value chosen by name; each name has its help. See [`choice!`].
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

/// Declares values that are chosen by name. Their documentation is the help.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])*
        $vis:vis enum $Choice:ident {
            $(#[doc = $help:literal] $(#[$default:ident])? $Value:ident = $name:literal,)+
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Default, PartialEq)]
        $vis enum $Choice {
            $(#[doc = $help] $(#[$default])? $Value,)+
        }

        impl $crate::value::Choice for $Choice {
            const ALL: &'static [(&'static str, Self, &'static str)] =
                &[$(($name, Self::$Value, $help)),+];
        }
    };
}
pub(crate) use choice;
