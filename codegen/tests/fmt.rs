//! The layout of specs: ugly ones, and what becomes of them.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "support/layout.rs"]
mod layout;

use bitrix24_codegen::format;
use expect_test::expect;
use layout::{check, formatted};

#[test]
fn keys_stand_in_the_order_of_the_language_and_data_in_its_own() {
    check(
        r"
see: [b]
result:
  doc: The answer.
  fields: { b: { doc: B., required: true, type: string }, a: { doc: A., type: Z } }
  unwrap: item
errors: { Z: [{ doc: Z., status: 400, message: z }], A: shared }
types:
  Z: { values: { b: { rename: Bee, doc: B. }, a: A. }, doc: Z., type: integer }
examples:
  z: { total: 1, result: { type: 1, method: 2, doc: 3, b: { doc: 1, type: 2 } }, params: { b: 1, a: 2 } }
  a: { error: Z }
list: { paging: { size: 50, style: page }, filter: { more: { z: { doc: Z., type: string }, a: { type: Z, doc: A. } }, logic: true } }
params:
  z: { doc: Z., default: { type: 1, doc: 2, b: 3, a: 4 }, type: object }
  a: { type: string, doc: A. }
effect: read
scope: a
summary: Gets.
method: a.get
",
        &expect![[r#"
            method: a.get
            summary: Gets.
            scope: a
            effect: read
            params:
              z: { type: object, default: { type: 1, doc: 2, b: 3, a: 4 }, doc: Z. }
              a: { type: string, doc: A. }
            list:
              filter: { logic: true, more: { z: { type: string, doc: Z. }, a: { type: Z, doc: A. } } }
              paging: { style: page, size: 50 }
            result:
              unwrap: item
              doc: The answer.
              fields: { b: { type: string, required: true, doc: B. }, a: { type: Z, doc: A. } }
            types:
              Z: { doc: Z., type: integer, values: { b: { doc: B., rename: Bee }, a: A. } }
            errors: { Z: [{ message: z, status: 400, doc: Z. }], A: shared }
            examples:
              z: { params: { b: 1, a: 2 }, result: { type: 1, method: 2, doc: 3, b: { doc: 1, type: 2 } }, total: 1 }
              a: { error: Z }
            see: [b]
        "#]],
    );
}

#[test]
fn unknown_keys_stay_behind_what_stands_before_them() {
    check(
        "first: 1\nsummary: S.\nsumary: 2\nother: { doc: 1, type: 2 }\nmethod: a.get\nresult: [{ doc: D., type: T }]\n",
        &expect![[r#"
            first: 1
            method: a.get
            summary: S.
            sumary: 2
            other: { doc: 1, type: 2 }
            result: [{ doc: D., type: T }]
        "#]],
    );
}

#[test]
fn quotes_stand_where_they_are_needed_or_help() {
    check(
        r#"
"method": 'a.get'
'summary': "It's plain: no. See `a`, please."
description: 'It''s plain, with "these".'
examples:
  words: { result: ["a b", 'a, b', "a: b", 'a #b', "a#b", 'Größe', "🦀 x", "имя", "-", "- a", "? a", "a?", "a: ", "x-", "@a", "`a`", "!a", "&a", "*a", "%a", "|", ">", "[a]", "{a}", "a]", "$a", "/a", "_a", "(a)"] }
  alike:
    result:
      ["null", 'Null', "~", "", " a ", 'true', "False", "1", '1.0', "0x1F", "1e3", ".5", ".inf", "-1", "+371 67", "1_000", Y, "no", 'On', "2025-05-12", 2025-05-12, 2025-05-12 09:30:00, "05/12/2025 09:30 am", "12 monkeys", "8a1f", "192.0.2.1", "10:30"]
  signs: { result: { "=a": W%, "UF_*": "S:Date", 'a:b': https://a.b/?c=d%20, "a": "data:a/b", "1": 1, 2: "2", "true": true } }
  quotes: { result: ['say "it"', "say \"it\"", "back\\slash", 'it''s "both"', "\"\\\n", "tab\tbreak\n", "\0\x07\u00a0\u200b\ufeff\U0001F980", "it's", "'", '"'] }
"#,
        &expect![[r#"
            method: a.get
            summary: "It's plain: no. See `a`, please."
            description: It's plain, with "these".
            examples:
              words:
                result: [a b, "a, b", "a: b", "a #b", a#b, Größe, 🦀 x, имя, "-", "- a", "? a", "a?", "a: ", x-, "@a", "`a`", "!a", "&a",
                  "*a", "%a", "|", ">", "[a]", "{a}", "a]", $a, /a, _a, (a)]
              alike:
                result: ["null", "Null", "~", "", " a ", "true", "False", "1", "1.0", "0x1F", "1e3", ".5", ".inf", "-1", "+371 67",
                  "1_000", "Y", "no", "On", "2025-05-12", "2025-05-12", "2025-05-12 09:30:00", "05/12/2025 09:30 am", 12 monkeys, 8a1f,
                  "192.0.2.1", "10:30"]
              signs:
                result: { "=a": "W%", "UF_*": "S:Date", "a:b": "https://a.b/?c=d%20", a: data:a/b, "1": 1, 2: "2", "true": true }
              quotes:
                result: [say "it", say "it", back\slash, it's "both", "\"\\\n", "tab\tbreak\n", "\x00\x07\xA0\u200B\uFEFF🦀", it's, "'",
                  '"']
        "#]],
    );
}

#[test]
fn long_lines_are_broken_and_short_ones_joined() {
    check(
        r#"
method:   a.get
summary: A text that was broken
  early.
description: A text that is too long for a line, however it is written, so it goes on in the next one, where it is indented by two more than its key is.
access: "A text in quotes that is too long for a line: it goes on in the next one, in quotes as well, for no end of a line is lost there - ever."
docs: https://example.com/a-word-that-is-too-long/for-a-line/but-cannot-be-broken/because-there-is-no-space-in-it/anywhere-at-all.html
params:
    a: {type: string,
      doc: "Fits." }
    b: { type: string, required: true, min_length: 1, max_length: 255, default: nothing, doc: A field that is too long for a line. }
    c:
        type: string
        doc: Fits, but stays.
list:
  fields: [identifier, title, description, created, createdBy, updated, updatedBy, moved, movedBy, opportunity, currency]
  select: { also: [ a,
    b ] }
examples:
  a: { result: [[1, 2], { aaaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbbbbbb: [] }, [ccccccccccccccccccccccccccc, { ddddddd: {} }]] }
  b:
    result:
    - - 1
      - { a: 1 }
    -
      a: 1
      b:
      - 2
"#,
        &expect![[r#"
            method: a.get
            summary: A text that was broken early.
            description: A text that is too long for a line, however it is written, so it goes on in the next one, where it is indented
              by two more than its key is.
            docs: https://example.com/a-word-that-is-too-long/for-a-line/but-cannot-be-broken/because-there-is-no-space-in-it/anywhere-at-all.html
            access: "A text in quotes that is too long for a line: it goes on in the next one, in quotes as well, for no end of a line is
              lost there - ever."
            params:
              a: { type: string, doc: Fits. }
              b:
                type: string
                required: true
                min_length: 1
                max_length: 255
                default: nothing
                doc: A field that is too long for a line.
              c:
                type: string
                doc: Fits, but stays.
            list:
              fields: [identifier, title, description, created, createdBy, updated, updatedBy, moved, movedBy, opportunity, currency]
              select: { also: [a, b] }
            examples:
              a:
                result:
                  - [1, 2]
                  - { aaaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbbbbbb: [] }
                  - [ccccccccccccccccccccccccccc, { ddddddd: {} }]
              b:
                result:
                  - - 1
                    - { a: 1 }
                  - a: 1
                    b:
                      - 2
        "#]],
    );
}

#[test]
fn blocks_of_text_stay_what_they_are() {
    check(
        "method: a.get
summary: >
   Folded text that was
   broken early.

   A second paragraph that is too long for a line, however it is written, so it goes on in the next one, indented alike.
description: |
      One.


        Two:\t\x20

      # no comment


access: |+
  kept


docs: >-
  lines
    that are indented
  do not fold
see:
- |-
  a
- |2
    b
",
        &expect![[r#"
            method: a.get
            summary: >
              Folded text that was broken early.

              A second paragraph that is too long for a line, however it is written, so it goes on in the next one, indented alike.
            description: |
              One.


                Two:	 

              # no comment

            docs: |-
              lines
                that are indented
              do not fold

            access: |+
              kept


            see:
              - |-
                a
              - |2
                  b
        "#]],
    );
    // Nothing, and nothing but empty lines, have no such form.
    check(
        "method: |\nsummary: |+\n\n\n",
        &expect![[r#"
        method: ""
        summary: "\n\n"
    "#]],
    );
    let last = "description: |+\n  a\n\n\n";
    assert!(formatted(last).ends_with("json\ndescription: |+\n  a\n\n\n"));
    assert!(formatted("description: |\n  no end").ends_with("json\ndescription: |-\n  no end\n"));
}

#[test]
fn rare_yaml_is_kept() {
    check(
        "---
? method
: a.get
summary: Text.
context:
  \"y\"
errors:
  A: { doc: A. }
  ? B # behind b
  : { doc: B. }
  C:
    -
      doc: C.
  100: { doc: E. }
  ? |
    F
  : doc: F.
examples: { a: { result: [a: 1, b, ? c, \"d\":1, e: , f: ~, g: null, 0x1F, 1_0, 1.50, .5, TRUE] } }
see:
...
",
        &expect![[r#"
            method: a.get
            summary: Text.
            context: "y"
            errors:
              A: { doc: A. }
              B: { doc: B. } # behind b
              C:
                - doc: C.
              100: { doc: E. }
              "F\n":
                doc: F.
            examples:
              a: { result: [{ a: 1 }, b, { c: null }, { d: 1 }, { e: null }, { f: ~ }, { g: null }, 0x1F, "1_0", 1.50, 0.5, TRUE] }
            see:
        "#]],
    );
    assert_eq!(
        formatted("method: a.get\r\n\r\nscope: a\r\n"),
        formatted("method: a.get\n\nscope: a\n")
    );
    check(
        "- 1\n- a: 2\n  b: 3\n",
        &expect![[r#"
        - 1
        - a: 2
          b: 3
    "#]],
    );
    check(
        "'text'  # behind\n",
        &expect![[r#"
        text # behind
    "#]],
    );
    check(
        "# above\n{}\n# below",
        &expect![[r#"
        # above
        {}
        # below
    "#]],
    );
}

#[test]
fn what_is_no_yaml_is_refused_as_ever() {
    for (text, code) in [
        ("", "E0999"),
        ("# only a comment\n", "E0999"),
        ("a: [", "E0001"),
        ("a:\n\tb: 1\n", "E0001"),
        ("\u{feff}a: 1\n", "E0001"),
        ("a: 1\n---\nb: 1\n", "E0001"),
        ("a: !own 1\n", "E0001"),
        ("a: ! 'x'\n", "E0001"),
        ("a: .nan\n", "E0001"),
        ("? [a]\n: 1\n", "E0001"),
        ("a: *nothing\n", "E0001"),
        ("a: &b 1\nb: *b\n", "E0001"),
        ("%YAML 1.2\n---\na: 1\n", "E0001"),
        ("a: \u{0}\n", "E0001"),
        ("a: 1\na: 2\n", "E0002"),
        ("params: { a: 1, \"a\": 2 }\n", "E0002"),
    ] {
        let report = format("a/get.yaml", text).unwrap_err();
        assert_eq!(report.diagnostics()[0].code, code, "{text:?}");
    }
}
