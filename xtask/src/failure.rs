//! Why a command failed.

use std::io;
use std::process::ExitCode;

pub(crate) enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// Something is wrong, in words for the user.
    Failed(String),
}

impl Failure {
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Usage(message) | Self::Failed(message) => message,
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::FAILURE,
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Failed(message)
    }
}

/// Several things are wrong; each is printed as an error.
impl From<Vec<String>> for Failure {
    fn from(messages: Vec<String>) -> Self {
        Self::Failed(messages.join("\nerror: "))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}
