//! The crates that are compiled: how they are made, and what compiling them costs.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::measure::Cost;
use crate::{generate, maker, measure, root};

const SERDE: &str = "serde = { version = \"=1.0.229\", features = [\"derive\"] }\nserde_json = { version = \"=1.0.154\", default-features = false, features = [\"std\"] }\n";
const PROGENITOR: &str = "progenitor-client = \"=0.15.1\"\nreqwest = { version = \"=0.13.5\", default-features = false, features = [\"json\", \"query\", \"stream\"] }\n";

/// A package in a folder of its own.
pub(super) struct Crate {
    folder: PathBuf,
    target: PathBuf,
}

impl Crate {
    fn new(
        folder: PathBuf,
        name: &str,
        features: &str,
        dependencies: &str,
        target: Option<PathBuf>,
    ) -> io::Result<Self> {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{features}\n[dependencies]\n{dependencies}\n\
             [lints.rust]\nunexpected_cfgs = \"allow\"\n\n[workspace]\n"
        );
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        // The same versions for all.
        let lock = root().join("xtask/bench/Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock"))?;
        let target = target.unwrap_or_else(|| folder.join("target"));
        Ok(Self { folder, target })
    }

    /// The generated crate, with so many methods.
    pub(super) fn bitrix24(scratch: &Path, xtask: &Path, count: usize) -> io::Result<Self> {
        let project = scratch.join(format!("bitrix24-{count}"));
        let folder = project.join("generated");
        for stale in [project.join("spec"), folder.join("src")] {
            let _ = fs::remove_dir_all(stale);
        }
        maker::project(&project, count)?;
        // What is hand-written knows the system's errors by name.
        let system = root().join("spec/_system.yaml");
        fs::copy(system, project.join("spec/_system.yaml"))?;
        measure::run(&mut generate::generate(xtask, &project))?;
        let features = fs::read_to_string(folder.join("Cargo.toml"))?;
        let own = root().join("generated");
        let optional = "default = [\"serde\"]\nserde = [\"bitrix24-core/serde\"]\nclient = []\nblocking = []\n";
        let made = Self::new(
            folder.clone(),
            "bitrix24",
            &format!("{features}{optional}"),
            &dependencies()?,
            None,
        )?;
        fs::copy(own.join("src/lib.rs"), folder.join("src/lib.rs"))?;
        Ok(made)
    }

    /// The same types with derives; without a method it is nothing but the dependencies.
    pub(super) fn derive(scratch: &Path, count: usize) -> io::Result<Self> {
        let folder = scratch.join(format!("derive-{count}"));
        let _ = fs::remove_dir_all(folder.join("src"));
        let made = Self::new(folder.clone(), "derive", "", SERDE, None)?;
        maker::derive(&folder.join("src"), count)?;
        Ok(made)
    }

    /// Nothing but what the generated crate depends on.
    pub(super) fn nothing(scratch: &Path) -> io::Result<Self> {
        let folder = scratch.join("nothing");
        let made = Self::new(folder.clone(), "nothing", "", &dependencies()?, None)?;
        fs::write(folder.join("src/lib.rs"), "//! Nothing.\n")?;
        Ok(made)
    }

    /// What progenitor generates.
    pub(super) fn progenitor(scratch: &Path, program: &Path, count: usize) -> io::Result<Self> {
        let folder = scratch.join(format!("progenitor-{count}"));
        let dependencies = format!("{SERDE}{PROGENITOR}");
        let made = Self::new(folder.clone(), "peer", "", &dependencies, None)?;
        let openapi = folder.join("openapi.json");
        maker::openapi(&openapi, count)?;
        let mut command = Command::new(program);
        measure::run(command.arg(&openapi).arg(folder.join("src/lib.rs")))?;
        Ok(made)
    }

    /// A program that decodes one answer for each of the first methods of this crate.
    pub(super) fn program(&self, own: bool, count: usize) -> io::Result<Self> {
        let path = self.folder.display();
        let (dependencies, call) = if own {
            let own = format!("bitrix24 = {{ path = \"{path}\", features = [\"full\"] }}\n");
            (own, ("bitrix24::decode::<bitrix24::", ">(200, body)"))
        } else {
            let json = "serde_json::from_slice::<derive::";
            let derive = format!("derive = {{ path = \"{path}\" }}\n{SERDE}");
            (derive, (json, "Result>(body.as_bytes())"))
        };
        let calls: String = maker::requests(count)
            .map(|request| {
                let (before, after) = call;
                format!("    good += u32::from(black_box({before}{request}{after}).is_ok());\n")
            })
            .collect();
        let main = format!(
            "use std::hint::black_box;\n\nfn main() {{\n    let body = std::env::args().nth(1).unwrap_or_default();\n\
             \x20   let body = body.as_str();\n    let mut good = 0;\n{calls}    println!(\"{{good}}\");\n}}\n"
        );
        let folder = self.folder.join(format!("program-{count}"));
        let name = format!("program-{count}");
        let target = Some(self.target.clone());
        let made = Self::new(folder.clone(), &name, "", &dependencies, target)?;
        fs::write(folder.join("src/main.rs"), main)?;
        Ok(made)
    }

    fn cargo(&self, args: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(&self.folder).args(args);
        command.env("CARGO_TARGET_DIR", &self.target);
        // What a build keeps for the next one would help only those that change little.
        command.env("CARGO_INCREMENTAL", "0");
        command
    }

    /// Compiles everything that is not compiled yet.
    pub(super) fn prepare(&self, args: &[&str]) -> io::Result<()> {
        measure::run(&mut self.cargo(args)).map(|_| ())
    }

    /// The cost of this crate, with its dependencies ready.
    pub(super) fn alone(&self, args: &[&str]) -> io::Result<Cost> {
        for name in ["lib.rs", "main.rs"] {
            let file = self.folder.join("src").join(name);
            if file.exists() {
                let file = File::options().append(true).open(file)?;
                file.set_modified(SystemTime::now())?;
            }
        }
        measure::run(&mut self.cargo(args))
    }

    /// The cost of this crate and all that it depends on.
    pub(super) fn cold(&self, args: &[&str]) -> io::Result<Cost> {
        let _ = fs::remove_dir_all(&self.target);
        measure::run(&mut self.cargo(args))
    }

    /// How many bytes of code a program has.
    pub(super) fn code(&self, count: usize) -> io::Result<f64> {
        let program = self.target.join(format!("release/program-{count}"));
        let output = Command::new("size").arg("-A").arg(program).output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = text.lines().find_map(|line| line.strip_prefix(".text"));
        let bytes = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        bytes.ok_or_else(|| io::Error::other("`size` of binutils finds no code"))
    }
}

/// The dependencies of the generated crate: the core, and what the workspace's manifest says of the other.
fn dependencies() -> io::Result<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let json = manifest
        .lines()
        .find(|line| line.starts_with("serde_json = {"));
    let core = root().join("generated/core");
    Ok(format!(
        "bitrix24-core = {{ path = {core:?} }}\n{}",
        json.unwrap_or_default()
    ))
}
