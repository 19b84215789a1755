//! What a list takes besides its parameters: a filter, an order.

/// Implements a filter: a method for each field, and the operators that the list knows. The kind says how conditions
/// stand together: `flat` beside each other, `groups` with groups of them, `triples` as in REST 3; `open` is a list with
/// fields that only the portal knows.
///
/// ```
/// use bitrix24_core::filter::{eq, gt};
/// use bitrix24_core::{macros::filter, runtime::Conditions};
///
/// #[derive(Clone, Default)]
/// struct ListFilter(Conditions);
///
/// filter! {
///     ListFilter {
///         operators: Eq Gt,
///         flat open,
///         id: i64 => "ID",
///     }
/// }
///
/// let filter = ListFilter::new().id(gt(7)).field("UF_SIZE", eq("L"));
/// assert_eq!(serde_json::to_string(&filter)?, r#"{"=UF_SIZE":"L",">ID":7}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __filter {
    ($name:ident {
        operators: $($operator:ident)*,
        $kind:ident $($open:ident)?
        $(, $field:ident: $type:ty => $wire:literal)* $(,)?
    }) => {
        impl $name {
            /// A filter without conditions: every row passes.
            #[must_use]
            #[inline]
            pub fn new() -> Self {
                ::core::default::Default::default()
            }

            $(
                #[doc = ::core::concat!("Adds a condition on `", ::core::stringify!($field), "`.")]
                #[must_use]
                pub fn $field<O>(mut self, condition: $crate::filter::Condition<$type, O>) -> Self
                where
                    O: $crate::filter::Operator,
                    Self: $crate::filter::Supports<O>,
                {
                    $crate::runtime::macros::filter_kind!($kind self.0, $wire, condition);
                    self
                }
            )*

            $(
                #[doc = $crate::runtime::macros::portal!($open "Adds a condition on")]
                #[must_use]
                #[inline]
                pub fn field<O>(
                    mut self,
                    name: &::core::primitive::str,
                    condition: $crate::filter::Condition<$crate::Scalar, O>,
                ) -> Self
                where
                    O: $crate::filter::Operator,
                    Self: $crate::filter::Supports<O>,
                {
                    $crate::runtime::macros::filter_kind!($kind self.0, name, condition);
                    self
                }
            )?
        }

        $crate::runtime::macros::filter_kind!($kind $name);

        $(impl $crate::filter::Supports<$crate::filter::op::$operator> for $name {})*

        $crate::runtime::macros::wrapped!($name);
    };
}

/// How a kind of filter adds a condition, and the methods that only this kind has.
#[doc(hidden)]
#[macro_export]
macro_rules! __filter_kind {
    (flat $self:expr, $wire:expr, $condition:ident) => {
        $self.add($wire, $condition, false)
    };
    (groups $self:expr, $wire:expr, $condition:ident) => {
        $self.add($wire, $condition, true)
    };
    (triples $self:expr, $wire:expr, $condition:ident) => {
        $self.add($wire, $condition)
    };
    (flat $name:ident) => {};
    (groups $name:ident) => {
        impl $name {
            /// Adds a group of conditions: all of them must hold, or at least one, as its own `logic` says.
            #[must_use]
            #[inline]
            pub fn group(mut self, group: Self) -> Self {
                self.0.group(group.0);
                self
            }

            /// Says whether all conditions must hold, as they must by default, or at least one.
            #[must_use]
            #[inline]
            pub fn logic(mut self, logic: $crate::filter::Logic) -> Self {
                self.0.logic(logic);
                self
            }
        }
    };
    (triples $name:ident) => {
        impl $name {
            /// Adds a group of conditions: all of them must hold, or at least one.
            #[must_use]
            #[inline]
            pub fn group(mut self, logic: $crate::filter::Logic, group: Self) -> Self {
                self.0.group(logic, group.0);
                self
            }
        }
    };
}

/// Implements an order, a `struct ListOrder(Order)` of the crate's own [`Order`](crate::Order): a method for each field; `open` is a list
/// with fields that only the portal knows.
#[doc(hidden)]
#[macro_export]
macro_rules! __order {
    ($name:ident $($open:ident)? { $($field:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// No order: the rows come as they come.
            #[must_use]
            #[inline]
            pub fn new() -> Self {
                ::core::default::Default::default()
            }

            $(
                #[doc = ::core::concat!("Sorts by `", ::core::stringify!($field), "`, after those that were named before.")]
                #[must_use]
                pub fn $field(mut self, direction: $crate::Direction) -> Self {
                    self.0.add($wire, direction);
                    self
                }
            )*

            $(
                #[doc = $crate::runtime::macros::portal!($open "Sorts by")]
                #[must_use]
                #[inline]
                pub fn field(mut self, name: &::core::primitive::str, direction: $crate::Direction) -> Self {
                    self.0.add(name, direction);
                    self
                }
            )?
        }

        $crate::runtime::macros::wrapped!($name);
    };
}

/// What the method `field` of a list does.
#[doc(hidden)]
#[macro_export]
macro_rules! __portal {
    (open $does:literal) => {
        ::core::concat!(
            $does,
            " a field that only the portal knows, by its full name: `UF_CRM_1700000000`."
        )
    };
}

/// Implements [`Wire`](crate::record::Wire), and what rests on it, for a newtype.
#[doc(hidden)]
#[macro_export]
macro_rules! __wrapped {
    ($name:ident) => {
        impl $crate::runtime::Wire for $name {
            #[inline]
            fn blank() -> Self {
                ::core::default::Default::default()
            }

            #[inline]
            fn slot(&self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Wire::slot(&self.0)
            }

            #[inline]
            fn slot_mut(&mut self) -> $crate::runtime::SlotMut<'_> {
                $crate::runtime::Wire::slot_mut(&mut self.0)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&$crate::runtime::Wire::slot(self), f)
            }
        }

        $crate::runtime::macros::serde_if_wanted!($name);
    };
}
