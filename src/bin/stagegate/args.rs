//! The arguments of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use stagegate::Percent;

use crate::percent;

/// Holds sales opportunities against a playbook: disqualify, hold or advance, and why.
#[derive(Debug, Parser)]
#[command(name = "stagegate", version, arg_required_else_help = true, after_help = EXIT)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

const EXIT: &str = "Exit status: 0 done; 1 done, and something was found; 2 it could not be done.
A PLAYBOOK or DATA named `-` is standard input.

Example:
  stagegate assess enterprise.gate opportunities.csv --as-of 2026-11-23";

/// What the options for data mean where they are about a history.
const LAST_NAMED_DAY: &str =
    "The last day, as 2026-11-23: what came later is not looked at; the last that the history names if left out";
const LAST_DAY: &str = "The last day, as 2026-11-23: what came later is not looked at; today if left out";
const REOPENED: &str = "Changes nothing: what has ended is always looked at as if it were open";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Says what is wrong with playbooks
    #[command(after_help = "Example:\n  stagegate check --deny warnings enterprise.gate")]
    Check(Check),
    /// Formats playbooks in place
    #[command(after_help = "Example:\n  stagegate fmt --check enterprise.gate")]
    Fmt(Fmt),
    /// Gives a verdict for each opportunity of some data
    #[command(
        after_help = "Example:\n  stagegate assess enterprise.gate opportunities.csv --as-of 2026-11-23 --only hold"
    )]
    Assess(Assess),
    /// Explains the verdict for one opportunity, as a coach would
    #[command(after_help = "Example:\n  stagegate explain enterprise.gate opportunities.csv --key O-17")]
    Explain(Explain),
    /// Shows the pipeline at a glance: what is claimed, what is earned, what holds back
    #[command(
        after_help = "Example:\n  stagegate review enterprise.gate opportunities.csv --by owner --format html > review.html"
    )]
    Review(Review),
    /// Says what a new playbook changes: in itself, and for the opportunities of some data
    #[command(
        after_help = "Example:\n  stagegate diff enterprise.gate new.gate --data opportunities.csv --as-of 2026-11-23"
    )]
    Diff(Diff),
    /// Says what the rules would have done to opportunities since won or lost
    #[command(
        after_help = "Example:\n  stagegate backtest enterprise.gate closed.csv --format html > backtest.html",
        mut_arg("as_of", |day| day.help(LAST_NAMED_DAY)),
        mut_arg("reopen", |reopen| reopen.help(REOPENED))
    )]
    Backtest(Backtest),
    /// Proposes a number for `disqualify … when chance < P` that loses few wins
    #[command(
        after_help = "Example:\n  stagegate threshold enterprise.gate closed.csv --wins-lost 2%",
        mut_arg("as_of", |day| day.help(LAST_NAMED_DAY)),
        mut_arg("reopen", |reopen| reopen.help(REOPENED))
    )]
    Threshold(Threshold),
    /// Finds the numbers of `chance` from opportunities that have been won and lost
    #[command(
        after_help = "Example:\n  stagegate fit enterprise.gate history.jsonl --as-of-day 14 --dry-run",
        mut_arg("as_of", |day| day.help(LAST_DAY)),
        mut_arg("reopen", |reopen| reopen.help(REOPENED))
    )]
    Fit(Fit),
    /// Proposes rules that would have cut much of what was lost and little of what was won
    #[command(
        after_help = "Example:\n  stagegate discover enterprise.gate history.jsonl --wins-lost 2%",
        mut_arg("as_of", |day| day.help(LAST_DAY)),
        mut_arg("reopen", |reopen| reopen.help(REOPENED))
    )]
    Discover(Discover),
    /// Runs the tests that playbooks hold
    #[command(after_help = "Example:\n  stagegate test enterprise.gate --filter budget")]
    Test(Test),
    /// Draws the processes of a playbook
    #[command(after_help = "Example:\n  stagegate graph enterprise.gate --format svg > enterprise.svg")]
    Graph(Graph),
    /// Shows the facts of a playbook: as a table, as JSON Schema, as made-up rows
    #[command(after_help = "Example:\n  stagegate facts enterprise.gate --sample 20 > rows.csv")]
    Facts(Facts),
    /// Says which changes of a playbook none of its tests notices
    #[command(after_help = "Example:\n  stagegate mutate enterprise.gate --min-score 80")]
    Mutate(Mutate),
    /// Writes tests that a playbook lacks, with the verdict of today as what they expect
    #[command(after_help = "Example:\n  stagegate suggest enterprise.gate >> enterprise.gate")]
    Suggest(Suggest),
    /// Writes the completions of a shell
    #[command(
        after_help = "Example:\n  stagegate completions bash > ~/.local/share/bash-completion/completions/stagegate"
    )]
    Completions(Completions),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The playbooks' first files
    #[arg(required = true, value_name = "PLAYBOOK")]
    pub playbooks: Vec<PathBuf>,
    /// Makes the edits that messages carry and that choose no meaning, and checks again
    #[arg(long)]
    pub fix: bool,
    /// Counts these as errors, too
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// How to write what is found
    #[arg(long, value_enum, default_value = "human")]
    pub format: CheckFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Deny {
    Warnings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Human,
    Json,
    Sarif,
}

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// The files
    #[arg(required = true, value_name = "PLAYBOOK")]
    pub playbooks: Vec<PathBuf>,
    /// Changes nothing, and names the files that would change
    #[arg(long)]
    pub check: bool,
}

