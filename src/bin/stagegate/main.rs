//! The command line: `stagegate COMMAND …`.
//!
//! Results go to standard output, messages to standard error. A command ends with a [`Status`] or with a [`Stop`], whose
//! text then goes to standard error; a closed pipe ends it quietly. Nothing of a playbook or of data reaches a terminal
//! but through [`output`], which makes it inert.
#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods, reason = "the command line is the host: it has files, a clock and a terminal")]

mod args;
mod assess;
mod backtest;
mod backtest_table;
mod check;
mod completions;
mod coverage;
mod data;
mod decision_row;
mod diff;
mod discover;
mod explain;
mod facts;
mod fit;
mod fmt;
mod graph;
mod mutate;
mod output;
mod percent;
mod playbook;
mod progress;
mod review;
mod review_blocks;
mod review_table;
mod stream;
mod suggest;
mod summary;
mod test;
mod test_report;
mod threshold;
mod verdict_row;
mod watch;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use output::Stop;

/// How a command that was carried out has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Done.
    Done = 0,
    /// Done, and something was found.
    Found = 1,
    /// It could not be done, as has been said.
    Failed = 2,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Command::Check(args) => check::run(args),
        Command::Fmt(args) => fmt::run(args),
        Command::Assess(args) => assess::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Review(args) => review::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Backtest(args) => backtest::run(args),
        Command::Threshold(args) => threshold::run(args),
        Command::Fit(args) => fit::run(args),
        Command::Discover(args) => discover::run(args),
        Command::Test(args) => test::run(args),
        Command::Facts(args) => facts::run(args),
        Command::Graph(args) => graph::run(args),
        Command::Mutate(args) => mutate::run(args),
        Command::Suggest(args) => suggest::run(args),
        Command::Completions(args) => completions::run(args),
    };
    let status = match result {
        Ok(status) => status,
        Err(Stop::Closed) => Status::Done,
        Err(stop) => {
            output::complain_why(&stop);
            Status::Failed
        }
    };
    ExitCode::from(status as u8)
}
