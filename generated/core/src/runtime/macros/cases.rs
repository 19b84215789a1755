//! Objects whose fields depend on the value of another field.

/// Implements an enum of such an object: a variant for each struct that it may be, called like the struct, with the values of the
/// other field that mean it. `Other` keeps what means none of them. The row of the field says `by`.
///
/// ```
/// use bitrix24_core::macros::{cases, record};
///
/// struct Field {
///     kind: String,
///     settings: Option<Settings>,
/// }
///
/// #[derive(Clone, Debug, PartialEq)]
/// enum Settings {
///     Lines(Lines),
///     Other(serde_json::Value),
/// }
///
/// struct Lines {
///     rows: Option<i64>,
/// }
///
/// record! { Lines { 0: rows => "ROWS" } }
///
/// cases! {
///     Settings by "TYPE" {
///         Lines: Lines => "string" "text",
///     }
/// }
///
/// record! {
///     Field {
///         0: kind => "TYPE" required,
///         1: settings => "SETTINGS": by(Settings::BY),
///     }
/// }
///
/// let field: Field = serde_json::from_str(r#"{"SETTINGS":{"ROWS":"5"},"TYPE":"text"}"#)?;
/// assert_eq!(field.settings, Some(Lines { rows: Some(5) }.into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __cases {
    ($name:ident by $by:literal {
        $($variant:ident: $type:ty => $($value:literal)*),* $(,)?
    }) => {
        impl $name {
            #[doc(hidden)]
            #[allow(unreachable_pub)]
            pub const BY: &'static $crate::runtime::By = &$crate::runtime::By {
                field: $by,
                cases: &[$((::core::stringify!($variant), &[$($value),*])),*],
            };
        }

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn blank() -> Self {
                Self::Other($crate::runtime::Wire::blank())
            }

            #[inline]
            fn slot(&self) -> $crate::runtime::Slot<'_> {
                match self {
                    $(Self::$variant(value) => $crate::runtime::Wire::slot(value),)*
                    Self::Other(value) => $crate::runtime::Wire::slot(value),
                }
            }

            #[inline]
            fn slot_mut(&mut self) -> $crate::runtime::SlotMut<'_> {
                $crate::runtime::SlotMut::Cases(self)
            }
        }

        impl $crate::runtime::Cases for $name {
            #[inline]
            fn pick(&mut self, case: ::core::option::Option<&::core::primitive::str>) -> $crate::runtime::SlotMut<'_> {
                *self = match case {
                    $(::core::option::Option::Some(::core::stringify!($variant)) => {
                        Self::$variant($crate::runtime::Wire::blank())
                    })*
                    _ => $crate::runtime::Wire::blank(),
                };
                match self {
                    $(Self::$variant(value) => $crate::runtime::Wire::slot_mut(value),)*
                    Self::Other(value) => $crate::runtime::Wire::slot_mut(value),
                }
            }
        }

        $(impl ::core::convert::From<$type> for $name {
            #[inline]
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        })*

        $crate::runtime::macros::serde_if_wanted!($name);
    };
}
