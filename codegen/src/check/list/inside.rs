//! Lists that take what they take inside another parameter: `{"params": {"select": …, "offset": …}}`.

use crate::check::context::Checker;
use crate::model::{Field, Object, Shape, Type};
use crate::place::Place;
use crate::raw::{ListSpec, PagingStyle};

impl Checker<'_> {
    /// The object that the parameters of a list are fields of: those of the method, or one of these. None if it is mistaken.
    pub(in crate::check) fn holder<'p>(
        &self,
        root: Place<'_>,
        spec: &ListSpec,
        params: &'p mut Object,
    ) -> Option<&'p mut Object> {
        let Some(name) = &spec.inside else {
            return Some(params);
        };
        let place = root.key("list").key("inside");
        if let Some(paging) = &spec.paging
            && paging.style == PagingStyle::Start
        {
            let message = "the server reads `start` beside the other parameters only";
            let style = root.key("list").key("paging").key("style");
            let error = style.value_error("E0887", message);
            let error = error.also(place.at_value(), "not in here");
            self.report(error.help("choose another `style`, or leave out `inside`"));
        }
        let found = params.fields.iter_mut().find(|field| field.wire == *name);
        let message = match found {
            None => format!("there is no parameter `{name}`"),
            Some(Field {
                ty: Type::Inline(shape),
                ..
            }) if matches!(**shape, Shape::Object(_)) => {
                return match &mut **shape {
                    Shape::Object(object) => Some(object),
                    _ => None,
                };
            }
            Some(_) => format!("`{name}` is no object with fields of its own"),
        };
        let error = place.value_error("E0887", message);
        let error = error.also(root.key("params").key(name).at_key(), "this one");
        let help = "describe it under `params`, with `type: object` and the `fields` that the list does not take";
        self.report(error.help(help));
        None
    }
}
