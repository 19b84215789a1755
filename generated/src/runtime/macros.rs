//! The table macros of the generated modules. What they expand to is small: all logic is behind the traits.

mod id;
mod list;
mod union;

pub(crate) use id::{integer_id, string_id};
pub(crate) use list::{filter, filter_kind, order, portal, wrapped};
pub(crate) use union::union;

/// Implements [`Record`](super::Record), and all that rests on it, for a struct.
macro_rules! record {
    ($name:ident $($form:ident)? {
        $($index:literal: $field:ident => $wire:literal $($flag:ident $(($limit:literal))?)*),* $(,)?
    }) => {
        impl $crate::runtime::Record for $name {
            fn def(&self) -> &'static $crate::runtime::RecordDef {
                static FIELDS: &[$crate::runtime::FieldDef] =
                    &[$($crate::runtime::FieldDef::new($wire)$(.$flag($($limit)?))*),*];
                static DEF: $crate::runtime::RecordDef =
                    $crate::runtime::RecordDef::new(::core::stringify!($name), FIELDS)$(.$form())?;
                &DEF
            }

            fn get(&self, index: ::core::primitive::usize) -> $crate::runtime::Slot<'_> {
                match index {
                    $($index => $crate::runtime::Wire::slot(&self.$field),)*
                    _ => $crate::runtime::Slot::Absent,
                }
            }

            fn get_mut(&mut self, index: ::core::primitive::usize) -> $crate::runtime::SlotMut<'_> {
                match index {
                    $($index => $crate::runtime::Wire::slot_mut(&mut self.$field),)*
                    _ => $crate::runtime::SlotMut::Unit,
                }
            }
        }

        impl $crate::runtime::Wire for $name {
            fn blank() -> Self {
                Self { $($field: $crate::runtime::Wire::blank()),* }
            }

            fn slot(&self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Record(self)
            }

            fn slot_mut(&mut self) -> $crate::runtime::SlotMut<'_> {
                $crate::runtime::SlotMut::Record(self)
            }
        }

        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                let mut clone = $crate::runtime::Wire::blank();
                $crate::runtime::copy(self, &mut clone);
                clone
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                $crate::runtime::eq(self, other)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::runtime::debug(self, f)
            }
        }

        $crate::runtime::macros::serde!($name);
    };
}

/// Implements an open enum of strings.
macro_rules! string_enum {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        $crate::runtime::macros::text_variants!($name { $($variant => $wire),* });

        impl ::core::convert::From<&::core::primitive::str> for $name {
            fn from(text: &::core::primitive::str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::Unknown(::core::convert::From::from(text))),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl $crate::runtime::Wire for $name {
            fn blank() -> Self {
                Self::Unknown($crate::runtime::Unknown(::std::string::String::new()))
            }

            fn slot(&self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Text(self.as_str())
            }

            fn slot_mut(&mut self) -> $crate::runtime::SlotMut<'_> {
                $crate::runtime::SlotMut::Text(self)
            }
        }

        impl $crate::runtime::Text for $name {
            fn set(&mut self, text: &::core::primitive::str) {
                *self = Self::from(text);
            }

            fn accepts(&self, _: &::core::primitive::str) -> ::core::primitive::bool {
                true
            }

            fn kind(&self) -> &'static ::core::primitive::str {
                "string"
            }

            fn known(&self) -> &'static [&'static ::core::primitive::str] {
                &[$($wire),*]
            }
        }

        $crate::runtime::macros::serde!($name);
    };
}

/// Implements an open enum of integers.
macro_rules! integer_enum {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// The number that stands in the JSON.
            #[must_use]
            pub const fn value(&self) -> ::core::primitive::i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value.0,
                }
            }
        }

        impl ::core::convert::From<::core::primitive::i64> for $name {
            fn from(value: ::core::primitive::i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::Unknown(value)),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl $crate::runtime::Wire for $name {
            fn blank() -> Self {
                Self::Unknown($crate::runtime::Unknown(0))
            }

            fn slot(&self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Integer(self.value())
            }

            fn slot_mut(&mut self) -> $crate::runtime::SlotMut<'_> {
                $crate::runtime::SlotMut::Code(self)
            }
        }

        impl $crate::runtime::Code for $name {
            fn set(&mut self, value: ::core::primitive::i64) {
                *self = Self::from(value);
            }

            fn known(&self) -> &'static [::core::primitive::i64] {
                &[$($wire),*]
            }
        }

        $crate::runtime::macros::serde!($name);
    };
}

/// Implements [`ErrorCode`](super::ErrorCode) for the enum of a method's errors.
///
/// Behind a code stand the HTTP statuses that its table gives it, and its messages that have placeholders.
macro_rules! error_code {
    ($name:ident {
        $($variant:ident => $wire:literal $($status:literal)* $(: $($template:literal)*)?),* $(,)?
    }) => {
        $crate::runtime::macros::text_variants!($name {
            $($variant => $wire,)*
            NoCode => "",
        });

        impl $crate::runtime::ErrorCode for $name {
            fn rows() -> &'static [$crate::runtime::ErrorRow] {
                &[$($crate::runtime::ErrorRow {
                    code: $wire,
                    statuses: &[$($status),*],
                    templates: &[$($($template),*)?],
                }),*]
            }

            fn from_code(code: &::core::primitive::str) -> Self {
                match code {
                    "" | "0" => Self::NoCode,
                    $(_ if code.eq_ignore_ascii_case($wire) => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::Unknown(::core::convert::From::from(code))),
                }
            }

            fn as_str(&self) -> &::core::primitive::str {
                self.as_str()
            }
        }
    };
}

/// Implements [`ErrorDetails`](super::ErrorDetails) for the enum of a method's errors.
macro_rules! error_details {
    ($name:ident for $code:ident { $($field:ident => $placeholder:literal $($list:ident)?),* $(,)? }) => {
        impl $crate::runtime::ErrorDetails for $code {
            type Details<'a> = $name<'a>;

            fn from_placeholders<'a>(
                placeholder: &dyn ::core::ops::Fn(
                    &::core::primitive::str,
                ) -> ::core::option::Option<&'a ::core::primitive::str>,
            ) -> $name<'a> {
                $name {
                    $($field: placeholder($placeholder)$(.map($crate::runtime::template::$list))?),*
                }
            }
        }
    };
}

/// `as_str` and `Display` of an enum whose variants stand for texts.
macro_rules! text_variants {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// The text that stands in the JSON.
            #[must_use]
            pub fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => text.0.as_str(),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// `Serialize` and `Deserialize` of a [`Wire`](super::Wire) type, for any format that describes itself.
macro_rules! serde {
    ($name:ty) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::serialize($crate::runtime::Wire::slot(self), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::deserialize(deserializer)
            }
        }
    };
}

pub(crate) use {
    error_code, error_details, integer_enum, record, serde, string_enum, text_variants,
};
