//! How far a long run has come: on standard error, where that is a terminal, and only after a second.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Counts opportunities.
pub(crate) struct Progress {
    started: Instant,
    count: u64,
    /// Drawn only once the run has taken long.
    bar: Option<ProgressBar>,
    wanted: bool,
}

impl Progress {
    /// How long a run may take before anything is drawn.
    const PATIENCE: Duration = Duration::from_secs(1);
    /// Opportunities between two looks at the clock.
    const STEP: u64 = 256;

    /// Results that go to the terminal themselves are progress enough: then `quiet`.
    pub(crate) fn new(quiet: bool) -> Self {
        Progress { started: Instant::now(), count: 0, bar: None, wanted: !quiet && io::stderr().is_terminal() }
    }

    /// One more is done.
    pub(crate) fn step(&mut self) {
        self.count += 1;
        if self.count.is_multiple_of(Self::STEP) {
            self.show();
        }
    }

    /// So many more are done.
    pub(crate) fn steps(&mut self, count: u64) {
        self.count += count;
        self.show();
    }

    fn show(&mut self) {
        if !self.wanted {
            return;
        }
        if self.bar.is_none() && self.started.elapsed() > Self::PATIENCE {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} opportunities in {elapsed}") {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.count);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
