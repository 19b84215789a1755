//! `cargo xtask schema`: the JSON Schema of the spec language.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use crate::sync::{self, Wanted};
use crate::{Failure, generate};

pub(crate) const HELP: &str = "\
cargo xtask schema [--check]

Writes spec/schema.json, which editors use for completion and checks, from the structs of codegen/src/raw.rs.

  --check   writes nothing; shows what would change as a diff, and fails if there is anything
";

pub(crate) fn run(root: &Path, check: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let files = BTreeMap::from([("spec/schema.json".to_owned(), bitrix24_codegen::schema())]);
    let plan = sync::plan(
        root,
        Wanted {
            files,
            ..Wanted::default()
        },
    )?;
    generate::finish(root, &plan, check, "schema", "cargo xtask schema", out)
}
