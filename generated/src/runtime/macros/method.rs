//! What the crate knows about a method, and about the pages of its list.

/// Implements [`Method`](super::super::Method) for a request. What is as usual is not listed.
macro_rules! method {
    ($request:ident {
        name: $name:literal,
        scopes: [$($scope:literal),*],
        effect: $effect:ident,
        output: $output:ty,
        error: $error:ty
        $(, version: $version:ident)?
        $(, context: $context:ident)?
        $(, unwrap: $key:literal)?
        $(, batch: $batch:literal)? $(,)?
    }) => {
        impl $crate::runtime::Method for $request {
            const NAME: &'static ::core::primitive::str = $name;
            const SCOPES: &'static [&'static ::core::primitive::str] = &[$($scope),*];
            const EFFECT: $crate::runtime::Effect = $crate::runtime::Effect::$effect;
            $(const VERSION: $crate::runtime::Version = $crate::runtime::Version::$version;)?
            $(const CONTEXT: $crate::runtime::Context = $crate::runtime::Context::$context;)?
            $(const UNWRAP: ::core::option::Option<&'static ::core::primitive::str> = ::core::option::Option::Some($key);)?
            $(const BATCH: ::core::primitive::bool = $batch;)?
            type Output = $output;
            type Error = $error;
        }
    };
}

/// Implements [`Paged`](super::super::Paged) for a request; [`Walkable`](super::super::Walkable) too where the list can be walked by
/// an identifier. The rows are the output, or stand in a field of it, which may be `optional`.
macro_rules! paged {
    ($request:ident {
        paging: $style:ident { $($key:ident: $text:literal),* },
        size: $size:literal,
        item: $item:ty
        $(, rows: $field:ident => $wire:literal $($optional:ident)?)?
        $(, walk: $($walk:literal)*)? $(,)?
    }) => {
        impl $crate::runtime::Paged for $request {
            const PAGING: $crate::runtime::Paging = $crate::runtime::macros::paging!(
                $style { $($key: $text),* } $size $(walk $($walk)*)?
            );
            $(const ROWS: &'static ::core::primitive::str = $wire;)?
            type Item = $item;

            fn items(output: &Self::Output) -> &[Self::Item] {
                $crate::runtime::macros::rows!(&output $($field $($optional)?)?)
            }

            fn into_items(output: Self::Output) -> ::std::vec::Vec<Self::Item> {
                $crate::runtime::macros::rows!(output $($field $($optional)?)?)
            }
        }

        $($crate::runtime::macros::walkable!($request $($walk)*);)?
    };
}

/// A [`Paging`](super::super::Paging); only one style of it says how to walk.
macro_rules! paging {
    (Start { $($key:ident: $text:literal),* } $size:literal walk $($walk:literal)*) => {
        $crate::runtime::Paging::Start {
            $($key: $text,)*
            walk: ::core::option::Option::Some($crate::runtime::Walk::new($($walk),*)),
            size: $size,
        }
    };
    (Start { $($key:ident: $text:literal),* } $size:literal) => {
        $crate::runtime::Paging::Start { $($key: $text,)* walk: ::core::option::Option::None, size: $size }
    };
    ($style:ident { $($key:ident: $text:literal),* } $size:literal) => {
        $crate::runtime::Paging::$style { $($key: $text,)* size: $size }
    };
}

/// Where the rows are in an output.
macro_rules! rows {
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

macro_rules! walkable {
    ($request:ident $($walk:literal)*) => {
        impl $crate::runtime::Walkable for $request {}
    };
}

pub(crate) use {method, paged, paging, rows, walkable};
