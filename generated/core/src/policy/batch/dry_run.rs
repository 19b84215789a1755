//! What a batch would send: the requests of a batch under way to which nobody answers.

use std::time::Instant;

use percent_encoding::percent_decode_str;

use super::command::{Command, Form, name};
use super::{Batch, Sending};
use crate::policy::Session;
use crate::policy::dry_run::{BatchDryRun, DryRunCall};
use crate::runtime::{SecretNames, Secrets, masked, masked_text};

impl Batch {
    /// What would be sent if it began now.
    pub(crate) fn dry_run(&self, session: &Session, now: Instant) -> BatchDryRun {
        let secrets = session.secrets();
        let call = |command: &Command| DryRunCall {
            method: command.method.name.clone(),
            effect: command.method.effect,
            request: None,
            is_alone: false,
            error: None,
        };
        let mut dry_run = BatchDryRun::of_calls(self.commands.iter().map(call).collect());
        let mut sending = Sending::new(self.copy(), session, now);
        while let Some(mut chunk) = sending.start() {
            while let Some(plan) = chunk.next(now) {
                let (places, is_alone) = chunk.calls();
                let command = |place: &usize| Some((*place, chunk.command(*place)?));
                let shown =
                    places
                        .iter()
                        .filter_map(command)
                        .map(|(place, command)| match is_alone {
                            true => json(&plan.body, command, &secrets),
                            false => shown(place, command, &secrets),
                        });
                let shown: Vec<_> = shown.collect();
                dry_run.push(plan, &places, is_alone, shown.join("\n"), session);
            }
            sending.end(chunk);
        }
        let results = sending.results();
        for place in 0..self.commands.len() {
            let is_sent = dry_run.calls().get(place).and_then(DryRunCall::request);
            if let (None, Some(error)) = (is_sent, results.unsent(place)) {
                dry_run.refuse(place, error);
            }
        }
        dry_run
    }

    fn copy(&self) -> Self {
        Self {
            commands: self.commands.clone(),
            ..*self
        }
    }
}

/// The parameters of a call, for people.
fn json(body: &[u8], command: &Command, secrets: &Secrets) -> String {
    masked(&String::from_utf8_lossy(body), &command.secrets, secrets)
}

/// A command, for people.
fn shown(place: usize, command: &Command, secrets: &Secrets) -> String {
    let (name, method) = (name(place), &command.method.name);
    match &command.form {
        Ok(Form::Text(text)) => {
            let pairs = text.split_once('?').map_or("", |(_, pairs)| pairs);
            let pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
            let pairs = pairs.map(|(name, value)| pair(name, value, &command.secrets, secrets));
            format!("{name}: {method}{}", pairs.collect::<String>())
        }
        Ok(Form::Json(body)) => format!("{name}: {method} {}", json(body, command, secrets)),
        Ok(Form::Alone { .. }) | Err(_) => String::new(),
    }
}

fn pair(name: &str, value: &str, names: &SecretNames, secrets: &Secrets) -> String {
    let read = |text| percent_decode_str(text).decode_utf8_lossy();
    let name = read(name);
    match names.has(&name) {
        true => format!(" {name}=***"),
        false => format!(" {name}={}", masked_text(&read(value), secrets)),
    }
}
