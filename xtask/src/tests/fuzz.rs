//! `cargo xtask fuzz`, up to where it builds the crate.

use super::{assert_error, project, xtask};

#[test]
fn fuzz_says_what_it_does_and_what_it_does_not_know() {
    let project = project();
    let help = xtask(project.path(), &["fuzz", "--help"]).unwrap();
    assert!(help.starts_with("cargo xtask fuzz [--runs N]"), "{help}");
    for (args, error) in [
        (&["fuzz", "--runs", "many"][..], "usage: "),
        (&["fuzz", "--often"], "usage: "),
        (&["fuzz", "a.get", "a.list"], "usage: "),
        // The project of this test has no crate to build.
        (&["fuzz", "a.get"], "the crate does not build"),
    ] {
        assert_error(xtask(project.path(), args), &[error]);
    }
}
