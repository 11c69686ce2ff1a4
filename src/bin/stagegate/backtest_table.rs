//! A backtest as tables of 80 columns.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use stagegate::history::{Backtest, Cut, JudgedRule, LostWin, Quartiles, Share};
use stagegate::{Decimal, Reading};

use crate::output::inert_line;

/// How wide it is.
const WIDTH: u16 = 80;
/// So many rules and periods are shown.
const MOST: usize = 40;

/// The whole text; it ends with a line break.
pub(crate) fn of(report: &Backtest) -> String {
    let mut page = Page { report, text: String::new() };
    page.head();
    page.counts();
    page.worths();
    page.rules();
    page.wins();
    page.curve();
    page.calibration();
    page.periods();
    page.notes();
    page.text
}

struct Page<'a> {
    report: &'a Backtest,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn table(&mut self, title: &str, table: &Table) {
        self.line("");
        self.line(title);
        for line in table.to_string().lines() {
            self.line(line.trim_end());
        }
    }

    fn head(&mut self) {
        let report = self.report;
        let counts = report.ended.iter().filter(|ended| ended.count > 0 && ended.end != "losses");
        let counts: Vec<String> = counts.map(|ended| format!("{} {}", ended.count, ended.end)).collect();
        let from = report.closed_from.map(|day| format!(", those that closed from {day} on")).unwrap_or_default();
        let rows = if report.rows == 1 { "1 row".to_owned() } else { format!("{} rows", report.rows) };
        let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
        self.line(&format!("What the rules would have done, up to {}{from}: {rows}{counts}", report.as_of));
    }

    /// Whether some could not be cut, as they ended within a day.
    fn has_short(&self) -> bool {
        self.report.ended.iter().any(|ended| ended.longer < ended.count)
    }

    fn counts(&mut self) {
        let short = self.has_short();
        let heads = ["Ended", "Count", "Cut", "% of all", "% of those open for more than a day"];
        let mut table = framed(&heads[..if short { 5 } else { 4 }]);
        for ended in self.report.ended.iter().filter(|ended| ended.count > 0) {
            let cut = &ended.cut;
            let mut cells = vec![ended.count.to_string(), cut.count.to_string(), share(cut.share)];
            cells.extend(short.then(|| share(cut.share_of_longer)));
            table.add_row([Cell::new(ended.end)].into_iter().chain(cells.into_iter().map(right)));
        }
        self.table("Disqualified before the end, by all rules together", &table);
    }

    fn worths(&mut self) {
        let report = self.report;
        let is_told = |cut: &Cut| cut.worth.is_some() || cut.days_after_opening.is_some();
        if !report.ended.iter().any(|ended| is_told(&ended.cut)) {
            return;
        }
        let heads = ["Ended", "Worth", "Cut", "% of the worth", "Days after opening", "Days before the end"];
        let mut table = framed(&heads);
        for ended in report.ended.iter().filter(|ended| ended.count > 0) {
            let cut = &ended.cut;
            let cells = [
                self.money(ended.worth),
                self.money(cut.worth),
                share(cut.worth_share),
                days(cut.days_after_opening),
                days(cut.days_before_closing),
            ];
            table.add_row([Cell::new(ended.end)].into_iter().chain(cells.map(right)));
        }
        self.table("What they are worth, and when: the median, and where the middle half lies", &table);
    }

    fn rules(&mut self) {
        let rules: Vec<&JudgedRule> = self.report.rules.iter().filter(|rule| rule.judged).collect();
        if rules.is_empty() {
            return;
        }
        let short = self.has_short();
        let heads: Vec<&str> = if short {
            vec!["Rule", "% of losses", "open > 1 day", "% of wins", "Days saved", "Adds", "Costs"]
        } else {
            vec!["Rule", "% of losses", "% of wins", "Days saved", "Adds", "Costs"]
        };
        let mut table = framed(&heads);
        if let Some(column) = table.column_mut(0) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(18)));
        }
        for rule in rules.iter().take(MOST) {
            table.add_row(row_of(rule, short));
        }
        let title = "Cut by each rule alone; losses that no other cuts (adds), and wins (costs)";
        self.table(&first_of(title, rules.len()), &table);
    }

    fn wins(&mut self) {
        let report = self.report;
        if report.wins_cut == 0 {
            return;
        }
        let mut table = framed(&["Won, but cut", "Worth", "Cut on", "Why"]);
        for win in &report.wins {
            let on = win.verdict.as_of().map(|day| day.to_string()).unwrap_or_default();
            let cells = [Cell::new(clip(&name(win), 24)), right(self.money(win.worth)), Cell::new(on)];
            table.add_row(cells.into_iter().chain([Cell::new(clip(&why(win), 160))]));
        }
        let named = report.wins.len() as u64;
        let title = if named < report.wins_cut {
            format!("Won, and would have been cut: {named} of {}, the largest first", report.wins_cut)
        } else {
            format!("Won, and would have been cut: {named}")
        };
        self.table(&title, &table);
    }

    fn curve(&mut self) {
        if self.report.curve.is_empty() {
            return;
        }
        let mut table = framed(&["chance <", "Losses cut, %", "% of those open for more than a day", "Wins cut, %"]);
        for point in &self.report.curve {
            let cells = [share(point.losses), share(point.losses_of_longer), share(point.wins)];
            table.add_row([right(point.below)].into_iter().chain(cells.map(right)));
        }
        self.table("If a rule were `disqualify … when chance < P`", &table);
    }

    fn calibration(&mut self) {
        let Some(fit) = &self.report.calibration else { return };
        let mut table = framed(&["Chance, %", "from", "to", "Count", "Won, %"]);
        for group in &fit.groups {
            let [chance, from, to] = [group.chance, group.from, group.to].map(|points| format!("{points:.1}"));
            let cells = [chance, from, to, group.count.to_string(), share(group.won)];
            table.add_row(cells.map(right));
        }
        let day =
            if fit.day == 0 { "on its first day".to_owned() } else { format!("{} days after the beginning", fit.day) };
        self.table(&format!("The chance {day} and what came of {} opportunities", fit.count), &table);
        if let Some(auc) = fit.auc {
            let share = |points: f64| format!("{:.3}", points / 100.0);
            self.line(&format!("AUC {} ({} to {})", share(auc.percent), share(auc.low), share(auc.high)));
        }
        self.line(&format!(
            "Brier score {} ({} if all had the same chance); chances are off by {} points on the mean",
            fit.brier, fit.brier_of_base, fit.expected_error
        ));
    }

    fn periods(&mut self) {
        let periods = &self.report.periods;
        if periods.is_empty() {
            return;
        }
        let mut table = framed(&["Began", "Ended", "Open", "Won, %", "Losses cut, %", "Wins cut, %"]);
        let first = periods.len().saturating_sub(MOST);
        for period in periods.iter().skip(first) {
            let counts = [period.ended.to_string(), period.open.to_string()];
            let shares = [share(period.won), share(period.losses_cut), share(period.wins_cut)];
            table.add_row([Cell::new(&period.began)].into_iter().chain(counts.map(right)).chain(shares.map(right)));
        }
        let title = if first > 0 {
            format!("By when they began (the last {MOST} of {})", periods.len())
        } else {
            "By when they began".to_owned()
        };
        self.table(&title, &table);
    }

    fn notes(&mut self) {
        let report = self.report;
        self.line("");
        for note in &report.notes {
            self.line(&format!("Note: {}", inert_line(note)));
        }
        for line in &report.method {
            self.line(&format!("Method: {}", inert_line(line)));
        }
    }

    fn money(&self, worth: Option<Decimal>) -> String {
        let Some(worth) = worth else { return String::new() };
        let short = worth.in_short();
        self.report.currency.map_or_else(|| short.clone(), |currency| format!("{short} {currency}"))
    }
}

