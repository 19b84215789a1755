//! What a process costs.

use std::io;
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4;

/// The cost of a process, with all that it started.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// User and system time, in seconds.
    pub(crate) cpu: f64,
    /// In seconds.
    pub(crate) wall: f64,
    /// The peak of the largest process, in MiB.
    pub(crate) memory: f64,
}

/// Runs a program to its end, and tells what that cost. What it prints is not shown, unless it fails.
pub(crate) fn run(command: &mut Command) -> io::Result<Cost> {
    let start = Instant::now();
    let log = std::env::temp_dir().join(format!("bench-{}.log", std::process::id()));
    let file = std::fs::File::create(&log)?;
    command.stdout(Stdio::null()).stderr(file);
    let mut child = command.spawn()?;
    let used = child.wait4()?;
    if !used.status.success() {
        let told = std::fs::read_to_string(&log).unwrap_or_default();
        return Err(io::Error::other(format!("{command:?} failed\n{told}")));
    }
    let rusage = used.rusage;
    Ok(Cost {
        cpu: (rusage.utime + rusage.stime).as_secs_f64(),
        wall: start.elapsed().as_secs_f64(),
        memory: rusage.maxrss as f64 / 1024.0 / 1024.0,
    })
}
