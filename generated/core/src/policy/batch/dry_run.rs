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
        while let Some(plan) = sending.next(now) {
            let (places, is_alone) = sending.calls();
            let commands = places
                .iter()
                .filter_map(|place| Some((*place, self.commands.get(*place)?)));
            let shown: Vec<_> = commands
                .map(|(place, command)| shown(place, command, &secrets))
                .collect();
            dry_run.push(plan, places, is_alone, shown.join("\n"), session);
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
            id: self.id,
            commands: self.commands.clone(),
            halt: self.halt,
            idempotent: self.idempotent,
        }
    }
}

/// A command for people.
fn shown(place: usize, command: &Command, secrets: &Secrets) -> String {
    let text = match &command.form {
        Ok(Form::Text(text)) => text,
        Ok(Form::Alone { body, .. }) => {
            let body = String::from_utf8_lossy(body);
            return masked(&body, &command.secrets, secrets);
        }
        Err(_) => return String::new(),
    };
    let (name, method) = (name(place), &command.method.name);
    let pairs = text.split_once('?').map_or("", |(_, pairs)| pairs);
    let pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
    let pairs = pairs.map(|(name, value)| pair(name, value, &command.secrets, secrets));
    format!("{name}: {method}{}", pairs.collect::<String>())
}

fn pair(name: &str, value: &str, names: &SecretNames, secrets: &Secrets) -> String {
    let read = |text| percent_decode_str(text).decode_utf8_lossy();
    let name = read(name);
    match names.has(&name) {
        true => format!(" {name}=***"),
        false => format!(" {name}={}", masked_text(&read(value), secrets)),
    }
}
