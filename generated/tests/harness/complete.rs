//! Examples that have a value for each field, made from the types.

use bitrix24::record::{By, Format, Kind, Limits, Record, SlotMut, Text, Union, Wire};
use bitrix24::{Scalar, Time};
use serde_json::{Value, json};

use super::erased::{self, Erased, Request};
use super::json::family_keys;
use super::matching::matching;

/// A call in which every field has a value.
pub(super) struct Complete {
    pub(super) request: Box<dyn Request>,
    pub(super) params: String,
    pub(super) answer: String,
    output: Value,
}

impl Complete {
    /// The answer becomes the output that it was made from.
    pub(super) fn is_decoded(&self, method: Erased) {
        let decoded = (method.decode)(200, self.answer.as_bytes()).unwrap();
        assert_eq!(decoded.result.json(), self.output, "{}", self.answer);
    }
}

/// Its answers are cut off at so many places: there are more of them than of written ones, and they are longer.
pub(super) const CUTS: usize = 200;

/// A value deeper in others than this is left out, where it can be.
const DEEPEST: usize = 5;

/// A larger example is made with values less deep.
const LONGEST: usize = 6_000;

/// As many examples as it takes to have each member of each union in one of them.
pub(super) fn examples(method: Erased) -> Vec<Complete> {
    let (mut examples, mut wanted) = (Vec::new(), 1);
    while examples.len() < wanted {
        let round = examples.len();
        let (request, params, members) = filled(method.request, round);
        wanted = wanted.max(members);
        let (_, output, members) = filled(method.output, round);
        wanted = wanted.max(members);
        let result = match method.unwrap {
            Some(key) => json!({ key: &output }),
            None => output.clone(),
        };
        let (_, time, _) = filled(|| Box::new(Time::blank()), round);
        let answer = json!({ "result": result, "total": 7, "next": 50, "time": time });
        examples.push(Complete {
            request,
            params: params.to_string(),
            answer: answer.to_string(),
            output,
        });
    }
    examples
}

/// A value with all that is in it, as JSON, and how many members the unions have at most.
fn filled<W: Wire + ?Sized>(blank: fn() -> Box<W>, round: usize) -> (Box<W>, Value, usize) {
    let mut deepest = DEEPEST;
    loop {
        let (mut value, mut filler) = (
            blank(),
            Filler {
                round,
                deepest,
                members: 1,
            },
        );
        filler.fill(value.slot_mut(), &Limits::NONE, 0);
        let json = erased::json(value.slot());
        if deepest == 1 || json.to_string().len() <= LONGEST {
            return (value, json, filler.members);
        }
        deepest -= 1;
    }
}

struct Filler {
    /// Decides which member a union has, and which value an enum.
    round: usize,
    deepest: usize,
    /// As many members the unions had at most.
    members: usize,
}

impl Filler {
    fn fill(&mut self, slot: SlotMut<'_>, limits: &Limits, depth: usize) {
        match slot {
            SlotMut::Bool(value) => *value = true,
            SlotMut::Integer(value) => *value = number(7.0, limits) as i64,
            SlotMut::Double(value) => *value = number(7.5, limits),
            SlotMut::Decimal(value) => *value = number(1500.5, limits).to_string().parse().unwrap(),
            SlotMut::String(value) => *value = text(limits),
            SlotMut::Text(value) => self.text(value, limits),
            SlotMut::Code(value) => value.set(self.one_of(value.known()).copied().unwrap_or(7)),
            SlotMut::Scalar(value) => {
                *value = match self.round % 4 {
                    0 => Scalar::Text(text(limits)),
                    1 => Scalar::Integer(number(7.0, limits) as i64),
                    2 => Scalar::Boolean(true),
                    _ => Scalar::Double(number(7.5, limits)),
                };
            }
            SlotMut::Union(value) => self.union(value, limits, depth),
            SlotMut::Cases(value) => self.fill(value.pick(None), limits, depth),
            SlotMut::Choice(value) => self.fill(value.pick(&Value::Null), limits, depth),
            SlotMut::Json(value) => *value = json!({ "any": [7, "text"] }),
            SlotMut::Option(_) | SlotMut::List(_) | SlotMut::Map(_)
                if depth > self.deepest && limits.min_length.is_none() => {}
            SlotMut::Option(value) => self.fill(value.fill(), limits, depth),
            SlotMut::List(filter) if limits.conditions.is_some() => {
                for field in conditions(limits) {
                    if let SlotMut::Json(condition) = filter.push() {
                        *condition = json!([field, "=", 7]);
                    }
                }
            }
            SlotMut::Map(filter) if limits.conditions.is_some() => {
                for key in conditions(limits) {
                    self.fill(filter.insert(key), &Limits::NONE, depth + 1);
                }
            }
            SlotMut::List(list) => {
                for _ in 0..limits.min_length.unwrap_or(1) {
                    self.fill(list.push(), &Limits::NONE, depth + 1);
                }
            }
            SlotMut::Map(map) => self.fill(map.insert("key"), &Limits::NONE, depth + 1),
            SlotMut::Record(record) => self.record(record, depth),
            _ => {}
        }
    }

