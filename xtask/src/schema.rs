//! `cargo xtask schema`: the JSON Schema of the spec language.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use crate::Failure;
use crate::command::{Command, command};
use crate::sync::{self, Wanted};

command! {
    schema: "writes the JSON Schema of the spec language";
    /// Writes spec/schema.json, which editors use for completion and checks, from the structs of codegen/src/raw.rs.
    struct Schema {
        /// writes nothing; shows what would change as a diff, and fails if there is anything
        --check: bool,
    }
}

impl Command for Schema {
    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        let wanted = Wanted {
            files: BTreeMap::from([("spec/schema.json".to_owned(), bitrix24_codegen::schema())]),
            ..Wanted::default()
        };
        sync::run(root, wanted, self.check, "schema", "schema", out)
    }
}
