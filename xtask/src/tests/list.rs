//! `cargo xtask list`.

use super::{GET, project, write, xtask};

#[test]
fn the_coverage_is_counted_and_the_readme_must_state_it() {
    let project = project();
    let root = project.path();
    write(
        root,
        "spec/coverage.yaml",
        "a: [a.get, a.get@v3]\nb: [b.get]\n",
    );
    assert_eq!(
        xtask(root, &["list"]).unwrap(),
        "\
scope  methods  specs  complete  no examples  deprecated  recorded  sdk  sample  page
a            2      1         1            0           0         0    0       0     1
b            1      0         0            0           0         0    0       0     0

1 of 3 methods have a spec
"
    );
    let badge = "![1 of 3 methods](https://img.shields.io/badge/methods-1%20of%203-blue)";
    write(root, "README.md", "![0 of 3 methods](…)");
    assert!(
        xtask(root, &["list", "--check"])
            .unwrap_err()
            .ends_with(badge)
    );
    write(root, "README.md", badge);
    assert!(xtask(root, &["list", "--check"]).is_ok());

    write(root, "spec/coverage.yaml", "a: [a.list]\n");
    let error = xtask(root, &["list"]).unwrap_err();
    assert!(
        error.starts_with("the vendor has no method a.get;"),
        "{error}"
    );
    write(root, "spec/coverage.yaml", "a: a.get\n");
    let error = xtask(root, &["list"]).unwrap_err();
    assert!(error.starts_with("1 mistake in spec/"), "{error}");
}

#[test]
fn a_method_is_complete_deprecated_without_examples_or_missing() {
    let project = project();
    let root = project.path();
    let vendor = "a: [a.add, a.get, a.set, a.zap]\nb: [b.get]\n";
    write(root, "spec/coverage.yaml", vendor);
    let add = GET.replace("a.get", "a.add");
    write(
        root,
        "spec/a/add.yaml",
        &add[..add.find("examples").unwrap()],
    );
    let set =
        GET.replace("a.get", "a.set") + "deprecated: { reason: It is old. }\nevidence: sample\n";
    write(root, "spec/a/set.yaml", set);
    assert_eq!(
        xtask(root, &["list", "a"]).unwrap(),
        "\
method  state        evidence
a.add   no examples  page
a.get   complete     page
a.set   deprecated   sample
a.zap   missing

3 of 5 methods have a spec
"
    );
    assert_eq!(
        xtask(root, &["list", "--format", "markdown"]).unwrap(),
        "\
| scope | methods | specs | complete | no examples | deprecated | recorded | sdk | sample | page |
|---|---|---|---|---|---|---|---|---|---|
| a | 4 | 3 | 1 | 1 | 1 | 0 | 0 | 1 | 2 |
| b | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |

3 of 5 methods have a spec
"
    );
    let json = xtask(root, &["list", "--format", "json"]).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["a"]["a.set"]["state"], "deprecated");
    assert_eq!(json["a"]["a.set"]["evidence"], "sample");
    let missing = serde_json::json!({ "b.get": { "state": "missing", "evidence": "" } });
    assert_eq!(json["b"], missing);
    assert_eq!(
        xtask(root, &["list", "c"]).unwrap_err(),
        "the vendor has no scope `c`; `cargo xtask list` shows all of them"
    );
}
