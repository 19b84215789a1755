//! The specs of two times, in a repository of their own.

use std::path::Path;
use std::process::Command;

use super::{GET, project, write, xtask};

fn git(root: &Path, args: &[&str]) {
    let mut git = Command::new("git");
    // A hook must not lead it to the repository that the hook is of.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(variable);
    }
    let author = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    let own = ["-c", "commit.gpgsign=false", "-c", "core.hooksPath=none"];
    let git = git.current_dir(root).args(author).args(own).args(args);
    let output = git.output().unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
}

fn commit(root: &Path) {
    git(root, &["add", "-A"]);
    git(root, &["commit", "-q", "-m", "Specs"]);
}

#[test]
fn what_a_change_means_is_told_by_kind() {
    let project = project();
    let root = project.path();
    git(root, &["init", "-q"]);
    // No specs, whatever is in them.
    write(root, "spec/schema.json", "{}");
    write(root, "spec/coverage.yaml", "a: [a.get]\n");
    write(root, "spec/.hidden/x.yaml", "method: 1\n");
    commit(root);
    assert_eq!(
        xtask(root, &["diff"]).unwrap(),
        "Nothing has changed for callers since `HEAD`.\n"
    );

    write(root, "spec/b/get.yaml", GET.replace("a.get", "b.get"));
    write(root, "spec/a/get.yaml", GET.replace("Gets.", "Größe."));
    let told = "Additive:\n  `b.get`: the method is new\n\nDocs only:\n  `a.get`: the method is described in other \
                words\n\n0 breaking, 1 additive, 1 docs only\n";
    assert_eq!(xtask(root, &["diff", "HEAD"]).unwrap(), told);
    commit(root);
    assert_eq!(xtask(root, &["diff", "HEAD~1"]).unwrap(), told);

    let text = GET.replace("{ type: integer }", "{ type: integer | null }");
    write(root, "spec/a/get.yaml", text);
    assert_eq!(
        xtask(root, &["diff", "HEAD~1", "--format", "markdown"]).unwrap_err(),
        "### Breaking\n\n- `a.get`: the answer is `integer | null` now, not `integer`\n\n### Additive\n\n- `b.get`: the \
         method is new\n1 breaking change since `HEAD~1`"
    );
}

#[test]
fn what_cannot_be_compared_says_why() {
    let project = project();
    let root = project.path();
    let error = xtask(root, &["diff"]).unwrap_err();
    assert!(error.starts_with("git: not a git repository"), "{error}");
    git(root, &["init", "-q"]);
    let error = xtask(root, &["diff"]).unwrap_err();
    assert_eq!(error, "there is no revision `HEAD`");
    git(root, &["commit", "-q", "--allow-empty", "-m", "Nothing"]);
    let error = xtask(root, &["diff"]).unwrap_err();
    assert_eq!(error, "`HEAD` has no spec/");

    write(root, "spec/a/get.yaml", GET.replace("read", "reed"));
    commit(root);
    write(root, "spec/a/get.yaml", GET);
    for revision in ["HEAD", "HEAD^{tree}", "nope", "--", "-q"] {
        let error = xtask(root, &["diff", "--", revision]).unwrap_err();
        let clear = if revision == "HEAD" {
            "the specs of `HEAD` do not pass the checks of today, so there is nothing to compare with: 1 mistake, the \
             first at spec/a/get.yaml:4:9: E0005: "
                .to_owned()
        } else {
            format!("there is no revision `{revision}`")
        };
        assert!(error.starts_with(&clear), "{error}");
    }

    commit(root);
    write(root, "spec/a/get.yaml", GET.replace("read", "reed"));
    let error = xtask(root, &["diff"]).unwrap_err();
    assert!(error.starts_with("1 mistake in spec/\n\n"), "{error}");

    write(root, "spec/a/get.yaml", GET);
    write(root, "spec/a/latin1.yaml", b"summary: Gr\xf6\xdfe\n");
    commit(root);
    let error = xtask(root, &["diff"]).unwrap_err();
    assert!(
        error.starts_with("HEAD: spec/a/latin1.yaml: invalid utf-8"),
        "{error}"
    );
}

#[test]
fn a_project_may_be_a_part_of_its_repository() {
    let outer = tempfile::tempdir().unwrap();
    let root = outer.path().join("part");
    write(&root, "spec/_system.yaml", super::SYSTEM);
    write(&root, "spec/a/get.yaml", GET);
    write(outer.path(), "spec/other.yaml", "not ours");
    git(outer.path(), &["init", "-q"]);
    commit(outer.path());
    write(&root, "spec/b/get.yaml", GET.replace("a.get", "b.get"));
    let told = xtask(&root, &["diff"]).unwrap();
    assert!(told.starts_with("Additive:\n  `b.get`: the method is new\n"));
}
