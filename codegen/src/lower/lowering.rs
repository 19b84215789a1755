//! What lowering looks up.

use std::collections::{BTreeMap, BTreeSet};

use super::gates::Gates;
use super::shared_errors::SharedErrors;
use crate::docs::{self, Links};
use crate::model::{Api, Cases, Kind, Method, Notation, Shape, Type, TypeDef, TypeRef};
use crate::names;
use crate::rust::{Path, Ty};

/// The side of a call that a type stands on.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    /// It is sent: it can be built, and `null` differs from nothing.
    Request,
    /// It is only received.
    Response,
}

pub(super) struct Lowering<'a> {
    pub(super) api: &'a Api,
    pub(super) links: Links,
    pub(super) types: BTreeMap<TypeRef, &'a TypeDef>,
    pub(super) gates: Gates<'a>,
    /// The types that stand in requests: they can be built.
    sent: BTreeSet<TypeRef>,
    pub(super) shared_errors: SharedErrors<'a>,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let link = |method: &Method| (method.key(), request_path(method).to_string());
        let mut links: Links = api.methods.iter().map(link).collect();
        // Without a method of its own name in the older protocol, one of REST 3 is meant by the name alone as well.
        for (method, path) in links.clone() {
            if let Some(name) = method.strip_suffix("@v3") {
                links.entry(name.to_owned()).or_insert(path);
            }
        }
        let types = api.types();
        Self {
            api,
            links,
            gates: Gates::new(api, &types),
            types,
            sent: api.sent(),
            shared_errors: SharedErrors::new(api),
        }
    }

    /// The text of a spec as lines of documentation.
    pub(super) fn prose(&self, text: &str) -> Vec<String> {
        docs::prose(text, &self.links)
    }

    pub(super) fn side(&self, name: &TypeRef) -> Side {
        match self.sent.contains(name) {
            true => Side::Request,
            false => Side::Response,
        }
    }

    pub(super) fn kind(&self, ty: &Type) -> Option<Kind> {
        ty.kind(&|name| self.types.get(name)?.shape.kind())
    }

    /// Whether it is the name of an identifier.
    pub(super) fn is_id(&self, name: &TypeRef) -> bool {
        let def = self.types.get(name);
        def.is_some_and(|def| matches!(def.shape, Shape::Id(_)))
    }

    /// The objects that a field may be, where one beside it says which.
    pub(super) fn cases(&self, ty: &Type) -> Option<&'a Cases> {
        let ty = if let Type::Nullable(ty) = ty { ty } else { ty };
        let Type::Named(name) = ty else {
            return None;
        };
        match &self.types.get(name)?.shape {
            Shape::Cases(cases) => Some(cases),
            _ => None,
        }
    }

    /// The path of a named type: where the parent of a method, or the folder, exports it.
    pub(super) fn type_path(&self, name: &TypeRef) -> Path {
        let owner = match name.local {
            true => parent(&name.owner),
            false => &name.owner,
        };
        path_of(owner, name.name.clone())
    }

    /// The Rust type of `ty`; `inline` is the path of a shape without a name.
    pub(super) fn ty(&self, ty: &Type, inline: &dyn Fn() -> Path, side: Side) -> Ty {
        let of = |ty| Box::new(self.ty(ty, inline, side));
        match ty {
            Type::String => Ty::STRING,
            Type::Integer => Ty::I64,
            Type::Double => Ty::F64,
            Type::Decimal => Ty::DECIMAL,
            Type::Money => Ty::MONEY,
            Type::Boolean(_) => Ty::BOOL,
            Type::DateTime => Ty::DATE_TIME,
            Type::Timestamp => Ty::TIMESTAMP,
            Type::Date => Ty::DATE,
            Type::Scalar => Ty::SCALAR,
            Type::File => Ty::FILE,
            Type::Base64 => Ty::BASE64,
            Type::Order => Ty::ORDER,
            Type::Pagination => Ty::PAGINATION,
            Type::Json => Ty::JSON,
            Type::Null => Ty::UNIT,
            Type::Named(name) => Ty::Path(self.type_path(name)),
            Type::Inline(_) => Ty::Path(inline()),
            Type::List(ty) => Ty::Vec(of(ty)),
            Type::Map(ty) => Ty::Map(of(ty)),
            Type::Nullable(ty) if side == Side::Request => Ty::Nullable(of(ty)),
            Type::Nullable(ty) => Ty::Option(of(ty)),
        }
    }

    /// How the booleans in a field of the type are sent.
    pub(super) fn notation(&self, ty: &Type) -> Notation {
        let notations = match ty.named().and_then(|name| self.types.get(name)) {
            Some(def) => def.shape.notations(),
            None => ty.notations(),
        };
        notations.first().copied().unwrap_or(Notation::Boolean)
    }

    /// Whether an argument of the type is anything that becomes one: text, identifiers, what wraps another value, fields to
    /// select. The variants of any other enum are named, so that none is misspelt.
    pub(super) fn takes_into(&self, ty: &Type) -> bool {
        match ty {
            Type::Integer | Type::Double | Type::Boolean(_) | Type::Null => false,
            Type::Money | Type::File | Type::Base64 | Type::Order | Type::Pagination => false,
            Type::Decimal | Type::Timestamp => true,
            Type::Inline(shape) => matches!(**shape, Shape::Union(_) | Shape::Select(_)),
            Type::Named(name) => {
                let def = self.types.get(name);
                let shape = def.map(|def| &def.shape);
                matches!(
                    shape,
                    Some(Shape::Id(_) | Shape::Union(_) | Shape::Cases(_))
                )
            }
            Type::String | Type::DateTime | Type::Date | Type::Scalar => true,
            Type::Json | Type::List(_) | Type::Map(_) | Type::Nullable(_) => true,
        }
    }
}

/// The path of the type of a method's request.
pub(super) fn request_path(method: &Method) -> Path {
    path_of(parent(&method.path()), names::request(method))
}

fn parent(path: &[String]) -> &[String] {
    path.split_last().map_or(&[], |(_, parent)| parent)
}

/// The path of `ident` in the module of `parts`.
fn path_of(parts: &[String], ident: String) -> Path {
    let modules = names::modules(parts).into_iter();
    let module = modules.fold("crate".to_owned(), |path, name| path + "::" + &name);
    Path { module, ident }
}
