//! One case through the engine and through the second implementation.

use stagegate::{Limits, Severity, Source};
use stagegate::internals::{check, hir};

use crate::oracle;
use crate::oracle::json::Json;
use crate::random::data::Case;

/// A playbook that both can use.
pub struct Checked {
    sources: Vec<Source>,
    tree: hir::Playbook,
}

impl Checked {
    /// Reads it, or gives what is wrong with it.
    pub fn new(text: &str) -> Result<Checked, String> {
        let (tree, faults) = check(text, &Limits::default());
        let errors = faults.iter().filter(|fault| fault.severity() == Severity::Error);
        let errors: Vec<String> = errors.map(|fault| format!("{}: {}", fault.code, fault.message)).collect();
        let tree = tree.ok_or_else(|| errors.join("\n"))?;
        Ok(Checked { sources: vec![Source::new("playbook.gate", text)], tree })
    }

    pub fn tree(&self) -> &hir::Playbook {
        &self.tree
    }

    /// The engine's verdict.
    pub fn engine(&self, case: &Case) -> Json {
        self.model(case)
    }

    /// The second implementation's verdict.
    pub fn model(&self, case: &Case) -> Json {
        oracle::verdict(&self.tree, &self.sources, &case.data, case.today, &case.options)
    }
}

/// The verdict without the free text of its error, which is no part of the contract.
pub fn without_message(verdict: &Json) -> Json {
    let Json::Object(entries) = verdict else { return verdict.clone() };
    let entries = entries.iter().map(|(key, value)| match value {
        Json::Object(inner) if key == "error" => {
            let inner = inner.iter().filter(|(name, _)| name != "message").cloned().collect();
            (key.clone(), Json::Object(inner))
        }
        other => (key.clone(), other.clone()),
    });
    Json::Object(entries.collect())
}
