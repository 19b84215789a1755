//! The tables of types. A struct or an enum is plain Rust, and a table implements the traits for it.
//!
//! What they expand to is small, for there are thousands of them: all logic is behind the traits.
//!
//! # A method of your own
//!
//! A method that the crate does not have, such as one of your own application or a new one of the vendor, can be called
//! [without a spec](crate::Untyped). If you call it often, give it a type, which is sent, paged and batched like those of the
//! crate:
//!
//! | what | plain Rust | table |
//! |---|---|---|
//! | request | a struct with the parameters; `Option` if they may be absent | [`record!`], [`method!`]; [`paged!`] for a list |
//! | output, rows | a struct with the fields | [`record!`] |
//! | named values | an enum with an `Unknown` | [`string_enum!`], [`integer_enum!`] |
//! | an object that depends on another field | an enum of structs, with an `Other` | [`cases!`] |
//! | errors | an enum with `NoCode` and `Unknown`, or [`AnyCode`](crate::AnyCode) | [`error_code!`] |
//!
//! The row of a field begins with its index in the struct. A field is `Option` unless it is `required`; its type is `bool`,
//! `i64`, `f64`, `String`, [`Date`](crate::Date), [`DateTime`](crate::DateTime), any type with a table, a `Vec` of these,
//! [`Rest`](crate::Rest), or `serde_json::Value`. Booleans that the method wants as `"Y"` and `"N"`, or as `1` and `0`, are
//! `bool` as well; the row says so behind the name: `"active" [Flag]`, `"active" [Bit]`.
//!
//! ```
//! use bitrix24::macros::{error_code, method, paged, record, string_enum};
//! use bitrix24::{CallError, Method, Unknown};
//!
//! /// Lists trucks.
//! struct TruckList {
//!     depot_id: i64,
//!     start: Option<i64>,
//! }
//!
//! struct Truck {
//!     id: i64,
//!     state: Option<TruckState>,
//! }
//!
//! #[derive(Clone)]
//! enum TruckState {
//!     Parked,
//!     OnTheRoad,
//!     Unknown(Unknown<String>),
//! }
//!
//! #[derive(Clone)]
//! enum TruckListError {
//!     DepotNotFound,
//!     NoCode,
//!     Unknown(Unknown<String>),
//! }
//!
//! record! {
//!     TruckList {
//!         0: depot_id => "depotId" required: min(1.0),
//!         1: start => "start",
//!     }
//! }
//!
//! record! {
//!     Truck {
//!         0: id => "id" required,
//!         1: state => "state",
//!     }
//! }
//!
//! string_enum! {
//!     TruckState {
//!         0: Parked => "parked",
//!         1: OnTheRoad => "road",
//!     }
//! }
//!
//! error_code! {
//!     TruckListError {
//!         0: DepotNotFound => "DEPOT_NOT_FOUND" [404],
//!     }
//! }
//!
//! // `{"result": {"trucks": [{"id": …}]}}`
//! method! {
//!     TruckList {
//!         name: "fleet.truck.list",
//!         scopes: ["fleet"],
//!         effect: Read,
//!         output: Vec<Truck>,
//!         error: TruckListError,
//!         unwrap: "trucks",
//!     }
//! }
//!
//! paged! {
//!     TruckList {
//!         paging: Start { param: "start" },
//!         size: 50,
//!         item: Truck,
//!     }
//! }
//!
//! // let mut trucks = bitrix.items(TruckList { depot_id: 1, start: None });
//! let trucks = bitrix24::decode::<TruckList>(200, r#"{"result":{"trucks":[{"id":"7","state":"road"}]}}"#)?;
//! assert_eq!(trucks.result, [Truck { id: 7, state: Some(TruckState::OnTheRoad) }]);
//! assert!(TruckList { depot_id: 0, start: None }.validate().is_err());
//! # Ok::<(), CallError<TruckListError>>(())
//! ```
//!
//! The example `own_method` of the crate sends it.

mod cases;
mod enums;
mod id;
mod list;
mod method;
mod union;

