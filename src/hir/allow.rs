//! Comments that silence warnings: `# allow W0402: reason` on the line before.

use crate::diag::{Diagnostic, Severity};
use crate::source::Source;

/// How many comments one under the other are looked at.
const MOST: usize = 16;

/// Leaves out the warnings that the playbook allows.
pub(crate) fn silence(mut diagnostics: Vec<Diagnostic>, sources: &[Source]) -> Vec<Diagnostic> {
    diagnostics.retain(|message| message.severity() == Severity::Error || !is_allowed(message, sources));
    diagnostics
}

fn is_allowed(message: &Diagnostic, sources: &[Source]) -> bool {
    let file = usize::try_from(message.span.file.0).unwrap_or(usize::MAX);
    let Some(source) = sources.get(file) else { return false };
    let (line, _) = source.line_of(message.span.start);
    // Several warnings of one line may be allowed by comments one under the other.
    let before = (1..line).rev().take(MOST).map(|line| allowed(source.line(line)));
    before.take_while(Option::is_some).flatten().any(|code| code == message.code.as_str())
}

/// The code that a comment line allows.
fn allowed(line: &str) -> Option<&str> {
    let words = line.trim_start().strip_prefix('#')?.trim_start().strip_prefix("allow")?;
    let code = words.strip_prefix(char::is_whitespace)?.trim_start();
    let end = code.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(code.len());
    code.get(..end)
}
