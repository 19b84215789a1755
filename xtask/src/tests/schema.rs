//! `cargo xtask schema`; and `spec/schema.json` under a validator that is not ours.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::{assert_error, files, project, xtask};
use crate::root;

/// The UI fixtures whose only mistakes are mistakes of shape.
const SHAPES: &[&str] = &["E0003_", "E0004_", "E0005_"];

#[test]
fn schema_is_written_and_checked() {
    let project = project();
    assert_error(
        xtask(project.path(), &["schema", "--check"]),
        &["+++ b/spec/schema.json", "run `cargo xtask schema`"],
    );
    xtask(project.path(), &["schema"]).unwrap();
    xtask(project.path(), &["schema", "--check"]).unwrap();
    // It is no spec.
    xtask(project.path(), &["generate"]).unwrap();
}

#[test]
#[ignore = "installs check-jsonschema from PyPI"]
fn the_schema_accepts_every_spec_and_no_wrong_shape() {
    let folder = tempfile::tempdir().unwrap();
    let validator = Validator::install(folder.path());
    let specs = root().join("spec");
    let (mut methods, mut shared, mut templates) = (Vec::new(), Vec::new(), Vec::new());
    for path in files(&specs)
        .keys()
        .filter(|path| path.contains('/') && path.ends_with(".yaml"))
    {
        let paths = match path.rsplit('/').next() {
            Some("_types.yaml") => &mut shared,
            Some(name) if name.starts_with('_') => &mut templates,
            _ => &mut methods,
        };
        paths.push(specs.join(path));
    }
    // At the top there are files that are no specs as well.
    for entry in fs::read_dir(&specs).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".yaml") && name != "coverage.yaml" && !name.starts_with('_') {
            methods.push(path);
        }
    }
    assert!(!methods.is_empty() && !shared.is_empty() && !templates.is_empty());
    for (part, paths) in [
        (None, methods),
        (Some("SharedSpec"), shared),
        (Some("TemplateSpec"), templates),
        (Some("SystemSpec"), vec![specs.join("_system.yaml")]),
    ] {
        let output = validator.check(part, &paths);
        assert!(output.status.success(), "{part:?}\n{}", text(&output));
    }

    // It finds each mistake that the generator finds.
    let mut seen = 0;
    for entry in fs::read_dir(root().join("codegen/tests/ui")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".yaml") && SHAPES.iter().any(|code| name.starts_with(code)) {
            let shown = fs::read_to_string(path.with_extension("stderr")).unwrap();
            let output = validator.check(None, std::slice::from_ref(&path));
            let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            let mistakes = report["errors"].as_array().map_or(0, Vec::len);
            assert_eq!(
                mistakes,
                shown.matches("error[").count(),
                "{name}\n{report:#}"
            );
            seen += 1;
        }
    }
    assert!(seen >= SHAPES.len());
}

/// check-jsonschema in an environment of its own, and the schemas that it is given.
struct Validator {
    folder: PathBuf,
}

impl Validator {
    fn install(folder: &Path) -> Self {
        let python = if cfg!(windows) { "python" } else { "python3" };
        run(Command::new(python)
            .args(["-m", "venv"])
            .arg(folder.join("venv")));
        let validator = Self {
            folder: folder.to_owned(),
        };
        let install = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "check-jsonschema",
        ];
        run(validator.command("python").args(install));
        let own = fs::read_to_string(root().join("spec/schema.json")).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&own).unwrap();
        run(validator
            .command("check-jsonschema")
            .arg("--check-metaschema")
            .arg(root().join("spec/schema.json")));
        fs::write(validator.schema(None), own).unwrap();
        // The tool takes no fragment of a schema, so a schema for each part refers to it.
        for part in ["SharedSpec", "SystemSpec", "TemplateSpec"] {
            assert!(schema["$defs"][part].is_object(), "{part}");
            let schema = serde_json::json!({
                "$schema": schema["$schema"],
                "$defs": schema["$defs"],
                "$ref": format!("#/$defs/{part}"),
            });
            fs::write(validator.schema(Some(part)), schema.to_string()).unwrap();
        }
        validator
    }

    fn check(&self, part: Option<&str>, paths: &[PathBuf]) -> Output {
        let mut command = self.command("check-jsonschema");
        command
            .args(["--output-format", "json", "--schemafile"])
            .arg(self.schema(part))
            .args(paths)
            .output()
            .unwrap()
    }

    fn schema(&self, part: Option<&str>) -> PathBuf {
        self.folder.join(format!("{}.json", part.unwrap_or("root")))
    }

    fn command(&self, program: &str) -> Command {
        let programs = if cfg!(windows) { "Scripts" } else { "bin" };
        Command::new(self.folder.join("venv").join(programs).join(program))
    }
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}\n{}", text(&output));
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
