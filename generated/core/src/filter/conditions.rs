//! The conditions of a filter.

use std::collections::BTreeMap;

use serde_json::{Map as Object, Value};

use super::condition::Condition;
use crate::runtime::{Entries, Map, Slot, SlotMut, Wire};

/// What must hold of the conditions of a filter or of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Logic {
    /// All of them; this is the default.
    And,
    /// At least one.
    Or,
}

impl Logic {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::And => "AND",
            Self::Or => "OR",
        }
    }
}

/// The conditions of a filter, as the server takes them: by prefix and name of the field.
#[derive(Clone, Default, PartialEq)]
pub struct Conditions {
    entries: BTreeMap<String, Value>,
    /// Whether there is a number that JSON cannot write. Encoding fails then.
    spoilt: bool,
}

impl Conditions {
    /// Adds a condition on `field`, before which the operator stands as the list spells it. What an earlier condition already
    /// says with the same operator cannot stand beside it in one object: it becomes a group of its own if `groups` are
    /// possible, and otherwise replaces the earlier one.
    pub fn add<T, O>(
        &mut self,
        operator: &str,
        field: &str,
        condition: Condition<T, O>,
        groups: bool,
    ) {
        self.insert_condition([operator, field].concat(), condition.into_value(), groups);
    }

    fn insert_condition(&mut self, key: String, value: Option<Value>, groups: bool) {
        self.spoilt |= value.is_none();
        let value = value.unwrap_or_default();
        if groups && self.entries.contains_key(&key) {
            let group = Object::from_iter([(key, value)]);
            self.entries.insert(self.next_group(), group.into());
        } else {
            self.entries.insert(key, value);
        }
    }

    /// Adds a group of conditions.
    pub fn group(&mut self, group: Self) {
        self.spoilt |= group.spoilt;
        let group = Object::from_iter(group.entries);
        self.entries.insert(self.next_group(), group.into());
    }

    /// Groups have numbers for names.
    fn next_group(&self) -> String {
        let number = |key: &String| key.parse::<u64>().ok();
        let last = self.entries.keys().filter_map(number).max();
        last.map_or(0, |last| last.saturating_add(1)).to_string()
    }

    /// Says how they stand together.
    pub fn logic(&mut self, logic: Logic) {
        self.entries
            .insert("logic".to_owned(), logic.as_str().into());
    }
}

impl Wire for Conditions {
    fn blank() -> Self {
        Self::default()
    }

    fn slot(&self) -> Slot<'_> {
        if self.spoilt {
            Slot::Double(f64::NAN)
        } else {
            Slot::Map(self)
        }
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Map(self)
    }
}

impl Map for Conditions {
    fn len(&self) -> usize {
        self.entries.len()
    }

    fn entries(&self) -> Entries<'_> {
        let entries = self.entries.iter();
        Box::new(entries.map(|(key, value)| (key.as_str(), Slot::Json(value))))
    }

    fn insert(&mut self, key: &str) -> SlotMut<'_> {
        let value = self.entries.entry(key.to_owned()).or_default();
        *value = Value::Null;
        SlotMut::Json(value)
    }

    fn remove(&mut self, key: &str) {
        self.entries.remove(key);
    }

    fn clear(&mut self) {
        *self = Self::default();
    }

    fn spoil(&mut self) {
        self.spoilt = true;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::filter::{
        between, contains, eq, ge, gt, is_in, is_not_in, le, like, lt, ne, not_between,
        not_contains, not_like, op, operator::Operator, words,
    };
    use crate::runtime::to_value;

    /// Adds a condition as most lists spell it.
    fn add<T, O: Operator>(conditions: &mut Conditions, condition: Condition<T, O>, groups: bool) {
        conditions.add(O::PREFIX, "a", condition, groups);
    }

    fn conditions(groups: bool) -> Conditions {
        let mut conditions = Conditions::default();
        add(&mut conditions, like::<String>("a%"), groups);
        add(&mut conditions, like::<String>("b%"), groups);
        add(&mut conditions, contains::<String>("c"), groups);
        conditions
    }

    #[test]
    fn no_condition_is_lost_where_groups_are_possible() {
        let mut conditions = conditions(true);
        conditions.logic(Logic::Or);
        add(&mut conditions, like::<String>("d%"), true);
        assert_eq!(
            to_value(conditions.slot()).unwrap(),
            json!({
                "=%a": "a%", "0": { "=%a": "b%" }, "%a": "c", "1": { "=%a": "d%" }, "logic": "OR"
            })
        );
    }

    #[test]
    fn where_they_are_not_the_later_one_counts() {
        let written = to_value(conditions(false).slot()).unwrap();
        assert_eq!(written, json!({ "=%a": "b%", "%a": "c" }));
    }

    #[test]
    fn a_number_that_json_cannot_write_is_an_error_and_not_null() {
        let mut group = Conditions::default();
        add(&mut group, gt::<f64>(f64::NAN), true);
        let mut conditions = Conditions::default();
        conditions.group(group);
        assert!(to_value(conditions.slot()).is_err());
        let mut copy = Conditions::default();
        crate::runtime::fill(conditions.slot(), copy.slot_mut());
        assert!(to_value(copy.slot()).is_err());
    }

    #[test]
    fn every_operator_has_a_prefix_of_its_own() {
        let bare = Condition::<i64, op::Bare>::new(&1);
        let like_too = Condition::<String, op::LikeAlt>::new(&"a%".to_owned());
        let not = Condition::<i64, op::Not>::new(&1);
        let mut conditions = Conditions::default();
        add(&mut conditions, bare, true);
        add(&mut conditions, eq::<i64>(1), true);
        add(&mut conditions, ne::<i64>(1), true);
        add(&mut conditions, not, true);
        add(&mut conditions, gt::<i64>(1), true);
        add(&mut conditions, ge::<i64>(1), true);
        add(&mut conditions, lt::<i64>(1), true);
        add(&mut conditions, le::<i64>(1), true);
        add(&mut conditions, is_in::<i64, _>([1, 2]), true);
        add(&mut conditions, is_not_in::<i64, _>([1, 2]), true);
        add(&mut conditions, contains::<i64>("1"), true);
        add(&mut conditions, like::<i64>("1%"), true);
        add(&mut conditions, like_too, true);
        add(&mut conditions, between::<i64>(1, 2), true);
        add(&mut conditions, not_between::<i64>(1, 2), true);
        add(&mut conditions, not_contains::<i64>("1"), true);
        add(&mut conditions, not_like::<i64>("1%"), true);
        let not_like_too = Condition::<String, op::NotLikeAlt>::new(&"a%".to_owned());
        add(&mut conditions, not_like_too, true);
        add(&mut conditions, words::<String>("b"), true);
        let expected = json!({
            "a": 1, "=a": 1, "!=a": 1, "!a": 1, ">a": 1, ">=a": 1, "<a": 1, "<=a": 1, "@a": [1, 2], "!@a": [1, 2],
            "%a": "1", "=%a": "1%", "%=a": "a%", "><a": [1, 2], "!><a": [1, 2], "!%a": "1", "!=%a": "1%", "!%=a": "a%",
            "?a": "b"
        });
        assert_eq!(to_value(conditions.slot()).unwrap(), expected);
    }
}
