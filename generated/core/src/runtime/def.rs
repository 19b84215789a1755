//! What a record says of itself.

use super::notation::Notation;
use super::record::{Record, Slot};

/// The static description of a [`Record`](super::Record).
#[derive(Debug)]
pub struct RecordDef {
    /// Name of the Rust type.
    pub name: &'static str,
    /// The fields, in the order of the indices that [`Record::get`](super::Record::get) takes.
    pub fields: &'static [FieldDef],
    /// Whether the server takes the fields by their places, whatever their names: one that is absent before another that is
    /// not is sent as null.
    pub positional: bool,
    /// Whether it is an array of the fields in JSON, and no object.
    pub array: bool,
    /// As in [`FieldDef`].
    #[doc(hidden)]
    pub more: (),
}

impl RecordDef {
    /// A type without fields. A table takes the rest of its description from here: so that is a constant, where a `static` of its own
    /// would be one more body to compile for each type.
    #[doc(hidden)]
    pub const NONE: Self = Self::new("", &[]);

    /// Describes the type `name`.
    #[must_use]
    pub const fn new(name: &'static str, fields: &'static [FieldDef]) -> Self {
        Self {
            name,
            fields,
            positional: false,
            array: false,
            more: (),
        }
    }

    /// Whether both describe the same type. The description of one type may be in the program more than once.
    pub(super) fn is(&'static self, other: &'static Self) -> bool {
        let names = |def: &'static Self| def.fields.iter().map(|field| field.name);
        std::ptr::eq(self, other) || self.name == other.name && names(self).eq(names(other))
    }

    /// Marks the type as one whose fields the server takes by their places.
    #[must_use]
    pub const fn positional(mut self) -> Self {
        self.positional = true;
        self
    }

    /// Marks the type as one that is an array in JSON.
    #[must_use]
    pub const fn array(mut self) -> Self {
        self.array = true;
        self
    }
}

/// The static description of a field of a [`Record`](super::Record).
#[derive(Debug)]
pub struct FieldDef {
    /// The key in the JSON object; that of a family has a `*` in it, and the field is the map of the keys that match.
    pub name: &'static str,
    /// Whether it must be sent, or always arrives.
    pub required: bool,
    /// Whether `Debug` masks it.
    pub secret: bool,
    /// Whether it is a family of keys.
    pub family: bool,
    /// How booleans in it are sent, also those in lists and maps. The fields of a record in it have notations of their own.
    pub notation: Notation,
    /// What the documentation allows.
    pub limits: &'static Limits,
    /// There may be more. `#[non_exhaustive]` would keep the tables of other crates from the update syntax.
    #[doc(hidden)]
    pub more: (),
}

/// The limits of a field, as far as there are any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The least number.
    pub min: Option<f64>,
    /// The greatest number.
    pub max: Option<f64>,
    /// The least number of characters, or of elements of a list.
    pub min_length: Option<usize>,
    /// The greatest number of characters, or of elements of a list.
    pub max_length: Option<usize>,
    /// A regular expression that the text matches.
    pub pattern: Option<&'static str>,
    /// The field beside it that decides what its value is.
    pub by: Option<&'static By>,
    /// The conditions that a filter must have: the keys that they are sent under, or fields of REST 3, with spaces between them.
    pub conditions: Option<&'static str>,
    /// The kind of text.
    pub format: Option<Format>,
    #[doc(hidden)]
    pub more: (),
}

/// How one field decides which record the value of another one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// The key of the field that decides.
    pub field: &'static str,
    /// The names of the records, each with the values that mean it.
    pub cases: &'static [(&'static str, &'static [&'static str])],
}

impl By {
    /// The name of the record that is meant in an object; nothing if the field is missing, or has a value that means none.
    pub(super) fn chosen(&self, object: &dyn Record) -> Option<&'static str> {
        let mut fields = object.def().fields.iter();
        let number;
        let value = match object.get(fields.position(|field| field.name == self.field)?) {
            Slot::Text(text) => text,
            Slot::Integer(value) => {
                number = value.to_string();
                &number
            }
            _ => return None,
        };
        let mut cases = self.cases.iter();
        cases.find_map(|(name, values)| values.contains(&value).then_some(*name))
    }
}

/// A kind of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A full address: `http://` or `https://`, a host, no blanks.
    Url,
}

impl Format {
    pub(crate) fn fits(self, text: &str) -> bool {
        match self {
            Self::Url => is_url(text),
        }
    }
}

fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let known = ["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let blank = |c: char| c.is_whitespace() || c.is_control();
    known && !host.is_empty() && !text.contains(blank)
}

impl FieldDef {
    /// An optional field without a name. A table takes the rest of its rows from here: a call for each would take the compiler
    /// longer than all that it is for.
    #[doc(hidden)]
    pub const OPTIONAL: Self = Self::new("");

    /// Describes an optional field with the JSON key `name`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            required: false,
            secret: false,
            family: false,
            notation: Notation::Boolean,
            limits: &Limits::NONE,
            more: (),
        }
    }

    /// Marks the field as required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Marks the field as secret.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Marks the field as the map of a family of keys.
    #[must_use]
    pub const fn family(mut self) -> Self {
        self.family = true;
        self
    }

    /// Sets how booleans are sent.
    #[must_use]
    pub const fn notation(mut self, notation: Notation) -> Self {
        self.notation = notation;
        self
    }

    /// Sets the limits.
    #[must_use]
    pub const fn limits(mut self, limits: &'static Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Whether `key` is one of the family.
    pub(crate) fn family_has(&self, key: &str) -> bool {
        self.name.split_once('*').is_some_and(|(before, after)| {
            key.len() > before.len() + after.len()
                && key.starts_with(before)
                && key.ends_with(after)
        })
    }
}

impl Limits {
    /// No limits.
    pub const NONE: Self = Self {
        min: None,
        max: None,
        min_length: None,
        max_length: None,
        pattern: None,
        by: None,
        conditions: None,
        format: None,
        more: (),
    };

    /// Sets the least number.
    #[must_use]
    pub const fn min(mut self, min: f64) -> Self {
        self.min = Some(min);
        self
    }

    /// Sets the greatest number.
    #[must_use]
    pub const fn max(mut self, max: f64) -> Self {
        self.max = Some(max);
        self
    }

    /// Sets the least length.
    #[must_use]
    pub const fn min_length(mut self, length: usize) -> Self {
        self.min_length = Some(length);
        self
    }

    /// Sets the greatest length.
    #[must_use]
    pub const fn max_length(mut self, length: usize) -> Self {
        self.max_length = Some(length);
        self
    }

    /// Sets the regular expression.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// Sets the conditions that a filter must have.
    #[must_use]
    pub const fn conditions(mut self, conditions: &'static str) -> Self {
        self.conditions = Some(conditions);
        self
    }

    /// Sets the kind of text.
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }
}
