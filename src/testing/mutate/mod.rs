//! Would a test notice? One change at a time is made to the checked playbook, and its tests are run on it.
//!
//! Comes from a playbook whose tests pass. A change (`all`) is made on the checked tree (`change`), so that every changed playbook
//! is one that could have been written; the tests that the change can concern are tried in order until one fails (`trial`). What no
//! test notices is held against thousands of opportunities at the playbook's own boundaries, and the first that tells the two apart is
//! made a test (`tell`).
//!
//! Deliberately not here: changes of what a playbook says to people (titles, how-texts), or of its facts and tests.

mod all;
mod change;
mod tell;
mod trial;

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::eval::Scratch;
use crate::playbook::Playbook;

use all::{Mutant, What};
use tell::Told;
use trial::Changed;

/// What the tests of a playbook notice.
///
/// ```
/// let playbook = stagegate::Playbook::parse(r#"
///     opportunity { budget: money USD }
///     process p { stage a { require priced that budget >= 10 USD } }
///     test "a budget is enough" { given with { budget: 20 USD } expect advance }
///     test "a small one is not" { given with { budget: 5 USD } expect hold on priced }
/// "#).unwrap_or_else(|error| panic!("{error}"));
/// let mutation = stagegate::testing::mutate(&playbook, |_| true)?;
/// assert_eq!(mutation.unnoticed()[0].what(), "`>=` became `>`");
/// # Ok::<(), stagegate::testing::FailingTest>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Mutation {
    noticed: usize,
    unnoticed: Vec<Unnoticed>,
    untold: Vec<Unnoticed>,
    alike: Vec<Unnoticed>,
}

/// A change that no test has noticed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Unnoticed {
    file: String,
    line: usize,
    column: usize,
    owner: String,
    what: String,
    within: String,
    test: Option<String>,
}

/// A test that fails before anything is changed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the test {title:?} fails before anything is changed ({file}:{line})")]
pub struct FailingTest {
    title: String,
    file: String,
    line: usize,
}

/// Changes one thing at a time, in the rules, defines, stages and processes whose name is chosen, and runs the playbook's tests on each.
///
/// # Errors
///
/// Where a test fails already.
pub fn mutate(playbook: &Playbook, chosen: impl Fn(&str) -> bool) -> Result<Mutation, FailingTest> {
    if let Some(failing) = super::run(playbook).tests.into_iter().find(|test| !test.passed()) {
        return Err(FailingTest { title: failing.title, file: failing.file, line: failing.line });
    }
    let checked = playbook.checked();
    let mut mutants = all::of(checked);
    mutants.retain(|mutant| chosen(&mutant.owner));
    let tests = trial::prepare(playbook);
    let noticed = in_parallel(&mutants, |mutant, scratch| {
        let changed = Changed::new(mutant.change.made(checked), playbook.bindings(), mutant.process);
        changed.noticed(&tests, scratch).is_some()
    });
    let (seen, left): (Vec<_>, Vec<_>) = mutants.into_iter().zip(noticed).partition(|(_, noticed)| *noticed);
    let mut mutation = Mutation { noticed: seen.len(), ..Mutation::default() };
    if left.is_empty() {
        return Ok(mutation);
    }
    let pool = tell::Pool::new(playbook, left.iter().map(|(mutant, _)| mutant));
    let told = in_parallel(&left, |(mutant, _), scratch| {
        let changed = Changed::new(mutant.change.made(checked), playbook.bindings(), mutant.process);
        tell::tell(playbook, (mutant, &title(playbook, mutant)), &changed, &pool, scratch)
    });
    for ((mutant, _), told) in left.iter().zip(told) {
        let unnoticed = report(playbook, mutant);
        match told {
            Told::Alike => mutation.alike.push(unnoticed),
            Told::Untold => mutation.untold.push(unnoticed),
            Told::By(test) => mutation.unnoticed.push(Unnoticed { test: Some(test), ..unnoticed }),
        }
    }
    Ok(mutation)
}

/// What a test that notices a change is called.
fn title(playbook: &Playbook, mutant: &Mutant) -> String {
    let within = mutant.within.map(|span| playbook.program().atom(span).as_ref().to_owned());
    within.map_or_else(|| mutant.owner.clone(), |within| format!("{}: {within}", mutant.owner))
}

