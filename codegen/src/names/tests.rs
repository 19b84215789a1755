use super::*;

#[test]
fn one_word_is_what_heck_makes_of_it() {
    for wire in ["a", "A", "ab", "AB", "title", "TITLE"] {
        assert!(is_word(wire));
        assert_eq!(snake(wire), wire.to_snake_case());
        assert_eq!(upper_camel(wire), wire.to_upper_camel_case());
    }
    for wire in ["", "Ab", "aB", "a1", "a_b", "A_B", "é"] {
        assert!(!is_word(wire));
    }
}

/// The names that an item brings to its module.
fn named(item: &syn::Item) -> Vec<String> {
    fn leaves(tree: &syn::UseTree) -> Vec<String> {
        match tree {
            syn::UseTree::Path(path) => leaves(&path.tree),
            syn::UseTree::Name(name) => vec![name.ident.to_string()],
            syn::UseTree::Rename(rename) => vec![rename.rename.to_string()],
            syn::UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
            syn::UseTree::Glob(_) => Vec::new(),
        }
    }
    match item {
        syn::Item::Mod(item) => vec![item.ident.to_string()],
        syn::Item::Use(item) => leaves(&item.tree),
        _ => Vec::new(),
    }
}

#[test]
#[allow(clippy::unwrap_used)]
fn what_is_reserved_is_what_the_crate_has() {
    let read = |path: &str| {
        let path = format!("{}/../generated/src/{path}", env!("CARGO_MANIFEST_DIR"));
        syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let own = read("lib.rs").items;
    // The errors of every method are no part of the API.
    let is_system = |item: &&syn::Item| match item {
        syn::Item::Use(item) => quote::quote!(#item).to_string().contains("_system"),
        _ => false,
    };
    let api = read("api/mod.rs").items;
    let mut own: Vec<String> = own
        .iter()
        .chain(api.iter().filter(is_system))
        .flat_map(named)
        .collect();
    // Theirs is there as soon as a message of one has a placeholder.
    own.push("SystemCodeDetails".to_owned());
    own.sort();
    assert_eq!(own, ROOT);
}

#[test]
#[allow(clippy::unwrap_used)]
fn the_features_of_the_crate_are_none_of_the_api() {
    let path = format!("{}/../generated/Cargo.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let (_, text) = text.split_once("[features]\n").unwrap();
    let (text, _) = text.split_once("\n[").unwrap();
    let (before, rest) = text.split_once("# <generated").unwrap();
    let (_, after) = rest.split_once("# </generated>\n").unwrap();
    let own = before.lines().chain(after.lines());
    let own = own
        .filter_map(|line| line.split_once(" = "))
        .map(|(own, _)| own);
    // No module has a `-` in its name. What is `full` is generated.
    let own = own.filter(|own| !own.contains('-')).chain(["full"]);
    let mut own: Vec<&str> = own.collect();
    own.sort_unstable();
    assert_eq!(own, FEATURES);
    let of = |path: &[&str]| {
        feature(
            &path
                .iter()
                .map(|part| (*part).to_owned())
                .collect::<Vec<_>>(),
        )
    };
    for (path, name) in [
        (&["crm", "item"][..], "crm.item"),
        (&["catalog", "productProperty"], "catalog.product_property"),
        (&["type", "mod"], "type.mod_"),
        (&["serde"], "serde_"),
        (&["full", "x"], "full_.x"),
        (&["client", "x"], "client_.x"),
        (&["a", "serde"], "a.serde"),
    ] {
        assert_eq!(of(path), name);
    }
}

#[test]
fn fields_are_snake_case_identifiers() {
    let cases = [
        ("connectorId", "connector_id"),
        ("UF_CRM_TASK", "uf_crm_task"),
        ("PROPERTY_12", "property_12"),
        ("URLPath", "url_path"),
        ("type", "r#type"),
        ("self", "self_"),
        ("SELF", "self_"),
        ("3d", "value_3d"),
        ("12_3", "value_12_3"),
        ("~NAME", "tilde_name"),
        ("=DELETED", "eq_deleted"),
        ("S:Date", "s_date"),
        ("a.b", "a_b"),
        ("TASKS_TASK|UF", "tasks_task_uf"),
        ("имя", "empty"),
        ("", "empty"),
        ("gen", "r#gen"),
    ];
    for (wire, name) in cases {
        assert_eq!(field(wire), name, "{wire}");
    }
}

#[test]
fn types_are_camel_case_identifiers() {
    let cases = [
        ("get", "Get"),
        ("unpinAll", "UnpinAll"),
        ("VALIDATION_ID_NOT_PROVIDED", "ValidationIdNotProvided"),
        ("expired_token", "ExpiredToken"),
        ("200040300010", "Value200040300010"),
        ("self", "Self_"),
        ("UNKNOWN", "Unknown_"),
        ("Option", "Option"),
        ("", "Empty"),
    ];
    for (wire, name) in cases {
        assert_eq!(type_name(wire), name, "{wire}");
    }
    assert_eq!(integer_variant(i64::MIN), "ValueMinus9223372036854775808");
    let path = ["record", "record", "mod"].map(str::to_owned);
    assert_eq!(modules(&path), ["record_", "record", "mod_"]);
}

#[test]
fn a_code_is_called_so_where_it_has_no_letter_first() {
    let cases = [
        ("100", "Code100"),
        ("VALUE", "Value"),
        ("Value1", "Value1"),
        ("", "NoCode"),
    ];
    for (wire, name) in cases {
        assert_eq!(code_variant(wire), name, "{wire}");
    }
}

#[test]
fn no_word_is_said_twice() {
    let cases = [
        ("Item", "item", "ItemData"),
        ("Error", "error", "ErrorKind"),
        ("GetItem", "itemList", "GetItemList"),
        (
            "UpdateStatusResult",
            "status_result",
            "UpdateStatusResultData",
        ),
        ("Items", "item", "ItemsItem"),
        ("SetData", "data", "SetDataPart"),
        ("Terror", "error", "TerrorError"),
        ("Self_", "x", "SelfX"),
        ("P", "3d", "P3d"),
        ("P", "", "PData"),
    ];
    for (parent, field, name) in cases {
        assert_eq!(nested(parent, field), name, "{parent} {field}");
    }
    assert_eq!(member_type("UnionValue"), "UnionValueItem");
}

#[test]
fn every_name_is_an_identifier() {
    let hostile = [
        "a b",
        "9",
        "_",
        "__",
        "r#type",
        "crate",
        "Ünïcödé",
        "🦀",
        "a\0b",
        "bitrix\\..",
        "-",
        "async",
    ];
    for wire in hostile {
        for name in [
            field(wire),
            module(wire),
            type_name(wire),
            nested("P", wire),
        ] {
            assert!(
                syn::parse_str::<syn::Ident>(&name).is_ok() || name.starts_with("r#"),
                "{wire}: {name}"
            );
        }
    }
}
