//! Tables of errors.

use super::Means;

/// The errors that are one variant in Rust: those with a code, or those of them that are told apart from the rest.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ErrorCase {
    /// Empty for an error without a code.
    pub(crate) code: String,
    /// The name of the variant, where the author gives one.
    pub(crate) name: Option<String>,
    /// Whether it is told apart from other errors with the code, by its text or its field. What is left has the case of the
    /// code itself, which may have no row of its own.
    pub(crate) told: bool,
    pub(crate) rows: Vec<ErrorRow>,
}

impl ErrorCase {
    /// Whether it is what an error without a code is, whatever it says.
    pub(crate) fn is_without_code(&self) -> bool {
        self.code.is_empty() && !self.told
    }

    /// The placeholders of a table, each once: by the row that describes it, if there is one.
    pub(crate) fn placeholders(cases: &[Self]) -> Vec<&Placeholder> {
        let rows = cases.iter().flat_map(|case| &case.rows);
        let mut placeholders: Vec<&Placeholder> = Vec::new();
        for placeholder in rows.flat_map(|row| &row.placeholders) {
            let mut known = placeholders.iter_mut();
            match known.find(|known| known.name == placeholder.name) {
                Some(known) if known.doc.is_none() => *known = placeholder,
                Some(_) => {}
                None => placeholders.push(placeholder),
            }
        }
        placeholders
    }

    /// The HTTP statuses that a table gives a code.
    pub(crate) fn statuses(cases: &[&Self]) -> Vec<u16> {
        let rows = cases.iter().flat_map(|case| &case.rows);
        let mut statuses: Vec<u16> = rows.filter_map(|row| row.status).collect();
        statuses.sort_unstable();
        statuses.dedup();
        statuses
    }
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ErrorRow {
    /// With `#NAME#` for each placeholder, however the author writes it.
    pub(crate) message: Option<String>,
    /// Whether the message is the same on every portal.
    pub(crate) fixed: bool,
    pub(crate) status: Option<u16>,
    pub(crate) means: Option<Means>,
    /// The fields that it is about one of, in REST 3.
    pub(crate) fields: Vec<String>,
    pub(crate) placeholders: Vec<Placeholder>,
    pub(crate) doc: String,
}

/// What stands in a message for `#NAME#`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Placeholder {
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    /// Whether it is a list, with commas between the elements.
    pub(crate) list: bool,
    pub(crate) rename: Option<String>,
}
