//! Ids: one type for each kind of thing, so that the id of a source is not passed for the id of a dataset.

/// Implements an integer id, a `struct Id(i64)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __integer_id {
    ($name:ident $({ $(from $narrow:path,)+ })?) => {
        impl $name {
            /// The number.
            #[must_use]
            #[inline]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl ::core::convert::From<i32> for $name {
            #[inline]
            fn from(id: i32) -> Self {
                Self(::core::convert::From::from(id))
            }
        }

        impl ::core::convert::From<u32> for $name {
            #[inline]
            fn from(id: u32) -> Self {
                Self(::core::convert::From::from(id))
            }
        }

        impl ::core::convert::From<$name> for i64 {
            #[inline]
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;

            #[inline]
            fn from_str(text: &::core::primitive::str) -> ::core::result::Result<Self, Self::Err> {
                ::core::str::FromStr::from_str(text).map(Self)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn blank() -> Self {
                Self(0)
            }

            #[inline]
            fn slot(&self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Integer(self.0)
            }

            #[inline]
            fn slot_mut(&mut self) -> $crate::runtime::SlotMut<'_> {
                $crate::runtime::SlotMut::Integer(&mut self.0)
            }
        }

        $($(
            impl ::core::convert::From<$narrow> for $name {
                #[inline]
                fn from(id: $narrow) -> Self {
                    Self(id.get())
                }
            }
        )+)?

        $crate::runtime::macros::serde_if_wanted!($name);
    };
}

/// Implements a string id, a `struct Id(String)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __string_id {
    ($name:ident $({ $(from $narrow:path,)+ })?) => {
        impl $name {
            /// The text.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &::core::primitive::str {
                &self.0
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(id: ::std::string::String) -> Self {
                Self(id)
            }
        }

        impl ::core::convert::From<&::core::primitive::str> for $name {
            #[inline]
            fn from(id: &::core::primitive::str) -> Self {
                Self(::core::convert::From::from(id))
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            #[inline]
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn blank() -> Self {
                Self(::std::string::String::new())
            }

            #[inline]
            fn slot(&self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Text(&self.0)
            }

            #[inline]
            fn slot_mut(&mut self) -> $crate::runtime::SlotMut<'_> {
                $crate::runtime::SlotMut::Text(self)
            }
        }

        impl $crate::runtime::Text for $name {
            #[inline]
            fn set(&mut self, text: &::core::primitive::str) {
                self.0 = ::core::convert::From::from(text);
            }

            #[inline]
            fn accepts(&self, text: &::core::primitive::str) -> ::core::primitive::bool {
                !text.is_empty()
            }

            #[inline]
            fn kind(&self) -> &'static ::core::primitive::str {
                "id"
            }
        }

        $($(
            impl ::core::convert::From<$narrow> for $name {
                #[inline]
                fn from(id: $narrow) -> Self {
                    Self(::core::convert::From::from(id))
                }
            }
        )+)?

        $crate::runtime::macros::serde_if_wanted!($name);
    };
}
