//! Tables of errors: the enum of the codes, and what their messages say.

use super::doc;
use super::enums::open_enum;
use super::lowering::Lowering;
use crate::docs::code;
use crate::model::{ErrorCase, Means, Placeholder};
use crate::names;
use crate::rust::{Def, Detail, Details, EnumKind, Item, Variant, Wire};

impl Lowering<'_> {
    /// The enum of the codes, and what their messages say if one has a placeholder.
    pub(super) fn errors(&self, ident: String, doc: String, cases: &[ErrorCase]) -> Vec<Item> {
        let without_code = cases.iter().filter(|case| case.code.is_empty());
        let docs = without_code.flat_map(|case| self.error_docs(case));
        let mut docs: Vec<String> = docs.collect();
        if docs.is_empty() {
            docs.push("An error without a code.".to_owned());
        }
        let with_code = cases.iter().filter(|case| !case.code.is_empty());
        let variants = with_code.map(|case| Variant {
            ident: names::error_variant(case),
            docs: self.error_docs(case),
            wire: Some(Wire::Code {
                code: case.code.clone(),
                statuses: case.statuses(),
                templates: templates(case),
            }),
        });
        let no_code = Variant {
            ident: names::NO_CODE.to_owned(),
            docs,
            wire: None,
        };
        let variants = variants.chain([no_code]).collect();
        let details = self.details(&ident, cases);
        let (docs, def) = (vec![doc], open_enum(EnumKind::Errors, variants));
        let errors = Item { ident, docs, def };
        [errors].into_iter().chain(details).collect()
    }

    fn error_docs(&self, case: &ErrorCase) -> Vec<String> {
        let mut lines = Vec::new();
        for row in &case.rows {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(self.prose(&row.doc));
            let mut about = match case.code.as_str() {
                "" => "No code".to_owned(),
                text => format!("Code {}", code(text)),
            };
            if let Some(status) = row.status {
                about += &format!(" with HTTP {status}");
            }
            if let Some(message) = &row.message {
                about += &format!(": {}", code(message));
            }
            let means = row.means.map(|means| means_doc(means).to_owned());
            doc::add(&mut lines, [about].into_iter().chain(means));
        }
        lines
    }

    fn details(&self, error: &str, cases: &[ErrorCase]) -> Option<Item> {
        let placeholders = ErrorCase::placeholders(cases);
        if placeholders.is_empty() {
            return None;
        }
        let say = "say in the place of their placeholders";
        let mut docs = vec![format!("What the messages of [`{error}`] {say}.")];
        let source = "Read by [`ApiError::details`](crate::ApiError::details); absent where the server's text is not the \
                      documented one.";
        doc::add(&mut docs, source.split(' '));
        let fields = placeholders.into_iter().map(|of| self.detail(of)).collect();
        let (ident, error) = (names::nested(error, "details"), error.to_owned());
        let def = Def::Details(Details { error, fields });
        Some(Item { ident, docs, def })
    }

    fn detail(&self, placeholder: &Placeholder) -> Detail {
        let mark = code(&format!("#{}#", placeholder.name));
        let doc = placeholder.doc.as_deref();
        let mut docs = doc.map_or_else(Vec::new, |doc| self.prose(doc));
        doc::add(&mut docs, [format!("{mark} in the message.")]);
        Detail {
            ident: names::placeholder(placeholder),
            docs,
            placeholder: placeholder.name.clone(),
            list: placeholder.list,
        }
    }
}

/// What a row says about the thing that a call is about.
fn means_doc(means: Means) -> &'static str {
    match means {
        Means::Missing => "Means: missing.",
        Means::NotFound => "Means: not found.",
        Means::ReadOnly => "Means: read-only.",
        Means::InUse => "Means: in use.",
        Means::NoAccess => "Means: no access.",
    }
}

fn templates(case: &ErrorCase) -> Vec<String> {
    let rows = case.rows.iter().filter(|row| !row.placeholders.is_empty());
    let mut templates: Vec<String> = rows.filter_map(|row| row.message.clone()).collect();
    templates.dedup();
    templates
}
