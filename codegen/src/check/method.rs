//! A method.

use super::example::Tables;
use super::scope::{Scope, folder_of};
use super::types::TypeParts;
use super::{Checker, bad_part};
use crate::model::{Method, Output, System, Type, V3, Version};
use crate::names;
use crate::place::{File, Place};
use crate::raw::{MethodSpec, OneOrMany, ResultSpec};

impl Checker<'_, '_> {
    pub(super) fn method(&mut self, file: File<'_>, spec: &MethodSpec, system: &System) -> Method {
        let root = Place::root(file);
        let folder: Vec<String> = folder_of(file.path).map(str::to_owned).collect();
        let version = match folder.first() {
            Some(first) if first == V3 => Version::V3,
            _ => Version::V2,
        };
        let owner = [file.path.trim_end_matches(".yaml")];
        let owner = owner.iter().flat_map(|path| path.split('/'));
        let owner = owner.map(str::to_owned).collect();
        let scope = Scope::new(folder, Some((owner, &spec.types)));
        let before = self.diagnostics.len();
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
            self.report(
                place.key_error("E0208", "parameters without names have no family of keys"),
            );
        }
        let list = root.key("list");
        let filter = spec.list.as_ref().and_then(|list| list.filter.as_ref());
        let filter_more = filter.map_or_else(Vec::new, |filter| {
            self.fields(&list.key("filter").key("more"), &filter.more, &scope)
        });
        let result = self.result(&root.key("result"), &spec.result, &scope);
        let types = self.type_defs(&root.key("types"), &spec.types, &scope);
        // A name that is misspelt may have meant one of them.
        let misspelt = self.diagnostics[before..]
            .iter()
            .any(|found| found.code == "E0202");
        let unused = spec.types.0.iter().filter(|(name, _)| !scope.uses(name));
        for (name, _) in unused.filter(|_| !misspelt) {
            let types = root.key("types");
            let error = types
                .key(name)
                .key_error("E0205", format!("nothing uses the type `{name}`"));
            self.report(
                error.help("remove it, or move it to `_types.yaml` if other methods need it"),
            );
        }
        let errors = self.errors(&root.key("errors"), &spec.errors, &scope);
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
            file: file.path.to_owned(),
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

    fn name(&mut self, root: &Place<'_>, file: File<'_>, spec: &MethodSpec) {
        let place = root.key("method");
        let before = self.diagnostics.len();
        for part in spec
            .method
            .split('.')
            .filter(|part| !names::is_method_part(part))
        {
            self.report(bad_part(&place, part));
        }
        let own = file.path.strip_prefix("v3/").unwrap_or(file.path);
        let path = spec.method.replace('.', "/") + ".yaml";
        if path != own && self.diagnostics.len() == before {
            let error = place.value_error(
                "E0101",
                "the method and the path of the file have different names",
            );
            let named = own.trim_end_matches(".yaml").replace('/', ".");
            self.report(error.help(format!(
                "move the file to `spec/{}{path}`, or write `method: {named}`",
                if own == file.path { "" } else { "v3/" }
            )));
        }
        let last = spec.method.rsplit('.').next().unwrap_or_default();
        self.rename(
            &root.key("rename"),
            spec.rename.as_deref(),
            &names::type_name(last),
            names::is_type_name,
        );
    }

    fn scopes(&mut self, place: &Place<'_>, scopes: &OneOrMany<String>) {
        for (index, scope) in scopes.as_slice().iter().enumerate() {
            if !names::is_scope(scope) {
                let element = place.index(index);
                let at = if matches!(scopes, OneOrMany::One(_)) {
                    place
                } else {
                    &element
                };
                let error =
                    at.value_error("E0102", format!("`{scope}` is no possible name of a scope"));
                self.report(
                    error.help("a scope is named as in the vendor's list of scopes: `crm`"),
                );
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
            if own {
                self.report(
                    place
                        .index(index)
                        .value_error("E0603", "a method need not refer to itself"),
                );
            } else if spec.see[..index].contains(name) {
                self.report(
                    place
                        .index(index)
                        .value_error("E0603", format!("`{name}` stands here twice")),
                );
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
