//! A verdict in words, as a coach would say it: the decision, why, what to do next and how, what to ask first.
//!
//! Comes from a [`Verdict`] alone. Whatever the data holds, the text steers no terminal: control and direction-changing
//! characters stand as escapes. (A verdict as JSON is its `Serialize`.)

mod words;

use std::fmt::{self, Display};

use crate::verdict::Verdict;

/// A verdict in words; see [`Verdict::explain`].
#[derive(Clone, Debug)]
pub struct Explanation {
    verdict: Verdict,
}

impl Verdict {
    /// The verdict in words, on several lines.
    ///
    /// ```
    /// # let playbook = stagegate::Playbook::parse(r#"
    /// # opportunity { budget: money USD }
    /// # process p { stage a { require priced "The budget is known" that budget is known how "Ask for it." } }
    /// # "#)?;
    /// let opportunity = playbook.reader().read_json("{}")?;
    /// let verdict = playbook.assess(&opportunity, stagegate::Date::new(2026, 11, 23)?);
    /// let text = verdict.explain().to_string();
    /// assert!(text.contains("The budget is known"));
    /// assert!(text.contains("How: Ask for it."));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn explain(&self) -> Explanation {
        Explanation { verdict: self.clone() }
    }
}

impl Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::of(&self.verdict))
    }
}
