//! Comments of specs, in every place where one can stand, and where they are once the spec is formatted.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "support/layout.rs"]
mod layout;

use bitrix24_codegen::format;
use expect_test::expect;
use layout::check;

#[test]
fn comments_stay_with_what_they_belong_to() {
    check(
        "

# of the file

# of the summary
summary: S. # behind the summary


# of the method

method: a.get          # behind the method
effect: read # behind the effect
scope: # behind the scope
  # above the first
  - a # behind a


  - b
  # below b
# of the params
params: # behind the params

  # of y
  y: # behind y
    doc: Y. # behind the doc
    # of the type
    type: string
    # below the type
   # not quite below y
  x: { type: string, doc: X. } # behind x
  w: # behind w, and the line is long enough for no other to stand below it as far to the right
    { type: string, doc: A field that is as long as it may be without a second line. }
      # below w
  # below the params
result: { type: string } # behind the result

# below all
",
        &expect![[r##"
            # of the file

            # of the method

            method: a.get # behind the method

            # of the summary
            summary: S. # behind the summary
            scope:      # behind the scope
              # above the first
              - a # behind a

              - b
              # below b
            effect: read # behind the effect
            # of the params
            params: # behind the params
              # of y
              "y": # behind y
                # of the type
                type: string
                doc: Y. # behind the doc
                # below the type
              # not quite below y
              x: { type: string, doc: X. } # behind x
              w: { type: string, doc: A field that is as long as it may be without a second line. } # behind w, and the line is long enough for no other to stand below it as far to the right
              # below w
              # below the params
            result: { type: string } # behind the result

            # below all
        "##]],
    );
}

#[test]
fn comments_in_brackets_break_them() {
    check(
        "
params: { # behind the bracket
  a: { type: string, doc: A. }, # behind a
  # above b
  b: { # inside
    doc: B., type: string # behind the type
    # below b
  } # behind the bracket
  , # behind the comma
  c: { type: string,
    # above the doc
    doc: C. } } # behind all
scope: [ # behind the scope
  a, b # behind b
]
see: [
  # nothing
]
errors:
  A:
  - { # behind the dash
      doc: A. }
  - # behind the other dash
    doc: B.
  -
    # above the third
    doc: C.
  - { # above the fourth
      # and below
      status: 400,
      # above its doc
      doc: D. }
",
        &expect![[r#"
            scope: # behind the scope
              - a
              - b # behind b
            params: # behind the bracket
              a: { type: string, doc: A. } # behind a
              # above b
              b: # inside
                type: string # behind the type
                doc: B.
                # below b
                # behind the bracket
              c: # behind the comma
                type: string
                # above the doc
                doc: C.
              # behind all
            errors:
              A:
                - { doc: A. } # behind the dash
                -             # behind the other dash
                  doc: B.
                # above the third
                - doc: C.
                # and below
                - # above the fourth
                  status: 400
                  # above its doc
                  doc: D.
            see: [] # nothing
        "#]],
    );
}

#[test]
fn columns_of_comments() {
    check(
        "method: a.get # one
summary: A summary. # two
description: >- # three
  text
scope: a
effect: read # four
params: {} # five, and so long that it would not find a place on the line if it stood as far to the right as all of the others do
",
        &expect![[r#"
            method: a.get       # one
            summary: A summary. # two
            description: >-     # three
              text
            scope: a
            effect: read # four
            params: {} # five, and so long that it would not find a place on the line if it stood as far to the right as all of the others do
        "#]],
    );
}

#[test]
fn the_line_for_editors_is_the_first() {
    let get = "method: a.get\n";
    let line = |path: &str, text: &str| {
        let text = format(path, text).unwrap();
        text.lines()
            .next()
            .unwrap()
            .replace("# yaml-language-server: $schema=", "")
    };
    assert_eq!(line("get.yaml", get), "./schema.json");
    assert_eq!(line("a/b/get.yaml", get), "../../schema.json");
    assert_eq!(
        line("a/_types.yaml", "types: {}\n"),
        "../schema.json#/$defs/SharedSpec"
    );
    assert_eq!(
        line("_system.yaml", "errors: {}\n"),
        "./schema.json#/$defs/SystemSpec"
    );
    // One that is wrong, and one that stands elsewhere.
    let wrong = "# of the method\n# yaml-language-server: $schema=../schema.json\nmethod: a.get\n";
    assert_eq!(line("a/b/get.yaml", wrong), "../../schema.json");
    assert_eq!(
        format("a/b/get.yaml", wrong).unwrap().lines().nth(1),
        Some("# of the method")
    );
    // One that is meant.
    let own = "# yaml-language-server: $schema=https://example.com/schema.json\nmethod: a.get\n";
    assert_eq!(line("a/get.yaml", own), "https://example.com/schema.json");
}

#[test]
fn no_place_of_a_comment_loses_it() {
    let spec = "method: a.get\nsummary: A text of\n  two lines.\ndescription: |\n  Text.\n\n  More.\n\nscope: [a, b]\n\
                params:\n  a:\n    type: string\n    doc: 'A.'\n  b: { type: integer, doc: \"B.\", fields:\n    { c: [] } }\n\
                see:\n- a\n-\n  - b\n- c:\n    e: 1\n  f: [1]\n";
    let mut kept = 0;
    for (at, _) in spec.char_indices() {
        for comment in [
            " # here\n",
            "\n# here\n",
            "\n    # here\n",
            "\n  # here\n   ",
        ] {
            let text = format!("{}{comment}{}", &spec[..at], &spec[at..]);
            match format("a/get.yaml", &text) {
                Ok(formatted) => {
                    let count = formatted.matches("# here").count();
                    assert_eq!(count, 1, "{text}\nbecame\n{formatted}");
                    kept += 1;
                }
                // Some of it only the generator takes for YAML.
                Err(report) => {
                    let message = &report.diagnostics()[0].message;
                    assert!(!message.contains("would"), "{message}:\n{text}");
                }
            }
        }
    }
    // Most places are inside of a word.
    assert!(kept > 250, "{kept}");
}
