//! `cargo xtask show`: the finished spec of a method.

use std::io::Write;
use std::path::Path;

use crate::command::{Command, command};
use crate::report::Format;
use crate::{Failure, check, parse, spec};

command! {
    show: "prints the finished spec of a method";
    /// Prints the spec of a method with everything in its place: its template put in, shared errors written out, the columns of
    /// a list named, and all types that it reaches. A method of REST 3 has `@v3` behind its name.
    struct Show {
        method: Option<String> = "METHOD",
    }
}

impl Command for Show {
    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        let Some(method) = &self.method else {
            return Err(Failure::Usage("show needs the name of a method".to_owned()));
        };
        let specs = spec::all(root)?;
        let shown = bitrix24_codegen::show(&specs.sources, method);
        if let Some(text) = Format::Human.accept(&specs, shown, "", out)? {
            return Ok(out.write_all(text.as_bytes())?);
        }
        let methods = check::specs(root, Format::Human, out)?;
        let names: Vec<&str> = methods.iter().map(|info| info.method.as_str()).collect();
        let way_out = match parse::near(method, &names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`cargo xtask list` shows what the vendor has".to_owned(),
        };
        Err(format!("no spec describes `{method}`; {way_out}").into())
    }
}
