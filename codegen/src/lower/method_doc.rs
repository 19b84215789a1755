//! The documentation of a method.

use super::doc::{self, describe};
use super::lowering::Lowering;
use crate::docs::{self, code};
use crate::model::{
    Available, Context, Deprecated, Edition, Effect, Entity, Evidence, Method, Paging, Scopes,
    Style, Version,
};
use crate::names;
use crate::rust::Field;

/// Which parameters say what a call is about.
fn entity(entity: &Entity) -> String {
    let object = entity
        .object
        .as_ref()
        .map(|name| format!("the object is {}", code(name)));
    let id = entity
        .id
        .as_ref()
        .map(|name| format!("{} identifies it", code(name)));
    let parts: Vec<String> = object.into_iter().chain(id).collect();
    format!("- Entity: {}", parts.join(", "))
}

/// Where the answer of a method is known from.
fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Recorded => "- Evidence: a recorded response",
        Evidence::Sdk => "- Evidence: the vendor's SDK",
        Evidence::Sample => "- Evidence: a sample in the vendor's documentation",
        Evidence::Page => "- Evidence: the vendor's documentation, which has no sample",
    }
}

/// Where the vendor's pages are.
const PAGES: &str = "https://apidocs.bitrix24.com/";

impl Lowering<'_> {
    /// What stands before the parameters.
    pub(super) fn method_docs(&self, method: &Method, answer: &str) -> Vec<String> {
        let mut lines = self.prose(&method.summary);
        if let Some(description) = &method.description {
            lines.push(String::new());
            lines.extend(self.prose(description));
        }
        lines.push(String::new());
        let name = code(&method.name);
        let feature = self.gates.feature(method);
        let (access, deprecated) = (method.access.as_ref(), method.deprecated.as_ref());
        let application = method.context == Context::Application;
        let by_place = "- Parameters: taken by their places, as they are listed";
        let facts = [
            Some(match &method.docs {
                Some(page) => format!("- Method: [{name}]({PAGES}{page})"),
                None => format!("- Method: {name}"),
            }),
            (method.version == Version::V3).then(|| "- Protocol: REST 3".to_owned()),
            feature.map(|feature| format!("- Feature: {}", code(&feature))),
            self.scopes(&method.scopes),
            access.map(|access| format!("- Access: {}", self.line(access))),
            application.then(|| "- Context: applications only, a webhook is refused".to_owned()),
            Some(match method.effect {
                Effect::Read => "- Effect: reads".to_owned(),
                Effect::Write => "- Effect: writes".to_owned(),
                Effect::Delete => "- Effect: deletes".to_owned(),
            }),
            method.paging.as_ref().map(pages),
            method.positional.then(|| by_place.to_owned()),
            (!method.batch).then(|| "- [Batch](crate#batches): not possible".to_owned()),
            Some(format!("- Answer: {answer}")),
            method.entity.as_ref().map(entity),
            self.available(&method.available),
            Some(evidence(method.evidence).to_owned()),
            deprecated.map(|deprecated| self.deprecated(deprecated)),
        ];
        lines.extend(facts.into_iter().flatten());
        lines
    }

    fn scopes(&self, scopes: &Scopes) -> Option<String> {
        let mut names: Vec<String> = scopes.names.iter().map(|name| code(name)).collect();
        let also = scopes.also.as_ref().map(|also| self.line(also));
        let word = if scopes.all { " and " } else { " or " };
        let several = scopes.all && names.len() + usize::from(also.is_some()) > 1;
        names.extend(also);
        let head = if several { "Scopes" } else { "Scope" };
        (!names.is_empty()).then(|| format!("- {head}: {}", names.join(word)))
    }

    /// Which portals have a method, if not all of them do.
    fn available(&self, available: &Available) -> Option<String> {
        let since = available.since.0.iter();
        let since = since.map(|(module, version)| format!("since {} {version}", code(module)));
        let edition = available.edition.map(|edition| match edition {
            Edition::Cloud => "in the cloud only".to_owned(),
            Edition::OnPremise => "on-premise only".to_owned(),
        });
        let tariff = available.tariff.as_ref().map(|tariff| self.line(tariff));
        let parts: Vec<String> = since.chain(edition).chain(tariff).collect();
        (!parts.is_empty()).then(|| format!("- Available: {}", parts.join("; ")))
    }

    /// A text that stays on one line.
    fn line(&self, text: &str) -> String {
        self.prose(text).join(" ")
    }

    fn deprecated(&self, deprecated: &Deprecated) -> String {
        let names = deprecated.replacements().iter();
        let names: Vec<String> = names.map(|name| docs::method(name, &self.links)).collect();
        let instead = (!names.is_empty()).then(|| format!("use {}", names.join(" or ")));
        let reason = deprecated.reason.as_ref().map(|text| self.line(text));
        let parts: Vec<String> = instead.into_iter().chain(reason).collect();
        format!("- Deprecated: {}", parts.join("; "))
    }

    /// The parameters, the errors and an example, behind the rest of the documentation of a method.
    pub(super) fn call_docs(&self, method: &Method, error: &str, params: &[Field]) -> Vec<String> {
        let mut lines = Vec::new();
        if !params.is_empty() {
            lines.extend(section("Parameters"));
            lines.extend(params.iter().map(|param| {
                let link = docs::item(&param.wire, &format!("Self::{}", param.ident));
                let required = if param.required { ", required" } else { "" };
                format!("- {link}: {}{required}", describe(&param.ty))
            }));
        }
        for group in &method.params.any_of {
            let names: Vec<String> = group.iter().map(|name| code(name)).collect();
            let sentence = format!("At least one of {} must be sent.", names.join(" and "));
            doc::add(&mut lines, sentence.split(' '));
        }
        lines.extend(section("Errors"));
        let own = match method.errors.is_empty() {
            true => "this one has no documented errors of its own.".to_owned(),
            false => format!("this one also those of [`{error}`]:"),
        };
        let others = "Any method may return the errors of [`SystemCode`](crate::SystemCode);";
        docs::wrap(others.split(' ').chain(own.split(' ')), "", "", &mut lines);
        if !method.errors.is_empty() {
            lines.push(String::new());
        }
        for case in &method.errors {
            let variant = names::error_variant(case);
            let path = format!("{error}::{variant}");
            let link = match (case.code.as_str(), case.told) {
                ("", false) => format!("[any other without a code]({path})"),
                ("", true) => format!("{} (no code)", docs::item(&variant, &path)),
                (wire, true) => format!("{} ({})", docs::item(&variant, &path), code(wire)),
                (wire, false) => docs::item(wire, &path),
            };
            for row in &case.rows {
                let item = format!("{link}: {}", self.line(&row.doc));
                docs::wrap(item.split(' '), "- ", "  ", &mut lines);
            }
        }
        if let Some(usage) = self.usage(method) {
            lines.extend(section("Example"));
            lines.push("```".to_owned());
            lines.extend(usage);
            lines.push("```".to_owned());
        }
        let see = method.see.iter().map(|name| self.seen(method, name));
        let see: Vec<String> = see.map(|name| docs::method(&name, &self.links)).collect();
        if !see.is_empty() {
            let sentence = format!("See also {}.", see.join(", "));
            doc::add(&mut lines, sentence.split(' '));
        }
        lines
    }

    /// The method that another one refers to: of its own protocol, if that has one of the name.
    fn seen(&self, method: &Method, name: &str) -> String {
        let own = format!("{name}@v3");
        let is_own = method.version == Version::V3 && name != method.name;
        match is_own && self.links.contains_key(&own) {
            true => own,
            false => name.to_owned(),
        }
    }
}

fn section(title: &str) -> [String; 3] {
    [String::new(), format!("# {title}"), String::new()]
}

fn pages(paging: &Paging) -> String {
    let (param, limit) = match &paging.style {
        Style::Page { param } | Style::Pagination { param } => (param, None),
        Style::Start { param } => (param, None),
        Style::Offset { param, limit } => (param, Some(limit)),
        Style::Cursor { param, limit, .. } => (param, limit.as_ref()),
        Style::Own { .. } => return format!("- [Pages](crate#lists): {} rows each", paging.size),
    };
    let params = [param].into_iter().chain(limit);
    let params: Vec<String> = params.map(|param| code(param)).collect();
    let by_identifier = paging.walk.as_ref().map_or_else(String::new, |walk| {
        let uncounted = match paging.style {
            Style::Start { .. } => "uncounted ",
            _ => "",
        };
        let with = docs::item("walk", "crate::Walkable::walk");
        format!("; {uncounted}by {} with {with}", code(&walk.name))
    });
    let (size, params) = (paging.size, params.join(" and "));
    format!("- [Pages](crate#lists): {size} rows each, by {params}{by_identifier}")
}
