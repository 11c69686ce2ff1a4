//! A playbook's file in its one form.

use crate::diag::Diagnostics;
use crate::limits::Limits;
use crate::load;
use crate::source::Source;
use crate::syntax;

/// Lays the text of a playbook's file out: one way to write it, with its comments kept. Formatting twice changes nothing, and
/// the meaning stays the same. The name is the one that messages give the file.
///
/// ```
/// let text = "define late as close_date<today # soon";
/// assert_eq!(stagegate::format("sales.gate", text)?, "define late as close_date < today # soon\n");
/// # Ok::<(), stagegate::Diagnostics>(())
/// ```
///
/// # Errors
///
/// The text's syntax errors. Names and types are not looked at.
pub fn format(name: &str, text: &str) -> Result<String, Diagnostics> {
    let limits = Limits::default();
    let source = load::first_source(name, text, &limits)
        .map_err(|fault| Diagnostics::new(vec![Source::new(name, "")], vec![*fault]))?;
    syntax::format(&source, &limits).map_err(|faults| Diagnostics::new(vec![source], faults))
}
