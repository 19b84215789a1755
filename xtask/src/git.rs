//! Reads `spec/` as it was at a revision.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use bitrix24_codegen::Sources;

use crate::{Failure, spec};

/// Every file of `spec/` at `revision`, as `spec::read` gives those of today.
pub(crate) fn specs(root: &Path, revision: &str) -> Result<Sources, Failure> {
    output(root, &["rev-parse", "--git-dir"])?;
    let named = format!("{revision}^{{commit}}");
    let commit = ["rev-parse", "--verify", "--end-of-options", &named];
    let commit = output(root, &commit).map_err(|_| format!("there is no revision `{revision}`"))?;
    let commit = String::from_utf8_lossy(&commit);
    let listed = output(root, &["ls-tree", "-r", "-z", commit.trim(), "--", "spec"])?;
    if listed.is_empty() {
        return Err(format!("`{revision}` has no spec/").into());
    }

    let mut blobs = Blobs::new(root)?;
    let (mut sources, mut mistakes) = (Sources::new(), Vec::new());
    for entry in listed
        .split(|byte| *byte == 0)
        .filter(|entry| !entry.is_empty())
    {
        let entry = String::from_utf8_lossy(entry);
        let Some((mode, id, path)) = parse(&entry) else {
            mistakes.push(format!("{revision}: git lists `{entry}`"));
            continue;
        };
        if spec::is_no_spec(path) {
            continue;
        }
        let mut text = Ok(String::new());
        if !mode.starts_with("100") {
            text = Err("a link; a spec is a file".to_owned());
        } else if spec::is_read(path) {
            text = String::from_utf8(blobs.read(id)?).map_err(|error| error.to_string());
        }
        match text {
            Ok(text) => {
                sources.insert(path.to_owned(), text);
            }
            Err(problem) => mistakes.push(format!("{revision}: spec/{path}: {problem}")),
        }
    }
    if mistakes.is_empty() {
        Ok(sources)
    } else {
        Err(Failure::all(&mistakes))
    }
}

/// The mode, the object and the path below `spec/` of a line of `ls-tree`.
fn parse(entry: &str) -> Option<(&str, &str, &str)> {
    let (meta, path) = entry.split_once('\t')?;
    let mut meta = meta.split(' ');
    let (mode, id) = (meta.next()?, meta.nth(1)?);
    Some((mode, id, path.strip_prefix("spec/")?))
}

/// The repository is the one that `root` is in, whatever hook this may run in.
fn command(root: &Path) -> Command {
    let mut git = Command::new("git");
    // Its words are looked at, so they are not translated.
    git.current_dir(root).env("LC_ALL", "C");
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(variable);
    }
    git
}

fn output(root: &Path, args: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = command(root).args(args).output().map_err(failed)?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        let words = String::from_utf8_lossy(&output.stderr);
        Err(failed(words.trim().trim_start_matches("fatal: ")))
    }
}

fn failed(problem: impl std::fmt::Display) -> Failure {
    format!("git: {problem}").into()
}

/// `git cat-file --batch`: one process for all files. It is asked for one after the other, so that neither side ever
/// waits for a full pipe.
struct Blobs {
    git: std::process::Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Blobs {
    fn new(root: &Path) -> Result<Self, Failure> {
        let mut git = command(root);
        git.args(["cat-file", "--batch"]).stdin(Stdio::piped());
        let mut git = git.stdout(Stdio::piped()).spawn().map_err(failed)?;
        match git.stdout.take() {
            Some(stdout) => Ok(Self {
                git,
                answers: BufReader::new(stdout),
            }),
            None => Err(failed("it has no output")),
        }
    }

    fn read(&mut self, id: &str) -> Result<Vec<u8>, Failure> {
        if let Some(stdin) = &mut self.git.stdin {
            writeln!(stdin, "{id}").map_err(failed)?;
        }
        let mut head = String::new();
        self.answers.read_line(&mut head).map_err(failed)?;
        let size = head.trim_end().strip_prefix(id);
        let size = size.and_then(|rest| rest.strip_prefix(" blob ")?.parse::<usize>().ok());
        let Some(size) = size else {
            return Err(failed(head.trim()));
        };
        // A line feed ends the content.
        let mut content = vec![0; size + 1];
        self.answers.read_exact(&mut content).map_err(failed)?;
        content.truncate(size);
        Ok(content)
    }
}

impl Drop for Blobs {
    /// It ends with its input.
    fn drop(&mut self) {
        drop(self.git.stdin.take());
        // Nothing depends on how it ended.
        let _ = self.git.wait();
    }
}
