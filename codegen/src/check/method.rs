//! A method.

use super::example::Tables;
use super::scope::{Scope, folder_of};
use super::types::TypeParts;
use super::{Checker, PARTS, bad_part};
use crate::model::{Method, Output, System, Type, V3, Version, owner_of};
use crate::names;
use crate::place::Place;
use crate::raw::{MethodSpec, OneOrMany, ResultSpec};

impl Checker<'_, '_> {
    pub(super) fn method(&mut self, file: &str, spec: &MethodSpec, system: &System) -> Method {
        let root = self.files.root(file);
        let folder: Vec<String> = folder_of(file).map(str::to_owned).collect();
        let version = match folder.first() {
            Some(first) if first == V3 => Version::V3,
            _ => Version::V2,
        };
        let scope = Scope::new(folder, Some((owner_of(file), &spec.types)));
        self.name(&root, file, spec);
        self.scopes(&root.key("scope"), &spec.scope);
        self.docs(&root.key("docs"), spec.docs.as_deref());
        self.text(&root.key("summary"), &spec.summary);
        self.optional_text(&root.key("description"), spec.description.as_deref());
        self.optional_text(&root.key("access"), spec.access.as_deref());
        self.see(&root.key("see"), spec, version);

        let params = self.fields(&root.key("params"), &spec.params, &scope);
        for family in params
            .iter()
            .filter(|param| spec.positional && param.is_family())
        {
            let params = root.key("params");
            let place = params.key(&family.wire);
            let message = "parameters without names have no family of keys";
            let error = place.key_error("E0208", message);
            self.report(
                error
                    .also(root.key("positional").at_key(), "without names")
                    .help("name each key, or remove `positional`"),
            );
        }
        let list = root.key("list");
        let filter = spec.list.as_ref().and_then(|list| list.filter.as_ref());
        let filter_more = filter.map_or_else(Vec::new, |filter| {
            self.fields(&list.key("filter").key("more"), &filter.more, &scope)
        });
        let result = self.result(&root.key("result"), &spec.result, &scope);
        let types = self.type_defs(&root.key("types"), &spec.types, &scope);
        let errors = self.errors(&root.key("errors"), &spec.errors, &scope);
        if let Some(deprecated) = &spec.deprecated {
            self.replacement(&root.key("deprecated"), deprecated, None);
        }
        let examples = self.examples(
            &root.key("examples"),
            &spec.examples,
            Tables {
                own: &errors,
                system: &system.errors,
                spelled: &spec.errors,
            },
        );
        Method {
            file: file.to_owned(),
            name: spec.method.clone(),
            version,
            summary: spec.summary.clone(),
            description: spec.description.clone(),
            docs: spec.docs.clone(),
            scopes: spec.scope.as_slice().to_vec(),
            access: spec.access.clone(),
            context: spec.context,
            effect: spec.effect,
            deprecated: self.deprecated(&root.key("deprecated"), spec.deprecated.as_ref()),
            rename: spec.rename.clone(),
            params,
            positional: spec.positional,
            batch: spec.batch,
            filter_more,
            params_mistaken: false,
            paging: None,
            result,
            types,
            errors,
            examples,
            see: spec.see.clone(),
        }
    }

    fn name(&mut self, root: &Place<'_>, file: &str, spec: &MethodSpec) {
        let place = root.key("method");
        let before = self.diagnostics.len();
        let parts = spec.method.split('.');
        let bad: Vec<&str> = parts.filter(|part| !names::is_method_part(part)).collect();
        match bad.as_slice() {
            [] => {}
            [part] if !part.is_empty() => {
                let start = spec.method.find(part).unwrap_or_default();
                self.report(bad_part(&place, part).within(start..start + part.len(), &spec.method));
            }
            _ => {
                let message = format!("`{}` is no possible name of a method", spec.method);
                self.report(place.value_error("E0102", message).help(PARTS));
            }
        }
        let own = file.strip_prefix("v3/").unwrap_or(file);
        let path = spec.method.replace('.', "/") + ".yaml";
        if path != own && self.diagnostics.len() == before {
            let error = place.value_error(
                "E0101",
                "the method and the path of the file have different names",
            );
            let named = own.trim_end_matches(".yaml").replace('/', ".");
            let path = if own == file {
                path
            } else {
                format!("v3/{path}")
            };
            self.report(match self.files.by_path.get(path.as_str()) {
                None => error.help(format!(
                    "move the file to `spec/{path}`, or write `method: {named}`"
                )),
                Some(other) => {
                    let other = other.place();
                    error
                        .also(
                            other.key("method").at_value(),
                            "this is the spec of the method",
                        )
                        .help(format!(
                            "write `method: {named}`, or remove one of the files"
                        ))
                }
            });
        }
        let last = spec.method.rsplit('.').next().unwrap_or_default();
        self.rename(
            root,
            spec.rename.as_deref(),
            &names::type_name(last),
            names::is_type_name,
        );
    }

    fn scopes(&mut self, place: &Place<'_>, scopes: &OneOrMany<String>) {
        for (index, scope) in scopes.as_slice().iter().enumerate() {
            let element = place.index(index);
            let at = match scopes {
                OneOrMany::One(_) => place,
                OneOrMany::Many(_) => &element,
            };
            if !names::is_scope(scope) {
                let error =
                    at.value_error("E0102", format!("`{scope}` is no possible name of a scope"));
                self.report(
                    error.help("a scope is named as in the vendor's list of scopes: `crm`"),
                );
            } else if let Some(meant) = self.known.scope_meant(scope) {
                let message = format!("there is no scope `{scope}`");
                let help =
                    format!("did you mean `{meant}`? If it is new, add it to `spec/coverage.yaml`");
                self.report(at.value_error("E0607", message).help(help));
            }
        }
    }

    fn docs(&mut self, place: &Place<'_>, docs: Option<&str>) {
        let Some(page) = docs else { return };
        let plain = |c: char| c.is_ascii_alphanumeric() || "/_-.#".contains(c);
        if page.is_empty() || page.starts_with('/') || !page.chars().all(plain) {
            let error = place.value_error("E0604", "this is no page of the vendor's documentation");
            self.report(
                error.help("write the part of the link behind `https://apidocs.bitrix24.com/`"),
            );
        }
    }

    /// In a spec of REST 3 the method's own name is the one of the older protocol.
    fn see(&mut self, place: &Place<'_>, spec: &MethodSpec, version: Version) {
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
                self.refers(&at, name, version);
            }
        }
    }

    fn result(&mut self, place: &Place<'_>, spec: &ResultSpec, scope: &Scope<'_>) -> Output {
        self.optional_text(&place.key("unwrap"), spec.unwrap.as_deref());
        self.optional_text(&place.key("doc"), spec.doc.as_deref());
        let text = match (&spec.type_, &spec.fields, &spec.values) {
            (Some(text), ..) => text,
            (None, Some(_), None) => "object",
            (None, None, Some(_)) => "string",
            _ => {
                let error = place.key_error(
                    "E0203",
                    "the result needs one of `type`, `fields` and `values`",
                );
                self.report(error.help("write `type: \"null\"` if the server answers nothing"));
                return Output {
                    unwrap: None,
                    ty: Type::mistaken(),
                    doc: None,
                };
            }
        };
        let parts = TypeParts {
            text,
            fields: spec.fields.as_ref(),
            values: spec.values.as_ref(),
        };
        Output {
            unwrap: spec.unwrap.clone(),
            ty: self.ty(place, parts, scope),
            doc: spec.doc.clone(),
        }
    }
}
