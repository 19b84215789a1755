//! A method.

use super::context::{Checker, Types};
use super::example::Examples;
use super::list::{List, Listing};
use super::path::folder_of;
use super::scope::Scope;
use super::ty::mistaken;
use crate::diag::{Diagnostic, alternatives};
use crate::model::{ErrorCase, Method, Object, Output, V3, Version};
use crate::place::Place;
use crate::raw::{Available, Entity, MethodSpec, ResultSpec};

impl<'c> Checker<'c> {
    /// A method, but for the types of its own.
    pub(super) fn method(
        &self,
        file: &'c str,
        spec: &'c MethodSpec,
        system: &[ErrorCase],
        types: &Types,
    ) -> Method {
        let root = self.files.root(file);
        let version = match folder_of(file).first() {
            Some(first) if first == V3 => Version::V3,
            _ => Version::V2,
        };
        let scope = Scope::new(self, file, Some(&spec.types));
        self.names(root, file, spec);
        self.docs(root.key("docs"), spec.docs.as_deref());
        self.text(root.key("summary"), &spec.summary);
        self.optional_text(root.key("description"), spec.description.as_deref());
        self.optional_text(root.key("access"), spec.access.as_deref());
        self.see(root.key("see"), spec, version);
        if let Some(deprecated) = &spec.deprecated {
            self.deprecated(root.key("deprecated"), deprecated, None);
        }

        let mut params = scope.object(root.key("params"), &spec.params);
        self.positional(root, spec, &params);
        let result = scope.result(root.key("result"), &spec.result);
        let errors = scope.errors(root, spec);

        let listing = match &spec.list {
            None => Some(Listing::default()),
            Some(spec) => self.holder(root, spec, &mut params).and_then(|holder| {
                let list = List {
                    types,
                    root,
                    spec,
                    scope: &scope,
                    version,
                    described: &holder.fields,
                    result: &result,
                    params: Vec::new(),
                    rows: &[],
                    common: Vec::new(),
                };
                let mut listing = list.check()?;
                holder.fields.append(&mut listing.params);
                Some(listing)
            }),
        };
        let complete = listing.is_some();
        let listing = listing.unwrap_or_default();
        params.any_of.clone_from(&spec.any_of);
        if complete {
            self.any_of(root, spec, &params);
            self.entity(root.key("entity"), spec.entity.as_ref(), &params);
            if version == Version::V3 {
                self.fields_of_errors(root, spec, &params, types);
            }
        }
        self.available(root.key("available"), &spec.available);
        let examples = Examples {
            checker: self,
            types,
            root,
            spec,
            params: Some(&params).filter(|_| complete),
            result: &result,
            errors: &errors,
            system,
        };
        Method {
            file: file.to_owned(),
            template: self.template(file),
            name: spec.method.clone(),
            version,
            summary: spec.summary.clone(),
            description: spec.description.clone(),
            docs: spec.docs.clone(),
            scopes: self.scopes(root.key("scope"), &spec.scope),
            access: spec.access.clone(),
            context: spec.context,
            effect: spec.effect,
            deprecated: spec.deprecated.clone(),
            available: spec.available.clone(),
            evidence: spec.evidence,
            entity: spec.entity.clone(),
            rename: spec.rename.clone(),
            examples: examples.check(),
            params,
            positional: spec.positional,
            batch: spec.batch,
            paging: listing.paging,
            result,
            types: Vec::new(),
            errors,
            see: spec.see.clone(),
        }
    }

    fn template(&self, file: &str) -> Option<String> {
        let made = self.files.by_path.get(file)?.made.as_ref()?;
        Some(made.template.to_owned())
    }

    fn docs(&self, place: Place<'_>, docs: Option<&str>) {
        let Some(page) = docs else { return };
        let plain = |c: char| c.is_ascii_alphanumeric() || "/_-.#".contains(c);
        if page.is_empty() || page.starts_with('/') || !page.chars().all(plain) {
            let error = place.value_error("E0604", "this is no page of the vendor's documentation");
            let help = "write the part of the link behind `https://apidocs.bitrix24.com/`";
            self.report(error.help(help));
        }
    }

    /// In a spec of REST 3 the method's own name is the one of the older protocol.
    fn see(&self, place: Place<'_>, spec: &MethodSpec, version: Version) {
        for (index, name) in spec.see.iter().enumerate() {
            let own = match version {
                Version::V2 => *name == spec.method,
                Version::V3 => name.strip_suffix("@v3") == Some(&spec.method),
            };
            let at = place.index(index);
            if own {
                let error = at.value_error("E0603", "a method need not refer to itself");
                self.report(error.help("remove it"));
            } else if let Some(first) = spec.see[..index].iter().position(|other| other == name) {
                let error = at.value_error("E0603", format!("`{name}` stands here twice"));
                let first = place.index(first).at_value();
                self.report(error.also(first, "here first").help("remove one of them"));
            } else {
                self.refers(at, name, version);
            }
        }
    }

