//! How the request of an example is sent, and what is shown of the answer.

use super::value::find;
use crate::json::Json;
use crate::lower::lowering::Lowering;
use crate::model::{Effect, Field, Method, Object, Paging, Shape, Type, TypeRef};
use crate::names;

impl Lowering<'_> {
    /// The statements that send `request` with a client, `bitrix`, and print something of what `result` shows.
    pub(super) fn sending(&self, method: &Method, request: &str, result: Option<&Json>) -> String {
        // A long request is a statement of its own.
        if request.len() > LONG {
            let sent = self.sent(method, "request", result);
            return format!("let request = {request}; {sent}");
        }
        self.sent(method, request, result)
    }

    fn sent(&self, method: &Method, request: &str, result: Option<&Json>) -> String {
        let unwrap = method.result.unwrap.as_deref();
        let result = match (result, unwrap) {
            (Some(Json::Map(entries)), Some(key)) => find(entries, key),
            (result, _) => result,
        };
        let sent = format!("bitrix.send({request}).await?");
        if let Some(paging) = &method.paging {
            return self.rows(method, paging, request, result);
        }
        match &method.result.ty {
            Type::Null => sent + ";",
            Type::Boolean(_) if method.effect != Effect::Read => sent + ";",
            Type::List(item) => {
                let name = self.singular(item);
                let shown = self.show(&name, item, first(result));
                format!("for {name} in {sent} {{ {shown} }}")
            }
            Type::Map(item) => {
                let name = self.singular(item);
                format!("for (key, {name}) in {sent} {{ println!(\"{{key}}: {{{name}:?}}\"); }}")
            }
            ty => {
                let name = match self.singular(ty) {
                    row if row == ROW => "result".to_owned(),
                    own => own,
                };
                let shown = self.show(&name, ty, result);
                format!("let {name} = {sent}; {shown}")
            }
        }
    }

    /// The rows of a list, over all its pages.
    fn rows(
        &self,
        method: &Method,
        paging: &Paging,
        request: &str,
        result: Option<&Json>,
    ) -> String {
        let (ty, result) = match (&paging.items, result) {
            (Some(field), Some(Json::Map(entries))) => (&field.ty, find(entries, &field.wire)),
            (Some(field), _) => (&field.ty, None),
            (None, result) => (&method.result.ty, result),
        };
        let item = if let Type::List(item) = ty { item } else { ty };
        let name = self.singular(item);
        let shown = self.show(&name, item, first(result));
        let all = plural(&name);
        format!(
            "let mut {all} = bitrix.items({request}); \
             while let Some({name}) = {all}.next().await {{ let {name} = {name}?; {shown} }}"
        )
    }

    /// A statement that prints what of a value is worth it.
    fn show(&self, name: &str, ty: &Type, value: Option<&Json>) -> String {
        if self.is_shown(ty) {
            return format!("println!(\"{{{name}}}\");");
        }
        let object = self.object(ty);
        if let Some(rows) = object.and_then(|object| self.inner_rows(name, object, value)) {
            return rows;
        }
        match object.and_then(|object| self.pick(object, value)) {
            Some((path, true)) => format!("println!(\"{{}}\", {name}.{path});"),
            Some((path, false)) => format!("println!(\"{{:?}}\", {name}.{path});"),
            None => format!("println!(\"{{{name}:?}}\");"),
        }
    }

    /// A loop over the rows in an object that has little else to say.
    fn inner_rows(&self, name: &str, object: &Object, value: Option<&Json>) -> Option<String> {
        let Some(Json::Map(entries)) = value else {
            return None;
        };
        let telling =
            |field: &Field| self.is_single(&field.ty) && rank(&field.wire, &field.ty) <= 2;
        if object.fields.iter().any(telling) {
            return None;
        }
        object.fields.iter().find_map(|field| {
            let (Type::List(item), Some(rows)) = (&field.ty, find(entries, &field.wire)) else {
                return None;
            };
            let filled = self.object(item).is_some() && first(Some(rows)).is_some();
            let row = self.singular(item);
            filled.then(|| {
                let or_none = if field.required {
                    ""
                } else {
                    ".unwrap_or_default()"
                };
                let (field, shown) = (
                    names::struct_field(field),
                    self.show(&row, item, first(Some(rows))),
                );
                format!("for {row} in {name}.{field}{or_none} {{ {shown} }}")
            })
        })
    }

    /// The field that says most about an object, and whether it can be shown as it is. One that the example has goes before
    /// others, and one of an object that is always there before none.
    fn pick(&self, object: &Object, value: Option<&Json>) -> Option<(String, bool)> {
        let sent = |field: &Field| match value {
            Some(Json::Map(entries)) => find(entries, &field.wire),
            _ => None,
        };
        let plain =
            |field: &&Field| !(field.is_family() || field.secret || field.deprecated.is_some());
        let fields = object.fields.iter().filter(plain);
        let single = fields.clone().filter(|field| self.is_single(&field.ty));
        let best = single.min_by_key(|field| {
            let empty = matches!(sent(field), None | Some(Json::Null));
            (empty, rank(&field.wire, &field.ty))
        });
        let whole = best.map(|field| {
            let shown = field.required && self.is_shown(&field.ty);
            (names::struct_field(field), shown)
        });
        let inner = fields.filter(|field| field.required).find_map(|field| {
            let (path, shown) = self.pick(self.object(&field.ty)?, sent(field))?;
            Some((format!("{}.{path}", names::struct_field(field)), shown))
        });
        // An identifier alone says less than what is inside.
        match best.is_some_and(|field| rank(&field.wire, &field.ty) < LEAST) {
            true => whole,
            false => inner.or(whole),
        }
    }

    fn object<'t>(&'t self, ty: &'t Type) -> Option<&'t Object> {
        match ty {
            Type::Named(name) => match &self.types.get(name)?.shape {
                Shape::Object(object) => Some(object),
                _ => None,
            },
            Type::Inline(shape) => match &**shape {
                Shape::Object(object) => Some(object),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether `{}` shows it.
    fn is_shown(&self, ty: &Type) -> bool {
        match ty {
            Type::String | Type::Integer | Type::Double | Type::Boolean(_) | Type::Decimal => true,
            Type::Named(name) => self.is_id(name),
            _ => false,
        }
    }

    /// Whether it is one value, and not many.
    fn is_single(&self, ty: &Type) -> bool {
        let single =
            |shape: &Shape| matches!(shape, Shape::Id(_) | Shape::Strings(_) | Shape::Integers(_));
        match ty {
            Type::Named(name) => self.types.get(name).is_some_and(|def| single(&def.shape)),
            Type::Inline(shape) => single(shape),
            Type::Nullable(ty) => self.is_single(ty),
            Type::DateTime | Type::Date | Type::Money => true,
            Type::Timestamp | Type::Scalar => true,
            ty => self.is_shown(ty),
        }
    }

    /// What a variable for a value is called: as its type is, without the words that say where it stands.
    fn singular(&self, ty: &Type) -> String {
        let name = |of: &TypeRef| match self.types.get(of).map(|def| &def.shape) {
            Some(Shape::Id(_)) => "id".to_owned(),
            _ => {
                let whole = of.name.as_str();
                let words = ["Row", "Item", "Result", "Answer"].into_iter();
                let mut short = words.filter_map(|word| whole.strip_suffix(word));
                names::field(short.find(|rest| !rest.is_empty()).unwrap_or(whole))
            }
        };
        let known = match ty {
            Type::Named(of) => name(of),
            _ => ROW.to_owned(),
        };
        // A format string takes no raw identifier.
        match known.starts_with("r#") || known.ends_with('_') || known == "bitrix" {
            true => ROW.to_owned(),
            false => known,
        }
    }
}

/// What a value is called whose type tells no name.
const ROW: &str = "row";

/// How many characters of a request fit into a call.
const LONG: usize = 60;

/// The rank of an identifier, which says least.
const LEAST: usize = 4;

/// How much a field says about its object: the less, the more.
fn rank(wire: &str, ty: &Type) -> usize {
    let wire = wire.to_ascii_lowercase();
    let ends = |words: &[&str]| words.iter().any(|word| wire.ends_with(word));
    match ty {
        _ if matches!(wire.as_str(), "title" | "name") => 0,
        _ if wire == "id" || ends(&["_id", "guid", "uuid", "_by", "sort"]) => LEAST,
        Type::String if ends(&["title", "name", "text", "message", "subject"]) => 1,
        Type::String => 2,
        Type::Named(_) | Type::Nullable(_) if wire.ends_with("id") => LEAST,
        _ => 3,
    }
}

fn first(rows: Option<&Json>) -> Option<&Json> {
    match rows {
        Some(Json::List(rows)) => rows.first(),
        _ => None,
    }
}

fn plural(name: &str) -> String {
    match name.strip_suffix('y') {
        Some(rest) if !rest.ends_with(['a', 'e', 'o', 'u']) => format!("{rest}ies"),
        _ if name.ends_with(['s', 'x']) || name.ends_with("ch") || name.ends_with("sh") => {
            format!("{name}es")
        }
        _ => format!("{name}s"),
    }
}
