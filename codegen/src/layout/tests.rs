//! Whether what is laid out here is laid out as by prettyplease: shapes with names of every length, so that each part of
//! them meets the margin, and shapes that must be left to it. What the generator writes is compared by the property test.

use super::tokens::{Flat, flat};
use super::{by_prettyplease, layout, shapes};

/// `N` is a name, `T` a type, `S` the inside of a string.
const KNOWN: &[&str] = &[
    "#![doc = \" S\"] #![doc = \"\"] mod N; pub mod N;",
    "#[cfg(feature = \"S\")] pub mod N; #[cfg(any(feature = \"S\", feature = \"b\"))] mod N;",
    "pub use self::N::{N, B, C, D, E, F, G, H}; pub use a::{N}; use N as B;",
    "#[doc = \" \\\"S\\\" \\\\ '  \"] #[deprecated = \"S\"] #[non_exhaustive] pub struct N { #[doc = \"\"] pub N: T, b: T }",
    "pub struct N {} #[derive(Clone, N, PartialEq)] pub struct N(T); pub struct N<'a> { a: &'a str }",
    "pub enum N { #[doc = \" S\"] N, B(T), N(crate::Unknown<T>), }",
    "impl N { #[must_use] pub fn N(N: T, b: T) -> Self { Self { N, b: N.into(), c: N } } }",
    "impl N { pub fn N() -> Self { Self {} } fn n(mut self, N: impl Into<T>) -> [T] { self.n = N; self } }",
    "impl a::N for N { const A: &'static [&'static str] = &[\"S\", \"b\"]; type N = T; fn N() { N() } }",
    "impl a::N for N { const A: P = P::N { N: \"S\", w: Option::Some(W::new(\"S\", \"b\")), size: 50 }; }",
    "impl N { fn n(output: &T) -> &[N] { output.N.as_deref().unwrap_or_default() } fn m(o: T) -> (T, T) { &abcde.N } }",
    "impl N { fn n() { self.N = Some(N.into_iter().map(|(k, v)| (k.into(), v.into())).collect()); } }",
    "impl N { fn n() { self.N = N.into_iter().map(a::N::into).collect::<T>(); self.N = (N, N.n()); } }",
    "impl N {} impl From<T> for N { fn from(value: T) -> Self { Self::N(value.into()) } }",
    "a::N!(N);",
    "#[test] fn N() { let a = r#\"{\n  \"S\": 1\n}\"#; a::b::<N>(\"S\", \"b\", 400); }",
    "fn n() { let a: N = N::a(-1, 2.5, \"S\").N([1, 2, 3, true]).c([\"S\", \"b\"]).d([N(1), N()]).e(&N).f([]); }",
    "fn n() { let a = N(N(1).N(2)); let b = N::new(N::new([-1, 0]).b(true), ()); let c = \"S\".N(1, N); }",
    "fn n() { let a = N([(\"S\", a()), (\"b\", N)]); let b = N(|(a, b)| (a, b, N)); N([N, N], |a| (a, N)) }",
];

/// What is not known, or is known not to be laid out here.
const ODD: &[&str] = &[
    "#[doc = \"a\\nb\"] mod a;",
    "#[doc = \"/ a\"] mod a;",
    "#[doc = r\" a\"] mod a;",
    "#[comment = \" a\"] mod a;",
    "#[derive(A,)] struct A;",
    "pub(crate) struct A {}",
    "use a::{self}; use a::*;",
    "use a::{b::c, d};",
    "struct A(T, T);",
    "struct A<T> { a: T }",
    "enum A { B { c: T } }",
    "impl<T> A for B<T> {}",
    "impl aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa for bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb {}",
    "fn a<T>() {}",
    "fn a(self: Box<Self>) {}",
    "a!(b, c);",
    "fn a() { if b { c() } }",
    "fn a() { return }",
    "fn a() { b = c; }",
    "fn a() { a.b(c); }",
    "fn a() { b(return) }",
    "fn a() { b((c)) }",
    "fn a() { b([c],) }",
    "fn a() { b(['c']) }",
    "fn a() { b(1. .c()) }",
    "fn a() { b(-1.c()) }",
    "fn a() { b(|c| d) }",
    "fn a() { b + c }",
    "fn a() { a::<B>(c).d() }",
    "fn a() { b({ c }) }",
    "fn a() { b!(c) }",
    "fn a(b: fn(C), d: dyn E, (f, g): H) {}",
    "fn a(b: (C,)) {}",
];

/// Types, and what is as long as a type.
const TYPES: &[&str] = &[
    "N",
    "::std::vec::Vec<N>",
    "a::Map<b::String, a::Option<N>>",
    "impl a::IntoIterator<Item = (impl Into<b::String>, N)>",
];

fn known(flat: &Flat) -> Option<String> {
    let mut text = String::new();
    shapes::known(flat, &mut text).map(|()| text)
}

#[test]
fn known_shapes_are_laid_out_as_by_prettyplease_at_every_width() {
    for shape in KNOWN {
        for ty in TYPES {
            let mut count = 0;
            for width in 1..120 {
                let name = "n".repeat(width);
                let text = shape
                    .replace('T', ty)
                    .replace('N', &name)
                    .replace('S', &name);
                let flat = flat(text.parse().unwrap());
                if let Some(text) = known(&flat) {
                    assert_eq!(text, by_prettyplease(&flat.text).unwrap());
                    count += 1;
                }
            }
            // The heads of items are left to prettyplease if they are long.
            assert!(count > 5, "{count} of {shape} with {ty}");
        }
    }
}

#[test]
fn other_shapes_are_left_to_prettyplease() {
    for shape in ODD {
        assert_eq!(known(&flat(shape.parse().unwrap())), None, "{shape}");
        let expected = by_prettyplease(shape).map_err(|error| error.to_string());
        let mut text = "before\n".to_owned();
        let done = layout(shape.parse().unwrap(), &mut text);
        let text = text.strip_prefix("before\n").unwrap().to_owned();
        let text = done.map(|()| text).map_err(|error| error.to_string());
        assert_eq!(text, expected);
    }
}

#[test]
fn a_flat_text_means_the_same() {
    let cases = [
        ("a > > b >> c", "a> >b>>c"),
        ("a 'b: loop {}", "a 'b :loop{}"),
        ("- 1 -> 2 - > 3", "-1 ->2 - >3"),
        ("1 . .. .2 ::a", "1 . .. .2 ::a"),
    ];
    for (text, expected) in cases {
        let flat = flat(text.parse().unwrap());
        assert_eq!(flat.text, expected);
        let again: proc_macro2::TokenStream = flat.text.parse().unwrap();
        let before: proc_macro2::TokenStream = text.parse().unwrap();
        assert_eq!(again.to_string(), before.to_string());
    }
}
