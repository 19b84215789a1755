//! The placeholders of error messages: what `#TITLE#` stands for in a text that the server sent.

/// Whether something in it varies.
pub(super) fn has_placeholder(template: &str) -> bool {
    next(template).is_some()
}

/// Whether `text` was made from `template`.
pub(super) fn says(template: &'static str, text: &str) -> bool {
    match has_placeholder(template) {
        true => read(template, text).is_some(),
        false => plain(template) == plain(text),
    }
}

/// What stands for each placeholder in `text`, if `text` was made from `template`, which has some.
pub(super) fn read<'t>(
    template: &'static str,
    text: &'t str,
) -> Option<Vec<(&'static str, &'t str)>> {
    let (first, mut places) = split(plain(template));
    let mut rest = plain(text).strip_prefix(first)?;
    let (last, end) = places.pop()?;
    let mut found = Vec::new();
    for (name, after) in places {
        // Nothing between two placeholders: nobody can tell where the first one ends.
        let len = rest.find(after).filter(|_| !after.is_empty())?;
        found.push((name, &rest[..len]));
        rest = &rest[len + after.len()..];
    }
    found.push((last, rest.strip_suffix(end)?));
    Some(found)
}

/// Neither a final dot, a final `<br>` nor space around it counts: the documentation and the server do not agree on them.
fn plain(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_suffix("<br>").unwrap_or(text);
    text.trim_end().trim_end_matches('.')
}

/// The text before the first placeholder; each placeholder with the text after it.
fn split(template: &str) -> (&str, Vec<(&str, &str)>) {
    let Some((first, mut name, mut rest)) = next(template) else {
        return (template, Vec::new());
    };
    let mut places = Vec::new();
    while let Some((before, following, after)) = next(rest) {
        places.push((name, before));
        (name, rest) = (following, after);
    }
    places.push((name, rest));
    (first, places)
}

/// The text before the next placeholder, its name, the text after it.
fn next(template: &str) -> Option<(&str, &str, &str)> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    let marks = template.match_indices('#').map(|(index, _)| index);
    marks.clone().zip(marks.skip(1)).find_map(|(start, end)| {
        let name = template.get(start + 1..end).filter(|name| is_name(name))?;
        Some((&template[..start], name, &template[end + 1..]))
    })
}

/// The elements of a placeholder that is a list: `a, b`, in quotes or not.
pub fn list(text: &str) -> Vec<&str> {
    let elements = text
        .split(',')
        .map(|part| part.trim().trim_matches(['"', '\'']));
    elements.filter(|element| !element.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{list, read, says};

    #[test]
    fn a_placeholder_is_what_stands_in_its_place() {
        let field = "Field \"#TITLE#\" must be of type #TYPE#.";
        type Found = Option<&'static [(&'static str, &'static str)]>;
        let cases: [(&str, &str, Found); 8] = [
            (
                field,
                "Field \"urlCheck\" must be of type string.",
                Some(&[("TITLE", "urlCheck"), ("TYPE", "string")]),
            ),
            (field, "Feld \"urlCheck\" muss ein string sein.", None),
            (
                "Bad order \"#VALUE#\".",
                "Bad order \"UP\"",
                Some(&[("VALUE", "UP")]),
            ),
            ("No. 5 # of #N#", "No. 5 # of 7", Some(&[("N", "7")])),
            ("#A##B#", "ab", None),
            (
                "#A#: \"#B#\"",
                "a: \"b \" c\"",
                Some(&[("A", "a"), ("B", "b \" c")]),
            ),
            ("plain", "plain", None),
            ("#A# of #A#", "1 of 2", Some(&[("A", "1"), ("A", "2")])),
        ];
        for (template, text, expected) in cases {
            assert_eq!(
                read(template, text).as_deref(),
                expected,
                "{template}: {text}"
            );
        }
    }

    #[test]
    fn a_final_dot_and_a_line_break_say_nothing() {
        for end in ["", ".", "<br>", ".<br>", " <br> "] {
            assert!(says("No access.", &format!("No access{end}")), "{end}");
            let sent = format!("Param #1 (itemId) is wrong{end}");
            let found = read("Param ##N# (#NAME#) is wrong", &sent);
            assert_eq!(found, Some(vec![("N", "1"), ("NAME", "itemId")]), "{end}");
        }
        assert!(!says("No access", "No access<br>to the task"));
    }

    #[test]
    fn a_list_is_split() {
        assert_eq!(list("colour, size"), ["colour", "size"]);
        assert_eq!(list("\"a\",'b' , "), ["a", "b"]);
        assert!(list("").is_empty());
    }
}
