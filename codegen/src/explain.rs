//! What each code of a diagnostic means, at greater length than a diagnostic has room for.

/// Code to explanation. The codes are no string literals here, so that a search for the codes that are given finds
/// those only.
macro_rules! table {
    ($($code:ident)*) => {
        &[$((stringify!($code), include_str!(concat!("explain/", stringify!($code), ".md")))),*]
    };
}

/// Sorted by code.
const TABLE: &[(&str, &str)] = table! {
    E0001 E0002 E0003 E0004 E0005
    E0101 E0102 E0103 E0104
    E0201 E0202 E0203 E0204 E0205 E0206 E0207 E0208
    E0301 E0302 E0303
    E0401 E0402 E0403
    E0501 E0502 E0503 E0504
    E0601 E0602 E0603 E0604 E0605 E0606 E0607
    E0701 E0702 E0703 E0704
    E0810 E0811
    E0820 E0821 E0822
    E0830 E0831 E0832 E0833 E0834 E0835 E0836
    E0840 E0841 E0842 E0843 E0844 E0845 E0846 E0847
    E0870 E0871 E0872 E0873 E0874 E0875
    E0876 E0877 E0878 E0879
    E0885 E0886 E0887
};

/// What the code of a mistake means, with a wrong and a right example; in Markdown. Letter case does not count.
///
/// The first line is `# ` and a title. An example is a part of a method's spec; where it shows several files, each
/// stands under a line `#--- path`.
#[must_use]
pub fn explain(code: &str) -> Option<&'static str> {
    let mut rows = TABLE.iter();
    rows.find(|(known, _)| known.eq_ignore_ascii_case(code))
        .map(|(_, text)| *text)
}

/// Every code that has an explanation, sorted.
pub fn codes() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(code, _)| *code)
}
