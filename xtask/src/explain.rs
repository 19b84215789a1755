//! `cargo xtask explain`: what the code of a mistake means.

use std::io::Write;
use std::path::Path;

use bitrix24_codegen::{codes, explain};

use crate::Failure;
use crate::command::{Command, command};

command! {
    explain: "says more about a mistake in a spec, by its code";
    /// Says what a mistake in a spec means, why it matters, and the way out, with a wrong and a right example. Without a code
    /// it lists all of them. In an example of several files each stands under a line `#--- path`, and one with a ` -` behind
    /// its path is missing.
    struct Explain {
        code: Option<String> = "[CODE]",
    }
}

impl Command for Explain {
    fn run(&self, _: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        let Some(code) = &self.code else {
            return list(out);
        };
        let Some(text) = explain(code) else {
            let way_out = way_out(code);
            return Err(format!("there is no explanation of `{code}`; {way_out}").into());
        };
        Ok(out.write_all(text.as_bytes())?)
    }
}

fn list(out: &mut dyn Write) -> Result<(), Failure> {
    for code in codes() {
        let title = explain(code).and_then(|text| text.lines().next());
        let title = title.unwrap_or_default().trim_start_matches("# ");
        writeln!(out, "{code}  {title}")?;
    }
    Ok(())
}

/// The codes that are near: the same number in another form, or else those about the same part of a spec.
fn way_out(code: &str) -> String {
    let Some(number) = number(code) else {
        return LIST.to_owned();
    };
    let near = |same: fn(u32) -> u32| -> Vec<String> {
        let near = codes().filter(|known| self::number(known).map(same) == Some(same(number)));
        near.map(|code| format!("`{code}`")).collect()
    };
    let same = near(|number| number);
    if !same.is_empty() {
        return format!("did you mean {}?", same.concat());
    }
    match near(|number| number / 100) {
        near if near.is_empty() => LIST.to_owned(),
        near => format!("near it are {}", near.join(", ")),
    }
}

const LIST: &str = "`cargo xtask explain` lists all codes";

/// What stands behind the letter, which may be missing.
fn number(code: &str) -> Option<u32> {
    code.trim_start_matches(['E', 'e']).parse().ok()
}
