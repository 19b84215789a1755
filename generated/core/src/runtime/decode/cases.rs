//! Objects whose fields depend on the value of another field.

use serde_core::de::{DeserializeSeed, Error};
use serde_json::value::RawValue;

use super::fill::{Fill, Filled};
use crate::runtime::record::{Record, Slot, SlotMut};
use crate::runtime::trace::Trace;

/// Makes of the JSON in an object that has been read what its other fields say it is.
#[cold]
pub(super) fn settle<const TOLERANT: bool, E: Error>(
    record: &mut dyn Record,
    trace: &Trace,
) -> Result<Filled, E> {
    for (index, field) in record.def().fields.iter().enumerate() {
        let case = field.limits.by.and_then(|by| by.chosen(record));
        let (Some(case), Slot::Json(json)) = (case, record.get(index)) else {
            continue;
        };
        let json = RawValue::from_string(json.to_string()).map_err(E::custom)?;
        let read = trace.at_key::<TOLERANT, _, _>(field.name, || {
            let before = trace.left_out.begin()?;
            match read::<TOLERANT>(record.get_mut(index), case, &json, false, trace) {
                Err(error) if TOLERANT && !field.required => {
                    trace.leave_out(before, &json, error)?;
                    Ok(Filled::Empty)
                }
                filled => filled,
            }
        });
        if read.map_err(E::custom)? == Filled::Empty {
            if let SlotMut::Option(option) = record.get_mut(index) {
                option.clear();
            }
        }
    }
    Ok(Filled::Yes)
}

fn read<const TOLERANT: bool>(
    slot: SlotMut<'_>,
    case: &str,
    json: &RawValue,
    optional: bool,
    trace: &Trace,
) -> Result<Filled, serde_json::Error> {
    match slot {
        SlotMut::Option(option) => read::<TOLERANT>(option.value(), case, json, true, trace),
        SlotMut::Cases(cases) => {
            let fill = Fill::<TOLERANT> {
                slot: cases.pick(Some(case)),
                trace,
                optional,
            };
            fill.deserialize(&mut serde_json::Deserializer::from_str(json.get()))
        }
        _ => Ok(Filled::Yes),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::{Value, json};

    use crate::Decimal;
    use crate::runtime::Nullable;
    use crate::runtime::decode::deserialize;

    struct Lines {
        rows: Option<i64>,
    }

    struct Sum {
        least: Decimal,
    }

    #[derive(Clone, Debug, PartialEq)]
    enum Settings {
        Lines(Lines),
        Sum(Sum),
        Other(Value),
    }

    struct Field {
        settings: Option<Nullable<Settings>>,
        kind: Option<String>,
    }

    crate::runtime::record! { Lines { 0: rows => "ROWS" } }
    crate::runtime::record! { Sum { 0: least => "LEAST" required } }
    crate::runtime::macros::cases! {
        Settings by "KIND" {
            Lines: Lines => "string" "7",
            Sum: Sum => "sum",
        }
    }
    crate::runtime::record! {
        Field {
            0: settings => "SETTINGS": by(Settings::BY),
            1: kind => "KIND",
        }
    }

    fn settings(json: &Value) -> Result<Option<Settings>, String> {
        let text = json.to_string();
        let field: Result<Field, _> = deserialize(&mut serde_json::Deserializer::from_str(&text));
        let field = field.map_err(|error| error.to_string())?;
        // What copies and compares knows the cases too.
        assert_eq!(field.clone(), field);
        let mut other = field.clone();
        other.settings = Some(Settings::Other(json!(0)).into());
        assert_ne!(other, field);
        Ok(field
            .settings
            .and_then(|settings| settings.value().cloned()))
    }

    #[test]
    fn another_field_decides_wherever_it_stands() {
        let five = Lines { rows: Some(5) };
        for json in [
            json!({ "KIND": "string", "SETTINGS": { "ROWS": "5" } }),
            json!({ "SETTINGS": { "ROWS": 5 }, "KIND": "string" }),
            json!({ "SETTINGS": { "ROWS": 5 }, "KIND": 7 }),
        ] {
            assert_eq!(settings(&json), Ok(Some(five.clone().into())), "{json}");
        }
        let sum = Sum {
            least: "0.10".parse().unwrap(),
        };
        let json = json!({ "KIND": "sum", "SETTINGS": { "LEAST": "0.10" } });
        assert_eq!(settings(&json), Ok(Some(sum.into())));
    }

    #[test]
    fn what_nothing_decides_stays_json() {
        for json in [
            json!({ "KIND": "new", "SETTINGS": { "ROWS": "5" } }),
            json!({ "SETTINGS": { "ROWS": "5" } }),
            json!({ "KIND": null, "SETTINGS": [7] }),
        ] {
            let kept = Settings::Other(json["SETTINGS"].clone());
            assert_eq!(settings(&json), Ok(Some(kept)), "{json}");
        }
    }

    #[test]
    fn empty_values_are_what_they_are_in_other_fields() {
        let empty = Lines { rows: None };
        for (json, expected) in [
            (json!({ "KIND": "string" }), None),
            (json!({ "KIND": "string", "SETTINGS": null }), None),
            (json!({ "KIND": "string", "SETTINGS": "" }), None),
            (json!({ "KIND": "string", "SETTINGS": false }), None),
            (
                json!({ "KIND": "string", "SETTINGS": [] }),
                Some(empty.clone().into()),
            ),
            (
                json!({ "KIND": "string", "SETTINGS": {} }),
                Some(empty.into()),
            ),
            (json!({ "KIND": "sum", "SETTINGS": [] }), None),
        ] {
            assert_eq!(settings(&json), Ok(expected), "{json}");
        }
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_place() {
        let json = json!({ "KIND": "string", "SETTINGS": { "ROWS": "many" } });
        let told = "SETTINGS.ROWS: expected integer, found string";
        assert_eq!(settings(&json), Err(told.to_owned()));
    }

    #[test]
    fn what_is_sent_agrees_with_the_other_field() {
        let field = |kind: &str, settings: Settings| Field {
            settings: Some(settings.into()),
            kind: Some(kind.to_owned()),
        };
        let told = |field: Field| {
            let told = crate::runtime::validate::validate(&field, &[]);
            told.map_err(|error| error.to_string())
        };
        let lines = Lines { rows: Some(5) };
        assert_eq!(told(field("string", lines.clone().into())), Ok(()));
        assert_eq!(told(field("new", lines.clone().into())), Ok(()));
        assert_eq!(told(field("sum", Settings::Other(json!({})))), Ok(()));
        let expected = "`SETTINGS` must be what `KIND` says, and is Lines";
        assert_eq!(told(field("sum", lines.into())), Err(expected.to_owned()));
    }
}
