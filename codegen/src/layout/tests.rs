//! Whether what is laid out here is laid out as by prettyplease: shapes with names of every length, so that each part of
//! them meets the margin, and shapes that must be left to it. What the generator writes is compared by the property test.

#![allow(clippy::unwrap_used)]

use super::tokens::{Flat, flat};
use super::{by_prettyplease, layout, shapes};

/// Shapes of which all is known, unless the head of an item is too long.
const KNOWN: &[&str] = &[
    "#![doc = \" TEXT\"] #![doc = \"\"] mod NAME; pub mod NAME;",
    "#[cfg(feature = \"TEXT\")] pub mod NAME; #[cfg(any(feature = \"TEXT\", feature = \"b\"))] mod NAME;",
    "pub use self::NAME::{NAME, B, C, D, E, F, G, H}; pub use a::{NAME}; use NAME as B;",
    "#[doc = \" \\\"TEXT\\\" \\\\ '  \"] #[deprecated = \"TEXT\"] #[non_exhaustive] pub struct NAME { #[doc = \"\"] pub NAME: TYPE, b: TYPE }",
    "pub struct NAME {} #[derive(Clone, NAME, PartialEq)] pub struct NAME(TYPE); pub struct NAME<'a> { a: &'a str }",
    "pub enum NAME { #[doc = \" TEXT\"] NAME, B(TYPE), NAME(crate::Unknown<TYPE>), }",
    "impl NAME { #[must_use] pub fn NAME(NAME: TYPE, b: TYPE) -> Self { Self { NAME, b: NAME.into(), c: NAME } } }",
    "impl NAME { pub fn NAME() -> Self { Self {} } fn n(mut self, NAME: impl Into<TYPE>) -> [TYPE] { self.n = NAME; self } }",
    "impl a::NAME for NAME { const A: &'static [&'static str] = &[\"TEXT\", \"b\"]; type NAME = TYPE; fn NAME() { NAME() } }",
    "impl a::NAME for NAME { const A: P = P::NAME { NAME: \"TEXT\", w: Option::Some(W::new(\"TEXT\", \"b\")), size: 50 }; }",
    "impl NAME { fn n(output: &TYPE) -> &[NAME] { output.NAME.as_deref().unwrap_or_default() } fn m(o: TYPE) -> (TYPE, TYPE) { &abcde.NAME } }",
    "impl NAME { fn n() { self.NAME = Some(NAME.into_iter().map(|(k, v)| (k.into(), v.into())).collect()); } }",
    "impl NAME { fn n() { self.NAME = NAME.into_iter().map(a::NAME::into).collect::<TYPE>(); self.NAME = (NAME, NAME.n()); } }",
    "impl NAME {} impl From<TYPE> for NAME { fn from(value: TYPE) -> Self { Self::NAME(value.into()) } }",
    "a::NAME!(NAME);",
    "#[test] fn NAME() { let a = r#\"{\n  \"TEXT\": 1\n}\"#; a::b::<NAME>(\"TEXT\", \"b\", 400); }",
    "fn n() { let a: NAME = NAME::a(-1, 2.5, \"TEXT\").NAME([1, 2, 3, true]).c([\"TEXT\", \"b\"]).d([NAME(1), NAME()]).e(&NAME).f([]); }",
    "fn n() { let a = NAME(NAME(1).NAME(2)); let b = NAME::new(NAME::new([-1, 0]).b(true), ()); let c = \"TEXT\".NAME(1, NAME); }",
    "fn n() { let a = NAME([(\"TEXT\", a()), (\"b\", NAME)]); let b = NAME(|(a, b)| (a, b, NAME)); NAME([NAME, NAME], |a| (a, NAME)) }",
    "fn n() { Self { NAME } }",
    "fn n() { Self { NAME, b: NAME.into(), ..a::NAME::b() } }",
    "fn n() { Self { NAME: 1, ..b } }",
    "fn n() { Self { ..NAME() } }",
    "fn n() { NAME {} }",
    "fn n() { a(b(c(d(e(f(g(h(i(j(NAME, 1), NAME), 1), NAME), 1), NAME), NAME), NAME), NAME), NAME) }",
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
    "fn a() { b { c, .. } }",
    "fn a() { b { c d } }",
];

/// Types, and what is as long as a type.
const TYPES: &[&str] = &[
    "NAME",
    "::std::vec::Vec<NAME>",
    "a::Map<b::String, a::Option<NAME>>",
    "impl a::IntoIterator<Item = (impl Into<b::String>, NAME)>",
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
                let text = shape.replace("TYPE", ty);
                let text = text.replace("NAME", &name).replace("TEXT", &name);
                let flat = flat(text.parse().unwrap());
                if let Some(text) = known(&flat) {
                    assert_eq!(text, by_prettyplease(&flat.text).unwrap());
                    count += 1;
                }
            }
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
