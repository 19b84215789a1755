//! Names that fall together in one Rust module.

use std::collections::BTreeMap;

use super::context::Checker;
use crate::diag::Diagnostic;
use crate::model::{Api, Method, Object, Shape, Type, TypeDef};
use crate::names;
use crate::place::Place;

pub(super) fn check(checker: &Checker<'_>, api: &Api) {
    let root = names::ROOT.iter();
    let root = root.map(|name| ((Vec::new(), (*name).to_owned()), None));
    let mut modules = Modules {
        checker,
        taken: root.collect(),
        methods: BTreeMap::new(),
    };
    for folder in &api.folders {
        modules.types(&folder.file, &[names::modules(&folder.path)], &folder.types);
    }
    for method in &api.methods {
        modules.method(method);
    }
}

struct Modules<'v, 'c> {
    checker: &'v Checker<'c>,
    /// What stands in which module; none for what the crate itself has.
    taken: BTreeMap<(Vec<String>, String), Option<Origin<'v>>>,
    /// The specs by module.
    methods: BTreeMap<Vec<String>, &'v Method>,
}

/// What a name comes from.
#[derive(Clone, Copy)]
struct Origin<'v> {
    place: Place<'v>,
    /// Whether the type stands in a union.
    in_union: bool,
}

impl<'v> Origin<'v> {
    fn new(place: Place<'v>) -> Self {
        let in_union = false;
        Self { place, in_union }
    }

    fn error(&self, message: String) -> Diagnostic {
        let error = self.place.key_error("E0301", message);
        error.help("give one of them another name, or another `rename`")
    }
}

impl<'v, 'c> Modules<'v, 'c> {
    fn method(&mut self, method: &'v Method) {
        let root = self.checker.files.root(&method.file);
        let named = Origin::new(root.key("method"));
        let own = names::modules(&method.path());
        if let Some(other) = self.methods.insert(own.clone(), method) {
            // Two specs of one method: one of them is not where its name says.
            if other.key() != method.key() {
                let (name, file) = (&method.name, &other.file);
                let message = format!("`{name}` and `spec/{file}` are the same module in Rust");
                let other = self.checker.files.root(file).key("method").at_value();
                let error = named.error(message).also(other, "the other method");
                self.checker.report(error);
            }
            return;
        }
        let parent = own.split_last().map_or(&[][..], |(_, parent)| parent);
        let modules = [parent.to_vec(), own];
        let request = names::request(method);
        let error = names::nested(&request, "error");
        let details = names::nested(&error, "details");
        for name in [&request, &error, &details] {
            self.add(named, &modules, name);
        }
        self.required(named, &modules, &request, &method.params);
        for param in &method.params.fields {
            let place = match param.ty.inline() {
                Some(Shape::Select(_) | Shape::Filter(_) | Shape::Order(_)) => root.key("list"),
                Some(Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_))
                | Some(Shape::Id(_) | Shape::Union(_) | Shape::Cases(_) | Shape::Own(_))
                | None => root.key("params").key(&param.wire),
            };
            let (at, name) = (Origin::new(place), names::field_type(&request, param));
            self.inline(at, &modules, &name, &param.ty);
        }
        let result = names::nested(&request, "result");
        let at = Origin::new(root.key("result"));
        self.inline(at, &modules, &result, &method.result.ty);
        self.types(&method.file, &modules, &method.types);
    }

    fn types(&mut self, file: &'v str, modules: &[Vec<String>], types: &[TypeDef]) {
        for def in types {
            let root = self.checker.files.root(file);
            let at = Origin::new(root.key("types").key(&def.name));
            self.add(at, modules, &def.name);
            self.inside(at, modules, &def.name, &def.shape);
        }
    }

    fn inline(&mut self, at: Origin<'v>, modules: &[Vec<String>], name: &str, ty: &Type) {
        if let Some(shape) = ty.inline() {
            self.add(at, modules, name);
            self.inside(at, modules, name, shape);
        }
    }

    fn inside(&mut self, at: Origin<'v>, modules: &[Vec<String>], name: &str, shape: &Shape) {
        match shape {
            Shape::Object(object) => {
                self.required(at, modules, name, object);
                for field in &object.fields {
                    self.inline(at, modules, &names::field_type(name, field), &field.ty);
                }
            }
            Shape::Union(members) => {
                self.variants(at, name, members);
                let (place, in_union) = (at.place, true);
                let at = Origin { place, in_union };
                for member in members {
                    self.inline(at, modules, &names::member_type(name), member);
                }
            }
            Shape::Strings(_) | Shape::Integers(_) | Shape::Id(_) => {}
            Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) => {}
            Shape::Cases(_) | Shape::Own(_) => {}
        }
    }

    fn required(&mut self, at: Origin<'v>, modules: &[Vec<String>], name: &str, object: &Object) {
        if object.names_required() {
            self.add(at, modules, &names::required(name));
        }
    }

    /// A type may be called like what a member without a name is called.
    fn variants(&self, at: Origin<'_>, union: &str, members: &[Type]) {
        let names: Vec<String> = members.iter().map(names::member).collect();
        let mut all = names.iter().enumerate();
        if let Some((_, name)) = all.find(|(index, name)| names[..*index].contains(name)) {
            let message = format!("two members of `{union}` are called `{name}` in Rust");
            let error = at
                .error(message)
                .help("give the type with a name another one");
            self.checker.report(error);
        }
    }

    fn add(&mut self, at: Origin<'v>, modules: &[Vec<String>], name: &str) {
        for module in modules {
            let key = (module.clone(), name.to_owned());
            let Some(other) = self.taken.insert(key, Some(at)) else {
                continue;
            };
            let module: String = module.iter().map(|part| format!("{part}::")).collect();
            let mut error = at.error(format!("`crate::{module}{name}` is already taken by "));
            let other = other.and_then(|other| other.place.at_key());
            error.message += &match &other {
                Some((file, _)) if *file == error.file => "this file".to_owned(),
                Some((file, _)) => format!("`spec/{file}`"),
                None => "the crate itself".to_owned(),
            };
            if at.in_union {
                let help = "give what the union holds a name under `types`";
                error = error.help(help);
            }
            let error = error.also(other, format!("`{name}` comes from here"));
            return self.checker.report(error);
        }
    }
}
