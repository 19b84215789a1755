//! Tables of errors: the enum of the codes, and what their messages say.

use super::doc;
use super::enums::open_enum;
use super::lowering::{Lowering, request_path};
use crate::docs::{self, code, own};
use crate::model::{ErrorCase, ErrorRow, Means, Method, Placeholder};
use crate::names;
use crate::rust::{Alias, CodeRow, Def, Detail, Details, EnumKind, Item, Path, Variant, Wire};

impl Lowering<'_> {
    /// The errors of a method: their enum, or another name of one that has the same rows.
    pub(super) fn method_errors(&self, method: &Method, request: &str, ident: String) -> Vec<Item> {
        let doc = format!("The errors of {}", own(request));
        let Some(table) = self.shared_errors.of(method) else {
            let docs = vec![format!("{doc}: none of its own is documented.")];
            let def = Def::Alias(Alias {
                of: Path::of("crate::UnlistedError"),
                borrows: false,
            });
            return vec![Item { ident, docs, def }];
        };
        if table.owner.key() == method.key() {
            let doc = match table.is_shared() {
                true => format!("{doc}, and of others with the same table."),
                false => doc + ".",
            };
            return self.errors(ident, doc, &table.cases());
        }
        let path = request_path(table.owner);
        let error = path.beside(names::nested(&path.ident, "error"));
        let details = path.beside(names::nested(&error.ident, "details"));
        let other = docs::item(&error.ident, &error.to_string());
        let mut items = vec![Item {
            docs: vec![format!("{doc}: the same as {other}.")],
            def: Def::Alias(Alias {
                of: error.clone(),
                borrows: false,
            }),
            ident: ident.clone(),
        }];
        if !ErrorCase::placeholders(&method.errors).is_empty() {
            let other = docs::item(&details.ident, &details.to_string());
            items.push(Item {
                docs: vec![format!("What the messages of [`{ident}`] say: {other}.")],
                def: Def::Alias(Alias {
                    of: details.clone(),
                    borrows: true,
                }),
                ident: names::nested(&ident, "details"),
            });
        }
        items
    }

    /// The enum of the errors, and what their messages say if one has a placeholder.
    pub(super) fn errors(&self, ident: String, doc: String, cases: &[ErrorCase]) -> Vec<Item> {
        let (rest, named): (Vec<_>, Vec<_>) = cases.iter().partition(|case| case.is_without_code());
        let variants = named.into_iter().map(|case| Variant {
            ident: names::error_variant(case),
            docs: self.error_docs(case),
            wire: Some(Wire::Code {
                code: case.code.clone(),
                rows: rows(case),
            }),
        });
        let no_code = match rest.first() {
            Some(case) => Variant {
                ident: names::NO_CODE.to_owned(),
                docs: self.error_docs(case),
                wire: Some(Wire::NoCode { rows: rows(case) }),
            },
            None => Variant {
                ident: names::NO_CODE.to_owned(),
                docs: vec!["An error without a code.".to_owned()],
                wire: None,
            },
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
            if !row.doc.is_empty() {
                lines.extend(self.prose(&row.doc));
                lines.push(String::new());
            }
            docs::wrap([about(case, row).as_str()], "", "", &mut lines);
            doc::add(&mut lines, row.means.map(means_doc));
        }
        if lines.is_empty() {
            lines.push(format!(
                "Any other error with the code {}.",
                code(&case.code)
            ));
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

/// How the server tells an error.
fn about(case: &ErrorCase, row: &ErrorRow) -> String {
    let mut about = match case.code.as_str() {
        "" => "No code".to_owned(),
        text => format!("Code {}", code(text)),
    };
    if let Some(status) = row.status {
        about += &format!(" with HTTP {status}");
    }
    if !row.fields.is_empty() {
        let fields: Vec<String> = row.fields.iter().map(|field| code(field)).collect();
        about += &format!(" for the field {}", fields.join(" or "));
    }
    if let Some(message) = &row.message {
        about += &format!(": {}", code(message));
    }
    about
}

fn rows(case: &ErrorCase) -> Vec<CodeRow> {
    let row = |row: &ErrorRow| CodeRow {
        status: row.status,
        message: row.message.clone(),
        fixed: row.fixed,
        told: case.told,
        fields: row.fields.clone(),
    };
    match case.rows.as_slice() {
        // Any other text.
        [] => vec![CodeRow::default()],
        rows => rows.iter().map(row).collect(),
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
