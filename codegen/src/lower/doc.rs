//! Sentences about facts: names on the wire, limits, defaults, statuses, where a fact comes from.

use super::Lowering;
use crate::docs::{self, code, plain};
use crate::model::{Context, Deprecated, Effect, ErrorCase, Field, Limits, Method};

/// Where the vendor's pages are.
const PAGES: &str = "https://apidocs.bitrix24.com/";

/// Appends sentences as a paragraph of their own.
pub(super) fn add(docs: &mut Vec<String>, sentences: &[String]) {
    if sentences.is_empty() {
        return;
    }
    if !docs.is_empty() {
        docs.push(String::new());
    }
    docs::wrap(sentences, "", "", docs);
}

/// What the documentation of a constructor says.
pub(super) fn constructor(of: &str, fields: &[Field]) -> String {
    let others = fields.iter().any(|field| !field.required);
    match (fields.iter().any(|field| field.required), others) {
        (true, true) => format!("Takes the required {of}; the others are set by methods."),
        (true, false) => format!("Takes all {of}."),
        (false, true) => format!("Sets nothing; the {of} are set by methods."),
        (false, false) => format!("There are no {of}."),
    }
}

impl Lowering<'_> {
    pub(super) fn method_docs(&self, method: &Method, error: &str, answer: &str) -> Vec<String> {
        let mut lines = docs::prose(&method.summary, &self.links);
        if let Some(description) = &method.description {
            lines.push(String::new());
            lines.extend(docs::prose(description, &self.links));
        }
        lines.push(String::new());
        lines.push(match &method.docs {
            Some(page) => format!("- Method: [{}]({PAGES}{page})", code(&method.name)),
            None => format!("- Method: {}", code(&method.name)),
        });
        if !method.scopes.is_empty() {
            let scopes: Vec<String> = method.scopes.iter().map(|scope| code(scope)).collect();
            lines.push(format!("- Scope: {}", scopes.join(" or ")));
        }
        if let Some(access) = &method.access {
            lines.push(format!(
                "- Access: {}",
                docs::prose(access, &self.links).join(" ")
            ));
        }
        if method.context == Context::Application {
            lines.push("- Context: applications only, a webhook is refused".to_owned());
        }
        lines.push(match method.effect {
            Effect::Read => "- Effect: reads".to_owned(),
            Effect::Write => "- Effect: writes".to_owned(),
            Effect::Delete => "- Effect: deletes".to_owned(),
        });
        lines.push(format!("- Answer: {answer}"));
        lines.push(format!("- Errors: [`{error}`]"));
        if !method.see.is_empty() {
            let links: Vec<String> = method
                .see
                .iter()
                .map(|name| docs::method(name, &self.links))
                .collect();
            add(&mut lines, &[format!("See also {}.", links.join(", "))]);
        }
        lines
    }

    pub(super) fn field_docs(&self, field: &Field, ident: &str) -> Vec<String> {
        let mut lines = docs::prose(&field.doc, &self.links);
        let mut facts = Vec::new();
        if ident.trim_start_matches("r#") != field.wire {
            facts.push(format!("{} in JSON.", code(&field.wire)));
        }
        facts.extend(limits(&field.limits));
        if let Some(default) = &field.default {
            facts.push(format!("Default: {}.", code(&default.json())));
        }
        if field.secret {
            facts.push("Secret: `Debug` does not show it.".to_owned());
        }
        add(&mut lines, &facts);
        lines
    }

    pub(super) fn error_docs(&self, case: &ErrorCase) -> Vec<String> {
        let mut lines = Vec::new();
        for row in &case.rows {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(docs::prose(&row.doc, &self.links));
            let code = if case.code.is_empty() {
                "No code".to_owned()
            } else {
                format!("Code {}", code(&case.code))
            };
            let status = row
                .status
                .map_or(String::new(), |status| format!(" with HTTP {status}"));
            let message = row
                .message
                .as_deref()
                .map_or(String::new(), |text| format!(": “{}”", plain(text)));
            add(&mut lines, &[format!("{code}{status}{message}")]);
        }
        lines
    }

    /// The note of `#[deprecated]`.
    pub(super) fn deprecation(&self, deprecated: Option<&Deprecated>) -> Option<String> {
        let deprecated = deprecated?;
        let instead = deprecated
            .replacement
            .as_ref()
            .map(|name| format!("use `{name}`"));
        let reason = deprecated
            .reason
            .as_ref()
            .map(|reason| reason.trim().to_owned());
        Some(
            [instead, reason]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(": "),
        )
    }
}

fn limits(limits: &Limits) -> Vec<String> {
    let mut sentences = Vec::new();
    match (&limits.min, &limits.max) {
        (Some(min), Some(max)) => sentences.push(format!("From {min} to {max}.")),
        (Some(min), None) => sentences.push(format!("At least {min}.")),
        (None, Some(max)) => sentences.push(format!("At most {max}.")),
        (None, None) => {}
    }
    match (limits.min_length, limits.max_length) {
        (Some(min), Some(max)) => sentences.push(format!("Length: from {min} to {max}.")),
        (Some(min), None) => sentences.push(format!("Length: at least {min}.")),
        (None, Some(max)) => sentences.push(format!("Length: at most {max}.")),
        (None, None) => {}
    }
    if let Some(pattern) = &limits.pattern {
        sentences.push(format!("Pattern: {}.", code(pattern)));
    }
    sentences
}
