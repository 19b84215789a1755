//! The messages of errors, compared as the crate compares them.

/// Whether `text` may have been made from `template`, in which `#NAME#` stands for anything.
pub(in crate::check) fn says(template: &str, text: &str) -> bool {
    let mut parts = split(plain(template)).into_iter();
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = plain(text).strip_prefix(first) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some((_, after)) = rest.split_once(part).filter(|_| !part.is_empty()) else {
            return false;
        };
        rest = after;
    }
    false
}

pub(super) fn has_placeholder(message: &str) -> bool {
    split(message).len() > 1
}

/// Neither a final dot, a final `<br>` nor space around it counts.
pub(super) fn plain(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_suffix("<br>").unwrap_or(text);
    text.trim_end().trim_end_matches('.')
}

/// What stands between the placeholders.
fn split(template: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(mark) = template[at..].find('#').map(|mark| at + mark) {
        let rest = &template[mark + 1..];
        let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        at = mark + 1;
        if len > 0 && rest[len..].starts_with('#') {
            parts.push(&template[start..mark]);
            at = mark + 1 + len + 1;
            start = at;
        }
    }
    parts.push(&template[start..]);
    parts
}
