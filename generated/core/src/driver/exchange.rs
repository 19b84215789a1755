//! The first tokens of an application.

use super::Io;
use crate::policy::oauth::{App, Question, Tokens};
use crate::policy::{Config, unix};
use crate::{AuthError, AuthErrorKind};

/// Exchanges the code of an application for its tokens.
pub(crate) async fn exchange(
    io: &impl Io,
    config: &Config,
    app: &App,
    code: &str,
) -> Result<Tokens, AuthError> {
    let mut question = Question::code(app, config, code)?;
    loop {
        let response = io.send(question.request()).await;
        let response =
            response.map_err(|error| AuthError::new(AuthErrorKind::Network, error.problem))?;
        if let Some(answer) = question.read(&response, None, unix(io.system_time())) {
            return answer;
        }
    }
}
