//! Text on several lines: as many words as a line holds, or a block.

use yaml::Style;

use super::lines::WIDTH;
use super::scalar::Scalar;

/// Words behind each other, on lines that begin at `column`, and at `indent` from the second on.
pub(super) fn wrap<'w>(
    words: impl Iterator<Item = &'w str>,
    column: usize,
    indent: usize,
) -> Vec<String> {
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
                lines.push(word.to_owned());
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
        let before = text[start..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        let breaks = before.is_some_and(|c| !c.is_whitespace())
            && after.is_some_and(|c| !c.is_whitespace() && !":#?-".contains(c));
        if breaks {
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
    let is_folded = match scalar.style {
        Some(Style::Folded) => true,
        Some(Style::Literal) => false,
        _ => return None,
    };
    if body.is_empty() {
        return None;
    }
    let lines: Vec<&str> = body.split('\n').collect();
    let folds = is_folded
        && lines.iter().all(|line| !line.starts_with([' ', '\t']))
        && !body.starts_with('\n');
    let mut header = if folds { ">" } else { "|" }.to_owned();
    if body.starts_with([' ', '\n']) {
        header.push('2');
    }
    header.push_str(match ends {
        0 => "-",
        1 => "",
        _ => "+",
    });
    let mut written = Vec::new();
    for (number, line) in lines.into_iter().enumerate() {
        if !folds {
            written.push(line.to_owned());
            continue;
        }
        // One end of a line would be a space.
        if number > 0 {
            written.push(String::new());
        }
        if !line.is_empty() {
            written.extend(wrap(words(line).into_iter(), indent, indent));
        }
    }
    written.extend((1..ends).map(|_| String::new()));
    Some((header, written))
}
