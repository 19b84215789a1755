//! A method without its types. No more than this is compiled for each method.

use std::any::Any;
use std::fmt::{self, Debug};

use bitrix24::record::{FieldDef, Record, RecordDef, Slot, SlotMut, Wire};
use bitrix24::{AnyCode, CallError, ErrorCode, ErrorRow, Method, Response, ValidationError};
use bitrix24_core::runtime;
use serde::Deserialize;
use serde_json::Value;

/// What a method does, by functions.
#[derive(Clone, Copy)]
pub(super) struct Erased {
    pub(super) name: &'static str,
    /// The key of the result that holds the output.
    pub(super) unwrap: Option<&'static str>,
    /// Whether the output stands under `result`.
    pub(super) envelope: bool,
    /// The table of its errors.
    pub(super) errors: fn() -> &'static [ErrorRow],
    /// A blank request.
    pub(super) request: fn() -> Box<dyn Request>,
    /// A blank output.
    pub(super) output: fn() -> Box<dyn Wire>,
    /// `Deserialize` of the request.
    pub(super) read: fn(&[u8]) -> serde_json::Result<Box<dyn Request>>,
    pub(super) decode: fn(u16, &[u8]) -> Decoded,
    /// The variant of an error that is answered.
    pub(super) variant: fn(u16, &[u8]) -> String,
    /// The variant with this index in the table, or that of the code alone.
    pub(super) variant_of: fn(Option<usize>, &str) -> String,
    pub(super) decode_tolerant: fn(u16, &[u8]) -> Decoded,
}

pub(super) type Decoded = Result<Response<Output>, CallError<AnyCode>>;

impl Erased {
    pub(super) fn of<M>() -> Self
    where
        M: Method + Clone + PartialEq + Debug + for<'de> Deserialize<'de>,
    {
        Self {
            name: M::NAME,
            unwrap: M::UNWRAP,
            envelope: M::ENVELOPE,
            errors: M::Error::rows,
            request: || Box::new(M::blank()),
            output: || Box::new(M::Output::blank()),
            read: |json| Ok(Box::new(serde_json::from_slice::<M>(json)?)),
            decode: |status, body| erase(bitrix24::decode::<M>(status, body)),
            variant: |status, body| match bitrix24::decode::<M>(status, body).err() {
                Some(CallError::Method(error)) => format!("{:?}", error.code),
                Some(CallError::System(error)) => format!("{:?}", error.code),
                _ => panic!("no error with a code is answered"),
            },
            variant_of: |variant, code| match variant {
                Some(variant) => format!("{:?}", M::Error::from_variant(variant, code)),
                None => format!("{:?}", M::Error::from_code(code)),
            },
            decode_tolerant: |status, body| erase(bitrix24::decode_tolerant::<M>(status, body)),
        }
    }
}

fn erase<T: Wire, E: ErrorCode>(decoded: Result<Response<T>, CallError<E>>) -> Decoded {
    match decoded {
        Ok(response) => Ok(response.map(|output| Output(Box::new(output)))),
        Err(error) => Err(bitrix24::Error::from(error).into_call_error().unwrap()),
    }
}

/// A request, with what is implemented for it.
pub(super) trait Request: Wire + Debug {
    fn record(&self) -> &dyn Record;
    fn check(&self) -> Result<(), ValidationError>;
    fn copy(&self) -> Box<dyn Request>;
    fn equals(&self, other: &dyn Request) -> bool;
    fn any(&self) -> &dyn Any;
}

impl<M: Method + Clone + PartialEq + Debug> Request for M {
    fn record(&self) -> &dyn Record {
        self
    }

    fn check(&self) -> Result<(), ValidationError> {
        self.validate()
    }

    fn copy(&self) -> Box<dyn Request> {
        Box::new(self.clone())
    }

    fn equals(&self, other: &dyn Request) -> bool {
        other.any().downcast_ref() == Some(self)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

/// An output. It is compared and shown as the generated types are, over its slots.
pub(super) struct Output(pub(super) Box<dyn Wire>);

impl Output {
    pub(super) fn json(&self) -> Value {
        json(self.0.slot())
    }
}

/// The JSON of a value.
pub(super) fn json(slot: Slot<'_>) -> Value {
    runtime::serialize(slot, serde_json::value::Serializer).unwrap()
}

impl Record for Output {
    fn empty() -> Self {
        Self(Box::new(()))
    }

    fn def(&self) -> &'static RecordDef {
        static DEF: RecordDef = RecordDef::new("Output", &[FieldDef::new("output")]);
        &DEF
    }

    fn get(&self, _: usize) -> Slot<'_> {
        self.0.slot()
    }

    fn get_mut(&mut self, _: usize) -> SlotMut<'_> {
        self.0.slot_mut()
    }
}

impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        runtime::eq(self, other)
    }
}

impl Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        runtime::debug(self, f)
    }
}
