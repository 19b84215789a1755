//! Types that contain themselves by value: no Rust type could be so large.

use std::collections::BTreeMap;

use super::context::Checker;
use crate::model::{Api, Shape, Type, TypeRef};

type Names<'a> = Vec<&'a TypeRef>;

/// What each type contains.
type Contains<'a> = BTreeMap<TypeRef, Names<'a>>;

pub(super) fn check(checker: &Checker<'_>, api: &Api) {
    let types = api.types().into_iter().map(|(name, def)| {
        let mut contains = Vec::new();
        contained(&def.shape, &mut contains);
        (name, contains)
    });
    let types: Contains<'_> = types.collect();
    let mut told = Names::new();
    for start in types.keys() {
        let mut chain = vec![start];
        if told.contains(&start) || !leads_back(&types, &mut chain, &mut Names::new()) {
            continue;
        }
        told.extend(&chain);
        let names = chain.iter().chain([&start]).map(|name| name.name.as_str());
        let names: Vec<&str> = names.collect();
        let message = format!("`{}` contains itself", start.name);
        let mut error = checker.described(start).key_error("E0204", message);
        for (member, next) in chain.iter().skip(1).zip(names.iter().skip(2)) {
            let member = checker.described(member).at_key();
            error = error.also(member, format!("contains `{next}`"));
        }
        let help = "break the circle with a list or a map";
        checker.report(error.label(names.join(" → ")).help(help));
    }
}

fn contained<'a>(shape: &'a Shape, found: &mut Vec<&'a TypeRef>) {
    match shape {
        // A family of keys is a map.
        Shape::Object(object) => {
            let single = object.fields.iter().filter(|field| !field.is_family());
            single.for_each(|field| by_value(&field.ty, found));
        }
        Shape::Cases(cases) => cases
            .cases
            .iter()
            .for_each(|case| by_value(&case.ty, found)),
        Shape::Own(own) => own.types.iter().for_each(|ty| by_value(ty, found)),
        Shape::Union(members) => members.iter().for_each(|member| by_value(member, found)),
        Shape::Strings(_) | Shape::Integers(_) | Shape::Id(_) => {}
        Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) => {}
    }
}

fn by_value<'a>(ty: &'a Type, found: &mut Vec<&'a TypeRef>) {
    match ty {
        Type::Nullable(ty) => by_value(ty, found),
        Type::Named(name) => found.push(name),
        Type::Inline(shape) => contained(shape, found),
        Type::List(_) | Type::Map(_) => {}
        Type::String | Type::Integer | Type::Double | Type::Boolean(_) => {}
        Type::Decimal | Type::Money | Type::Timestamp => {}
        Type::DateTime | Type::Date | Type::Scalar | Type::File | Type::Base64 => {}
        Type::Order | Type::Pagination | Type::Json | Type::Null => {}
    }
}

/// Follows what the last of `chain` contains until the first; `chain` holds the way.
fn leads_back<'a>(types: &Contains<'a>, chain: &mut Names<'a>, seen: &mut Names<'a>) -> bool {
    let (goal, at) = (chain.first().copied(), chain.last());
    let contained = at.and_then(|at| types.get(*at));
    for next in contained.into_iter().flatten().copied() {
        if Some(next) == goal {
            return true;
        }
        if seen.contains(&next) {
            continue;
        }
        seen.push(next);
        chain.push(next);
        if leads_back(types, chain, seen) {
            return true;
        }
        chain.pop();
    }
    false
}
