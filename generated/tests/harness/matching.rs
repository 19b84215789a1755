//! A text that a pattern matches.

/// The shortest text of at least so many characters that matches a pattern of the specs.
pub(super) fn matching(pattern: &str, least: usize) -> String {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let mut rest = pattern.chars().peekable();
    let mut atoms = Vec::new();
    while let Some(first) = rest.next() {
        let c = match first {
            '$' if rest.peek().is_none() => break,
            '.' => 'a',
            '\\' => escaped(rest.next()),
            '[' => class(&mut rest),
            c => c,
        };
        let (min, max) = match rest.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => bounds(&rest.clone().collect::<String>()),
            _ => {
                atoms.push((c, 1, 1));
                continue;
            }
        };
        if rest.next() == Some('{') {
            rest.by_ref().find(|c| *c == '}');
        }
        atoms.push((c, min, max));
    }
    let mut missing = least.saturating_sub(atoms.iter().map(|(_, min, _)| min).sum());
    let mut text = String::new();
    for (c, min, max) in atoms {
        let more = missing.min(max - min);
        missing -= more;
        text.extend(std::iter::repeat_n(c, min + more));
    }
    text
}

fn escaped(c: Option<char>) -> char {
    match c {
        Some('d') => '1',
        Some('w') => 'a',
        Some('s') | None => ' ',
        Some(c) => c,
    }
}

/// A character of a class: its first, or one that a negated class does not have.
fn class(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> char {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut members = Vec::new();
    while let Some(c) = rest.next_if(|c| *c != ']' || members.is_empty()) {
        let member = if c == '\\' { escaped(rest.next()) } else { c };
        members.push(member);
    }
    rest.next();
    let others = ['a', 'B', '1', '-', '_', ' ', '~'].into_iter();
    let mut others = others.filter(|c| !members.contains(c));
    match negated {
        true => others.next().unwrap(),
        false => members[0],
    }
}

/// The numbers in `{1,9}`.
fn bounds(rest: &str) -> (usize, usize) {
    let (inside, _) = rest[1..].split_once('}').unwrap();
    let (min, max) = inside.split_once(',').unwrap_or((inside, inside));
    let max = if max.is_empty() {
        usize::MAX
    } else {
        max.parse().unwrap()
    };
    (min.parse().unwrap(), max)
}

#[test]
fn what_is_made_matches() {
    let cases = [
        ("^[a-z][a-z0-9_]*$", 0, "a"),
        ("^[a-z][a-z0-9_]*$", 3, "aaa"),
        ("^[^a@]+@.+\\.\\d{2,}$", 0, "B@a.11"),
        ("^#?[0-9A-F]{6}$", 0, "000000"),
        ("^[]-]+\\$$", 0, "]$"),
    ];
    for (pattern, least, text) in cases {
        assert_eq!(matching(pattern, least), text, "{pattern}");
    }
}
