//! The one trait of the crate: a type describes itself and gives access to its parts.

use super::decimal::Decimal;
use super::def::RecordDef;
use super::lenient::Json;
use super::money::Money;
use super::scalar::Scalar;
use super::trace::Trace;

/// A type that stands in the JSON of a request or an answer.
///
/// It is implemented by every generated type and by the few types of the standard library that they are made of.
pub trait Wire: Send + Sync + 'static {
    /// A value to decode into. It is no meaningful value of its own: an id is 0, an enum is unknown.
    fn blank() -> Self
    where
        Self: Sized;

    /// A view of the value, to read.
    fn slot(&self) -> Slot<'_>;

    /// A view of the value, to write.
    fn slot_mut(&mut self) -> SlotMut<'_>;
}

/// A JSON object whose fields are known: a request, a part of an answer.
///
/// Decoding, encoding, equality, `Clone` and `Debug` are written once, over this trait; so can be whatever you need
/// to do with every type of the API alike.
///
/// ```
/// use bitrix24::record::{Record, Slot};
///
/// let request = bitrix24::biconnector::source::Get::new(6);
/// assert_eq!(request.def().fields[0].name, "id");
/// assert!(matches!(request.get(0), Slot::Integer(6)));
/// ```
pub trait Record {
    /// An object to decode into; each of its fields is [blank](Wire::blank).
    fn empty() -> Self
    where
        Self: Sized;

    /// The static description of the type.
    fn def(&self) -> &'static RecordDef;

    /// The field at `index` of [`RecordDef::fields`], to read; [`Slot::Absent`] beyond the last.
    fn get(&self, index: usize) -> Slot<'_>;

    /// The field at `index` of [`RecordDef::fields`], to write; [`SlotMut::Unit`] beyond the last.
    fn get_mut(&mut self, index: usize) -> SlotMut<'_>;
}

impl<T: Record + Send + Sync + 'static> Wire for T {
    fn blank() -> Self {
        Record::empty()
    }

    fn slot(&self) -> Slot<'_> {
        Slot::Record(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Record(self)
    }
}

/// A value to read.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Slot<'a> {
    /// An optional value that is not there: no key in an object.
    Absent,
    /// An explicit `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer, also one of an id or an integer enum.
    Integer(i64),
    /// A number with a fraction.
    Double(f64),
    /// A decimal number.
    Decimal(&'a Decimal),
    /// An amount with its currency.
    Money(&'a Money),
    /// A string, also one of an id, a string enum or a date.
    Text(&'a str),
    /// Bytes as base64; `Debug` shows how many characters there are.
    Base64(&'a str),
    /// JSON of no known shape.
    Json(&'a serde_json::Value),
    /// An array.
    List(&'a (dyn List + 'a)),
    /// An object whose keys are data.
    Map(&'a (dyn Map + 'a)),
    /// An object whose fields are known.
    Record(&'a (dyn Record + 'a)),
}

/// A value to write.
#[non_exhaustive]
pub enum SlotMut<'a> {
    /// A value that carries nothing: the answer `null`.
    Unit,
    /// A boolean.
    Bool(&'a mut bool),
    /// An integer.
    Integer(&'a mut i64),
    /// A number with a fraction.
    Double(&'a mut f64),
    /// A decimal number.
    Decimal(&'a mut Decimal),
    /// Text of any content.
    String(&'a mut String),
    /// Text of a certain form: a string enum, a date, an id, an amount with its currency.
    Text(&'a mut (dyn Text + 'a)),
    /// An integer enum.
    Code(&'a mut (dyn Code + 'a)),
    /// Text, a number or a boolean.
    Scalar(&'a mut Scalar),
    /// A value of one of several shapes.
    Union(&'a mut (dyn Union + 'a)),
    /// An object whose fields depend on the value of another field.
    Cases(&'a mut (dyn Cases + 'a)),
    /// A value whose JSON itself says what it is.
    Choice(&'a mut (dyn Choice + 'a)),
    /// JSON of no known shape.
    Json(&'a mut serde_json::Value),
    /// A value that may be missing.
    Option(&'a mut (dyn Optional + 'a)),
    /// An array.
    List(&'a mut (dyn List + 'a)),
    /// An object whose keys are data.
    Map(&'a mut (dyn Map + 'a)),
    /// An object whose fields are known.
    Record(&'a mut (dyn Record + 'a)),
    /// A value that is taken as JSON.
    #[doc(hidden)]
    Raw(&'a mut (dyn Raw + 'a)),
}

/// A value that is taken as JSON, such as one of a type of the caller's own.
#[doc(hidden)]
pub trait Raw {
    /// Reads the value that comes next; what is wrong is told to the trace.
    fn set(&mut self, json: &Json<'_>, trace: &Trace) -> Result<(), serde_json::Error>;

    /// How much memory a value takes, without what it points to.
    fn size(&self) -> usize;
}

/// A value of one of several shapes, told apart by their kinds in JSON.
pub trait Union {
    /// Makes a blank value of the shape that is meant by a JSON value of this kind, and gives access to it; nothing if
    /// none is.
    fn pick(&mut self, kind: Kind) -> Option<SlotMut<'_>>;

