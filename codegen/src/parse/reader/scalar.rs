//! Numbers.

use serde::de::Visitor;
use serde_json::Number;

use super::{Halt, Reader};
use crate::yaml::Value;

pub(super) fn visit_number<'de, V: Visitor<'de>>(
    number: &Number,
    visitor: V,
) -> Result<V::Value, Halt> {
    match (number.as_u64(), number.as_i64(), number.as_f64()) {
        (Some(value), ..) => visitor.visit_u64(value),
        (_, Some(value), _) => visitor.visit_i64(value),
        (.., value) => visitor.visit_f64(value.unwrap_or(f64::NAN)),
    }
}

impl Reader<'_> {
    /// An integer from `min` to `max`.
    pub(super) fn integer<'de, V: Visitor<'de>>(
        self,
        visitor: V,
        min: i64,
        max: u64,
    ) -> Result<V::Value, Halt> {
        if let Some(Value::Number(number)) = self.value() {
            let fits = match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => {
                    value <= max && i64::try_from(value).map_or(true, |value| value >= min)
                }
                (None, Some(value)) => value >= min,
                (None, None) => false,
            };
            if fits {
                return visit_number(number, visitor);
            }
        }
        self.wrong(&visitor);
        visitor.visit_u64(min.max(0).unsigned_abs())
    }
}
