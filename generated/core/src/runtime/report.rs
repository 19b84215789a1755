//! What may be told in public of an answer that does not decode.

use std::fmt::Write as _;

/// How many places are told. A page of a list has the same mistake in many rows, which is one place.
const PLACES: usize = 50;

/// A text with the places that are wrong, each with what is wrong there. Rows and elements that are wrong alike are told once.
pub(super) fn report<'a>(
    method: &str,
    status: u16,
    mistakes: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut told: Vec<(&str, String, &str, usize)> = Vec::new();
    let mut more = 0;
    for (place, problem) in mistakes {
        let any = without_indices(place);
        let alike = |(_, shown, text, _): &&mut (&str, String, &str, usize)| {
            (shown.as_str(), *text) == (any.as_str(), problem)
        };
        let is_full = told.len() == PLACES;
        match told.iter_mut().find(alike) {
            Some((.., count)) => *count += 1,
            None if is_full => more += 1,
            None => told.push((place, any, problem, 1)),
        }
    }
    let version = env!("CARGO_PKG_VERSION");
    let mut report = format!("method: {method}\nHTTP status: {status}\nbitrix24-core: {version}\n");
    for (place, any, problem, count) in told {
        // To write into a text cannot fail.
        let _ = match count {
            1 => writeln!(report, "{place}: {problem}"),
            _ => writeln!(report, "{any}: {problem} ({count} times)"),
        };
    }
    if more > 0 {
        let _ = writeln!(report, "and {more} more");
    }
    report
}

/// A path with `*` for each index.
fn without_indices(path: &str) -> String {
    let mut parts = path.split('[');
    let mut any = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let is_index = digits > 0 && part.as_bytes().get(digits) == Some(&b']');
        any.push('[');
        any.push_str(if is_index { "*" } else { "" });
        any.push_str(
            part.get(if is_index { digits } else { 0 }..)
                .unwrap_or_default(),
        );
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_alike_is_told_once() {
        let mistakes = [
            ("result[0].A", "expected number, found string"),
            ("result[1].B[2]", "expected number, found string"),
            ("result[12].A", "expected number, found string"),
            ("result[3].A", "expected number, found array"),
            ("result[UF_*]", "expected array, found object"),
        ];
        let told = report("m", 200, mistakes);
        let places: Vec<&str> = told.lines().skip(3).collect();
        let expected = [
            "result[*].A: expected number, found string (2 times)",
            "result[1].B[2]: expected number, found string",
            "result[3].A: expected number, found array",
            "result[UF_*]: expected array, found object",
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn a_report_is_no_longer_than_an_issue() {
        let places: Vec<String> = (0..60).map(|key| format!("result.k{key}")).collect();
        let told = report(
            "m",
            200,
            places.iter().map(|place| (place.as_str(), "wrong")),
        );
        assert_eq!(told.lines().count(), 3 + 50 + 1);
        assert!(told.ends_with("and 10 more\n"));
    }
}
