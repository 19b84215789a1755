//! One layout for specs. What a spec says and the comments in it stay: that is checked each time, and a text that would
//! lose any of it is refused.

mod comments;
mod item;
mod lines;
mod order;
mod scalar;
mod wrap;
mod write;

use yaml::{Node, Value};

use crate::diag::{Diagnostic, Report};
use crate::parse::{self, SYSTEM, TYPES};
use crate::place::File;
use comments::{Comments, MODELINE};
use item::Item;
use write::write;

/// A spec in its canonical layout; `path` is that of its file below `spec/`.
///
/// Mistakes of shape do no harm. An unknown key stays behind the key that stands before it.
///
/// # Errors
///
/// The text is no YAML, has a key twice, or is written in a way that cannot be laid out without a loss.
pub fn format(path: &str, text: &str) -> Result<String, Report> {
    let mut diagnostics = Vec::new();
    let mut read = |text: &str| {
        let mut file = File::new(path, text);
        parse::document(&mut file, &mut diagnostics);
        let read = diagnostics.is_empty().then(|| layout(&file));
        read.ok_or_else(|| Report::new(std::mem::take(&mut diagnostics)))
    };
    if text.contains('\r') {
        // A mistake is told where it stands in this text.
        read(text)?;
    }
    let once = read(&text.replace("\r\n", "\n").replace('\r', "\n"))?;
    let twice = read(&once.text).unwrap_or_default();
    let losses = [
        (once.data.value == Value::Null, "there is nothing in it"),
        (twice.data != once.data, "its data would change"),
        (twice.comments != once.comments, "a comment would be lost"),
        (twice.text != once.text, "its layout would not last"),
    ];
    let Some((_, why)) = losses.into_iter().find(|(is_so, _)| *is_so) else {
        return Ok(once.text);
    };
    let message = format!("this file cannot be formatted: {why}");
    let error = Diagnostic::new(path, 0..0, "E0999", message);
    Err(Report::new(vec![error.help("write it more plainly")]))
}

/// A spec, laid out.
#[derive(Default)]
struct Layout {
    text: String,
    /// What it says, with its keys in order.
    data: Node,
    /// Every comment but the one for editors, sorted.
    comments: Vec<String>,
}

fn layout(file: &File<'_>) -> Layout {
    let mut root = file.root.clone().unwrap_or_default();
    let comments = Comments::new(&file.text, &file.comments, Item::root(&root));
    order::sort(file, &mut root);
    let modeline = modeline(file.path, comments.modeline.as_deref());
    Layout {
        text: write(&file.text, Item::root(&root), &comments, modeline),
        data: root,
        comments: comments.all,
    }
}

/// The comment that tells an editor the schema. One that leads elsewhere stays.
fn modeline(path: &str, own: Option<&str>) -> String {
    let up = "../".repeat(path.matches('/').count());
    let up = if up.is_empty() { "./" } else { &up };
    let part = match path.rsplit('/').next() {
        _ if path == SYSTEM => "#/$defs/SystemSpec",
        Some(TYPES) => "#/$defs/SharedSpec",
        Some(name) if name.starts_with('_') => "#/$defs/TemplateSpec",
        _ => "",
    };
    let right = format!("{} $schema={up}schema.json{part}", MODELINE);
    let is_ours = |own: &&str| {
        let target = own.trim_start_matches(MODELINE).trim_start();
        target.starts_with("$schema=.") && target.contains("/schema.json") && !target.contains(' ')
    };
    own.filter(|own| !is_ours(own)).map_or(right, str::to_owned)
}
