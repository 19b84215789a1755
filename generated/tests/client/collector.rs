//! Takes everything that is told to `tracing` and to `log`.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

/// A subscriber that keeps all there is.
#[derive(Clone, Default)]
pub(crate) struct Collector {
    kept: Arc<Mutex<Kept>>,
    /// Whether it does not want to hear of this crate.
    deaf: bool,
}

#[derive(Default)]
struct Kept {
    spans: Vec<Span>,
    events: Vec<String>,
    entered: Vec<u64>,
}

/// A span, with its fields as text.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    metadata: &'static Metadata<'static>,
    pub(crate) fields: BTreeMap<&'static str, String>,
}

impl Span {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

impl Collector {
    pub(crate) fn deaf() -> Self {
        Self {
            deaf: true,
            ..Self::default()
        }
    }

    /// The spans of this name.
    pub(crate) fn spans(&self, name: &str) -> Vec<Span> {
        let kept = self.kept.lock().unwrap();
        let spans = kept.spans.iter();
        spans
            .filter(|span| span.metadata.name() == name)
            .cloned()
            .collect()
    }

    pub(crate) fn events(&self) -> Vec<String> {
        self.kept.lock().unwrap().events.clone()
    }

    /// What is told about waits: the level, and the reason.
    pub(crate) fn waits(&self) -> Vec<(String, String)> {
        let wait = |event: &String| {
            let (_, reason) = event.split_once("\"reason\": \"")?;
            let level = event.split(' ').next()?;
            Some((level.to_owned(), reason.split('"').next()?.to_owned()))
        };
        self.events().iter().filter_map(wait).collect()
    }

    /// All of it as text.
    pub(crate) fn text(&self) -> String {
        let kept = self.kept.lock().unwrap();
        format!("{:?} {:?}", kept.spans, kept.events)
    }
}

struct Fields<'f>(&'f mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        !(self.deaf && metadata.target().starts_with("bitrix24"))
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = BTreeMap::new();
        attributes.record(&mut Fields(&mut fields));
        let mut kept = self.kept.lock().unwrap();
        kept.spans.push(Span {
            metadata: attributes.metadata(),
            fields,
        });
        Id::from_u64(kept.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut kept = self.kept.lock().unwrap();
        let index = id.into_u64() as usize - 1;
        values.record(&mut Fields(&mut kept.spans[index].fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        let metadata = event.metadata();
        let text = format!("{} {} {fields:?}", metadata.level(), metadata.target());
        self.kept.lock().unwrap().events.push(text);
    }

    fn enter(&self, id: &Id) {
        self.kept.lock().unwrap().entered.push(id.into_u64());
    }

    fn exit(&self, id: &Id) {
        let mut kept = self.kept.lock().unwrap();
        kept.entered.retain(|entered| *entered != id.into_u64());
    }

    fn current_span(&self) -> Current {
        let kept = self.kept.lock().unwrap();
        let Some(id) = kept.entered.last() else {
            return Current::none();
        };
        Current::new(Id::from_u64(*id), kept.spans[*id as usize - 1].metadata)
    }
}

static LOGGED: Mutex<String> = Mutex::new(String::new());

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut logged = LOGGED.lock().unwrap();
        *logged += &format!("{}: {}\n", record.target(), record.args());
    }

    fn flush(&self) {}
}

/// Keeps from now on what is logged, by all tests of this process.
pub(crate) fn collect_log(level: log::LevelFilter) {
    if log::set_logger(&Logger).is_ok() {
        log::set_max_level(level);
    }
}

pub(crate) fn logged() -> String {
    LOGGED.lock().unwrap().clone()
}
