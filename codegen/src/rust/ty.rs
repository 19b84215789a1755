//! Types where they are used, and how they are spelt.

use std::fmt;

#[derive(Clone, PartialEq)]
pub(crate) enum Ty {
    Leaf(Leaf),
    Path(Path),
    Vec(Box<Ty>),
    Map(Box<Ty>),
    Option(Box<Ty>),
    Nullable(Box<Ty>),
}

/// A type that is not generated, and holds no other.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Leaf {
    /// A name that needs no path, or a path.
    text: &'static str,
    /// In documentation, as markdown.
    pub(crate) words: &'static str,
}

impl Ty {
    pub(crate) const BOOL: Self = Self::leaf("bool", "a boolean");
    pub(crate) const I32: Self = Self::leaf("i32", "an integer");
    pub(crate) const I64: Self = Self::leaf("i64", "an integer");
    pub(crate) const F64: Self = Self::leaf("f64", "a number");
    pub(crate) const DECIMAL: Self = Self::leaf("crate::Decimal", "a decimal number");
    pub(crate) const MONEY: Self = Self::leaf("crate::Money", "an amount with its currency");
    pub(crate) const STR: Self = Self::leaf("&str", "a string");
    pub(crate) const STRING: Self = Self::leaf("std::string::String", "a string");
    pub(crate) const DATE_TIME: Self = Self::leaf("crate::DateTime", "a date and time");
    pub(crate) const TIMESTAMP: Self = Self::leaf("crate::Timestamp", "a point in time");
    pub(crate) const DATE: Self = Self::leaf("crate::Date", "a date");
    pub(crate) const SCALAR: Self = Self::leaf("crate::Scalar", "a string, a number or a boolean");
    pub(crate) const FILE: Self = Self::leaf("crate::File", "a file");
    pub(crate) const BASE64: Self = Self::leaf("crate::Base64", "base64");
    pub(crate) const ORDER: Self = Self::leaf("crate::Order", "[`Order`](crate::Order)");
    pub(crate) const PAGINATION: Self =
        Self::leaf("crate::Pagination", "[`Pagination`](crate::Pagination)");
    pub(crate) const JSON: Self = Self::leaf("serde_json::Value", "JSON of no fixed shape");
    /// Fields whose names are data.
    pub(crate) const REST: Self = Self::leaf("crate::Rest", "fields by name");
    pub(crate) const UNIT: Self = Self::leaf("()", "nothing");

    const fn leaf(text: &'static str, words: &'static str) -> Self {
        Self::Leaf(Leaf { text, words })
    }

    /// The generated type that it holds.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Leaf(_) => None,
            Self::Path(path) => Some(path),
            Self::Vec(of) | Self::Map(of) | Self::Option(of) | Self::Nullable(of) => of.path(),
        }
    }

    /// The type as source text. `name` says what a type is called: one of the generated types, or of another crate.
    pub(crate) fn text(&self, name: &mut dyn FnMut(Name<'_>) -> String) -> String {
        let (generic, of) = match self {
            Self::Leaf(leaf) if leaf.text.contains("::") => return name(Name::Item(leaf.text)),
            Self::Leaf(leaf) => return leaf.text.to_owned(),
            Self::Path(path) => return name(Name::Generated(path)),
            Self::Vec(of) => ("std::vec::Vec", of),
            Self::Option(of) => ("std::option::Option", of),
            Self::Nullable(of) => ("crate::Nullable", of),
            Self::Map(of) => ("std::collections::BTreeMap", of),
        };
        let generic = name(Name::Item(generic));
        let key = match self {
            Self::Map(_) => Self::STRING.text(name) + ", ",
            _ => String::new(),
        };
        format!("{generic}<{key}{}>", of.text(name))
    }
}

/// What a type is called by.
pub(crate) enum Name<'a> {
    /// An item of `std`, of the hand-written crate or of another.
    Item(&'static str),
    Generated(&'a Path),
}

/// The name of the crate for those who use it.
pub(crate) const CRATE: &str = "bitrix24";

/// Where a type is.
#[derive(Clone, PartialEq)]
pub(crate) struct Path {
    /// From `crate`; empty for the module that it is named in.
    pub(crate) module: String,
    pub(crate) ident: String,
}

impl Path {
    /// A type of the module that it is named in.
    pub(crate) fn here(ident: String) -> Self {
        let module = String::new();
        Self { module, ident }
    }

    /// An item of the crate or of another, by its path.
    pub(crate) fn of(path: &str) -> Self {
        let (module, ident) = path.rsplit_once("::").unwrap_or(("", path));
        let (module, ident) = (module.to_owned(), ident.to_owned());
        Self { module, ident }
    }

    /// The path for those who use the crate.
    pub(crate) fn outside(&self) -> String {
        self.to_string().replacen("crate", CRATE, 1)
    }

    /// Another type beside it.
    pub(crate) fn beside(&self, ident: String) -> Self {
        let module = self.module.clone();
        Self { module, ident }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.module.is_empty() {
            write!(f, "{}::", self.module)?;
        }
        f.write_str(&self.ident)
    }
}