/// How data is read and assessed, for all commands that do.
#[derive(Debug, Args)]
pub(crate) struct DataOptions {
    /// The day of the assessment, as 2026-11-23; today if left out
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Assesses by this process instead of routing
    #[arg(long, value_name = "NAME")]
    pub process: Option<String>,
    /// Makes data that no field reads an error
    #[arg(long)]
    pub strict: bool,
    /// Takes a claim of won, lost or walked as no claim: what would the process have said?
    #[arg(long)]
    pub reopen: bool,
    /// A rate of exchange: EUR/USD=1.08 says that 1 EUR is 1.08 USD
    #[arg(long = "rate", value_name = "A/B=RATE")]
    pub rates: Vec<String>,
    /// The data's format; by its ending if left out
    #[arg(long, value_enum)]
    pub input: Option<Input>,
    /// What stands between the cells of CSV; as its header has it if left out
    #[arg(long, value_enum, value_name = "CHARACTER")]
    pub delimiter: Option<Delimiter>,
    /// How the data's letters are written; UTF-8 if left out
    #[arg(long, value_enum)]
    pub encoding: Option<Encoding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Input {
    Json,
    Jsonl,
    Csv,
    #[cfg(feature = "parquet")]
    Parquet,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Delimiter {
    #[value(name = ",", alias = "comma")]
    Comma,
    #[value(name = ";", alias = "semicolon")]
    Semicolon,
    #[value(name = "tab", alias = "\t", alias = "\\t")]
    Tab,
    #[value(name = "|", alias = "pipe")]
    Pipe,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Encoding {
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
    #[value(name = "windows-1252", alias = "cp1252")]
    Windows1252,
    #[value(name = "utf-16", alias = "utf16")]
    Utf16,
}

#[derive(Debug, Args)]
pub(crate) struct Assess {
    /// The playbook's first file
    pub playbook: PathBuf,
    /// The files of data: JSON (an array or one object), JSON lines or CSV
    #[arg(required = true)]
    pub data: Vec<PathBuf>,
    #[command(flatten)]
    pub options: DataOptions,
    /// How to write the verdicts; a table to a terminal and JSON lines elsewhere if left out
    #[arg(long, value_enum)]
    pub format: Option<AssessFormat>,
    /// Writes decisions without their reasons as CSV or JSON lines, many times as fast
    #[arg(long)]
    pub only_decisions: bool,
    /// Writes only verdicts with these decisions, and rows in error
    #[arg(long, value_enum, value_delimiter = ',', value_name = "DECISION,…")]
    pub only: Vec<Only>,
    /// Writes the playbook's fingerprint last into each verdict
    #[arg(long)]
    pub stamp: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AssessFormat {
    Table,
    Json,
    Jsonl,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Only {
    Disqualify,
    Hold,
    Advance,
    Closed,
    Unrouted,
    Error,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The playbook's first file
    pub playbook: PathBuf,
    /// The file of data
    pub data: PathBuf,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub options: DataOptions,
}

/// Which opportunity of the data.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Which {
    /// The opportunity with this key
    #[arg(long, value_name = "K", allow_hyphen_values = true)]
    pub key: Option<String>,
    /// The opportunity at this place in the data, the first being 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub row: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct Review {
    /// The playbook's first file
    pub playbook: PathBuf,
    /// The files of data: JSON (an array or one object), JSON lines or CSV
    #[arg(required = true)]
    pub data: Vec<PathBuf>,
    #[command(flatten)]
    pub options: DataOptions,
    /// How to write it: tables of 80 columns, JSON, or a page for a browser
    #[arg(long, value_enum, default_value = "table")]
    pub format: ReviewFormat,
    /// Compares the opportunities by a fact, such as owner or region
    #[arg(long, value_name = "FIELD")]
    pub by: Option<String>,
    /// Lists so many opportunities, the worst first, and names so many rows in error; 10 in a table and 50 else if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16))]
    pub top: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct Threshold {
    /// The playbook's first file
    pub playbook: PathBuf,
    /// Files of opportunities that have ended: JSON, JSON lines or CSV
    #[arg(required = true, value_name = "HISTORY")]
    pub history: Vec<PathBuf>,
    /// The share of wins that may be lost, as 2%
    #[arg(long, value_name = "PERCENT", value_parser = percent::between)]
    pub wins_lost: Percent,
    /// Chooses by opportunities that closed on this day or later
    #[arg(long, value_name = "DATE")]
    pub closed_from: Option<String>,
    /// By what wins are measured
    #[arg(long, value_enum, default_value = "count")]
    pub by: WinsMeasure,
    /// In how many parts opportunities are held out
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=20))]
    pub folds: u8,
    /// How to write what is found
    #[arg(long, value_enum, default_value = "table")]
    pub format: FitFormat,
    #[command(flatten)]
    pub options: DataOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WinsMeasure {
    Count,
    Worth,
}

#[derive(Debug, Args)]
pub(crate) struct Backtest {
    /// The playbook's first file
    pub playbook: PathBuf,
    /// The opportunities of the past: JSON (an array), JSON lines or CSV
    pub history: PathBuf,
    #[command(flatten)]
    pub options: DataOptions,
    /// How to write it: tables of 80 columns, JSON, or a page for a browser
    #[arg(long, value_enum, default_value = "table")]
    pub format: ReviewFormat,
    /// Judges by opportunities that closed on this day or later
    #[arg(long, value_name = "DATE")]
    pub closed_from: Option<String>,
    /// Holds the chance so many days after the beginning against what came of it
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub as_of_day: u32,
    /// Names so many of the won opportunities that would have been cut; 10 in a table and 50 else if left out
    #[arg(long, value_name = "N")]
    pub list: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReviewFormat {
    Table,
    Json,
    Html,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The old playbook's first file, in whatever folder
    pub old: PathBuf,
    /// The new playbook's first file
    pub new: PathBuf,
    /// A file of data: JSON (an array or one object), JSON lines or CSV; may be given several times. Without data only the
    /// playbooks are compared
    #[arg(long, value_name = "DATA")]
    pub data: Vec<PathBuf>,
    #[command(flatten)]
    pub options: DataOptions,
    /// How to write what changes
    #[arg(long, value_enum, default_value = "text")]
    pub format: DiffFormat,
    /// So many of the largest changes are shown with their reasons
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,
    /// Ends with 1 where verdicts differ, or without data where the playbooks do
    #[arg(long)]
    pub exit_code: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Text,
    Json,
    Html,
}

#[derive(Debug, Args)]
pub(crate) struct Test {
    /// The playbooks' first files
    #[arg(required = true, value_name = "PLAYBOOK")]
    pub playbooks: Vec<PathBuf>,
    /// How to write the results
    #[arg(long, value_enum, default_value = "human")]
    pub format: TestFormat,
    /// Runs only tests whose title holds this text
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// Runs them again whenever a file of the playbooks changes
    #[arg(long)]
    pub watch: bool,
    /// Says what the tests have not seen of the playbook's conditions; all but `human` write that alone
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "human")]
    pub coverage: Option<CoverageFormat>,
    /// Fails where fewer of the conditions' outcomes were seen, in percent
    #[arg(long, value_name = "PERCENT", value_parser = percent::any)]
    pub min_coverage: Option<Percent>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    Human,
    Json,
    Junit,
    Tap,
    /// As --coverage=lcov
    Lcov,
    /// As --coverage=html
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CoverageFormat {
    Human,
    Json,
    Lcov,
    Html,
}

#[derive(Debug, Args)]
pub(crate) struct Graph {
    /// The playbook's first file
    pub playbook: PathBuf,
    /// What to write: a flowchart for a page in Markdown, a graph for Graphviz, or the picture itself
    #[arg(long, value_enum, default_value = "mermaid")]
    pub format: GraphFormat,
    /// Draws this process alone
    #[arg(long, value_name = "NAME")]
    pub process: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    Mermaid,
    Dot,
    Svg,
}

#[derive(Debug, Args)]
pub(crate) struct Facts {
    /// The playbook's first file
    pub playbook: PathBuf,
    /// What to write; a table of all facts and where each is read if left out, of made-up rows CSV
    #[arg(long, value_enum)]
    pub format: Option<FactsFormat>,
    /// Takes no data that no field reads (of jsonschema)
    #[arg(long)]
    pub strict: bool,
    /// Adds columns for each fact's evidence (of csv-header and csv)
    #[arg(long)]
    pub evidence: bool,
    /// Makes up so many rows, as csv or jsonl
    #[arg(long, value_name = "N")]
    pub sample: Option<usize>,
    /// The day round which made-up rows are, as 2026-11-23; today if left out
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FactsFormat {
    Table,
    Json,
    Jsonschema,
    CsvHeader,
    Csv,
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct Mutate {
    /// The playbook's first file
    pub playbook: PathBuf,
    /// How to write what is found
    #[arg(long, value_enum, default_value = "human")]
    pub format: ReportFormat,
    /// Changes only rules, defines, stages and processes whose name holds this text
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// Fails only where fewer of the changes were noticed, in percent
    #[arg(long, value_name = "PERCENT", value_parser = percent::any)]
    pub min_score: Option<Percent>,
}

#[derive(Debug, Args)]
pub(crate) struct Suggest {
    /// The playbook's first file
    pub playbook: PathBuf,
    /// How to write them
    #[arg(long, value_enum, default_value = "human")]
    pub format: ReportFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    Human,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Fit {
    /// The playbook's first file, whose numbers are written anew
    pub playbook: PathBuf,
    /// Files of opportunities that have ended: JSON, JSON lines or CSV
    #[arg(required = true, value_name = "HISTORY")]
    pub history: Vec<PathBuf>,
    /// Learns from what was known so many days after each opportunity began
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub as_of_day: u32,
    /// Leaves a line of odds as it is where one of its cases rests on fewer opportunities
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    pub least: usize,
    /// In how many parts opportunities are held out, to find the penalty and to judge the chance
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=20))]
    pub folds: u8,
    /// Writes no file
    #[arg(long)]
    pub dry_run: bool,
    /// How to write what is found
    #[arg(long, value_enum, default_value = "table")]
    pub format: FitFormat,
    #[command(flatten)]
    pub options: DataOptions,
}

#[derive(Debug, Args)]
pub(crate) struct Discover {
    /// The playbook's first file, whose facts the rules may read
    pub playbook: PathBuf,
    /// Files of opportunities that have ended: JSON, JSON lines or CSV
    #[arg(required = true, value_name = "HISTORY")]
    pub history: Vec<PathBuf>,
    /// Which share of the won ones all rules together may cut where they are found
    #[arg(long, value_name = "PERCENT", default_value = "2%", value_parser = percent::any)]
    pub wins_lost: Percent,
    /// Proposes so many rules at most
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    pub most: usize,
    /// A rule strikes so many opportunities at least
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    pub least: usize,
    /// In how many parts opportunities are held out, to judge the rules
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=20))]
    pub folds: u8,
    /// How to write what is found: as text of the language, or as JSON
    #[arg(long, value_enum, default_value = "gate")]
    pub format: DiscoverFormat,
    #[command(flatten)]
    pub options: DataOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiscoverFormat {
    Gate,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FitFormat {
    Table,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
