//! The program `stagegate` on files of deals, beside programs by hand, each a process of its own: CPU time, throughput and peak memory.
//! `cargo bench --features cli --bench programs [-- ROWS]`, on Linux. First the decisions are compared.
#![allow(clippy::disallowed_methods, reason = "a bench reads and writes files")]

mod deal;

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use deal::scan::{Format, decide};
use deal::{Random, TODAY, files, rules};

/// How many rounds, an odd number.
const ROUNDS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match &arguments[..] {
        [by_hand, input, output] => run_by_hand(by_hand, Path::new(input), Path::new(output)),
        [rows] => compare(rows.parse().expect("how many rows")),
        _ => compare(200_000),
    }
}

/// This process is the program by hand.
fn run_by_hand(format: &str, input: &Path, output: &Path) {
    let format = match format {
        "csv" => Format::Csv,
        "jsonl" => Format::JsonLines,
        _ => Format::SerdeJson,
    };
    let input = BufReader::with_capacity(1 << 16, File::open(input).expect("an input"));
    let output = BufWriter::with_capacity(1 << 16, File::create(output).expect("an output"));
    decide(format, input, output, TODAY).expect("rows");
}

fn compare(rows: usize) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("forty.gate"), rules::playbook(40)).expect("a playbook");
    write_deals(&folder, rows);
    println!(
        "{:<46} {:>9} {:>9} {:>8} {:>8} {:>6} {:>7}",
        format!("{rows} rows"),
        "CPU s",
        "by hand",
        "MB/s in",
        "out",
        "MiB",
        "ratio"
    );
    let brief: &[&str] = if knows_only_decisions() { &["--only-decisions"] } else { &[] };
    let csv = [brief, &["--format", "csv"]].concat();
    let lines = [brief, &["--format", "jsonl"]].concat();
    line(&folder, "csv", &csv, "csv");
    line(&folder, "jsonl", &csv, "jsonl");
    line(&folder, "jsonl", &lines, "jsonl");
    line(&folder, "jsonl", &csv, "serde_json");
    line(&folder, "jsonl", &["--format", "jsonl"], "jsonl");
}

fn write_deals(folder: &Path, rows: usize) {
    let [mut csv, mut json] = ["csv", "jsonl"]
        .map(|ending| BufWriter::new(File::create(folder.join(format!("deals.{ending}"))).expect("a file")));
    let mut random = Random::new(2026);
    writeln!(csv, "{}", files::COLUMNS.join(",")).expect("a line");
    for _ in 0..rows {
        let deal = random.deal();
        let mut row = String::new();
        files::csv_row(&mut row, &deal);
        csv.write_all(row.as_bytes()).expect("a line");
        writeln!(json, "{}", files::json(&deal)).expect("a line");
    }
}

/// One way of asking `stagegate`, beside one program by hand.
fn line(folder: &Path, ending: &str, options: &[&str], by_hand: &str) {
    let input = folder.join(format!("deals.{ending}"));
    let outputs = ["stagegate", "by_hand"].map(|name| folder.join(format!("{name}.out")));
    let stagegate = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stagegate"));
        command.arg("assess").arg(folder.join("forty.gate")).arg(&input).args(["--as-of", &rules::today()]);
        command.args(options).stdout(File::create(&outputs[0]).expect("an output"));
        command
    };
    let hand = || {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg(by_hand).arg(&input).arg(&outputs[1]);
        command
    };
    let (mut times, mut times_by_hand, mut most) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let (time, memory) = run(stagegate());
        times.push(time);
        most = most.max(memory);
        times_by_hand.push(run(hand()).0);
    }
    if options.contains(&"csv") {
        assert_eq!(decisions(&outputs[0]), decisions(&outputs[1]), "the decisions differ");
    }
    let (time, time_by_hand) = (median(&mut times), median(&mut times_by_hand));
    let [rate_in, rate_out] =
        [&input, &outputs[0]].map(|path| fs::metadata(path).expect("a file").len() as f64 / time / 1e6);
    let name = format!("{ending}, {}; {by_hand} by hand", options.join(" "));
    let ratio = time / time_by_hand;
    println!("{name:<46} {time:>9.2} {time_by_hand:>9.2} {rate_in:>8.0} {rate_out:>8.0} {most:>6} {ratio:>7.2}");
}

fn knows_only_decisions() -> bool {
    let help = Command::new(env!("CARGO_BIN_EXE_stagegate")).args(["assess", "--help"]).output().expect("help");
    String::from_utf8_lossy(&help.stdout).contains("--only-decisions")
}

/// The columns `decision` and `to` of each row.
fn decisions(path: &PathBuf) -> Vec<(String, String)> {
    let text = fs::read_to_string(path).expect("an output");
    let mut rows = text.lines().map(|row| row.split(',').collect::<Vec<_>>());
    let header = rows.next().expect("a header");
    let place = |name: &str| header.iter().position(|&other| other == name).expect("a column");
    let (decision, to) = (place("decision"), place("to"));
    rows.map(|row| (row[decision].to_owned(), row[to].to_owned())).collect()
}

/// The CPU seconds of a process, and its peak memory in MiB.
fn run(mut command: Command) -> (f64, u64) {
    let before = cpu_of_children();
    let mut child = command.stderr(Stdio::inherit()).spawn().expect("a process");
    let mut most = 0;
    let status = loop {
        most = most.max(peak(child.id()));
        match child.try_wait().expect("a process") {
            Some(status) => break status,
            None => sleep(Duration::from_millis(5)),
        }
    };
    assert!(status.success(), "{command:?}");
    (cpu_of_children() - before, most)
}

/// The CPU seconds of all processes that have ended, from the kernel's hundredths.
fn cpu_of_children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields: Vec<&str> = behind_name.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(13) + ticks(14)) / 100.0
}

fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0).div_ceil(1024)
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
