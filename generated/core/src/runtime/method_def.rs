//! What decoding has to know of a method.

use std::borrow::Cow;

use super::code::{ErrorCode, ErrorRow};
use super::method::Method;
use super::record::{Kind, SlotMut};

/// A method, as far as its answers go.
#[derive(Clone, Debug)]
pub(crate) struct MethodDef {
    pub(crate) name: Cow<'static, str>,
    pub(super) unwrap: Option<&'static str>,
    /// The table of its own errors.
    pub(crate) errors: &'static [ErrorRow],
    /// The field of the output with the rows, if those that do not decode are left out; empty if the output is the rows.
    pub(super) rows: Option<&'static str>,
    /// Whether it has a spec: only then is it known what its result may hold.
    pub(super) known: bool,
}

impl MethodDef {
    pub(crate) fn of<M: Method>() -> Self {
        Self::new(M::NAME, M::UNWRAP, M::Error::rows())
    }

    fn new(name: &'static str, unwrap: Option<&'static str>, errors: &'static [ErrorRow]) -> Self {
        Self {
            name: Cow::Borrowed(name),
            unwrap,
            errors,
            rows: None,
            known: true,
        }
    }

    /// Leaves out rows that do not decode, if they are given: by the field of the output that has them.
    pub(crate) fn partial(self, rows: Option<&'static str>) -> Self {
        Self { rows, ..self }
    }

    /// One without a spec: the whole result is the output.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    pub(crate) fn any(name: Cow<'static, str>) -> Self {
        Self {
            name,
            unwrap: None,
            errors: &[],
            rows: None,
            known: false,
        }
    }

    /// Whether a key `error` of the result belongs to the output, given as a blank value. If not, it is an error.
    pub(super) fn has_error_field(&self, output: &mut SlotMut<'_>) -> bool {
        match self.unwrap {
            Some(key) => key == "error",
            None => self.known && may_hold_error(output),
        }
    }
}

/// Whether an object that a blank value is filled from may have the key `error`: a field of this name, or keys that are data.
fn may_hold_error(output: &mut SlotMut<'_>) -> bool {
    match output {
        SlotMut::Record(record) => {
            let mut fields = record.def().fields.iter();
            fields.any(|field| field.name == "error" || field.family && field.family_has("error"))
        }
        SlotMut::Json(_) | SlotMut::Map(_) => true,
        SlotMut::Option(option) => may_hold_error(&mut option.value()),
        SlotMut::Union(union) => {
            let shape = union.pick(Kind::Object);
            shape.is_some_and(|mut shape| may_hold_error(&mut shape))
        }
        _ => false,
    }
}

/// Whether a key `error` of the result of this method belongs to the output.
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
pub(crate) fn has_error_field<M: Method>() -> bool {
    use super::record::Wire as _;

    let mut output = M::Output::blank();
    MethodDef::of::<M>().has_error_field(&mut output.slot_mut())
}