    /// The shapes, for an error message: `integer or object`.
    fn kinds(&self) -> &'static str;
}

/// An object whose fields depend on the value of another field: one of several records, or JSON.
pub trait Cases {
    /// Makes a blank record of this name, and gives access to it; without a name, or with one that it does not know, JSON.
    fn pick(&mut self, case: Option<&str>) -> SlotMut<'_>;
}

/// A value of one of several shapes, told apart by what stands in its JSON: a type written by hand, where neither the
/// [kind](Union) nor [another field](Cases) decides.
///
/// ```
/// use bitrix24::macros::record;
/// use bitrix24::record::{Choice, Slot, SlotMut, Wire};
///
/// #[derive(Debug, PartialEq)]
/// enum Parcel {
///     Delivered(Delivery),
///     Lost(Loss),
/// }
///
/// struct Delivery {
///     door: i64,
/// }
///
/// struct Loss {
///     reason: Option<String>,
/// }
///
/// record! { Delivery { 0: door => "door" required } }
/// record! { Loss { 0: reason => "reason" } }
///
/// impl Wire for Parcel {
///     fn blank() -> Self {
///         Self::Lost(Wire::blank())
///     }
///
///     fn slot(&self) -> Slot<'_> {
///         match self {
///             Self::Delivered(delivery) => delivery.slot(),
///             Self::Lost(loss) => loss.slot(),
///         }
///     }
///
///     fn slot_mut(&mut self) -> SlotMut<'_> {
///         SlotMut::Choice(self)
///     }
/// }
///
/// impl Choice for Parcel {
///     fn pick(&mut self, json: &serde_json::Value) -> SlotMut<'_> {
///         *self = match json.get("door") {
///             Some(_) => Self::Delivered(Wire::blank()),
///             None => Self::Lost(Wire::blank()),
///         };
///         match self {
///             Self::Delivered(delivery) => delivery.slot_mut(),
///             Self::Lost(loss) => loss.slot_mut(),
///         }
///     }
/// }
///
/// let mut json = serde_json::Deserializer::from_str(r#"{"door":"7"}"#);
/// let parcel: Parcel = bitrix24::record::deserialize(&mut json)?;
/// assert_eq!(parcel, Parcel::Delivered(Delivery { door: 7 }));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Choice {
    /// Makes a blank value of the shape that is meant by this JSON, and gives access to it. The JSON may be anything.
    fn pick(&mut self, json: &serde_json::Value) -> SlotMut<'_>;
}

/// The kind of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// Text of a certain form.
pub trait Text {
    /// Replaces the value.
    fn set(&mut self, text: &str);

    /// Whether `text` has the form. An unknown value of an enum has it: enums are open.
    fn accepts(&self, _text: &str) -> bool {
        true
    }

    /// What it is, for an error message: `date`.
    fn kind(&self) -> &'static str {
        "string"
    }

    /// The known values of an enum; empty for any other text.
    fn known(&self) -> &'static [&'static str] {
        &[]
    }
}

/// An integer enum.
pub trait Code {
    /// Replaces the value.
    fn set(&mut self, value: i64);

    /// The known values.
    fn known(&self) -> &'static [i64];
}

/// A value that may be missing.
pub trait Optional {
    /// Gives access to the value, and makes a blank one only if there is none.
    fn value(&mut self) -> SlotMut<'_>;

    /// Removes the value.
    fn clear(&mut self);
}

// No method of the trait, which would be compiled for every type.
impl dyn Optional + '_ {
    /// Makes a blank value and gives access to it.
    pub fn fill(&mut self) -> SlotMut<'_> {
        self.clear();
        self.value()
    }
}

/// A JSON array.
pub trait List {
    /// Number of elements.
    fn len(&self) -> usize;

    /// Whether there is no element.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`; [`Slot::Absent`] beyond the last.
    fn get(&self, index: usize) -> Slot<'_>;

    /// Appends a blank element and gives access to it.
    fn push(&mut self) -> SlotMut<'_>;

    /// Removes all elements.
    fn clear(&mut self);

    /// Makes encoding fail: what is copied into the array holds a number that JSON cannot write.
    fn spoil(&mut self) {}
}

/// A JSON object whose keys are data.
pub trait Map {
    /// Number of entries.
    fn len(&self) -> usize;

    /// Whether there is no entry.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries; two equal objects have them in the same order.
    fn entries(&self) -> Entries<'_>;

    /// Inserts a blank value under `key` and gives access to it.
    fn insert(&mut self, key: &str) -> SlotMut<'_>;

    /// Removes the entry of `key`.
    fn remove(&mut self, key: &str);

    /// Removes all entries.
    fn clear(&mut self);

    /// Makes encoding fail: what is copied into the object holds a number that JSON cannot write.
    fn spoil(&mut self) {}
}

/// The entries of a [`Map`].
pub type Entries<'a> = Box<dyn Iterator<Item = (&'a str, Slot<'a>)> + 'a>;