    fn record(&mut self, record: &mut dyn Record, depth: usize) {
        let fields = record.def().fields;
        // What another field decides comes after it.
        let decided = |index: &usize| fields[*index].limits.by.is_some();
        let (last, first): (Vec<usize>, Vec<usize>) = (0..fields.len()).partition(decided);
        for index in first.into_iter().chain(last) {
            let field = &fields[index];
            if let Some(by) = field.limits.by {
                let case = case(record, by);
                self.case(record.get_mut(index), case, depth + 1);
                continue;
            }
            match record.get_mut(index) {
                SlotMut::Map(_) if field.family && depth > self.deepest => {}
                SlotMut::Map(family) if field.family => {
                    let key = |part| field.name.replace('*', part);
                    let own =
                        |key: &String| !family_keys(fields, field, &json!({ key: 7 })).is_empty();
                    if let Some(key) = ["1", "A", "a1"].map(key).iter().find(|key| own(key)) {
                        self.fill(family.insert(key), field.limits, depth + 1);
                    }
                }
                slot => self.fill(slot, field.limits, depth + 1),
            }
        }
    }

    fn case(&mut self, slot: SlotMut<'_>, case: Option<&str>, depth: usize) {
        match slot {
            SlotMut::Option(_) if depth > self.deepest => {}
            SlotMut::Option(value) => self.case(value.fill(), case, depth),
            SlotMut::Cases(value) => self.fill(value.pick(case), &Limits::NONE, depth),
            slot => self.fill(slot, &Limits::NONE, depth),
        }
    }

    fn union(&mut self, union: &mut dyn Union, limits: &Limits, depth: usize) {
        let kinds = [
            Kind::Boolean,
            Kind::Number,
            Kind::String,
            Kind::Array,
            Kind::Object,
        ];
        let kinds: Vec<Kind> = kinds
            .into_iter()
            .filter(|kind| union.pick(*kind).is_some())
            .collect();
        self.members = self.members.max(kinds.len());
        let kind = self.one_of(&kinds).copied();
        if let Some(slot) = kind.and_then(|kind| union.pick(kind)) {
            self.fill(slot, limits, depth);
        }
    }

    fn text(&self, value: &mut dyn Text, limits: &Limits) {
        let known = self.one_of(value.known());
        let text = match (known, value.kind()) {
            (Some(known), _) => (*known).to_owned(),
            (None, "string" | "id") => text(limits),
            (None, "base64") => "aGVsbG8=".to_owned(),
            (None, kind) => {
                let forms = ["2025-02-03T10:15:00+03:00", "2025-02-03", "1500.50|EUR"];
                let form = forms.into_iter().find(|form| value.accepts(form));
                form.unwrap_or_else(|| panic!("there is no example of a text of the kind `{kind}`"))
                    .to_owned()
            }
        };
        value.set(&text);
    }

    fn one_of<'v, T>(&self, values: &'v [T]) -> Option<&'v T> {
        values.get(self.round % values.len().max(1))
    }
}

/// The record that the deciding field of an object says, if it says one.
fn case(object: &dyn Record, by: &By) -> Option<&'static str> {
    let mut fields = object.def().fields.iter();
    let index = fields.position(|field| field.name == by.field)?;
    let value = match erased::json(object.get(index)) {
        Value::String(text) => text,
        value => value.to_string(),
    };
    let mut cases = by.cases.iter();
    cases.find_map(|(name, values)| values.contains(&value.as_str()).then_some(*name))
}

/// What a filter must have conditions on.
fn conditions(limits: &Limits) -> impl Iterator<Item = &'static str> {
    limits
        .conditions
        .unwrap_or_default()
        .split_ascii_whitespace()
}

/// This number, or the nearest that is allowed.
fn number(usual: f64, limits: &Limits) -> f64 {
    let least = limits.min.map_or(usual, |min| usual.max(min.ceil()));
    limits.max.map_or(least, |max| least.min(max.floor()))
}

fn text(limits: &Limits) -> String {
    let least = limits.min_length.unwrap_or_default();
    match limits.pattern {
        Some(pattern) => matching(pattern, least),
        None if limits.format == Some(Format::Url) => "https://example.com/hook".to_owned(),
        None => {
            let most = limits.max_length.unwrap_or(usize::MAX);
            "example "
                .chars()
                .cycle()
                .take(least.max(7).min(most))
                .collect()
        }
    }
}
