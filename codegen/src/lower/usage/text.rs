//! Text as a string literal, as a person would write it.

/// A string literal: raw where quotes or backslashes would be escaped and nothing else is.
pub(super) fn literal(text: &str) -> String {
    let escaped = format!("{text:?}");
    let quoting = |c: char| matches!(c, '"' | '\\');
    let plain = |c: char| quoting(c) || c == '\'' || c.escape_debug().len() == 1;
    if !text.contains(quoting) || !text.chars().all(plain) {
        return escaped;
    }
    let hashes = |rest: &str| rest.bytes().take_while(|byte| *byte == b'#').count();
    let longest = text.split('"').skip(1).map(|rest| hashes(rest) + 1).max();
    let hashes = "#".repeat(longest.unwrap_or(0));
    format!("r{hashes}\"{text}\"{hashes}")
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn nothing_is_escaped_that_need_not_be() {
        let cases = [
            ("it's", r#""it's""#),
            (r"C:\a", r#"r"C:\a""#),
            (r#"<a href="/b">"#, r##"r#"<a href="/b">"#"##),
            (r##"a"# b"##, r###"r##"a"# b"##"###),
            ("Привет", "\"Привет\""),
            ("a\nb", r#""a\nb""#),
            ("a\n\"b\"", r#""a\n\"b\"""#),
            ("\u{202e}\"", r#""\u{202e}\"""#),
        ];
        for (text, expected) in cases {
            assert_eq!(literal(text), expected);
        }
    }
}
