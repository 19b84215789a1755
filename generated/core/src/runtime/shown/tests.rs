//! Text, as it is shown.

use super::*;

fn shown(text: &str) -> String {
    Shown::text(text).to_string()
}

#[test]
fn plain_text_is_shown_as_it_is() {
    for text in [
        "",
        "Не найдено",
        "100 % of \"it\" \\ that's %2",
        "\u{1f468}\u{200d}\u{1f469}",
        "auth: wrong, and no author=x but oauth=y",
        "rest/crm.item.list, /rest/1, rest of 1/2",
        "%zz \\u12 \\",
    ] {
        assert_eq!(shown(text), text);
    }
}

#[test]
fn nothing_forges_a_line_or_turns_the_text_round() {
    let text = "a\r\nERROR b\u{1b}[2J\u{202e}c\u{2028}d\u{85}e\u{0}";
    assert_eq!(
        shown(text),
        "a\\r\\nERROR b\\u{1b}[2J\\u{202e}c\\u{2028}d\\u{85}e\\u{0}"
    );
    assert_eq!(format!("{:?}", Shown::text("a\"\n\\")), r#""a\"\n\\""#);
}

#[test]
fn what_is_long_is_cut() {
    assert_eq!(shown(&"ä".repeat(1_000)), "ä".repeat(1_000));
    let long = shown(&"ä".repeat(1 << 20));
    assert_eq!(long, format!("{}…", "ä".repeat(1_000)));
    // A second time as well as a third.
    assert_eq!(shown(&long), long);
    assert_eq!(
        Shown::code(&long).to_string(),
        format!("{}…", "ä".repeat(100))
    );
}

#[test]
fn the_code_of_a_webhook_is_masked_however_it_is_spelled() {
    for (text, expected) in [
        (
            "https://x.bitrix24.com/rest/1/c0de/a.get: no",
            "https://x.bitrix24.com/rest/1/***/a.get: no",
        ),
        ("/rest/api/12/c-0_de", "/rest/api/12/***"),
        ("rest/1/c0de", "rest/1/***"),
        (
            r"https:\/\/x\/rest\/1\/c0de\/a",
            r"https:\/\/x\/rest\/1\/***\/a",
        ),
        (r"\\/rest\\/1\\/c0de\\/a", r"\\/rest\\/1\\/***\\/a"),
        ("x%2Frest%2F1%2fc0de%2Fa", "x%2Frest%2F1%2f***%2Fa"),
        (
            r"\u002frest\u002F1\u002Fc0de",
            r"\u002frest\u002F1\u002F***",
        ),
        ("/REST/1/c0de /rest/2/other", "/REST/1/*** /rest/2/***"),
    ] {
        assert_eq!(shown(text), expected);
    }
}

#[test]
fn the_value_of_a_parameter_that_is_a_secret_is_masked() {
    for (text, expected) in [
        ("?auth=t0k.en&id=1", "?auth=***&id=1"),
        ("auth%3Dt0ken%26id", "auth%3D***%26id"),
        (r#"{"auth":"t0ken","id":1}"#, r#"{"auth":"***","id":1}"#),
        (
            r#"{\"access_token\" : \"t0ken\"}"#,
            r#"{\"access_token\" : \"***\"}"#,
        ),
        ("[auth] => t0ken\n", "[auth] => ***\\n"),
        (
            "CLIENT_SECRET=a refresh_token=b",
            "CLIENT_SECRET=*** refresh_token=***",
        ),
    ] {
        assert_eq!(shown(text), expected);
    }
}

#[cfg(any(feature = "client-core", feature = "blocking-core"))]
#[test]
fn a_clients_own_secrets_are_masked_wherever_they_stand() {
    let secrets = Secrets::new(["s3cr/e+t\"code", "short", ""]);
    let shown = |text| Shown::text(text).without(&secrets).to_string();
    for text in [
        "xs3cr/e+t\"codex",
        "xS3CR/E+T\"CODEx",
        r#"xs3cr\/e+t\"codex"#,
        "xs3cr%2Fe%2bt%22codex",
        r"xs3cr\u002fe+t\u0022codex",
    ] {
        assert_eq!(shown(text), "x***x");
    }
    assert_eq!(shown("short s3cr/e+t"), "short s3cr/e+t");
    // Nothing of it is shown where the text is cut.
    let cut = shown(&format!("{}s3cr/e+t\"code and more", "a".repeat(999)));
    assert_eq!(cut, format!("{}***…", "a".repeat(999)));
    assert_eq!(format!("{secrets:?}"), "***");
}
