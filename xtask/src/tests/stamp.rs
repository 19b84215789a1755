//! A run that has nothing to do.

use std::fs;

use super::{GET, project, write, xtask};

#[test]
fn a_run_with_nothing_to_do_says_so_and_sees_every_change() {
    let project = project();
    let root = project.path();
    let nothing = |told: String| told.contains(": 0 created, 0 updated, 0 removed, ");
    xtask(root, &["generate"]).unwrap();
    assert!(nothing(xtask(root, &["generate"]).unwrap()));
    assert_eq!(
        xtask(root, &["generate"]).unwrap(),
        xtask(root, &["generate", "--check"]).unwrap()
    );
    let get = "generated/src/api/a/get.rs";
    let text = fs::read_to_string(root.join(get)).unwrap();

    // Whatever is wrong is mended, and told.
    write(root, get, text.clone() + "// edited\n");
    assert!(
        xtask(root, &["generate"])
            .unwrap()
            .starts_with(&format!("updated {get}\n"))
    );
    fs::remove_file(root.join(get)).unwrap();
    assert!(
        xtask(root, &["generate"])
            .unwrap()
            .starts_with(&format!("created {get}\n"))
    );
    write(root, "generated/src/api/old.rs", bitrix24_codegen::HEADER);
    let told = xtask(root, &["generate"]).unwrap();
    assert!(
        told.starts_with("removed generated/src/api/old.rs\n"),
        "{told}"
    );
    assert!(nothing(xtask(root, &["generate"]).unwrap()));
    write(root, "spec/a/get.yaml", GET.replace("Gets.", "Gets it."));
    assert!(
        xtask(root, &["generate"])
            .unwrap()
            .contains("updated generated/src/api/a/get.rs\n")
    );
    write(root, "spec/a/get.yaml", "method: 5\n");
    xtask(root, &["generate"]).unwrap_err();

    // A stamp that makes no sense is none.
    write(root, "spec/a/get.yaml", GET);
    xtask(root, &["generate"]).unwrap();
    write(root, "target/xtask/generate.stamp", b"\xff\n");
    assert!(nothing(xtask(root, &["generate"]).unwrap()));
    // The check looks at what the files say, and not at their times.
    let old = fs::metadata(root.join(get)).unwrap().modified().unwrap();
    write(root, get, text.replace("Gets", "Sets"));
    fs::File::options()
        .write(true)
        .open(root.join(get))
        .unwrap()
        .set_modified(old)
        .unwrap();
    xtask(root, &["generate", "--check"]).unwrap_err();
}
