//! Fields that only a portal knows.

use std::collections::{BTreeMap, btree_map};
use std::fmt;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use serde_json::{Map as Object, Value};

use super::allowance;
use super::decode::deserialize_within;
use super::record::{Entries, Map, Slot, SlotMut, Wire};

/// Fields whose names are data, such as the user fields of a portal, by their full names: `UF_CRM_1700000000`.
///
/// They are kept as the server sent them. Take single ones by [`read`](Self::read), which is as lenient as the rest of the
/// crate, or by [`get_as`](Self::get_as), which takes a type of your own; or all of them as a struct of your own by
/// [`to`](Self::to), whose fields can be [lenient](crate::record::deserialize) as well, and which
/// [`from_serialize`](Self::from_serialize) sends back. A [`serde_json::Map`] turns into them and back by `From`.
///
/// ```
/// use bitrix24::Rest;
///
/// let mut fields = Rest::from([("UF_CRM_COLOUR", "red")]);
/// fields.set("UF_CRM_SIZE", 7)?;
/// assert_eq!(fields.get_as::<String>("UF_CRM_COLOUR")?.as_deref(), Some("red"));
/// assert_eq!(fields.get_as::<i64>("UF_CRM_OTHER")?, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Rest(BTreeMap<String, Value>);

impl Rest {
    /// No fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The JSON of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A field as a type of this crate or of its fields, such as `i64`, `bool`, `Vec<String>` or [`DateTime`], decoded as
    /// leniently as any other part of an answer; nothing if it is not there, or empty.
    ///
    /// [`DateTime`]: crate::DateTime
    ///
    /// ```
    /// let fields = bitrix24::Rest::from([("UF_CRM_SIZE", "7"), ("UF_CRM_OTHER", "")]);
    /// assert_eq!(fields.read::<i64>("UF_CRM_SIZE")?, Some(7));
    /// assert_eq!(fields.read::<i64>("UF_CRM_OTHER")?, None);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The field has another shape, or takes more than 64 MiB of memory as this type.
    pub fn read<T: Wire>(&self, name: &str) -> Result<Option<T>, serde_json::Error> {
        let Some(value) = self.0.get(name) else {
            return Ok(None);
        };
        deserialize_within(value, allowance::of_body(0))
    }

    /// A field as a type of your own; nothing if it is not there, or null. Nothing else is lenient: a number that came as a
    /// string is no number.
    ///
    /// # Errors
    ///
    /// The field has another shape.
    pub fn get_as<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, serde_json::Error> {
        let value = self.0.get(name).filter(|value| !value.is_null());
        value.map(T::deserialize).transpose()
    }

    /// Sets a field.
    ///
    /// # Errors
    ///
    /// The value has no form in JSON.
    pub fn set(
        &mut self,
        name: impl Into<String>,
        value: impl Serialize,
    ) -> Result<(), serde_json::Error> {
        self.0.insert(name.into(), serde_json::to_value(value)?);
        Ok(())
    }

    /// Removes a field and gives its JSON; nothing if it is not there.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// All fields as a struct of your own, whose fields are called alike.
    ///
    /// # Errors
    ///
    /// A field has another shape.
    pub fn to<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let fields = self.0.clone().into_iter();
        T::deserialize(Value::Object(fields.collect()))
    }

    /// The fields of a struct of your own.
    ///
    /// # Errors
    ///
    /// The value is no JSON object.
    pub fn from_serialize(value: impl Serialize) -> Result<Self, serde_json::Error> {
        serde_json::from_value(serde_json::to_value(value)?)
    }

    /// The fields, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Number of fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Rest {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Self {
        let mut rest = Self::new();
        rest.extend(fields);
        rest
    }
}

impl<K: Into<String>, V: Into<Value>> Extend<(K, V)> for Rest {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, fields: I) {
        let fields = fields.into_iter();
        self.0
            .extend(fields.map(|(name, value)| (name.into(), value.into())));
    }
}

impl IntoIterator for Rest {
    type Item = (String, Value);
    type IntoIter = btree_map::IntoIter<String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Rest {
    type Item = (&'a String, &'a Value);
    type IntoIter = btree_map::Iter<'a, String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Rest {
    fn from(fields: [(K, V); N]) -> Self {
        fields.into_iter().collect()
    }
}

impl From<Object<String, Value>> for Rest {
    fn from(fields: Object<String, Value>) -> Self {
        fields.into_iter().collect()
    }
}

impl From<Rest> for Object<String, Value> {
    fn from(fields: Rest) -> Self {
        fields.into_iter().collect()
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.slot().fmt(f)
    }
}

impl Wire for Rest {
    fn blank() -> Self {
        Self::default()
    }

    fn slot(&self) -> Slot<'_> {
        Slot::Map(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Map(self)
    }
}

impl Map for Rest {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn entries(&self) -> Entries<'_> {
        Box::new(
            self.0
                .iter()
                .map(|(name, value)| (name.as_str(), Slot::Json(value))),
        )
    }

    fn insert(&mut self, key: &str) -> SlotMut<'_> {
        let value = self.0.entry(key.to_owned()).or_default();
        *value = Value::Null;
        SlotMut::Json(value)
    }

    fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }

    fn clear(&mut self) {
        self.0.clear();
    }
}

super::macros::serde!(Rest);