fn report(playbook: &Playbook, mutant: &Mutant) -> Unnoticed {
    let source = usize::try_from(mutant.span.file.0).ok().and_then(|file| playbook.sources().get(file));
    let at = source.map(|source| source.line_column(mutant.span.start));
    let text = |span| playbook.program().atom(span).as_ref().to_owned();
    Unnoticed {
        file: source.map(|source| source.name().to_owned()).unwrap_or_default(),
        line: at.map_or(0, |at| at.line),
        column: at.map_or(0, |at| at.column),
        owner: mutant.owner.clone(),
        what: match &mutant.what {
            What::Words(words) => words.clone(),
            What::Dropped(span) => format!("`{}` was dropped", text(*span)),
        },
        within: mutant.within.map(text).unwrap_or_default(),
        test: None,
    }
}

/// Does the work for each item on the cores that there are; the results stand in the order of the items.
fn in_parallel<T: Sync, R: Send + Default + Clone>(items: &[T], work: impl Fn(&T, &mut Scratch) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut scratch = Scratch::new();
        let mut done = Vec::new();
        while let Some((place, item)) = {
            let place = next.fetch_add(1, Ordering::Relaxed);
            items.get(place).map(|item| (place, item))
        } {
            done.push((place, work(item, &mut scratch)));
        }
        done
    };
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    let done: Vec<(usize, R)> = std::thread::scope(|scope| {
        // Where no thread can be had, this one does it all.
        let spawn = |_| std::thread::Builder::new().spawn_scoped(scope, run).ok();
        let others: Vec<_> = (1..cores).filter_map(spawn).collect();
        let mut done = run();
        done.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
        done
    });
    let mut results = vec![R::default(); items.len()];
    for (place, result) in done {
        if let Some(slot) = results.get_mut(place) {
            *slot = result;
        }
    }
    results
}

impl Mutation {
    /// How many changes some test has noticed.
    #[must_use]
    pub fn noticed(&self) -> usize {
        self.noticed
    }

    /// The changes that no test has noticed, in the order of the playbook's processes and rules.
    #[must_use]
    pub fn unnoticed(&self) -> &[Unnoticed] {
        &self.unnoticed
    }

    /// The changes that show only in a warning, or a rule at risk, that was not there before: no test can expect that one is absent.
    #[must_use]
    pub fn untold(&self) -> &[Unnoticed] {
        &self.untold
    }

    /// The changes that no test has noticed, and that thousands of opportunities do not tell apart either: perhaps they change
    /// nothing.
    #[must_use]
    pub fn perhaps_the_same(&self) -> &[Unnoticed] {
        &self.alike
    }

    /// How many of the changes were noticed, not counting those that no test can tell and those that are perhaps the same.
    #[must_use]
    pub fn score(&self) -> super::Share {
        super::Share::new(self.noticed, self.noticed.saturating_add(self.unnoticed.len()))
    }
}

impl Unnoticed {
    /// The file in which the change was made.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in characters, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// The rule, define, stage or process that it was made in.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// What was changed, in words.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// The condition that it was changed in; nothing where a whole rule, a stage or a process was.
    #[must_use]
    pub fn within(&self) -> Option<&str> {
        Some(self.within.as_str()).filter(|within| !within.is_empty())
    }

    /// A test that would notice it, where one was found.
    #[must_use]
    pub fn test(&self) -> Option<&str> {
        self.test.as_deref()
    }
}

impl Serialize for Mutation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("score", &self.score())?;
        map.serialize_entry("unnoticed", &self.unnoticed)?;
        map.serialize_entry("untold", &self.untold)?;
        map.serialize_entry("perhaps_the_same", &self.alike)?;
        map.end()
    }
}

impl Serialize for Unnoticed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("file", &self.file)?;
        map.serialize_entry("line", &self.line)?;
        map.serialize_entry("column", &self.column)?;
        map.serialize_entry("in", &self.owner)?;
        map.serialize_entry("what", &self.what)?;
        if let Some(within) = self.within() {
            map.serialize_entry("condition", within)?;
        }
        if let Some(test) = &self.test {
            map.serialize_entry("test", test)?;
        }
        map.end()
    }
}
