//! A batch under way: which chunks are sent, and when.

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod simulation;

use std::collections::VecDeque;
use std::time::Instant;

use tracing::Span;

use super::answer::BatchResults;
use super::chunk::{Chunk, Whole};
use super::command::{Command, SIZE};
use super::{Batch, alone};
use crate::policy::{Session, trace};

/// A batch under way: hands out its chunks, each of which is sent by itself, and collects what they came to.
pub(crate) struct Sending<'s> {
    batch: u64,
    /// How many chunks may be under way at once.
    concurrency: usize,
    /// Whether the client is.
    tolerant: bool,
    /// Those that were not handed out yet.
    waiting: VecDeque<Chunk<'s>>,
    /// Those that are over, or are not sent at all.
    over: Vec<Chunk<'s>>,
}

impl<'s> Sending<'s> {
    /// A batch that begins now.
    pub(crate) fn new(batch: Batch, session: &'s Session, now: Instant) -> Self {
        let halt = batch.halt;
        let whole = Whole {
            batch: batch.id,
            session,
            until: batch.until.or_else(|| session.until(None, now)),
            halt,
        };
        let mut commands = batch.commands;
        refuse_writes(&mut commands, session);
        let params = &session.config.params;
        commands.iter_mut().for_each(|command| command.add(params));
        let mut chunks = chunks(commands);
        let mut is_refused = false;
        for commands in &mut chunks {
            is_refused |= alone::refuse(commands, halt);
        }
        // What cannot be sent has failed. If that is because it would have to go alone, nothing of the batch is sent.
        let (sends_nothing, stops_at_refused) = (halt && is_refused, halt && !is_refused);
        let (mut waiting, mut over, mut has_stopped) = (VecDeque::new(), Vec::new(), false);
        for (number, commands) in chunks.into_iter().enumerate() {
            let mut chunk = Chunk::new(whole, number * SIZE, commands);
            if !has_stopped {
                has_stopped = chunk.lay_out(stops_at_refused);
            }
            if sends_nothing {
                chunk.stop();
            }
            match chunk.is_over() {
                true => over.push(chunk),
                false => waiting.push_back(chunk),
            }
        }
        Self {
            batch: batch.id,
            concurrency: if halt || batch.in_order {
                1
            } else {
                batch.concurrency
            },
            tolerant: session.config.tolerant,
            waiting,
            over,
        }
    }

    /// How many chunks can be under way at once.
    pub(crate) fn concurrency(&self) -> usize {
        self.concurrency.min(self.waiting.len())
    }

    /// Hands out the next chunk.
    pub(crate) fn start(&mut self) -> Option<Chunk<'s>> {
        self.waiting.pop_front()
    }

    /// Takes back a chunk that is over.
    pub(crate) fn end(&mut self, chunk: Chunk<'s>) {
        if chunk.is_stopped() {
            self.over.extend(self.waiting.drain(..));
        }
        self.over.push(chunk);
    }

    /// What the calls came to.
    pub(crate) fn results(mut self) -> BatchResults {
        self.over.extend(self.waiting);
        self.over.sort_unstable_by_key(Chunk::first);
        let mut results = BatchResults::new(self.batch, &[]);
        results.tolerant = self.tolerant;
        for chunk in self.over {
            results.append(chunk.results());
        }
        results
    }
}

/// Refuses the calls that write, if the client is read-only.
fn refuse_writes(commands: &mut [Command], session: &Session) {
    for command in commands {
        if let Err(unsent) = session.config.admit(&command.method) {
            trace::unsent(&Span::current(), &unsent);
            command.form = Err(unsent);
        }
    }
}

/// The commands, fifty by fifty.
fn chunks(commands: Vec<Command>) -> Vec<Vec<Command>> {
    let mut commands = commands.into_iter();
    let chunk = || {
        let chunk: Vec<_> = commands.by_ref().take(SIZE).collect();
        (!chunk.is_empty()).then_some(chunk)
    };
    std::iter::from_fn(chunk).collect()
}
