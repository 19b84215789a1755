//! One layout for specs. What a spec says and the comments in it stay: that is checked each time, and a text that would
//! lose any of it is refused.

mod comments;
mod lines;
mod order;
mod read;
mod scalar;
mod tree;
mod write;

use order::Kind;

use crate::diag::{Diagnostic, Report};
use crate::node::Node;
use crate::parse;
use crate::place::File;

/// How long a line may be, where it can be broken. The specs were written to this width.
const WIDTH: usize = 125;

/// A spec in its canonical layout; `path` is that of its file below `spec/`.
///
/// Mistakes of shape do no harm. An unknown key stays behind the key that stands before it.
///
/// # Errors
///
/// The text is no YAML, has a key twice, or is written in a way that cannot be laid out without a loss.
pub fn format(path: &str, text: &str) -> Result<String, Report> {
    let file = File { path, text };
    let data = self::data(file)?;
    let refuse = |why: &str| refusal(path, why);
    if data == Node::Null {
        return Err(refuse("there is nothing in it"));
    }
    let (once, comments) = layout(file).map_err(|why| refuse(&why))?;
    let again = File { path, text: &once };
    if self::data(again).as_ref() != Ok(&data) {
        return Err(refuse("its data would change"));
    }
    match layout(again) {
        Ok((_, kept)) if kept != comments => Err(refuse("a comment would be lost")),
        Ok((twice, _)) if twice != once => Err(refuse("its layout would not last")),
        Ok(_) => Ok(once),
        Err(why) => Err(refuse(&why)),
    }
}

/// The document, with its keys in order.
fn data(file: File<'_>) -> Result<Node, Report> {
    let mut diagnostics = Vec::new();
    match parse::document(file, &mut diagnostics) {
        Some(mut node) if diagnostics.is_empty() => {
            order::sort_node(&mut node, Kind::of(file.path), &mut Vec::new());
            Ok(node)
        }
        _ => Err(Report::new(diagnostics)),
    }
}

/// The text as it should be, and its comments.
fn layout(file: File<'_>) -> Result<(String, Vec<String>), String> {
    let text = file.text.replace("\r\n", "\n").replace('\r', "\n");
    let mut document = read::read(&text).map_err(|error| error.to_string())?;
    order::sort(
        &mut document.root.value,
        Kind::of(file.path),
        &mut Vec::new(),
    );
    document.root.value.hoist();
    let modeline = modeline(file.path, document.modeline.as_deref());
    let comments = document.comments().into_iter().map(str::to_owned);
    let comments = comments.collect();
    Ok((write::write(&document, modeline), comments))
}

/// The comment that tells an editor the schema. One that leads elsewhere stays.
fn modeline(path: &str, own: Option<&str>) -> String {
    let up = "../".repeat(path.matches('/').count());
    let up = if up.is_empty() { "./" } else { &up };
    let part = match Kind::of(path) {
        Kind::Method => "",
        Kind::Shared => "#/$defs/SharedSpec",
        Kind::System => "#/$defs/SystemSpec",
    };
    let right = format!("{} $schema={up}schema.json{part}", read::MODELINE);
    let is_ours = |own: &&str| {
        let target = own.trim_start_matches(read::MODELINE).trim_start();
        target.starts_with("$schema=.") && target.contains("/schema.json") && !target.contains(' ')
    };
    own.filter(|own| !is_ours(own)).map_or(right, str::to_owned)
}

fn refusal(path: &str, why: &str) -> Report {
    Report::new(vec![Diagnostic {
        file: path.to_owned(),
        range: (0..0).into(),
        code: "E0999",
        message: format!("this file cannot be formatted: {why}"),
        label: String::new(),
        related: Vec::new(),
        help: Some("write it more plainly".to_owned()),
    }])
}
