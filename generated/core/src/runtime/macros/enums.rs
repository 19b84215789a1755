//! Open enums: of strings, of integers, of error codes.

/// Implements an open enum of strings.
///
/// ```
/// use bitrix24_core::{Unknown, macros::string_enum};
///
/// #[derive(Clone)]
/// enum Color {
///     Red,
///     Unknown(Unknown<String>),
/// }
///
/// string_enum! {
///     Color {
///         0: Red => "red",
///     }
/// }
///
/// assert!(matches!(Color::from("red"), Color::Red));
/// assert_eq!(Color::from("blue").as_str(), "blue");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __string_enum {
    ($name:ident { $($index:literal: $variant:ident => $wire:literal),* $(,)? }) => {
        $crate::runtime::macros::text_variants!($name { $($variant => $wire),* });

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::convert::From<&::core::primitive::str> for $name {
            #[inline]
            fn from(text: &::core::primitive::str) -> Self {
                match $crate::runtime::position(&[$($wire),*], text) {
                    $($index => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::keep(::core::convert::From::from(text))),
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
                Self::Unknown($crate::runtime::keep(::std::string::String::new()))
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
            fn known(&self) -> &'static [&'static ::core::primitive::str] {
                &[$($wire),*]
            }
        }

        $crate::runtime::macros::serde_if_wanted!($name);
    };
}

/// Implements an open enum of integers: as [`string_enum!`](crate::macros::string_enum), with an `Unknown(Unknown<i64>)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __integer_enum {
    ($name:ident { $($index:literal: $variant:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// The number that stands in the JSON.
            #[must_use]
            #[inline]
            pub const fn value(&self) -> ::core::primitive::i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => *$crate::runtime::kept(value),
                }
            }
        }

        impl ::core::convert::From<::core::primitive::i64> for $name {
            #[inline]
            fn from(value: ::core::primitive::i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::keep(value)),
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
                Self::Unknown($crate::runtime::keep(0))
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

/// Implements [`ErrorCode`](crate::ErrorCode) for the enum of a method's errors.
///
/// Behind the code of a variant stand its rows, in brackets: the HTTP status; the message, with `#NAME#` for what varies; `Fixed`
/// if it is the same on every portal, `Told` if not the code alone but the message, or else a field, decides the variant; the
/// fields that REST 3 names. Whatever is not known is left out. What follows `NoCode` are the rows without a code.
///
/// ```
/// use bitrix24_core::{ErrorCode, Unknown, macros::error_code};
///
/// #[derive(Clone)]
/// enum GetError {
///     NotFound,
///     TitleMissing,
///     Invalid,
///     NoCode,
///     Unknown(Unknown<String>),
/// }
///
/// error_code! {
///     GetError {
///         0: NotFound => "NOT_FOUND" [404],
///         1: TitleMissing => "100" [400; "Title is missing."; Fixed Told],
///         2: Invalid => "100" [400; "Field #NAME# is invalid."],
///         NoCode [],
///     }
/// }
///
/// assert_eq!(GetError::from_code("not_found"), GetError::NotFound);
/// assert_eq!(GetError::from_code("100"), GetError::Invalid);
/// assert_eq!(GetError::from_code(""), GetError::NoCode);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __error_code {
    ($name:ident {
        $($index:literal: $variant:ident => $wire:literal $([
            $($status:literal)? $(; $($message:literal)? $(; $($fact:ident)* $(; $($field:literal)*)?)?)?
        ])+,)*
        $(NoCode $([$($no_status:literal)? $(; $($no_message:literal)? $(; $($no_fact:ident)*)?)?])+ $(,)?)?
    }) => {
        impl $name {
            /// The code, as the table or else the server spells it; empty for an error without a code.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &::core::primitive::str {
                $crate::runtime::ErrorCode::as_str(self)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                $crate::runtime::same_code(self, other)
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::runtime::hash_code(self, state);
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::runtime::display_code(f, self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::runtime::debug_code(self, &[$(::core::stringify!($variant)),*], f)
            }
        }

        impl $crate::runtime::ErrorCode for $name {
            #[inline]
            fn rows() -> &'static [$crate::runtime::ErrorRow] {
                &[
                    $($($crate::runtime::ErrorRow {
                        code: $wire,
                        variant: $index,
                        statuses: &[$($status)?],
                        messages: &[$($($message)?)?],
                        facts: &[$($($($crate::runtime::ErrorFact::$fact),*)?)?],
                        fields: &[$($($($($field),*)?)?)?],
                        more: (),
                    },)+)*
                    $($($crate::runtime::ErrorRow {
                        code: "",
                        variant: $crate::runtime::NO_CODE,
                        statuses: &[$($no_status)?],
                        messages: &[$($($no_message)?)?],
                        facts: &[$($($($crate::runtime::ErrorFact::$no_fact),*)?)?],
                        fields: &[],
                        more: (),
                    },)+)?
                ]
            }

            #[inline]
            fn from_variant(variant: ::core::primitive::usize, code: &::core::primitive::str) -> Self {
                match variant {
                    $($index => Self::$variant,)*
                    $crate::runtime::NO_CODE => Self::NoCode,
                    _ => Self::Unknown($crate::runtime::keep(::core::convert::From::from(code))),
                }
            }

            #[inline]
            fn known(&self) -> ::core::result::Result<::core::primitive::usize, &::core::primitive::str> {
                ::core::result::Result::Ok(match self {
                    $(Self::$variant => $index,)*
                    Self::NoCode => $crate::runtime::NO_CODE,
                    Self::Unknown(code) => return ::core::result::Result::Err($crate::runtime::kept(code).as_str()),
                })
            }
        }
    };
}

/// Implements [`ErrorDetails`](crate::ErrorDetails) for the enum of a method's errors: a row for each placeholder of its messages, with
/// the field of a struct of `Option<&str>` that takes it; behind a `list`, of `Option<Vec<&str>>`.
#[doc(hidden)]
#[macro_export]
macro_rules! __error_details {
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

/// `as_str` and equality of an enum whose variants stand for texts. Derives of the standard library would be several times
/// as much to compile.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_variants {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// The text that stands in the JSON.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => $crate::runtime::kept(text).as_str(),
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
    };
}
