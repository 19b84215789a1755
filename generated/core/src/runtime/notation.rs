//! How booleans are written in requests.

use serde_json::Value;

use super::record::Slot;

/// How the booleans of a field are sent. Whatever the notation, any form of a boolean is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notation {
    /// `true` or `false`.
    Boolean,
    /// `"Y"` or `"N"`.
    Flag,
    /// `1` or `0`.
    Bit,
}

impl Notation {
    /// What is sent for a boolean.
    pub(super) fn slot(self, value: bool) -> Slot<'static> {
        match self {
            Self::Boolean => Slot::Bool(value),
            Self::Flag => Slot::Text(if value { "Y" } else { "N" }),
            Self::Bit => Slot::Integer(value.into()),
        }
    }

    /// Writes the booleans of a value, or of a list of values.
    pub(crate) fn write(self, value: &mut Value) {
        match value {
            Value::Bool(of) if self == Self::Flag => *value = if *of { "Y" } else { "N" }.into(),
            Value::Bool(of) if self == Self::Bit => *value = i64::from(*of).into(),
            Value::Array(values) => values.iter_mut().for_each(|value| self.write(value)),
            _ => {}
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use crate::runtime::record::Wire as _;
    use crate::runtime::{Nullable, to_value};

    #[derive(Clone, Debug, PartialEq)]
    enum Either {
        Boolean(bool),
        Integer(i64),
    }

    crate::runtime::union! {
        Either {
            kinds: "string or number",
            Boolean: bool => Boolean String,
            Integer: i64 => Number,
        }
    }

    struct Settings {
        json: bool,
        flag: bool,
        bit: Option<bool>,
        flags: Vec<Vec<bool>>,
        names: BTreeMap<String, bool>,
        or_null: Option<Nullable<bool>>,
        either: Either,
        inside: Option<Inside>,
    }

    struct Inside {
        bits: Vec<bool>,
        more: BTreeMap<String, bool>,
    }

    crate::runtime::record! {
        Settings {
            0: json => "json" required,
            1: flag => "flag" [Flag] required,
            2: bit => "bit" [Bit],
            3: flags => "flags" [Flag] required,
            4: names => "names" [Flag] required,
            5: or_null => "orNull" [Bit],
            6: either => "either" [Flag] required,
            7: inside => "inside" [Flag],
        }
    }

    crate::runtime::record! {
        Inside {
            0: bits => "bits" [Bit] required,
            1: more => "UF_*" [Flag] family,
        }
    }

    fn settings() -> Settings {
        Settings {
            json: true,
            flag: true,
            bit: Some(false),
            flags: vec![vec![true], vec![false]],
            names: BTreeMap::from([("a".to_owned(), true)]),
            or_null: Some(true.into()),
            either: true.into(),
            inside: Some(Inside {
                bits: vec![true, false],
                more: BTreeMap::from([("UF_X".to_owned(), false)]),
            }),
        }
    }

    #[test]
    fn a_boolean_is_sent_as_its_field_wants_it() {
        let expected = json!({
            "json": true, "flag": "Y", "bit": 0, "flags": [["Y"], ["N"]], "names": { "a": "Y" }, "orNull": 1,
            "either": "Y", "inside": { "bits": [1, 0], "UF_X": "N" }
        });
        let settings = settings();
        assert_eq!(to_value(settings.slot()).unwrap(), expected);
        assert_eq!(settings.clone(), settings);
        assert_eq!(
            format!("{settings:?}"),
            "Settings { json: true, flag: \"Y\", bit: 0, flags: [[\"Y\"], [\"N\"]], names: {\"a\": \"Y\"}, orNull: 1, \
             either: \"Y\", inside: Inside { bits: [1, 0], UF_*: {\"UF_X\": \"N\"} } }"
        );
    }

    #[test]
    fn null_and_a_number_are_no_booleans() {
        let other = Settings {
            or_null: Some(Nullable::Null),
            either: 7.into(),
            inside: None,
            ..settings()
        };
        let sent = to_value(other.slot()).unwrap();
        assert_eq!(
            (&sent["orNull"], &sent["either"]),
            (&json!(null), &json!(7))
        );
        assert_eq!(other.clone(), other);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn any_notation_is_decoded() {
        for [yes, no] in [
            [json!(true), json!(false)],
            [json!("Y"), json!("N")],
            [json!(1), json!(0)],
            [json!("1"), json!("0")],
        ] {
            let mut sent = json!({
                "json": yes, "flag": yes, "bit": no, "flags": [[yes], [no]], "names": { "a": yes }, "orNull": yes,
                "either": true, "inside": { "bits": [yes, no], "UF_X": no }
            });
            assert_eq!(
                serde_json::from_value::<Settings>(sent.clone()).unwrap(),
                settings(),
                "{sent}"
            );
            sent["either"] = json!("Y");
            assert_eq!(
                serde_json::from_value::<Settings>(sent).unwrap(),
                settings()
            );
        }
    }
}
