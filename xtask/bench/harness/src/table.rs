//! Rounds in pairs, and what is told of them.
//!
//! A timing of one machine says little on another; the ratio of two that were taken side by side does. So every figure is the
//! median over rounds in which all contestants ran one after the other, and every ratio has its range over the rounds.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::counts::{self, Count};
use crate::measure::Cost;

/// A row: a contestant in one setting, with its cost in each round.
pub(crate) struct Row {
    pub(crate) setting: String,
    pub(crate) name: String,
    pub(crate) costs: Vec<Cost>,
}

/// A table of rows; the first row of each setting is what the others are compared with.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<Row>,
    /// What was counted beside the costs, if anything.
    pub(crate) counts: Vec<Count>,
    /// What is no cost of a process, told below the rows.
    pub(crate) notes: Vec<String>,
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The median of the ratios, the least and the greatest.
fn ratios(own: &[f64], other: &[f64]) -> (f64, f64, f64) {
    let all: Vec<f64> = own
        .iter()
        .zip(other)
        .map(|(own, other)| own / other)
        .collect();
    let least = all.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = all.iter().copied().fold(0.0, f64::max);
    (median(all), least, greatest)
}

impl Row {
    fn of(&self, what: fn(&Cost) -> f64) -> Vec<f64> {
        self.costs.iter().map(what).collect()
    }
}

impl Table {
    pub(crate) fn new(title: &'static str) -> Self {
        Self {
            title,
            rows: Vec::new(),
            counts: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The row of the bitrix24 crate, or of its generator, and all its peers, in one setting.
    fn first(&self, setting: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.setting == setting)
    }

    /// The table in Markdown.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!(
            "**{}**\n\n| | | CPU s | wall s | memory MiB | CPU ratio | range | memory ratio |\n|---|---|---|---|---|---|---|---|\n",
            self.title
        );
        for row in &self.rows {
            let (cpu, wall) = (row.of(|cost| cost.cpu), row.of(|cost| cost.wall));
            let memory = row.of(|cost| cost.memory);
            let mut ratio = ["1".to_owned(), String::new(), "1".to_owned()];
            if let Some(first) = self
                .first(&row.setting)
                .filter(|first| first.name != row.name)
            {
                // How much of the peer the first row needs.
                let (middle, least, greatest) = ratios(&first.of(|cost| cost.cpu), &cpu);
                let (space, _, _) = ratios(&first.of(|cost| cost.memory), &memory);
                ratio = [
                    format!("{middle:.2}"),
                    format!("{least:.2} to {greatest:.2}"),
                    format!("{space:.2}"),
                ];
            }
            let (setting, name) = (&row.setting, &row.name);
            let [middle, range, space] = ratio;
            let (cpu, wall, memory) = (median(cpu), median(wall), median(memory));
            let _ = writeln!(
                text,
                "| {setting} | {name} | {cpu:.2} | {wall:.2} | {memory:.0} | {middle} | {range} | {space} |"
            );
        }
        if !self.counts.is_empty() {
            text += &counts::markdown(&self.counts);
        }
        for note in &self.notes {
            let _ = write!(text, "\n- {note}");
        }
        text
    }

    pub(crate) fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            let costs = row
                .costs
                .iter()
                .map(|cost| json!({ "cpu": cost.cpu, "wall": cost.wall, "memory": cost.memory }));
            json!({ "setting": row.setting, "name": row.name, "rounds": costs.collect::<Vec<_>>() })
        });
        let (rows, counts) = (rows.collect::<Vec<_>>(), counts::json(&self.counts));
        json!({ "title": self.title, "rows": rows, "counts": counts, "notes": self.notes })
    }
}

/// Lets the contestants of a setting run, one after the other, for so many rounds.
pub(crate) fn rounds(
    table: &mut Table,
    setting: &str,
    rounds: usize,
    contestants: &mut [(&str, &mut dyn FnMut() -> std::io::Result<Cost>)],
) -> std::io::Result<()> {
    let start = table.rows.len();
    table.rows.extend(contestants.iter().map(|(name, _)| Row {
        setting: setting.to_owned(),
        name: (*name).to_owned(),
        costs: Vec::new(),
    }));
    for _ in 0..rounds {
        for (index, (_, contestant)) in contestants.iter_mut().enumerate() {
            let cost = contestant()?;
            if let Some(row) = table.rows.get_mut(start + index) {
                // A run may take long; who stops it has seen what there was.
                let (name, Cost { cpu, memory, .. }) = (&row.name, cost);
                eprintln!("{setting}: {name}: {cpu:.2} s of CPU, {memory:.0} MiB");
                row.costs.push(cost);
            }
        }
    }
    Ok(())
}
