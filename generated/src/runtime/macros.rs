//! The table macros of the generated modules. What they expand to is small: all logic is behind the traits.

mod enums;
mod id;
mod list;
mod method;
mod union;

pub(crate) use enums::{error_code, error_details, integer_enum, string_enum, text_variants};
pub(crate) use id::{integer_id, string_id};
pub(crate) use list::{filter, filter_kind, order, portal, wrapped};
pub(crate) use method::{method, paged, paging, rows, walkable};
pub(crate) use union::union;

/// Implements [`Record`](super::Record), and all that rests on it, for a struct: a row for each field, with its place, its name in
/// JSON, and what is special about it. `positional` are the parameters of a method that takes them by their places; `Default` is for
/// what can be built from nothing.
macro_rules! record {
    ($name:ident $($form:ident)? $(: $default:ident)? {
        $($index:literal: $field:ident => $wire:literal $($flag:ident)* $(: $($limit:ident($value:literal))*)?),* $(,)?
    }) => {
        impl $crate::runtime::Record for $name {
            #[inline]
            fn empty() -> Self {
                Self { $($field: $crate::runtime::Wire::blank()),* }
            }

            #[inline]
            fn def(&self) -> &'static $crate::runtime::RecordDef {
                static DEF: $crate::runtime::RecordDef = $crate::runtime::RecordDef::new(
                    ::core::stringify!($name),
                    &[$($crate::runtime::FieldDef {
                        name: $wire,
                        $($flag: true,)*
                        $(limits: &$crate::runtime::Limits {
                            $($limit: ::core::option::Option::Some($value),)*
                            ..$crate::runtime::Limits::NONE
                        },)?
                        ..$crate::runtime::FieldDef::OPTIONAL
                    }),*],
                )$(.$form())?;
                &DEF
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
                let mut clone = $crate::runtime::Record::empty();
                $crate::runtime::copy(self, &mut clone);
                clone
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
macro_rules! serde_if_wanted {
    ($name:ty) => {
        $crate::runtime::macros::serde!($name);
    };
}

#[cfg(not(feature = "serde"))]
macro_rules! serde_if_wanted {
    ($name:ty) => {};
}

/// `Serialize` and `Deserialize` of a [`Wire`](super::Wire) type, for any format that describes itself.
macro_rules! serde {
    ($name:ty) => {
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::serialize($crate::runtime::Wire::slot(self), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::deserialize(deserializer)
            }
        }
    };
}

pub(crate) use {record, serde, serde_if_wanted};
