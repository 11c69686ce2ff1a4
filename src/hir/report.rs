//! The messages gathered while checking.

use crate::diag::{self, Diagnostic, Severity};

/// How many names are looked at, over a whole playbook, to find those that may have been meant.
const LOOKS: usize = 100_000;

/// The longest line of a message, in bytes; an edit that puts in more is not offered.
const LONGEST: usize = 480;

fn clip(text: &mut String) {
    if text.len() > LONGEST {
        let end = text.char_indices().map(|(at, _)| at).take_while(|&at| at <= LONGEST).last().unwrap_or(0);
        text.truncate(end);
        text.push('…');
    }
}

/// The messages so far.
pub(crate) struct Report {
    diagnostics: Vec<Diagnostic>,
    looks_left: usize,
}

impl Report {
    /// No message yet.
    pub(crate) fn new() -> Self {
        Report { diagnostics: Vec::new(), looks_left: LOOKS }
    }

    /// Adds a message, clipped where it holds more of the user's words than anybody would read.
    pub(crate) fn push(&mut self, mut message: Diagnostic) {
        clip(&mut message.message);
        message.help.iter_mut().for_each(clip);
        message.fix.take_if(|fix| fix.with.len() > LONGEST);
        self.diagnostics.push(message);
    }

    /// Names that may have been meant, as long as names may be looked at.
    pub(crate) fn known<'n>(&self, names: impl FnOnce() -> Vec<&'n str>) -> Vec<&'n str> {
        if self.looks_left > 0 { names() } else { Vec::new() }
    }

    /// Whether there is an error among them.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|message| message.severity() == Severity::Error)
    }

    /// The known name that was likely meant. A playbook full of errors stops asking at some point, so that the cost of
    /// its messages stays in proportion to its text.
    pub(crate) fn nearest<'n>(&mut self, name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<String> {
        let known: Vec<&str> = known.into_iter().take(self.looks_left).collect();
        self.looks_left = self.looks_left.saturating_sub(known.len());
        diag::nearest(name, known).map(str::to_owned)
    }

    /// All messages, by place, each once.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(|message| (message.span.file, message.span.start, message.code));
        self.diagnostics.dedup();
        self.diagnostics
    }
}
