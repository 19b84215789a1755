//! Sentences about facts: names on the wire, limits, defaults, statuses, where a fact comes from.

use super::method::describe;
use super::{Lowering, error, list, method};
use crate::docs::{self, code};
use crate::model::{self, Context, Deprecated, Effect, ErrorCase, Limits, Method, Version, Way};
use crate::rust::Field;

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
    docs::wrap(sentences.iter().map(String::as_str), "", "", docs);
}

/// A sentence, to be wrapped between any two words of it.
pub(super) fn words(sentence: &str) -> Vec<String> {
    sentence.split(' ').map(str::to_owned).collect()
}

/// What the documentation of a constructor says.
pub(super) fn constructor(of: &str, fields: &[model::Field]) -> String {
    let others = fields.iter().any(|field| !field.required);
    match (fields.iter().any(|field| field.required), others) {
        (true, true) => format!("Takes the required {of}; the others are set by methods."),
        (true, false) => format!("Takes all {of}."),
        (false, true) => format!("Sets nothing; the {of} are set by methods."),
        (false, false) => format!("There are no {of}."),
    }
}

impl Lowering<'_> {
    /// What stands before the parameters.
    pub(super) fn method_docs(&self, method: &Method, answer: &str) -> Vec<String> {
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
        if method.version == Version::V3 {
            lines.push("- Protocol: REST 3".to_owned());
        }
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
        if let Some(paging) = &method.paging {
            let params = method::paging_params(&paging.way);
            let params: Vec<String> = params.into_iter().map(code).collect();
            let walk = match &paging.way {
                Way::Start { walk, .. } => walk.as_ref(),
                _ => None,
            };
            let walk = walk.map(|walk| {
                let trait_method = docs::item("walk", "crate::Walkable::walk");
                format!("; uncounted by {} with {trait_method}", code(&walk.id))
            });
            lines.push(format!(
                "- Pages: {} rows each, by {}{}",
                paging.size,
                params.join(" and "),
                walk.unwrap_or_default()
            ));
        }
        if method.positional {
            lines.push("- Parameters: taken by their places, as they are listed".to_owned());
        }
        if !method.batch {
            lines.push("- Batch: not possible".to_owned());
        }
        lines.push(format!("- Answer: {answer}"));
        if let Some(deprecated) = &method.deprecated {
            let instead = deprecated.replacement.as_ref();
            let instead = instead.map(|name| format!("use {}", docs::method(name, &self.links)));
            let reason = deprecated.reason.as_ref();
            let reason = reason.map(|text| docs::prose(text, &self.links).join(" "));
            let parts: Vec<String> = [instead, reason].into_iter().flatten().collect();
            lines.push(format!("- Deprecated: {}", parts.join("; ")));
        }
        lines
    }

    /// The parameters, the errors and an example, behind the rest of the documentation of a method.
    pub(super) fn call_docs(&self, method: &Method, error: &str, params: &[Field]) -> Vec<String> {
        let mut lines = Vec::new();
        if !params.is_empty() {
            lines.extend(section("Parameters"));
            for param in params {
                let link = docs::item(&param.wire, &format!("Self::{}", param.ident));
                let required = if param.required { ", required" } else { "" };
                lines.push(format!("- {link}: {}{required}", describe(&param.ty)));
            }
        }
        lines.extend(section("Errors"));
        let with_code = method.errors.iter().filter(|case| !case.code.is_empty());
        let codes = with_code
            .map(|case| docs::item(&case.code, &format!("{error}::{}", error::variant(case))));
        let mut codes: Vec<String> = codes.collect();
        if codes.len() < method.errors.len() {
            codes.push(format!("[without a code]({error}::NoCode)"));
        }
        let own = if codes.is_empty() {
            format!("None of its own is documented for [`{error}`].")
        } else {
            format!("As [`{error}`]: {}.", codes.join(", "))
        };
        let others = "Any method may answer those of [`SystemCode`](crate::SystemCode) too.";
        let sentence = format!("{own} {others}");
        docs::wrap(sentence.split(' '), "", "", &mut lines);
        if let Some(usage) = self.usage(method, error) {
            lines.extend(section("Example"));
            lines.push("```".to_owned());
            lines.extend(usage);
            lines.push("```".to_owned());
        }
        if !method.see.is_empty() {
            let links: Vec<String> = method
                .see
                .iter()
                .map(|name| docs::method(&self.seen(method, name), &self.links))
                .collect();
            add(
                &mut lines,
                &words(&format!("See also {}.", links.join(", "))),
            );
        }
        lines
    }

    /// The table of the methods of a module and of those below it.
    pub(super) fn method_table<'a>(
        &self,
        methods: impl Iterator<Item = &'a Method>,
    ) -> Vec<String> {
        let mut lines = vec![
            "| method | what it does |".to_owned(),
            "|---|---|".to_owned(),
        ];
        for method in methods {
            let deprecated = if method.deprecated.is_some() {
                " *Deprecated.*"
            } else {
                ""
            };
            let summary = docs::cell(&method.summary, &self.links);
            let path = self.links.get(&method.key()).map_or("", String::as_str);
            let link = docs::item(&method.name, path);
            lines.push(format!("| {link} | {summary}{deprecated} |"));
        }
        lines
    }

    /// The method that another one refers to: of its own protocol, if that has one of the name.
    fn seen(&self, method: &Method, name: &str) -> String {
        let own = format!("{name}@v3");
        let is_own = method.version == Version::V3 && name != method.name;
        if is_own && self.links.contains_key(&own) {
            own
        } else {
            name.to_owned()
        }
    }

    pub(super) fn field_docs(&self, field: &model::Field, ident: &str) -> Vec<String> {
        let doc = if field.doc.is_empty() {
            list::param_doc(&field.ty)
        } else {
            &field.doc
        };
        let mut lines = docs::prose(doc, &self.links);
        add(&mut lines, list::ignored(&field.ty).as_slice());
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
                .map_or(String::new(), |text| format!(": {}", docs::code(text)));
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

fn section(title: &str) -> [String; 3] {
    [String::new(), format!("# {title}"), String::new()]
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
