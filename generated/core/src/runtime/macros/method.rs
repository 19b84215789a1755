//! What the crate knows about a method, and about the pages of its list.

/// Implements [`Method`](crate::Method) for a request. Of several `scopes` one is enough; `all ["a", "b"]` are needed together, and what
/// a parameter decides follows as `also "text"`. What is as usual is not listed: `version: V3`, `context: Application`,
/// `unwrap: "key"`, `envelope: false`, `batch: false`, `any_of: [["A", "B"]]` may follow, in this order.
#[doc(hidden)]
#[macro_export]
macro_rules! __method {
    ($request:ident {
        name: $name:literal,
        scopes: $($all:ident)? [$($scope:literal),*] $(also $also:literal)?,
        effect: $effect:ident,
        output: $output:ty,
        error: $error:ty
        $(, version: $version:ident)?
        $(, context: $context:ident)?
        $(, unwrap: $key:literal)?
        $(, envelope: $envelope:literal)?
        $(, batch: $batch:literal)?
        $(, any_of: [$([$($one:literal),*]),*])? $(,)?
    }) => {
        impl $crate::runtime::Method for $request {
            const NAME: &'static ::core::primitive::str = $name;
            const SCOPES: $crate::runtime::Scopes = $crate::runtime::Scopes::Any(&[$($scope),*])$(.$all())?$(.also($also))?;
            const EFFECT: $crate::runtime::Effect = $crate::runtime::Effect::$effect;
            $(const VERSION: $crate::runtime::Version = $crate::runtime::Version::$version;)?
            $(const CONTEXT: $crate::runtime::Context = $crate::runtime::Context::$context;)?
            $(const UNWRAP: ::core::option::Option<&'static ::core::primitive::str> = ::core::option::Option::Some($key);)?
            $(const ENVELOPE: ::core::primitive::bool = $envelope;)?
            $(const BATCH: ::core::primitive::bool = $batch;)?
            $(const ANY_OF: &'static [&'static [&'static ::core::primitive::str]] = &[$(&[$($one),*]),*];)?
            type Output = $output;
            type Error = $error;
        }
    };
}

/// Implements [`Paged`](crate::Paged) for a request; [`Walkable`](crate::Walkable) too where the list can be walked by an identifier. The
/// rows are the output, or stand in a field of it, which may be `optional`. A `walk` has the identifier, and what is not as usual of a
/// [`Walk`](crate::Walk).
///
/// ```
/// use bitrix24_core::{Paged, Paging, SystemCode, macros};
///
/// struct List {
///     start: Option<i64>,
/// }
///
/// macros::record! { List { 0: start => "start" } }
///
/// macros::method! {
///     List { name: "my.list", scopes: [], effect: Read, output: Vec<i64>, error: SystemCode }
/// }
///
/// macros::paged! {
///     List {
///         paging: Start { param: "start" },
///         size: 50,
///         item: i64,
///     }
/// }
///
/// assert!(matches!(List::PAGING, Paging::Start { size: 50, .. }));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __paged {
    ($request:ident {
        paging: $style:ident { $($key:ident: $text:literal),* },
        size: $size:literal,
        item: $item:ty
        $(, turn: $turn:path)?
        $(, rows: $field:ident => $wire:literal $($optional:ident)?)?
        $(, walk: { id: $id:literal $(, $part:ident: $name:literal)* })? $(,)?
    }) => {
        impl $crate::runtime::Paged for $request {
            const PAGING: $crate::runtime::Paging = $crate::runtime::macros::paging!(
                $style { $($key: $text),* } $size $($id $($part: $name),*)?
            );
            $(const ROWS: &'static ::core::primitive::str = $wire;)?
            type Item = $item;

            fn items(output: &Self::Output) -> &[Self::Item] {
                $crate::runtime::macros::rows!(&output $($field $($optional)?)?)
            }

            fn into_items(output: Self::Output) -> ::std::vec::Vec<Self::Item> {
                $crate::runtime::macros::rows!(output $($field $($optional)?)?)
            }

            $(fn turn_page(&mut self, output: &Self::Output) -> ::core::primitive::bool {
                $turn(self, output)
            })?
        }

        $($crate::runtime::macros::walkable!($request $id);)?
    };
}

/// A [`Paging`](crate::Paging); all styles of it but one say how to walk.
#[doc(hidden)]
#[macro_export]
macro_rules! __paging {
    (Cursor { $($key:ident: $text:literal),* } $size:literal) => {
        $crate::runtime::Paging::Cursor { $($key: $text,)* size: $size, more: () }
    };
    (Own {} $size:literal) => {
        $crate::runtime::Paging::Own { size: $size, more: () }
    };
    ($style:ident { $($key:ident: $text:literal),* } $size:literal $($id:literal $($part:ident: $name:literal),*)?) => {
        $crate::runtime::Paging::$style {
            $($key: $text,)*
            size: $size,
            walk: $crate::runtime::macros::walk!($($id $($part: $name),*)?),
            more: (),
        }
    };
}

/// How to walk a list, if it can be.
#[doc(hidden)]
#[macro_export]
macro_rules! __walk {
    () => {
        ::core::option::Option::None
    };
    ($id:literal $($part:ident: $name:literal),*) => {
        ::core::option::Option::Some($crate::runtime::Walk::new($id)$(.$part($name))*)
    };
}

/// Where the rows are in an output.
#[doc(hidden)]
#[macro_export]
macro_rules! __rows {
    (&$output:ident) => {
        $output
    };
    (&$output:ident $field:ident) => {
        &$output.$field
    };
    (&$output:ident $field:ident optional) => {
        $output.$field.as_deref().unwrap_or_default()
    };
    ($output:ident) => {
        $output
    };
    ($output:ident $field:ident) => {
        $output.$field
    };
    ($output:ident $field:ident optional) => {
        $output.$field.unwrap_or_default()
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __walkable {
    ($request:ident $id:literal) => {
        impl $crate::runtime::Walkable for $request {}
    };
}
