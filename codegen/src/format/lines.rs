//! Lines of text, with the comments behind them.

/// How long a line may be, where it can be broken. The specs were written to this width.
pub(super) const WIDTH: usize = 125;

#[derive(Default)]
pub(super) struct Lines(Vec<(String, Option<String>)>);

impl Lines {
    pub(super) fn push(&mut self, line: String, comment: Option<&String>) {
        self.0.push((line, comment.cloned()));
    }

    /// An empty line, unless there is one already.
    pub(super) fn blank(&mut self) {
        if self.0.last().is_some_and(|(line, _)| !line.is_empty()) {
            self.push(String::new(), None);
        }
    }

    /// The text. Comments behind lines that follow each other, and are indented alike, stand in one column, if there is
    /// room for them all.
    pub(super) fn finish(self) -> String {
        let mut text = String::new();
        let alike = |(a, behind_a): &(String, Option<_>), (b, behind_b): &(String, Option<_>)| {
            behind_a.is_some() == behind_b.is_some() && indent(a) == indent(b)
        };
        for run in self.0.chunk_by(alike) {
            let longest = |(line, _): &(String, _)| width(line);
            let column = run.iter().map(longest).max().unwrap_or_default();
            let fits = run.iter().all(|(_, comment)| {
                let comment = comment.as_deref().unwrap_or_default();
                column + 1 + width(comment) <= WIDTH
            });
            for (line, comment) in run {
                text.push_str(line);
                if let Some(comment) = comment {
                    let gap = if fits { column - width(line) } else { 0 };
                    text.push_str(&(" ".repeat(gap + 1) + comment));
                }
                text.push('\n');
            }
        }
        text
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn width(text: &str) -> usize {
    text.chars().count()
}
