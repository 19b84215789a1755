//! What the READMEs show is what happens.

use std::fs;

use bitrix24_codegen::{Sources, generate};

use lexopt::Parser;

use super::{SYSTEM, write, xtask};
use crate::{Failure, commands, parse, root};

/// The blocks of a language in a README, in their order.
fn blocks(readme: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(readme)).unwrap();
    let begin = format!("```{language}\n");
    let parts = text.split(&begin).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap().to_owned())
        .collect()
}

fn sources(specs: &[(&str, String)]) -> Sources {
    let specs = specs
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.clone()));
    specs
        .chain([("_system.yaml".to_owned(), SYSTEM.to_owned())])
        .collect()
}

#[test]
fn the_spec_of_the_readme_works_and_its_mistake_is_shown_so() {
    let spec = blocks("README.md", "yaml").remove(0);
    let tree = generate(&sources(&[("timeman/status.yaml", spec.clone())])).unwrap();
    assert!(tree.files["src/api/timeman/status.rs"].contains("pub struct StatusResult"));

    let mistaken = sources(&[("timeman/status.yaml", spec.replace("boolean", "bool"))]);
    let report = generate(&mistaken).unwrap_err();
    let shown = blocks("README.md", "text");
    assert_eq!(
        report.render(&mistaken, false).trim_end(),
        shown[0].trim_end()
    );
}

#[test]
fn the_three_mistakes_of_the_transcript_are_shown_so() {
    let shown = blocks("spec/README.md", "console").remove(0);
    let status = shown.split("a letter too many\n").nth(1).unwrap();
    let status = status.split("$ cargo").next().unwrap();

    let project = super::project();
    let root = project.path();
    fs::remove_dir_all(root.join("spec/a")).unwrap();
    let (specs, _) = crate::spec::read_most(&crate::root());
    for (path, text) in specs {
        write(root, &format!("spec/{path}"), text);
    }
    let vendor = fs::read_to_string(crate::root().join("spec/coverage.yaml")).unwrap();
    write(root, "spec/coverage.yaml", vendor);
    let open = fs::read_to_string(root.join("spec/timeman/open.yaml")).unwrap();
    let (before, rest) = open.split_once("types:\n").unwrap();
    let (types, errors) = rest.split_once("errors:\n").unwrap();
    let types = format!(
        "# yaml-language-server: $schema=../schema.json#/$defs/SharedSpec\ndoc: Working time.\ntypes:\n{types}"
    );
    let open = format!("{before}errors:\n{errors}see: [timeman.staus]\n");
    write(root, "spec/timeman/open.yaml", &open);
    let mistaken = types.replace("ACTIVE: { type: boolean", "ACTIVE: { type: bool");
    write(root, "spec/timeman/_types.yaml", mistaken);
    write(root, "spec/timeman/status.yaml", status);
    let specs = crate::spec::all(root).unwrap_or_else(|_| panic!("the specs cannot be read"));
    let report = generate(&specs.sources).unwrap_err();
    let report = report.render(&specs.sources, false);
    assert!(shown.contains(report.trim_end()), "{report}");

    write(
        root,
        "spec/timeman/open.yaml",
        open.replace("staus", "status"),
    );
    write(root, "spec/timeman/_types.yaml", types);
    let corrected = status.replace("TZ_OFFSETT", "TZ_OFFSET");
    write(root, "spec/timeman/status.yaml", corrected);
    for command in ["check", "fmt"] {
        let told = xtask(root, &[command]).unwrap();
        // How many specs there are does not matter.
        let countless = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
        assert!(countless(&shown).contains(&countless(&told)), "{told}");
    }
}

