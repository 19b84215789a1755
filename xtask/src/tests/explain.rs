//! `cargo xtask explain`.

use std::path::Path;

use super::xtask;

#[test]
fn a_code_is_explained() {
    let root = Path::new("/");
    let text = xtask(root, &["explain", "E0201"]).unwrap();
    assert!(
        text.starts_with("# A type that cannot be read\n\n"),
        "{text}"
    );
    assert!(text.contains("\nWrong:\n") && text.contains("\nRight:\n"));
    assert_eq!(xtask(root, &["explain", "e0201"]).unwrap(), text);

    let list = xtask(root, &["explain"]).unwrap();
    assert_eq!(list.lines().count(), bitrix24_codegen::codes().count());
    assert!(
        list.contains("\nE0201  A type that cannot be read\n"),
        "{list}"
    );
}

#[test]
fn a_code_that_does_not_exist_leads_to_those_that_do() {
    let all = "`cargo xtask explain` lists all codes";
    for (code, way_out) in [
        ("201", "did you mean `E0201`?"),
        ("E201", "did you mean `E0201`?"),
        ("E0309", "near it are `E0301`, `E0302`, `E0303`"),
        ("E0999", all),
        ("unused", all),
        ("", all),
        ("99999999999", all),
    ] {
        assert_eq!(
            xtask(Path::new("/"), &["explain", code]).unwrap_err(),
            format!("there is no explanation of `{code}`; {way_out}")
        );
    }
}
