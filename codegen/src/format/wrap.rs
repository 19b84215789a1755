//! Text on several lines: as many words as a line holds, or a block.

use yaml::Style;

use super::lines::WIDTH;
use super::scalar::Scalar;

/// Words behind each other, on lines that begin at `column`, and at `indent` from the second on.
pub(super) fn wrap(words: &[&str], column: usize, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut width = column;
    for word in words {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if width + 1 + length <= WIDTH => {
                line.push(' ');
                line.push_str(word);
                width += 1 + length;
            }
            last => {
                width = if last.is_some() { indent } else { column } + length;
                lines.push((*word).to_owned());
            }
        }
    }
    lines
}

/// The parts of a text that may stand on lines of their own: YAML takes the end of a line for one space. What follows a
/// space and could be taken for a sign of YAML stays on its line.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        let ends = |c: char| !c.is_whitespace();
        let begins = |c: char| !c.is_whitespace() && !":#?-".contains(c);
        if text[start..at].ends_with(ends) && text[at + 1..].starts_with(begins) {
            words.push(&text[start..at]);
            start = at + 1;
        }
    }
    words.push(&text[start..]);
    words
}

/// The header and the lines of a block scalar, not indented; none if it has no such form.
pub(super) fn block(scalar: &Scalar<'_>, indent: usize) -> Option<(String, Vec<String>)> {
    let body = scalar.text.trim_end_matches('\n');
    let ends = scalar.text.len() - body.len();
    if body.is_empty() || !matches!(scalar.style, Some(Style::Folded | Style::Literal)) {
        return None;
    }
    let lines = body.split('\n');
    let folds = scalar.style == Some(Style::Folded)
        && lines.clone().all(|line| !line.starts_with([' ', '\t']))
        && !body.starts_with('\n');
    let indicator = if folds { ">" } else { "|" };
    let indented = if body.starts_with([' ', '\n']) {
        "2"
    } else {
        ""
    };
    let header = [indicator, indented, ["-", "", "+"][ends.min(2)]].concat();
    // One end of a line would be a space.
    let folded = |line: &str| match line {
        "" => Vec::new(),
        line => wrap(&words(line), indent, indent),
    };
    let mut written = match folds {
        true => lines.map(folded).collect::<Vec<_>>().join(&String::new()),
        false => lines.map(str::to_owned).collect(),
    };
    written.extend((1..ends).map(|_| String::new()));
    Some((header, written))
}
