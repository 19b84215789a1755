//! What a list takes besides its parameters: a filter, an order.

/// Implements a filter: a method for each field, and the operators that the list knows, with their spellings where the list has
/// its own. The kind says how conditions stand together: `flat` beside each other, `groups` with groups of them, `triples` as in
/// REST 3; `open` is a list with fields that only the portal knows. Behind the name stand the conditions that the list demands, each
/// with its operator; in brackets behind a field the [`Notation`](crate::record::Notation) of its booleans.
///
/// ```
/// use bitrix24_core::filter::{eq, gt, ne};
/// use bitrix24_core::{macros::filter, runtime::Conditions};
///
/// #[derive(Clone, PartialEq)]
/// struct ListFilter(Conditions);
///
/// filter! {
///     ListFilter(kind: String => "=" "KIND", open: bool => "" "OPEN" [Flag]) {
///         operators: Eq Ne("!") Gt,
///         flat open,
///         id: i64 => "ID",
///         active: bool => "ACTIVE" [Flag],
///     }
/// }
///
/// let filter = ListFilter::new("box", true).id(gt(7)).active(ne(true)).field("UF_SIZE", eq("L"));
/// assert_eq!(
///     serde_json::to_string(&filter)?,
///     r#"{"!ACTIVE":"Y","=KIND":"box","=UF_SIZE":"L",">ID":7,"OPEN":"Y"}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __filter {
    ($name:ident $(($($demanded:ident: $demanded_type:ty => $operator_of:literal $demanded_wire:literal $([$demanded_notation:ident])?),+ $(,)?))? {
        operators: $($operator:ident $(($spelling:literal))?)*,
        $kind:ident $($open:ident)?
        $(, $field:ident: $type:ty => $wire:literal $([$notation:ident])?)* $(,)?
    }) => {
        $crate::runtime::macros::filter_new!($name $kind $($(, $demanded: $demanded_type => $operator_of $demanded_wire $([$demanded_notation])?)+)?);

        impl $name {
            $(
                #[doc = ::core::concat!("Adds a condition on `", ::core::stringify!($field), "`.")]
                #[must_use]
                pub fn $field<O>(mut self, condition: $crate::filter::Condition<$type, O>) -> Self
                where
                    O: $crate::filter::Operator,
                    Self: $crate::filter::Supports<O>,
                {
                    $(let condition = condition.notation($crate::runtime::Notation::$notation);)?
                    let operator = <Self as $crate::filter::Supports<O>>::SPELLING;
                    $crate::runtime::macros::filter_kind!($kind self.0, operator, $wire, condition);
                    self
                }
            )*

            $(
                #[doc = $crate::runtime::macros::portal!($open)]
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
                    let condition = condition.notation($crate::runtime::Notation::Bit);
                    let operator = <Self as $crate::filter::Supports<O>>::SPELLING;
                    $crate::runtime::macros::filter_kind!($kind self.0, operator, name, condition);
                    self
                }
            )?
        }

        $crate::runtime::macros::filter_kind!($kind $name);

        $(impl $crate::filter::Supports<$crate::filter::op::$operator> for $name {
            $(const SPELLING: &'static ::core::primitive::str = $spelling;)?
        })*

        $crate::runtime::macros::wrapped!($name);
    };
}

/// The constructors of a filter.
#[doc(hidden)]
#[macro_export]
macro_rules! __filter_new {
    ($name:ident $kind:ident) => {
        impl $name {
            /// A filter without conditions: every row passes.
            #[must_use]
            #[inline]
            pub fn new() -> Self {
                $crate::runtime::Wire::blank()
            }
        }

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }
    };
    ($name:ident $kind:ident $(, $field:ident: $type:ty => $operator:literal $wire:literal $([$notation:ident])?)+) => {
        impl $name {
            /// A filter with the conditions that the list demands: these fields equal these values.
            #[must_use]
            pub fn new($($field: impl ::core::convert::Into<$type>),+) -> Self {
                let mut filter = Self::nested();
                $($crate::runtime::macros::filter_kind!(
                    $kind filter.0, $operator, $wire,
                    $crate::filter::eq::<$type>($field)$(.notation($crate::runtime::Notation::$notation))?
                );)+
                filter
            }

            /// The conditions of a group, without those that the list demands: they stand in the filter around it.
            #[must_use]
            #[inline]
            pub fn nested() -> Self {
                $crate::runtime::Wire::blank()
            }
        }
    };
}

/// How a kind of filter adds a condition, and the methods that only this kind has.
#[doc(hidden)]
#[macro_export]
macro_rules! __filter_kind {
    (flat $self:expr, $operator:expr, $wire:expr, $condition:expr) => {
        $self.add($operator, $wire, $condition, false)
    };
    (groups $self:expr, $operator:expr, $wire:expr, $condition:expr) => {
        $self.add($operator, $wire, $condition, true)
    };
    (triples $self:expr, $operator:expr, $wire:expr, $condition:expr) => {
        $self.add($operator, $wire, $condition)
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

/// Implements an order, a `struct ListOrder(Order)` of the crate's own [`Order`](crate::Order): a method for each field, and one for any
/// other.
#[doc(hidden)]
#[macro_export]
macro_rules! __order {
    ($name:ident { $($field:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// No order: the rows come as they come.
            #[must_use]
            #[inline]
            pub fn new() -> Self {
                $crate::runtime::Wire::blank()
            }

            $(
                #[doc = ::core::concat!("Sorts by `", ::core::stringify!($field), "`, after those that were named before.")]
                #[must_use]
                pub fn $field(mut self, direction: $crate::Direction) -> Self {
                    self.0.add($wire, direction);
                    self
                }
            )*

            /// Sorts by a field by its name, such as one that only the portal knows: `UF_CRM_1700000000`.
            #[must_use]
            #[inline]
            pub fn field(mut self, name: &::core::primitive::str, direction: $crate::Direction) -> Self {
                self.0.add(name, direction);
                self
            }
        }

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }

        $crate::runtime::macros::wrapped!($name);
    };
}

/// What the method `field` of a filter does.
#[doc(hidden)]
#[macro_export]
macro_rules! __portal {
    (open) => {
        "Adds a condition on a field that only the portal knows, by its full name: `UF_CRM_1700000000`."
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
                Self($crate::runtime::Wire::blank())
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