#[doc(inline)]
pub use crate::{
    __cases as cases, __error_code as error_code, __error_details as error_details,
    __filter as filter, __integer_enum as integer_enum, __integer_id as integer_id,
    __method as method, __order as order, __paged as paged, __record as record,
    __string_enum as string_enum, __string_id as string_id, __union as union,
};
// What they expand to in turn.
#[doc(hidden)]
pub use crate::{
    __filter_kind as filter_kind, __filter_new as filter_new, __paging as paging,
    __portal as portal, __rows as rows, __serde as serde, __serde_if_wanted as serde_if_wanted,
    __text_variants as text_variants, __walk as walk, __walkable as walkable, __wrapped as wrapped,
};

/// Implements [`Record`](crate::record::Record), and all that rests on it, for a struct: a row for each field, with its index,
/// its name in JSON, in brackets the [`Notation`](crate::record::Notation) of its booleans, and its properties, as in
/// [`FieldDef`](crate::record::FieldDef) and [`Limits`](crate::record::Limits).
///
/// `positional` is for the parameters of a method that takes them by position, `array` for a struct that is an array in JSON,
/// and `Default` for a struct that can be built without parameters, by `new`.
///
/// ```
/// use bitrix24_core::Secret;
/// use bitrix24_core::macros::record;
///
/// struct Login {
///     name: String,
///     password: Option<Secret<String>>,
/// }
///
/// record! {
///     Login {
///         0: name => "NAME" required: min_length(1) max_length(50),
///         1: password => "PASSWORD" secret,
///     }
/// }
///
/// let login: Login = serde_json::from_str(r#"{"NAME":7,"PASSWORD":"x"}"#)?;
/// assert_eq!(format!("{login:?}"), r#"Login { NAME: "7", PASSWORD: *** }"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident $($form:ident)? $(: $default:ident)? {
        $($index:literal: $field:ident => $wire:literal $([$notation:ident])? $($flag:ident)* $(: $($limit:ident($value:expr))*)?),* $(,)?
    }) => {
        impl $crate::runtime::Record for $name {
            #[inline]
            fn empty() -> Self {
                Self { $($field: $crate::runtime::Wire::blank()),* }
            }

            #[inline]
            fn def(&self) -> &'static $crate::runtime::RecordDef {
                &$crate::runtime::RecordDef {
                    name: ::core::stringify!($name),
                    fields: &[$($crate::runtime::FieldDef {
                        name: $wire,
                        $(notation: $crate::runtime::Notation::$notation,)?
                        $($flag: true,)*
                        $(limits: &$crate::runtime::Limits {
                            $($limit: ::core::option::Option::Some($value),)*
                            ..$crate::runtime::Limits::NONE
                        },)?
                        ..$crate::runtime::FieldDef::OPTIONAL
                    }),*],
                    $($form: true,)?
                    ..$crate::runtime::RecordDef::NONE
                }
            }

            #[inline]
            fn get(&self, index: ::core::primitive::usize) -> $crate::runtime::Slot<'_> {
                match index {
                    $($index => $crate::runtime::Wire::slot(&self.$field),)*
                    _ => $crate::runtime::Slot::Absent,
                }
            }

            #[inline]
            fn get_mut(&mut self, index: ::core::primitive::usize) -> $crate::runtime::SlotMut<'_> {
                match index {
                    $($index => $crate::runtime::Wire::slot_mut(&mut self.$field),)*
                    _ => $crate::runtime::SlotMut::Unit,
                }
            }
        }

        $(impl ::core::default::$default for $name {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        })?

        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::runtime::cloned(self)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                $crate::runtime::eq(self, other)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::runtime::debug(self, f)
            }
        }

        $crate::runtime::macros::serde_if_wanted!($name);
    };
}

/// `Serialize` and `Deserialize` of a type of the API, if they are wanted: their two generic functions for each type are up to a sixth of
/// what the compiler has to do for the crate.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_if_wanted {
    ($name:ty) => {
        $crate::runtime::macros::serde!($name);
    };
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_if_wanted {
    ($name:ty) => {};
}

/// `Serialize` and `Deserialize` of a [`Wire`](super::Wire) type, for any format that describes itself.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ty) => {
        impl $crate::runtime::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::runtime::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::serialize_wire(self, serializer)
            }
        }

        impl<'de> $crate::runtime::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::runtime::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::deserialize(deserializer)
            }
        }
    };
}
