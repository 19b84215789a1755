use std::collections::BTreeMap;

use super::prove;
use crate::rust::{
    Child, Crate, Def, Field, Gate, Item, Limits, Module, Notation, Path, Struct, Ty,
};

fn gate(features: &str) -> Gate {
    match features {
        "" => Gate::Open,
        features => Gate::Any(features.split(' ').map(str::to_owned).collect()),
    }
}

/// A type that names others.
fn item(ident: &str, names: &[&str]) -> Item {
    let fields = names.iter().map(|name| Field {
        ident: "field".to_owned(),
        wire: "field".to_owned(),
        docs: Vec::new(),
        deprecated: None,
        ty: Ty::Vec(Box::new(Ty::Path(Path::of(name)))),
        required: false,
        family: false,
        secret: false,
        cases: None,
        conditions: None,
        notation: Notation::Boolean,
        limits: Limits::default(),
        setter: "field".to_owned(),
        setter_doc: Vec::new(),
        into: false,
    });
    Item {
        ident: ident.to_owned(),
        docs: Vec::new(),
        def: Def::Struct(Struct {
            fields: fields.collect(),
            ..Struct::default()
        }),
    }
}

fn child(ident: &str, needs: &str, exports: &[(&str, &str)]) -> Child {
    let exports = exports.iter();
    let exports = exports.map(|(needs, name)| (gate(needs), vec![(*name).to_owned()]));
    Child {
        ident: ident.to_owned(),
        public: true,
        gate: gate(needs),
        exports: exports.collect(),
    }
}

fn module(file: &str, children: Vec<Child>, items: Vec<(&str, Item)>) -> Module {
    let items = items.into_iter().map(|(needs, item)| (gate(needs), item));
    Module {
        file: format!("src/api/{file}"),
        source: "spec/".to_owned(),
        docs: Vec::new(),
        children,
        items: items.collect(),
    }
}

fn proved(modules: Vec<Module>) -> Result<(), String> {
    prove(&Crate {
        modules,
        tests: Vec::new(),
        features: BTreeMap::new(),
    })
}

/// `a` has a type that needs `given`; `r#type`, which needs `b`, has one that names it.
fn two(given: &str, module_of_it: &str) -> Vec<Module> {
    vec![
        module(
            "mod.rs",
            vec![child("a", module_of_it, &[]), child("r#type", "b", &[])],
            vec![],
        ),
        module(
            "a.rs",
            vec![child("_types", "", &[(given, "Shared")])],
            vec![],
        ),
        module(
            "a/_types.rs",
            vec![],
            vec![
                ("", item("Hidden", &[])),
                (given, item("Shared", &["Hidden"])),
            ],
        ),
        module(
            "type.rs",
            vec![],
            vec![("", item("User", &["crate::a::Shared"]))],
        ),
    ]
}

#[test]
fn what_an_item_names_is_compiled_wherever_the_item_is() {
    for (given, module) in [
        ("", ""),
        ("a b", ""),
        ("b.x", ""),
        ("a b", "b"),
        ("", "a b"),
    ] {
        assert_eq!(proved(two(given, module)), Ok(()), "{given} {module}");
    }
    let missing = "`crate::a::Shared` is missing where `crate::r#type::User` is compiled";
    for (given, module) in [
        ("a", ""),
        ("", "a"),
        ("a b", "a"),
        ("bb", ""),
        ("", "b.x c a"),
    ] {
        let expected = match module {
            // A feature turns on its parts.
            "b.x c a" => Ok(()),
            _ => Err(missing.to_owned()),
        };
        assert_eq!(proved(two(given, module)), expected, "{given} {module}");
    }
}

#[test]
fn what_stands_beside_an_item_may_need_more_than_it() {
    let items = vec![("a", item("Part", &[])), ("", item("Whole", &["Part"]))];
    let error = "`crate::Part` is missing where `crate::Whole` is compiled";
    assert_eq!(
        proved(vec![module("mod.rs", vec![], items)]),
        Err(error.to_owned())
    );
}

#[test]
fn an_export_needs_what_is_exported() {
    let modules = |child_needs: &str, item_needs: &str| {
        vec![
            module(
                "mod.rs",
                vec![child("one", child_needs, &[("a", "One")])],
                vec![],
            ),
            module("one.rs", vec![], vec![(item_needs, item("One", &[]))]),
        ]
    };
    assert_eq!(proved(modules("a", "")), Ok(()));
    assert_eq!(proved(modules("", "a b")), Ok(()));
    let error = Err("`crate` exports `One` where it is not compiled".to_owned());
    assert_eq!(proved(modules("b", "")), error);
    assert_eq!(proved(modules("", "b")), error);
}

#[test]
fn what_is_named_is_there() {
    let items = vec![("", item("One", &["crate::none::Two"]))];
    assert!(proved(vec![module("mod.rs", vec![], items)]).is_err());
    let lost = vec![module("mod.rs", vec![child("lost", "", &[])], vec![])];
    assert_eq!(proved(lost), Err("there is no src/api/lost.rs".to_owned()));
}
