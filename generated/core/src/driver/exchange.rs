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
    ask(io, Question::code(app, config, code)?).await
}

/// Finds out whose the tokens are that an event brought, by renewing them; nothing if they cannot be renewed.
pub(crate) async fn verify(
    io: &impl Io,
    config: &Config,
    app: &App,
    tokens: &Tokens,
) -> Option<Result<Tokens, AuthError>> {
    Some(ask(io, Question::verify(app, config, tokens)?).await)
}

async fn ask(io: &impl Io, mut question: Question<'_>) -> Result<Tokens, AuthError> {
    loop {
        let response = io.send(question.request()).await;
        let response =
            response.map_err(|error| AuthError::new(AuthErrorKind::Network, error.problem))?;
        if let Some(answer) = question.read(&response, None, unix(io.system_time())) {
            return answer;
        }
    }
}
