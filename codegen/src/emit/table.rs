//! What nobody calls by name: rows for a macro of the runtime.

use std::fmt::Write as _;

/// `crate::runtime::record! { head { rows } }`, one row a line, where prettyplease would leave the inside to itself.
pub(crate) struct Table {
    pub(crate) macro_name: &'static str,
    pub(crate) head: String,
    pub(crate) rows: Vec<String>,
}

impl Table {
    pub(crate) fn write(&self, text: &mut String) {
        let (macro_name, head) = (self.macro_name, &self.head);
        let _ = write!(text, "crate::runtime::{macro_name}! {{\n    {head} {{");
        for row in &self.rows {
            let _ = write!(text, "\n        {row},");
        }
        text.push_str(if self.rows.is_empty() {
            "}\n}\n"
        } else {
            "\n    }\n}\n"
        });
    }
}

/// A string as source text.
pub(super) fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}
