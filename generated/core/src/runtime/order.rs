//! The order of the rows of a list.

use super::open::Unknown;
use super::record::{Entries, Map, Slot, SlotMut, Wire};

/// The direction of a sort.
#[derive(Clone)]
#[non_exhaustive]
pub enum Direction {
    /// The least value first.
    Asc,
    /// The greatest value first.
    Desc,
    /// Any other text; the server takes the two known ones in any letter case.
    Unknown(Unknown<String>),
}

super::macros::string_enum! {
    Direction {
        0: Asc => "ASC",
        1: Desc => "DESC",
    }
}

/// Fields by their names, with directions; the first one decides first.
///
/// ```
/// use bitrix24::{Direction, Order};
///
/// let order = Order::new().by("TITLE", Direction::Asc).by("ID", Direction::Desc);
/// assert_eq!(serde_json::to_string(&order)?, r#"{"TITLE":"ASC","ID":"DESC"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Order(Vec<(String, Direction)>);

impl Order {
    /// No order.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sorts by `field`, after those that were named before. A field that is named again keeps its place and takes the
    /// new direction.
    #[must_use]
    pub fn by(mut self, field: &str, direction: Direction) -> Self {
        self.add(field, direction);
        self
    }

    /// Sorts by `field` too: after the earlier ones, unless it is one of them.
    #[doc(hidden)]
    pub fn add(&mut self, field: &str, direction: Direction) {
        *self.at(field) = direction;
    }

    fn at(&mut self, field: &str) -> &mut Direction {
        let found = self.0.iter().position(|(name, _)| name == field);
        let index = found.unwrap_or(self.0.len());
        if found.is_none() {
            self.0.push((field.to_owned(), Direction::blank()));
        }
        &mut self.0[index].1
    }
}

impl Wire for Order {
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

impl Map for Order {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn entries(&self) -> Entries<'_> {
        Box::new(
            self.0
                .iter()
                .map(|(field, direction)| (field.as_str(), direction.slot())),
        )
    }

    fn insert(&mut self, key: &str) -> SlotMut<'_> {
        let direction = self.at(key);
        *direction = Direction::blank();
        direction.slot_mut()
    }

    fn remove(&mut self, key: &str) {
        self.0.retain(|(field, _)| field != key);
    }

    fn clear(&mut self) {
        self.0.clear();
    }
}

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.slot().fmt(f)
    }
}

super::macros::serde!(Order);
