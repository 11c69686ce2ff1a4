//! What became of an opportunity, by a claim that is taken as none.

use std::collections::BTreeMap;

use crate::hir;
use crate::verdict::Outcome;

/// The claims of the rows at hand, and what each means in each process.
#[derive(Debug)]
pub(super) struct Later {
    /// By process, old before new: the labels of how it may end.
    labels: [Vec<BTreeMap<String, Outcome>>; 2],
    claims: BTreeMap<String, usize>,
    texts: Vec<String>,
    /// The claim before, as it often comes again.
    last: Option<usize>,
}

impl Later {
    pub(super) fn new(playbooks: [&hir::Playbook; 2]) -> Self {
        let labels = playbooks.map(|playbook| playbook.processes.iter().map(labels).collect());
        Later { labels, claims: BTreeMap::new(), texts: Vec::new(), last: None }
    }

    /// The number of a claim.
    pub(super) fn claim(&mut self, text: &str) -> usize {
        let last = self.last.filter(|last| self.texts.get(*last).is_some_and(|last| last == text));
        let number = match last.or_else(|| self.claims.get(text).copied()) {
            Some(number) => number,
            None => {
                let number = self.texts.len();
                self.claims.insert(text.to_owned(), number);
                self.texts.push(text.to_owned());
                number
            }
        };
        self.last = Some(number);
        number
    }

    /// What a claim means in the old process, and if it belongs to none, in the new one; both from 1.
    pub(super) fn outcome(&self, claim: usize, processes: [u32; 2]) -> Option<Outcome> {
        let text = self.texts.get(claim)?;
        let sides = self.labels.iter().zip(processes);
        let labels = sides.filter_map(|(labels, process)| labels.get(usize::try_from(process.checked_sub(1)?).ok()?));
        labels.filter_map(|labels| labels.get(text).copied()).next()
    }

    /// Forgets the claims.
    pub(super) fn forget(&mut self) {
        self.claims.clear();
        self.texts.clear();
        self.last = None;
    }
}

fn labels(process: &hir::Process) -> BTreeMap<String, Outcome> {
    let ends = [(Outcome::Won, &process.won), (Outcome::Lost, &process.lost), (Outcome::Walked, &process.walked)];
    let mut labels: BTreeMap<String, Outcome> =
        ends.iter().map(|(outcome, _)| (outcome.as_str().to_owned(), *outcome)).collect();
    for (outcome, written) in ends {
        labels.extend(written.iter().map(|label| (label.clone(), outcome)));
    }
    labels
}
