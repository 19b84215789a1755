//! The filters of REST 3: a list of conditions, each of them `[field, operator, value]`.

use serde_json::{Value, json};

use super::condition::Condition;
use super::conditions::Logic;
use crate::runtime::{List, Slot, SlotMut, Wire};

/// The conditions of a filter, all of which must hold.
#[derive(Clone, Default, PartialEq)]
pub struct Triples {
    conditions: Vec<Value>,
    /// Whether there is a number that JSON cannot write. Encoding fails then.
    spoilt: bool,
}

impl Triples {
    /// Adds a condition on `field`; without an operator it is a pair.
    pub fn add<T, O>(&mut self, operator: &str, field: &str, condition: Condition<T, O>) {
        let value = condition.into_value();
        self.spoilt |= value.is_none();
        self.conditions.push(match operator {
            "" => json!([field, value]),
            operator => json!([field, operator, value]),
        });
    }

    /// Adds a group of conditions.
    pub fn group(&mut self, logic: Logic, group: Self) {
        self.spoilt |= group.spoilt;
        let logic = logic.as_str().to_ascii_lowercase();
        self.conditions
            .push(json!({ "logic": logic, "conditions": group.conditions }));
    }
}

impl Wire for Triples {
    fn blank() -> Self {
        Self::default()
    }

    fn slot(&self) -> Slot<'_> {
        if self.spoilt {
            Slot::Double(f64::NAN)
        } else {
            Slot::List(self)
        }
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::List(self)
    }
}

impl List for Triples {
    fn len(&self) -> usize {
        self.conditions.len()
    }

    fn get(&self, index: usize) -> Slot<'_> {
        let condition = self.conditions.as_slice().get(index);
        condition.map_or(Slot::Absent, Slot::Json)
    }

    fn push(&mut self) -> SlotMut<'_> {
        let index = self.conditions.len();
        self.conditions.push(Value::Null);
        SlotMut::Json(&mut self.conditions[index])
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
    use crate::filter::{between, eq, gt, is_in, like};
    use crate::runtime::fill;
    use crate::runtime::to_value;

    #[test]
    fn conditions_are_triples_and_groups_are_objects() {
        let mut group = Triples::default();
        group.add("in", "id", is_in::<i64, _>([1, 2]));
        group.add("between", "date", between::<String>("a", "b"));
        let mut filter = Triples::default();
        filter.add(">", "id", gt::<i64>(7));
        filter.add("=", "id", eq::<i64>(9));
        filter.group(Logic::Or, group);
        let expected = json!([
            ["id", ">", 7],
            ["id", "=", 9],
            { "logic": "or", "conditions": [["id", "in", [1, 2]], ["date", "between", ["a", "b"]]] }
        ]);
        assert_eq!(to_value(filter.slot()).unwrap(), expected);
    }

    #[test]
    fn a_number_that_json_cannot_write_is_an_error_in_a_copy_too() {
        let mut group = Triples::default();
        group.add(">", "price", gt::<f64>(f64::NAN));
        let mut filter = Triples::default();
        filter.add("=%", "name", like::<String>("a%"));
        filter.group(Logic::And, group);
        let mut copy = Triples::default();
        fill(filter.slot(), copy.slot_mut());
        assert!(to_value(filter.slot()).is_err() && to_value(copy.slot()).is_err());
    }
}
