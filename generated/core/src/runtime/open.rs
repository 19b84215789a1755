//! Open enums: a value that the crate does not know is kept.

use std::fmt::{self, Display as _};
use std::hash::Hasher;

use super::code::{ErrorCode, ErrorRow};
use super::shown::Shown;

/// Where a text stands among those that are known, or a number beyond the last. To compare it with each of them in the code of each
/// enum would be several times as much to compile.
pub fn position(known: &[&str], text: &str) -> usize {
    let mut known = known.iter();
    known.position(|known| *known == text).unwrap_or(usize::MAX)
}

/// The variant of an error without a code.
pub const NO_CODE: usize = usize::MAX - 1;

/// The variant of an error by its code alone, in any letter case.
pub(super) fn code_position(rows: &[ErrorRow], code: &str) -> usize {
    if matches!(code, "" | "0") {
        return NO_CODE;
    }
    let mut rows = rows.iter();
    let row = rows.find(|row| !row.is_told() && row.code.eq_ignore_ascii_case(code));
    row.map_or(usize::MAX, |row| row.variant)
}

/// The code of a variant.
pub(super) fn code_at(rows: &'static [ErrorRow], variant: usize) -> &'static str {
    let mut rows = rows.iter();
    let row = rows.find(|row| row.variant == variant);
    row.map_or("", |row| row.code)
}

/// Whether two error codes are the same: codes that are not known compare in any letter case, as those that are.
pub fn same_code<C: ErrorCode>(a: &C, b: &C) -> bool {
    let [variant, other] = [a, b].map(C::variant);
    variant == other && (variant != usize::MAX || a.as_str().eq_ignore_ascii_case(b.as_str()))
}

/// The hash that goes with [`same_code`].
pub fn hash_code<C: ErrorCode>(code: &C, state: &mut dyn Hasher) {
    state.write_usize(code.variant());
    if let Err(code) = code.known() {
        state.write(code.to_ascii_lowercase().as_bytes());
    }
}

/// `Debug` of an enum: the name of the variant, or what is not known.
pub fn debug_variant(
    f: &mut fmt::Formatter<'_>,
    names: &[&str],
    index: usize,
    value: &dyn fmt::Debug,
) -> fmt::Result {
    match names.get(index) {
        Some(name) => f.write_str(name),
        None => f.debug_tuple("Unknown").field(value).finish(),
    }
}

/// The same for an error code.
pub fn debug_code<C: ErrorCode>(
    code: &C,
    names: &[&str],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match code.variant() {
        NO_CODE => f.write_str("NoCode"),
        variant => debug_variant(f, names, variant, &Shown::text(code.as_str())),
    }
}

/// `Display` of an error code.
pub fn display_code(f: &mut fmt::Formatter<'_>, code: &str) -> fmt::Result {
    Shown::text(code).fmt(f)
}

/// A value of an enum, or an error code, that this version of the crate does not know.
///
/// Its content is read through the enum (`as_str`, `value`), so that a value that becomes known in a later version
/// does not silently change its meaning in a `match`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unknown<T>(T);

/// Keeps what is not known. It is a matter of the enums alone, and so no method.
pub const fn keep<T>(value: T) -> Unknown<T> {
    Unknown(value)
}

/// What has been kept.
pub const fn kept<T>(unknown: &Unknown<T>) -> &T {
    &unknown.0
}

impl<T: fmt::Debug> fmt::Debug for Unknown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::{Direction, ErrorCode, SystemCode};

    #[test]
    fn debug_names_the_variant_or_shows_what_is_unknown() {
        let directions = ["ASC", "DESC", "asc"].map(Direction::from);
        assert_eq!(format!("{directions:?}"), r#"[Asc, Desc, Unknown("asc")]"#);
        let codes = ["query_limit_exceeded", "0", "NEW_CODE"].map(SystemCode::from_code);
        assert_eq!(
            format!("{codes:?}"),
            r#"[QueryLimitExceeded, NoCode, Unknown("NEW_CODE")]"#
        );
    }

    #[test]
    fn equal_values_are_one_in_a_set() {
        let texts = ["ASC", "DESC", "ASC", "other", "other"];
        let set: HashSet<Direction> = texts.into_iter().map(Direction::from).collect();
        assert_eq!(set.len(), 3);
        assert!(set.contains(&Direction::Asc) && !set.contains(&Direction::from("asc")));
    }
}
