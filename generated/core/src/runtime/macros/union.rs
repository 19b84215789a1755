//! Values of one of several shapes.

/// Implements a union: a variant for each shape, with the kinds of JSON values that mean it, and a type that becomes it
/// besides its own. The first is the blank one.
///
/// ```
/// use bitrix24_core::macros::union;
///
/// #[derive(Clone, Debug, PartialEq)]
/// enum Value {
///     Text(String),
///     List(Vec<String>),
/// }
///
/// union! {
///     Value {
///         kinds: "string or array",
///         Text: String, from &str => Number String,
///         List: Vec<String> => Array,
///     }
/// }
///
/// assert_eq!(serde_json::from_str::<Value>("7")?, Value::from("7"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident {
        kinds: $kinds:literal,
        $first:ident: $first_type:ty $(, from $first_from:ty)? => $($first_kind:ident)*
        $(, $variant:ident: $type:ty $(, from $from:ty)? => $($kind:ident)*)* $(,)?
    }) => {
        impl $crate::runtime::Wire for $name {
            #[inline]
            fn blank() -> Self {
                Self::$first($crate::runtime::Wire::blank())
            }

            #[inline]
            fn slot(&self) -> $crate::runtime::Slot<'_> {
                match self {
                    Self::$first(value) => $crate::runtime::Wire::slot(value),
                    $(Self::$variant(value) => $crate::runtime::Wire::slot(value),)*
                }
            }

            #[inline]
            fn slot_mut(&mut self) -> $crate::runtime::SlotMut<'_> {
                $crate::runtime::SlotMut::Union(self)
            }
        }

        impl $crate::runtime::Union for $name {
            #[inline]
            fn pick(
                &mut self,
                kind: $crate::runtime::Kind,
            ) -> ::core::option::Option<$crate::runtime::SlotMut<'_>> {
                *self = match kind {
                    $($crate::runtime::Kind::$first_kind => Self::$first($crate::runtime::Wire::blank()),)*
                    $($($crate::runtime::Kind::$kind => Self::$variant($crate::runtime::Wire::blank()),)*)*
                    #[allow(unreachable_patterns)]
                    _ => return ::core::option::Option::None,
                };
                ::core::option::Option::Some(match self {
                    Self::$first(value) => $crate::runtime::Wire::slot_mut(value),
                    $(Self::$variant(value) => $crate::runtime::Wire::slot_mut(value),)*
                })
            }

            #[inline]
            fn kinds(&self) -> &'static ::core::primitive::str {
                $kinds
            }
        }

        impl ::core::convert::From<$first_type> for $name {
            #[inline]
            fn from(value: $first_type) -> Self {
                Self::$first(value)
            }
        }

        $(impl ::core::convert::From<$type> for $name {
            #[inline]
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        })*

        $(impl ::core::convert::From<$first_from> for $name {
            #[inline]
            fn from(value: $first_from) -> Self {
                Self::$first(value.into())
            }
        })?

        $($(impl ::core::convert::From<$from> for $name {
            #[inline]
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        })?)*

        $crate::runtime::macros::serde_if_wanted!($name);
    };
}
