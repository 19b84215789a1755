//! Tables of errors: the enum of the codes, and what their messages say.

use super::Lowering;
use crate::docs;
use crate::model::{ErrorCase, Placeholder};
use crate::names;
use crate::rust::{Detail, Details, Enum, EnumKind, Item, Variant, Wire};

impl Lowering<'_> {
    pub(super) fn errors(&self, ident: String, docs: Vec<String>, cases: &[ErrorCase]) -> Item {
        let (without_code, with_code): (Vec<_>, Vec<_>) =
            cases.iter().partition(|case| case.code.is_empty());
        let mut variants: Vec<Variant> = with_code
            .iter()
            .map(|case| Variant {
                ident: variant(case),
                docs: self.error_docs(case),
                wire: Some(Wire::Code {
                    code: case.code.clone(),
                    statuses: case.statuses(),
                    templates: templates(case),
                }),
            })
            .collect();
        let mut docs_without: Vec<String> = without_code
            .iter()
            .flat_map(|case| self.error_docs(case))
            .collect();
        if docs_without.is_empty() {
            docs_without.push("An error without a code.".to_owned());
        }
        variants.push(Variant {
            ident: "NoCode".to_owned(),
            docs: docs_without,
            wire: None,
        });
        let unknown_doc = "A code that this version of the crate does not know.";
        Item::Enum(Enum {
            ident,
            docs,
            kind: EnumKind::Errors,
            variants,
            unknown_doc,
        })
    }

    /// What the messages of `error`, an enum of codes, say; nothing if none has a placeholder.
    pub(super) fn details(&self, error: &str, cases: &[ErrorCase]) -> Option<Item> {
        let placeholders = ErrorCase::placeholders(cases);
        if placeholders.is_empty() {
            return None;
        }
        let mut docs = vec![format!(
            "What the messages of [`{error}`] say in the place of their placeholders."
        )];
        let source = "Read by [`ApiError::details`](crate::ApiError::details); absent where the server's text is not the \
                      documented one.";
        super::doc::add(&mut docs, &super::doc::words(source));
        Some(Item::Details(Details {
            ident: names::nested(error, "details"),
            docs,
            error: error.to_owned(),
            fields: placeholders
                .into_iter()
                .map(|placeholder| self.detail(placeholder))
                .collect(),
        }))
    }

    fn detail(&self, placeholder: &Placeholder) -> Detail {
        let mark = docs::code(&format!("#{}#", placeholder.name));
        let mut lines = placeholder
            .doc
            .as_ref()
            .map_or_else(Vec::new, |doc| docs::prose(doc, &self.links));
        super::doc::add(&mut lines, &[format!("{mark} in the message.")]);
        Detail {
            ident: names::renamed(placeholder.rename.as_deref(), &placeholder.name),
            docs: lines,
            placeholder: placeholder.name.clone(),
            list: placeholder.list,
        }
    }
}

/// The variant of a code.
pub(super) fn variant(case: &ErrorCase) -> String {
    case.rename
        .clone()
        .unwrap_or_else(|| names::type_name(&case.code))
}

fn templates(case: &ErrorCase) -> Vec<String> {
    let rows = case.rows.iter().filter(|row| !row.placeholders.is_empty());
    let mut templates: Vec<String> = rows.filter_map(|row| row.message.clone()).collect();
    templates.dedup();
    templates
}
