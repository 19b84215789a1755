//! Rust in documentation, laid out as all Rust of the crate is.

/// The lines of some statements; what cannot be parsed stays as it is.
pub(crate) fn statements(text: &str) -> Vec<String> {
    let Ok(file) = syn::parse_str(&format!("fn f() {{ {text} }}")) else {
        return vec![text.to_owned()];
    };
    let function = prettyplease::unparse(&file);
    let inside = function
        .lines()
        .filter_map(|line| line.strip_prefix("    "));
    inside.map(str::to_owned).collect()
}
