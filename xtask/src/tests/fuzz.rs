//! `cargo xtask fuzz`, up to where it builds the crate.

use super::{assert_error, project, xtask};
use crate::fuzz::{module, summary};

#[test]
fn a_crate_that_does_not_build_is_told() {
    // The project of this test has none.
    let project = project();
    let result = xtask(project.path(), &["fuzz", "a.get"]);
    assert_error(result, &["the crate does not build"]);
}

#[test]
fn a_method_is_found_by_its_name() {
    assert_eq!(module("crm.item"), "cases::crm::item");
    assert_eq!(
        module("imbot.v2.Chat.InputAction"),
        "cases::imbot::v2::chat::input_action"
    );
}

#[test]
fn a_summary_counts_what_was_done() {
    let done = "cases::a::get::one answer 30 20\ncases::a::get::two answer 10 0\n\
                cases::a::get::one request 10 10\n";
    assert_eq!(
        summary(done),
        "1 method: 40 answers, 50 % of which were read; 10 requests, 100 % of which were read; nothing found"
    );
}
