//! Formats a fixture.

use bitrix24_codegen::format;
use expect_test::Expect;

/// Formats a spec without the line for editors, and compares the rest of what comes out.
pub(crate) fn check(before: &str, after: &Expect) {
    let text = formatted(before);
    let rest = text.strip_prefix("# yaml-language-server: $schema=../schema.json\n");
    after.assert_eq(rest.unwrap());
}

pub(crate) fn formatted(before: &str) -> String {
    format("a/get.yaml", before).unwrap_or_else(|report| {
        let sources = [("a/get.yaml".to_owned(), before.to_owned())].into();
        panic!("{}", report.render(&sources, false))
    })
}
