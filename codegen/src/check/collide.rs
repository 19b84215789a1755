//! Names that fall together in one Rust module.

use std::collections::BTreeMap;

use crate::Sources;
use crate::diag::Diagnostic;
use crate::model::{Api, Field, Method, Shape, Type, TypeDef};
use crate::names;
use crate::place::{File, Place};

pub(super) fn check(api: &Api, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let mut modules = Modules {
        sources,
        diagnostics,
        taken: BTreeMap::new(),
        methods: BTreeMap::new(),
        unions: 0,
    };
    for name in names::ROOT {
        modules.taken.insert((Vec::new(), (*name).to_owned()), None);
    }
    for folder in &api.folders {
        modules.types(&folder.file, &[names::modules(&folder.path)], &folder.types);
    }
    for method in &api.methods {
        modules.method(method);
    }
}

struct Modules<'a, 'd> {
    sources: &'a Sources,
    diagnostics: &'d mut Vec<Diagnostic>,
    /// What stands in which module, by the place that it comes from; none for what the crate itself has.
    taken: BTreeMap<(Vec<String>, String), Option<Owner<'a>>>,
    /// The specs by module.
    methods: BTreeMap<Vec<String>, &'a Method>,
    /// How many unions are around the type.
    unions: usize,
}

/// The keys that lead to a place; the second is empty if one is enough.
type At<'a> = [&'a str; 2];

/// A file, and the place in it.
type Owner<'a> = (&'a str, At<'a>);

const METHOD: At<'static> = ["method", ""];

impl<'a> Modules<'a, '_> {
    fn method(&mut self, method: &'a Method) {
        let own = names::modules(&method.path());
        if let Some(other) = self.methods.insert(own.clone(), method) {
            // Two specs of one method: one of them is not where its name says.
            if other.key() != method.key() {
                let message = format!(
                    "`{}` and `spec/{}` are the same module in Rust",
                    method.name, other.file
                );
                let error = self.error(&method.file, METHOD, message);
                let spot = self.place(&other.file, METHOD, |place| place.at_value());
                self.diagnostics.push(error.also(spot, "the other method"));
            }
            return;
        }
        let parent = own
            .split_last()
            .map_or_else(Vec::new, |(_, parent)| parent.to_vec());
        let modules = [parent, own];
        let request = names::request(method);
        let error = names::nested(&request, "error");
        let details = names::nested(&error, "details");
        for name in [&request, &error, &details] {
            self.add(&method.file, METHOD, &modules, name);
        }
        for param in &method.params {
            let at = if is_of_list(&param.ty) {
                ["list", ""]
            } else {
                ["params", &param.wire]
            };
            let param = std::slice::from_ref(param);
            self.inline(&method.file, at, &modules, &request, param);
        }
        self.inline_type(
            &method.file,
            ["result", ""],
            &modules,
            names::nested(&request, "result"),
            &method.result.ty,
        );
        self.types(&method.file, &modules, &method.types);
    }

    fn types(&mut self, file: &'a str, modules: &[Vec<String>], types: &'a [TypeDef]) {
        for def in types {
            let at = ["types", &def.name];
            self.add(file, at, modules, &def.name);
            if let Shape::Object(fields) = &def.shape {
                self.inline(file, at, modules, &def.name, fields);
            }
        }
    }

    fn inline(
        &mut self,
        file: &'a str,
        at: At<'a>,
        modules: &[Vec<String>],
        parent: &str,
        fields: &'a [Field],
    ) {
        for field in fields.iter().filter(|field| field.ty.inline().is_some()) {
            let name = names::nested(parent, field.rename.as_deref().unwrap_or(&field.wire));
            self.inline_type(file, at, modules, name, &field.ty);
        }
    }

    fn inline_type(
        &mut self,
        file: &'a str,
        at: At<'a>,
        modules: &[Vec<String>],
        name: String,
        ty: &'a Type,
    ) {
        match ty {
            Type::List(ty) | Type::Map(ty) | Type::Nullable(ty) => {
                self.inline_type(file, at, modules, name, ty)
            }
            Type::Inline(shape) => {
                self.add(file, at, modules, &name);
                match &**shape {
                    Shape::Object(fields) => self.inline(file, at, modules, &name, fields),
                    Shape::Union(members) => {
                        self.variants(file, at, &name, members);
                        self.unions += 1;
                        for member in members {
                            self.inline_type(file, at, modules, names::member_type(&name), member);
                        }
                        self.unions -= 1;
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// A type may be called like what a member without a name is called.
    fn variants(&mut self, file: &str, at: At<'_>, union: &str, members: &[Type]) {
        let names: Vec<String> = members.iter().map(names::member).collect();
        let mut all = names.iter().enumerate();
        if let Some((_, name)) = all.find(|(index, name)| names[..*index].contains(name)) {
            let message = format!("two members of `{union}` are called `{name}` in Rust");
            let error = self.error(file, at, message);
            self.diagnostics
                .push(error.help("give the type with a name another one"));
        }
    }

    fn add(&mut self, file: &'a str, at: At<'a>, modules: &[Vec<String>], name: &str) {
        for module in modules {
            let key = (module.clone(), name.to_owned());
            let Some(other) = self.taken.insert(key, Some((file, at))) else {
                continue;
            };
            let module = ["crate"]
                .into_iter()
                .chain(module.iter().map(String::as_str))
                .collect::<Vec<_>>();
            let path = format!("{}::{name}", module.join("::"));
            let whose = match other {
                Some((other, _)) if other == file => "this file".to_owned(),
                Some((other, _)) => format!("`spec/{other}`"),
                None => "the crate itself".to_owned(),
            };
            let error = self.error(file, at, format!("`{path}` is already taken by {whose}"));
            let spot = other.and_then(|(file, at)| self.place(file, at, |place| place.at_key()));
            let error = error.also(spot, format!("`{name}` comes from here"));
            self.diagnostics.push(if self.unions > 0 {
                error.help("write `any` for one of them: what a union holds has no name of its own")
            } else {
                error
            });
            return;
        }
    }

    fn error(&self, file: &str, at: At<'_>, message: String) -> Diagnostic {
        let error = self.place(file, at, |place| place.key_error("E0301", message));
        error.help("give one of them another name, or another `rename`")
    }

    /// What `look` finds at a place.
    fn place<T>(&self, file: &str, at: At<'_>, look: impl FnOnce(&Place<'_>) -> T) -> T {
        let root = Place::root(File {
            path: file,
            text: self.sources.get(file).map_or("", String::as_str),
        });
        let outer = root.key(at[0]);
        if at[1].is_empty() {
            look(&outer)
        } else {
            look(&outer.key(at[1]))
        }
    }
}

/// Whether it is the type of a parameter that the spec describes under `list`.
fn is_of_list(ty: &Type) -> bool {
    match ty {
        Type::List(ty) => is_of_list(ty),
        Type::Inline(shape) => matches!(
            **shape,
            Shape::Select(_) | Shape::Filter(_) | Shape::Order(_)
        ),
        _ => false,
    }
}