    /// A group names parameters that are optional, and each example of a success sends one of them.
    fn any_of(&self, root: Place<'_>, spec: &MethodSpec, params: &Object) {
        for (index, group) in spec.any_of.iter().enumerate() {
            let place = root.key("any_of").index(index);
            let mistakes = unfit(root, place, group, params);
            let succeed = spec.examples.0.iter().filter(|(_, it)| it.result.is_some());
            for (name, _) in succeed.filter(|_| mistakes.is_empty()) {
                let example = root.key("examples").key(name);
                let sent = |name: &String| example.key("params").key(name).node().is_some();
                if !group.iter().any(sent) {
                    let names: Vec<&str> = group.iter().map(String::as_str).collect();
                    let message = format!("{} must be sent", alternatives(&names));
                    let error = example.key_error("E0501", message);
                    let error = error.also(place.at_value(), "at least one of these");
                    self.report(error.help("send one"));
                }
            }
            mistakes.into_iter().for_each(|error| self.report(error));
        }
    }

    /// The parameters that a call is about are there.
    fn entity(&self, place: Place<'_>, spec: Option<&Entity>, params: &Object) {
        let Some(spec) = spec else { return };
        if spec.object == spec.id {
            let message = match spec.id {
                Some(_) => "one parameter cannot be the object and its identifier",
                None => "this says nothing",
            };
            let error = place.key_error("E0875", message);
            self.report(
                error.help("name the parameter with the `object`, the one with its `id`, or both"),
            );
        }
        for (key, name) in [("object", &spec.object), ("id", &spec.id)] {
            let Some(name) = name else { continue };
            let known = params.fields.iter().map(|field| field.wire.as_str());
            if known.clone().all(|known| known != name) {
                let message = format!("the method has no parameter `{name}`");
                let error = place.key(key).value_error("E0607", message);
                self.report(error.suggest(name, known));
            }
        }
    }

    /// Versions are numbers.
    fn available(&self, place: Place<'_>, spec: &Available) {
        self.optional_text(place.key("tariff"), spec.tariff.as_deref());
        if place.node().is_some() && *spec == Available::default() {
            let error = place.key_error("E0874", "this says nothing");
            self.report(error.help("remove it: every portal has the method"));
        }
        for (module, version) in &spec.since.0 {
            let mut parts = version.split('.');
            let is_number =
                |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
            if !parts.clone().all(is_number) || parts.nth(1).is_none() {
                let at = place.key("since").key(module);
                let error = at.value_error("E0874", format!("`{version}` is no version"));
                self.report(error.help("write numbers with dots between them: `25.300.0`"));
            }
        }
    }

    fn positional(&self, root: Place<'_>, spec: &MethodSpec, params: &Object) {
        let params = params.fields.iter().filter(|_| spec.positional);
        for family in params.filter(|param| param.is_family()) {
            let place = root.key("params").key(&family.wire);
            let message = "parameters without names have no family of keys";
            let error = place.key_error("E0208", message);
            let error = error.also(root.key("positional").at_key(), "without names");
            self.report(error.help("name each key, or remove `positional`"));
        }
    }
}

impl<'c> Scope<'_, 'c> {
    fn result(&self, place: Place<'c>, spec: &ResultSpec) -> Output {
        self.optional_text(place.key("unwrap"), spec.unwrap.as_deref());
        self.optional_text(place.key("doc"), spec.doc.as_deref());
        let text = match (&spec.type_, &spec.fields, &spec.values) {
            (Some(text), ..) => Some(text.as_str()),
            (None, Some(_), None) => Some("object"),
            (None, None, Some(_)) => Some("string"),
            _ => {
                let message = "the result needs one of `type`, `fields` and `values`";
                let error = place.key_error("E0203", message);
                self.report(error.help("write `type: \"null\"` if the server answers nothing"));
                None
            }
        };
        let inline = (spec.fields.as_ref(), spec.values.as_ref());
        let unwrap = spec.unwrap.clone().filter(|_| text.is_some());
        let ty = text.map_or_else(mistaken, |text| self.ty(place, text, inline));
        self.beside_nothing(place, &ty);
        let doc = spec.doc.clone();
        Output {
            envelope: spec.envelope,
            unwrap,
            ty,
            doc,
        }
    }
}

/// What is wrong with a group of `any_of`, which stands at `all`.
fn unfit(root: Place<'_>, all: Place<'_>, group: &[String], params: &Object) -> Vec<Diagnostic> {
    if group.len() < 2 {
        let error = all.value_error("E0203", "a choice has at least two parameters");
        return vec![error.help("say of a single one that it is `required`")];
    }
    let mistake = |(index, name): (usize, &String)| {
        let at = all.index(index);
        // Nobody can say which key of a family is meant.
        let mut single = params.fields.iter().filter(|field| !field.is_family());
        let names = single.clone().map(|field| field.wire.as_str());
        let Some(field) = single.find(|field| field.wire == *name) else {
            let message = format!("the method has no parameter `{name}`");
            return Some(at.value_error("E0607", message).suggest(name, names));
        };
        if let Some(first) = group[..index].iter().position(|other| other == name) {
            let error = at.value_error("E0203", format!("`{name}` stands here twice"));
            let first = all.index(first).at_value();
            return Some(error.also(first, "here first").help("remove one of them"));
        }
        let message = format!("`{name}` is always sent, so this says nothing");
        let required = root.key("params").key(name).key("required").at_key();
        let error = at.value_error("E0203", message);
        let error = error.also(required, "required here");
        let error = error.help("remove `required`, or the group");
        Some(error).filter(|_| field.required)
    };
    group.iter().enumerate().filter_map(mistake).collect()
}
