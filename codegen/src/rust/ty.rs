//! Types where they are used, and how they are spelt.

use std::fmt;

#[derive(Clone)]
pub(crate) enum Ty {
    Bool,
    Flag,
    I32,
    I64,
    Str,
    F64,
    String,
    DateTime,
    Date,
    Scalar,
    File,
    Base64,
    Order,
    Pagination,
    Json,
    /// Fields whose names are data.
    Rest,
    Unit,
    Path(Path),
    Vec(Box<Ty>),
    Map(Box<Ty>),
    Option(Box<Ty>),
    Nullable(Box<Ty>),
}

impl Ty {
    /// The type as source text. `name` says what a type is called: one of the generated types, or of another crate.
    pub(crate) fn text(&self, name: &mut dyn FnMut(Name<'_>) -> String) -> String {
        let mut item = |path| name(Name::Item(path));
        let (generic, of) = match self {
            Self::Bool => return "bool".to_owned(),
            Self::I32 => return "i32".to_owned(),
            Self::I64 => return "i64".to_owned(),
            Self::F64 => return "f64".to_owned(),
            Self::Str => return "&str".to_owned(),
            Self::Unit => return "()".to_owned(),
            Self::String => return item("std::string::String"),
            Self::Json => return item("serde_json::Value"),
            Self::Flag => return item("crate::Flag"),
            Self::DateTime => return item("crate::DateTime"),
            Self::Date => return item("crate::Date"),
            Self::Scalar => return item("crate::Scalar"),
            Self::File => return item("crate::File"),
            Self::Base64 => return item("crate::Base64"),
            Self::Order => return item("crate::Order"),
            Self::Pagination => return item("crate::Pagination"),
            Self::Rest => return item("crate::Rest"),
            Self::Path(path) => return name(Name::Generated(path)),
            Self::Vec(of) => (item("std::vec::Vec") + "<", of),
            Self::Option(of) => (item("std::option::Option") + "<", of),
            Self::Nullable(of) => (item("crate::Nullable") + "<", of),
            Self::Map(of) => {
                let map = item("std::collections::BTreeMap");
                (format!("{map}<{}, ", item("std::string::String")), of)
            }
        };
        format!("{generic}{}>", of.text(name))
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
#[derive(Clone)]
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