fn row_of(rule: &JudgedRule, short: bool) -> Vec<Cell> {
    let empty = Cut::default();
    let (losses, wins) = (rule.alone("losses").unwrap_or(&empty), rule.alone("won").unwrap_or(&empty));
    let adds = |end| rule.adds(end).map_or(0, |cut| cut.count).to_string();
    let mut cells = vec![share(losses.share)];
    cells.extend(short.then(|| share(losses.share_of_longer)));
    cells.extend([share(wins.share), days(losses.days_before_closing), adds("losses"), adds("won")]);
    [Cell::new(inert_line(&rule.rule))].into_iter().chain(cells.into_iter().map(right)).collect()
}

fn name(win: &LostWin) -> String {
    win.key.clone().unwrap_or_else(|| format!("row {}", win.row))
}

/// The rules that were true, each with what decided it.
fn why(win: &LostWin) -> String {
    let fact = |(name, reading): (&str, &Reading)| format!("{name} {}", shown(reading));
    let rules = win.verdict.disqualified_by().iter().map(|finding| {
        let facts: Vec<String> = finding.because().iter().flat_map(|atom| atom.facts().map(fact)).collect();
        let facts = if facts.is_empty() { String::new() } else { format!(": {}", facts.join(", ")) };
        format!("{}{facts}", finding.rule())
    });
    rules.collect::<Vec<_>>().join("; ")
}

fn shown(reading: &Reading) -> String {
    match reading {
        Reading::Known(value) => value.clone(),
        Reading::Unknown { why, value: Some(value), .. } => format!("{value} ({})", why.as_str()),
        Reading::Unknown { why, value: None, .. } => why.as_str().to_owned(),
        Reading::List { elements, holding, .. } => format!("{holding} of {elements}"),
        Reading::ListKnown { elements } => format!("{elements} elements"),
        _ => String::new(),
    }
}

/// `3.8`, and below `3.3–4.4`, in percent.
fn share(share: Option<Share>) -> String {
    share.map(|share| format!("{:.1}\n{:.1}–{:.1}", share.percent, share.low, share.high)).unwrap_or_default()
}

/// `24`, and below `12–30`.
fn days(days: Option<Quartiles>) -> String {
    days.map(|days| format!("{}\n{}–{}", days.median, days.first, days.third)).unwrap_or_default()
}

fn first_of(title: &str, count: usize) -> String {
    if count > MOST { format!("{title} (the first {MOST} of {count})") } else { title.to_owned() }
}

fn clip(text: &str, most: usize) -> String {
    let text = inert_line(text);
    if text.chars().count() <= most { text } else { text.chars().take(most - 1).chain(['…']).collect() }
}

fn right(text: impl ToString) -> Cell {
    Cell::new(text).set_alignment(CellAlignment::Right)
}

fn framed(heads: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table.set_header(heads.iter().map(Cell::new));
    table
}