#[test]
fn every_command_line_of_the_readmes_is_one() {
    let mut seen = 0;
    for readme in [
        "README.md",
        "spec/README.md",
        "CONTRIBUTING.md",
        "xtask/bench/README.md",
    ] {
        let text = fs::read_to_string(root().join(readme)).unwrap();
        for rest in text.split("cargo xtask ").skip(1) {
            let line = rest.split(['`', '\n', '#']).next().unwrap();
            let (mut commands, mut args) = (commands(), Parser::from_args(line.split_whitespace()));
            let parsed = parse::command(&mut commands, &mut args);
            let parsed = parsed.and_then(|command| match command {
                Some(command) => parse::arguments(command, args).map(drop),
                None => Ok(()),
            });
            if let Err(Failure::Usage(error) | Failure::Failed(error)) = parsed {
                panic!("{readme}: cargo xtask {line}: {error}");
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn every_example_of_the_language_is_accepted() {
    let yaml = blocks("spec/README.md", "yaml");
    let [
        add,
        scopes,
        facts,
        params,
        families,
        types,
        unions,
        cases,
        own,
        partial,
        template,
        made,
        results,
        list,
        paging,
        walks,
        errors,
        placeholders,
        groups,
        examples,
    ] = yaml.try_into().unwrap();
    let method = |name: &str, rest: &str| {
        format!(
            "method: shop.order.{name}\nsummary: Shows the language.\nscope: shop\neffect: read\n{rest}"
        )
    };
    let shared = "errors: { ORDER_IS_FULL: { doc: It has 50 parts. } }\n";
    let item = "types: { OrderItem: { doc: An order., partial: Order, fields: { title: { type: string, doc: T. }, state: { type: string, doc: S. }, customer: { type: string, doc: C. }, \
                guid: { type: string, doc: G. }, 'UF_*': { type: any, rename: user_fields, doc: U. } } } }\n";
    let fields =
        "types: { UserFieldId: { doc: I., id: integer }, DealField: { doc: F., fields: {} } }\n";
    let types = [&types, partial.trim_start_matches("types:\n"), shared].concat();
    let change = "params:\n  urgency: { type: Priority, doc: How urgent. }\n  fields: { type: OrderChanges, doc: What. }\n\
                  result: { type: boolean }\n";
    let fact = "params: { data: { type: object, doc: D. }, code: { type: string, doc: C. } }\nresult: { type: boolean }\n";
    let kinds = "params:\n  label: { type: Label, doc: L. }\n  USER_TYPE_ID: { type: string, doc: U. }\n\
                 \x20 SETTINGS: { type: FieldSettings, doc: S. }\nresult: { type: boolean }\n";
    let settings = "  TextSettings: { doc: T., fields: { ROWS: { type: integer, doc: R. } } }\n\
                    \x20 DateSettings: { doc: D., fields: { TYPE: { type: string, doc: T. } } }\n";
    let cases = cases.trim_start_matches("types:\n");
    let kinds = [kinds, &unions, cases, settings].concat();
    let mut specs = vec![
        ("shop/order/facts.yaml", method("facts", &(facts + fact))),
        ("shop/order/kinds.yaml", method("kinds", &kinds)),
        ("shop/_types.yaml", types),
        ("crm/_types.yaml", fields.to_owned()),
        ("crm/_userfield.get.yaml", template),
        ("crm/deal/userfield/get.yaml", made),
        ("shop/order/change.yaml", method("change", change)),
        ("shop/order/add.yaml", add),
        (
            "shop/order/edit.yaml",
            method("edit", &(params + "result: { type: boolean }\n")),
        ),
        ("shop/order/list.yaml", method("list", &(list + item))),
        (
            "shop/order/family.yaml",
            method("family", &(families + "result: { type: boolean }\n")),
        ),
        (
            "shop/order/get.yaml",
            method(
                "get",
                &[
                    "params: { id: { type: OrderId, doc: Which. } }\n",
                    "result: { unwrap: item, type: Order }\n",
                    &errors,
                    &placeholders,
                    &examples,
                ]
                .concat(),
            ),
        ),
    ];
    let made_of =
        "  UploadedFile: { doc: F., fields: {} }\n  UploadAddress: { doc: A., fields: {} }\n";
    let upload = ["result: { type: Uploaded }\n", &own, made_of].concat();
    specs.push(("shop/order/upload.yaml", method("upload", &upload)));
    let uploaded = fs::read_to_string(root().join("spec/disk/folder/Uploaded.rs"));
    specs.push(("shop/order/Uploaded.rs", uploaded.unwrap()));
    let turn = blocks("spec/README.md", "rust").remove(0);
    specs.push(("shop/order/own.rs", turn));
    let paths = ["shop/order/s0.yaml", "shop/order/s1.yaml"];
    for (index, (path, scope)) in paths.into_iter().zip(scopes.lines()).enumerate() {
        let text = method(&format!("s{index}"), "result: { type: boolean }\n");
        specs.push((path, text.replace("scope: shop", scope)));
    }
    let (shared, inheriting) = groups.split_once("# shop/order/get.yaml\n").unwrap();
    let inheriting = method("get", &format!("result: {{ type: boolean }}\n{inheriting}"));
    let inheriting = inheriting.replace("shop", "kiosk");
    specs.push(("kiosk/_types.yaml", shared.to_owned()));
    specs.push(("kiosk/order/get.yaml", inheriting));
    let default = method("list", "result: { type: boolean }\n").replace("shop", "kiosk");
    specs.push(("kiosk/order/list.yaml", default));
    let results: Vec<&str> = results.lines().collect();
    let paths: Vec<String> = (0..results.len())
        .map(|index| format!("shop/order/r{index}.yaml"))
        .collect();
    for (index, (path, result)) in paths.iter().zip(results).enumerate() {
        specs.push((path, method(&format!("r{index}"), result)));
    }
    let paging: Vec<(String, &str)> = paging
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(style, way)| (format!("shop/order/{style}.yaml"), way))
        .collect();
    for (index, (path, way)) in paging.iter().enumerate() {
        let name = path
            .trim_start_matches("shop/order/")
            .trim_end_matches(".yaml");
        let rest = format!(
            "list:\n  fields: [ID]\n  filter: {{}}\n  order: {{}}\n  paging: {way}\nresult: {{ type: 'Row{index}[]' }}\n\
             types: {{ Row{index}: {{ doc: A row., fields: {{ ID: {{ type: integer, doc: I. }} }} }} }}\n"
        );
        specs.push((path, method(name, &rest)));
    }
    assert_eq!(paging.len(), 6);
    let paths: Vec<String> = (0..walks.lines().count())
        .map(|index| format!("shop/order/w{index}.yaml"))
        .collect();
    for (index, (path, way)) in paths.iter().zip(walks.lines()).enumerate() {
        let text = "{ type: string, doc: T. }";
        let (params, order) = match way.contains("walk: ID ") {
            true => (format!("params: {{ sort: {text}, order: {text} }}\n"), ""),
            false => (String::new(), "  order: { also: [ID], more: [TASK_ID] }\n"),
        };
        let integer = "{ type: integer, doc: I. }";
        let rest = format!(
            "{params}list:\n  fields: []\n  filter: {{ also: [ID], more: {{ TASK_ID: {integer} }} }}\n{order}  {way}\nresult: {{ type: 'Walked{index}[]' }}\n\
             types: {{ Walked{index}: {{ doc: A row., fields: {{ ID: {integer}, taskId: {integer} }} }} }}\n"
        );
        specs.push((path, method(&format!("w{index}"), &rest)));
    }
    assert_eq!(paths.len(), 3);
    let sources = sources(&specs);
    generate(&sources).unwrap_or_else(|report| panic!("{}", report.render(&sources, false)));
}
