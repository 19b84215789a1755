//! How much memory an answer may take once it is decoded.
//!
//! A row of two characters, `{}`, can be a record of several KiB. So what decoding allocates beyond the text of the answer is
//! charged: the elements of arrays and the entries of objects whose keys are data. Texts are not, for they are no longer than the
//! answer itself.

use std::cell::Cell;

use super::record::SlotMut;

/// What any answer may take. A page of 50 rows takes less than 1 MiB.
const LEAST: usize = 64 << 20;

/// How many times its own length an answer may take, if that is more.
const FACTOR: usize = 16;

/// What an answer of this length may take, in bytes.
pub(super) fn of_body(len: usize) -> usize {
    LEAST.max(len.saturating_mul(FACTOR))
}

/// What is left of it.
pub(super) struct Allowance {
    left: Cell<usize>,
    exceeded: Cell<bool>,
}

impl Allowance {
    pub(super) fn new(bytes: usize) -> Self {
        Self {
            left: Cell::new(bytes),
            exceeded: Cell::new(false),
        }
    }

    /// Whether more was charged than there was.
    pub(super) fn is_exceeded(&self) -> bool {
        self.exceeded.get()
    }

    /// What is left, in bytes.
    pub(super) fn left(&self) -> usize {
        self.left.get()
    }

    /// Gives back what was charged since so much was left: it is freed.
    pub(super) fn back_to(&self, left: usize) {
        self.left.set(left);
    }

    /// Charges for the element at `index` of an array, of this size in memory; false if that is too much.
    ///
    /// A vector has room for four elements at first, and then for twice as many whenever it is full. What it grows by is charged
    /// when it becomes full, so that it does not grow beyond the allowance.
    #[inline]
    pub(super) fn element(&self, index: usize, size: impl FnOnce() -> usize) -> bool {
        index == 1 || index & (index + 1) != 0 || self.array(index, size())
    }

    /// Charges for an entry of an object that had `len` of them before; false if that is too much.
    ///
    /// A tree has nodes with room for eleven entries, about half of which are filled when they come in order. So eight entries are
    /// charged as sixteen, when there is the first of them.
    #[inline]
    pub(super) fn entry(&self, len: usize, size: impl FnOnce() -> usize) -> bool {
        len % 8 != 0 || self.node(size())
    }

    // In line, these would be in the way of what is frequent.

    #[inline(never)]
    fn array(&self, index: usize, size: usize) -> bool {
        let count = if index == 0 { 4 } else { index + 1 };
        self.charge(count.saturating_mul(size))
    }

    #[inline(never)]
    fn node(&self, size: usize) -> bool {
        self.charge(16 * (size_of::<String>() + size))
    }

    #[inline]
    fn charge(&self, bytes: usize) -> bool {
        let left = self.left.get().checked_sub(bytes);
        match left {
            Some(left) => self.left.set(left),
            None => self.exceeded.set(true),
        }
        left.is_some()
    }
}

/// How much memory a value takes, without what it points to.
#[inline(never)]
pub(super) fn size(slot: &SlotMut<'_>) -> usize {
    match slot {
        SlotMut::Unit => 0,
        SlotMut::Bool(value) => size_of_val(*value),
        SlotMut::Integer(value) => size_of_val(*value),
        SlotMut::Double(value) => size_of_val(*value),
        SlotMut::Decimal(value) => size_of_val(*value),
        SlotMut::String(value) => size_of_val(*value),
        SlotMut::Text(value) => size_of_val(*value),
        SlotMut::Code(value) => size_of_val(*value),
        SlotMut::Scalar(value) => size_of_val(*value),
        SlotMut::Union(value) => size_of_val(*value),
        SlotMut::Cases(value) => size_of_val(*value),
        SlotMut::Choice(value) => size_of_val(*value),
        SlotMut::Json(value) => size_of_val(*value),
        SlotMut::Option(value) => size_of_val(*value),
        SlotMut::List(value) => size_of_val(*value),
        SlotMut::Map(value) => size_of_val(*value),
        SlotMut::Record(value) => size_of_val(*value),
        SlotMut::Raw(value) => value.size(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_vector_takes_no_more_than_is_charged_and_that_is_not_much_more() {
        let allowance = Allowance::new(usize::MAX);
        let (mut values, size) = (Vec::new(), size_of::<Value>());
        for index in 0..10_000 {
            // What is charged for those before pays for this one.
            let charged = usize::MAX - allowance.left.get();
            values.push(Value::Null);
            if index > 0 {
                assert!(values.capacity() * size <= charged, "{index}");
                assert!(charged <= 4 * size * (index + 1), "{index}");
            }
            assert!(allowance.element(index, || size));
        }
    }

    #[test]
    fn what_is_too_much_is_refused_and_kept_in_mind() {
        let allowance = Allowance::new(32);
        assert!(allowance.element(0, || 8));
        assert!(!allowance.is_exceeded());
        assert!(!allowance.entry(0, || 8));
        assert!(allowance.is_exceeded());
    }

    #[test]
    fn what_a_body_may_take_is_at_least_64_mib_and_else_16_times_its_length() {
        assert_eq!(of_body(600), 64 << 20);
        assert_eq!(of_body(5 << 20), 80 << 20);
        assert_eq!(of_body(usize::MAX), usize::MAX);
    }
}
