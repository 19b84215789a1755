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

/// Implements an open enum of strings.
macro_rules! string_enum {
    ($name:ident { $($index:literal: $variant:ident => $wire:literal),* $(,)? }) => {
        $crate::runtime::macros::text_variants!($name { $($variant => $wire),* });

        impl ::core::convert::From<&::core::primitive::str> for $name {
            #[inline]
            fn from(text: &::core::primitive::str) -> Self {
                match $crate::runtime::position(&[$($wire),*], text) {
                    $($index => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::Unknown(::core::convert::From::from(text))),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let (names, text) = (&[$(::core::stringify!($variant)),*], self.as_str());
                $crate::runtime::debug_variant(
                    f,
                    names,
                    $crate::runtime::position(&[$($wire),*], text),
                    &text,
                )
            }
        }

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn blank() -> Self {
                Self::Unknown($crate::runtime::Unknown(::std::string::String::new()))
            }

            #[inline]
            fn slot(&self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Text(self.as_str())
            }

            #[inline]
            fn slot_mut(&mut self) -> $crate::runtime::SlotMut<'_> {
                $crate::runtime::SlotMut::Text(self)
            }
        }

        impl $crate::runtime::Text for $name {
            #[inline]
            fn set(&mut self, text: &::core::primitive::str) {
                *self = Self::from(text);
            }

            #[inline]
            fn accepts(&self, _: &::core::primitive::str) -> ::core::primitive::bool {
                true
            }

            #[inline]
            fn kind(&self) -> &'static ::core::primitive::str {
                "string"
            }

            #[inline]
            fn known(&self) -> &'static [&'static ::core::primitive::str] {
                &[$($wire),*]
            }
        }

        $crate::runtime::macros::serde_if_wanted!($name);
    };
}

/// Implements an open enum of integers.
macro_rules! integer_enum {
    ($name:ident { $($index:literal: $variant:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// The number that stands in the JSON.
            #[must_use]
            #[inline]
            pub const fn value(&self) -> ::core::primitive::i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value.0,
                }
            }
        }

        impl ::core::convert::From<::core::primitive::i64> for $name {
            #[inline]
            fn from(value: ::core::primitive::i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::Unknown(value)),
                }
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                self.value() == other.value()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                state.write_i64(self.value());
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let (names, value) = (&[$(::core::stringify!($variant)),*], self.value());
                let index = match self {
                    $(Self::$variant => $index,)*
                    Self::Unknown(_) => ::core::primitive::usize::MAX,
                };
                $crate::runtime::debug_variant(f, names, index, &value)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn blank() -> Self {
                Self::Unknown($crate::runtime::Unknown(0))
            }

            #[inline]
            fn slot(&self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Integer(self.value())
            }

            #[inline]
            fn slot_mut(&mut self) -> $crate::runtime::SlotMut<'_> {
                $crate::runtime::SlotMut::Code(self)
            }
        }

        impl $crate::runtime::Code for $name {
            #[inline]
            fn set(&mut self, value: ::core::primitive::i64) {
                *self = Self::from(value);
            }

            #[inline]
            fn known(&self) -> &'static [::core::primitive::i64] {
                &[$($wire),*]
            }
        }

        $crate::runtime::macros::serde_if_wanted!($name);
    };
}

/// Implements [`ErrorCode`](super::ErrorCode) for the enum of a method's errors.
///
/// Behind a code stand the HTTP statuses that its table gives it, and its messages that have placeholders.
macro_rules! error_code {
    ($name:ident {
        $($index:literal: $variant:ident => $wire:literal $($status:literal)* $(: $($template:literal)*)?),* $(,)?
    }) => {
        $crate::runtime::macros::text_variants!($name {
            $($variant => $wire,)*
            NoCode => "",
        });

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let (names, code) = (&[$(::core::stringify!($variant)),*], self.as_str());
                $crate::runtime::debug_code(f, names, <Self as $crate::runtime::ErrorCode>::rows(), code)
            }
        }

        impl $crate::runtime::ErrorCode for $name {
            #[inline]
            fn rows() -> &'static [$crate::runtime::ErrorRow] {
                &[$($crate::runtime::ErrorRow {
                    code: $wire,
                    statuses: &[$($status),*],
                    templates: &[$($($template),*)?],
                }),*]
            }

            #[inline]
            fn from_code(code: &::core::primitive::str) -> Self {
                match $crate::runtime::code_position(Self::rows(), code) {
                    $($index => Self::$variant,)*
                    $crate::runtime::NO_CODE => Self::NoCode,
                    _ => Self::Unknown($crate::runtime::Unknown(::core::convert::From::from(code))),
                }
            }

            #[inline]
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

            #[inline]
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

/// `as_str`, `Display` and equality of an enum whose variants stand for texts. Derives of the standard library would be several times
/// as much to compile.
macro_rules! text_variants {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// The text that stands in the JSON.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => text.0.as_str(),
                }
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// `Serialize` and `Deserialize` of a type of the API, if they are wanted: their two generic functions for each type are a seventh of
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

pub(crate) use {
    error_code, error_details, integer_enum, record, serde, serde_if_wanted, string_enum,
    text_variants,
};
