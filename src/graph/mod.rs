//! A playbook's processes as a picture: for Mermaid, for Graphviz, and drawn here.
//!
//! Comes from a checked [`Playbook`]. A [`Graph`] holds the words of the picture, titles and conditions as people say them,
//! with all that could steer a terminal or a page made visible; the writers escape what their languages give a meaning.
//! What a rule compares is not shown but where it decides the way: in which process an opportunity goes, and under which
//! condition a requirement is needed.

mod dot;
mod mermaid;
#[cfg(feature = "svg")]
mod svg;
mod words;

use std::fmt::Write as _;

use crate::hir;
use crate::playbook::{Playbook, Process, RuleKind, Stage};

/// The processes of a playbook as a picture.
///
/// ```
/// use stagegate::Playbook;
///
/// let playbook = Playbook::parse(r#"
///     opportunity { kind: new_name | renewal  goal: text  idle: duration }
///     process new "New customers" {
///       applies when kind is new_name
///       disqualify quiet "Nobody answers" when idle > 60 days
///       stage qualify "Qualify" { require goal_shared "The goal is in writing" that goal is known }
///     }
///     process renewals { stage renew { require goal_known that goal is known } }
/// "#)?;
/// let graph = playbook.graph();
/// assert!(graph.mermaid().contains("flowchart TB\n"));
/// assert!(graph.dot().contains("The goal is in writing"));
/// assert!(graph.of("renewals").is_some_and(|graph| !graph.dot().contains("New customers")));
/// # Ok::<(), stagegate::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
pub struct Graph {
    lanes: Vec<Lane>,
}

/// A process.
#[derive(Clone, Debug)]
struct Lane {
    name: String,
    title: String,
    /// When it applies, where it does not always.
    when: Option<String>,
    /// Whether it is tried where no other before it applied.
    is_otherwise: bool,
    /// The rules that count at any stage.
    anywhere: Vec<Item>,
    stages: Vec<Step>,
}

/// A stage.
#[derive(Clone, Debug)]
struct Step {
    title: String,
    items: Vec<Item>,
}

/// A rule.
#[derive(Clone, Debug)]
struct Item {
    kind: RuleKind,
    title: String,
    /// The condition under which a requirement is needed.
    when: Option<String>,
    /// How to meet it, or what to do about it.
    #[cfg_attr(not(feature = "svg"), expect(dead_code, reason = "shown by the drawn picture only"))]
    how: Option<String>,
}

/// What the marks mean.
const LEGEND: [&str; 3] = ["☐ needed to leave the stage", "✕ ends the opportunity", "! warns"];

impl Playbook {
    /// The processes as a picture, in the order in which they are tried.
    #[must_use]
    pub fn graph(&self) -> Graph {
        let lanes = self.processes().zip(&self.checked().processes);
        let lanes = lanes.enumerate().map(|(place, process)| lane(self, process, place > 0));
        Graph { lanes: lanes.collect() }
    }
}

impl Graph {
    /// The picture of the process of that name alone.
    #[must_use]
    pub fn of(&self, process: &str) -> Option<Graph> {
        let lane = self.lanes.iter().find(|lane| lane.name == process)?;
        Some(Graph { lanes: vec![Lane { is_otherwise: false, ..lane.clone() }] })
    }

    /// A flowchart for Mermaid, as pages in Markdown show it in a block ` ```mermaid `.
    #[must_use]
    pub fn mermaid(&self) -> String {
        mermaid::write(self)
    }

    /// A graph for Graphviz: `dot -Tsvg`.
    #[must_use]
    pub fn dot(&self) -> String {
        dot::write(self)
    }

    /// A picture that needs no other program: one SVG document, light or dark as its reader's screen is.
    ///
    /// ```
    /// let playbook = stagegate::Playbook::parse("opportunity { paid: bool } process p { stage a { require paid that paid } }")?;
    /// assert!(playbook.graph().svg().starts_with("<svg"));
    /// # Ok::<(), stagegate::Diagnostics>(())
    /// ```
    #[cfg(feature = "svg")]
    #[must_use]
    pub fn svg(&self) -> String {
        svg::write(self)
    }

    /// Whether an opportunity may fit none of the processes.
    fn may_fit_none(&self) -> bool {
        self.lanes.iter().all(|lane| lane.when.is_some())
    }
}

impl Lane {
    /// The way into it: when an opportunity takes it.
    fn entry(&self) -> String {
        match (&self.when, self.is_otherwise) {
            (Some(when), false) => format!("when {when}"),
            (Some(when), true) => format!("otherwise, when {when}"),
            (None, true) => "otherwise".to_owned(),
            (None, false) => "always".to_owned(),
        }
    }
}

impl Lane {
    /// Its ends besides won, and what they are called.
    fn ends(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let items = || self.anywhere.iter().chain(self.stages.iter().flat_map(|step| &step.items));
        let may_end = items().any(|item| item.kind == RuleKind::Disqualifier);
        let ended = may_end.then_some(("ended", "Disqualified"));
        ended.into_iter().chain([("lost", "Lost"), ("walked", "Walked away")])
    }
}

impl Item {
    fn mark(&self) -> &'static str {
        match self.kind {
            RuleKind::Requirement { .. } => "☐",
            RuleKind::Disqualifier => "✕",
            RuleKind::Warning => "!",
        }
    }

    /// Its title with what else is to know.
    fn line(&self) -> String {
        let once = if self.kind == (RuleKind::Requirement { once: true }) { " (once)" } else { "" };
        let when = self.when.as_ref().map(|when| format!(" (when {when})")).unwrap_or_default();
        format!("{}{when}{once}", self.title)
    }
}

/// A picture as text, line by line.
struct Lines<'t>(&'t mut String);

impl Lines<'_> {
    fn add(&mut self, depth: usize, line: std::fmt::Arguments<'_>) {
        // A text takes all that is written to it.
        let _ = writeln!(self.0, "{:width$}{line}", "", width = depth.saturating_mul(2));
    }
}

fn lane(playbook: &Playbook, (process, checked): (Process<'_>, &hir::Process), is_otherwise: bool) -> Lane {
    let stages = process.stages();
    let step = |stage: Stage<'_>| Step { title: words::title(stage.title(), stage.name()), items: Vec::new() };
    let mut stages: Vec<Step> = stages.map(step).collect();
    let mut anywhere = Vec::new();
    for (rule, checked) in process.rules().zip(&checked.rules) {
        let step = checked.stage.and_then(|stage| stages.get_mut(usize::try_from(stage.0).ok()?));
        step.map_or(&mut anywhere, |step| &mut step.items).push(Item {
            kind: rule.kind(),
            title: words::title(rule.title(), rule.name()),
            when: checked.when.map(|when| said(playbook, when)),
            how: rule.how().map(|how| words::shown(&how)),
        });
    }
    Lane {
        name: process.name().to_owned(),
        title: words::title(process.title(), process.name()),
        when: checked.applies.map(|applies| said(playbook, applies)),
        is_otherwise,
        anywhere,
        stages,
    }
}

fn said(playbook: &Playbook, condition: hir::ExprId) -> String {
    words::condition(&playbook.program().atom(playbook.checked().exprs.get(condition).span))
}
