//! `cargo xtask schema`: the JSON Schema of the spec language.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use crate::Failure;
use crate::command::{About, Command, Flag, flag};
use crate::sync::{self, Wanted};

#[derive(Default)]
pub(crate) struct Schema {
    check: bool,
}

impl Command for Schema {
    fn about(&self) -> About {
        About {
            name: "schema",
            line: "writes the JSON Schema of the spec language",
            text: "\
Writes spec/schema.json, which editors use for completion and checks, from the structs of codegen/src/raw.rs.
",
        }
    }

    fn flags(&mut self) -> Vec<Flag<'_>> {
        vec![flag("check", sync::CHECK, &mut self.check)]
    }

    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        let wanted = Wanted {
            files: BTreeMap::from([("spec/schema.json".to_owned(), bitrix24_codegen::schema())]),
            ..Wanted::default()
        };
        sync::run(root, wanted, self.check, "schema", "schema", out)
    }
}
