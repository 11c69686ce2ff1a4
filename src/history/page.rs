//! A report as a page for a browser (feature `html`): the pictures first, the figures below them.

use crate::html::{
    Bar, Cell, Chart, Figure, Interval, Line, Page, Row, Section, Table, Tone, bars, clipped, intervals, lines,
};
use crate::value::Decimal;

use super::backtest::{Backtest, Calibration, Cut, Ended, JudgedRule, LostWin};
use super::{Quartiles, Share};

/// So many rules are drawn, and so many shown.
const DRAWN: usize = 20;
const MOST: usize = 100;
/// So many letters of what is folded.
const FOLDED: usize = 8_000;

impl Backtest {
    /// The report as a page: one text of HTML that is whole in itself, asks for nothing, and is read in light, in the dark and
    /// on paper.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut page = Page::new("What the rules would have done").lead(self.counted());
        let sections = [self.sum(), self.rules_section(), self.wins_section(), self.curve_section(), self.drift()];
        for section in sections.into_iter().flatten() {
            page = page.section(section);
        }
        if let Some(fit) = &self.calibration {
            page = page.section(calibration(fit));
        }
        let notes = Section::new("To be known beside it");
        let lines = self.notes.iter().chain(&self.method);
        page.section(lines.fold(notes, |section, note| section.note(note))).to_html()
    }

    fn counted(&self) -> String {
        let counts = self.ended.iter().filter(|ended| ended.count > 0 && ended.end != "losses");
        let counts: Vec<String> = counts.map(|ended| format!("{} {}", ended.count, ended.end)).collect();
        format!("Up to {}. {} rows: {}.", self.as_of, self.rows, counts.join(", "))
    }

    fn money(&self, worth: Option<Decimal>) -> String {
        let Some(worth) = worth else { return String::new() };
        let short = worth.in_short();
        self.currency.map_or_else(|| short.clone(), |currency| format!("{short} {currency}"))
    }

    /// What all rules would have done together.
    fn sum(&self) -> Option<Section> {
        let (losses, won) = (self.ended("losses")?, self.ended("won")?);
        let figure = |name: &str, ended: &Ended, tone: Tone| {
            let spread = ended.cut.share.map(spread).unwrap_or_default();
            Figure::new(name, one(ended.cut.share))
                .note(format!("{} of {}; {spread}", ended.cut.count, ended.count))
                .tone(tone)
        };
        let mut figures =
            vec![figure("Of the losses, cut early", losses, Tone::Good), figure("Of the wins, cut", won, Tone::Bad)];
        if let Some(days) = losses.cut.days_before_closing {
            let note = format!("half of them between {} and {}", days.first, days.third);
            figures.push(Figure::new("Days before the end", days.median.to_string()).note(note).tone(Tone::Plain));
        }
        if losses.cut.worth.is_some() || won.cut.worth.is_some() {
            let worth = |cut: &Cut| cut.worth_share.map(spread).unwrap_or_default();
            figures.push(Figure::new("Worth of the losses cut", self.money(losses.cut.worth)).note(worth(&losses.cut)));
            figures.push(Figure::new("Worth of the wins cut", self.money(won.cut.worth)).note(worth(&won.cut)));
        }
        let mut table = Table::new().texts("Ended");
        for head in [
            "Count",
            "Cut",
            "% of all",
            "% of those open for more than a day",
            "Worth",
            "% of the worth",
            "Day after opening",
            "Days before the end",
        ] {
            table = table.numbers(head);
        }
        for ended in self.ended.iter().filter(|ended| ended.count > 0) {
            let cut = &ended.cut;
            table.push(Row::new(vec![
                Cell::text(ended.end),
                Cell::sorted(ended.count.to_string(), ended.count),
                Cell::sorted(cut.count.to_string(), cut.count),
                share(cut.share),
                share(cut.share_of_longer),
                Cell::text(self.money(ended.worth)),
                share(cut.worth_share),
                days(cut.days_after_opening),
                days(cut.days_before_closing),
            ]));
        }
        Some(Section::new("All rules together").figures(figures).table(table))
    }

    /// Each rule alone, and what it adds.
    fn rules_section(&self) -> Option<Section> {
        let judged: Vec<&JudgedRule> = self.rules.iter().filter(|rule| rule.judged).collect();
        if judged.is_empty() {
            return None;
        }
        let drawn = |end: &str, tone: Tone| -> Vec<Interval> {
            let point = |rule: &&JudgedRule| {
                let share = rule.alone(end)?.share?;
                Some(Interval {
                    label: name(rule),
                    points: [share.low, share.percent, share.high],
                    shown: format!("{:.1} %", share.percent),
                    tone,
                })
            };
            judged.iter().take(DRAWN).filter_map(point).collect()
        };
        let charts = vec![
            intervals("Losses that each rule alone would have cut, with 95 % intervals", &drawn("losses", Tone::Good)),
            intervals("Wins that each rule alone would have cut, with 95 % intervals", &drawn("won", Tone::Bad)),
        ];
        let mut table = Table::new().sortable().texts("Rule");
        for head in [
            "Losses cut, %",
            "% of those open for more than a day",
            "Wins cut, %",
            "Days before the end",
            "Losses no other cuts",
            "Wins no other cuts",
        ] {
            table = table.numbers(head);
        }
        let empty = Cut::default();
        for rule in judged.iter().take(MOST) {
            let (losses, won) = (rule.alone("losses").unwrap_or(&empty), rule.alone("won").unwrap_or(&empty));
            let adds = |end: &str| rule.adds(end).map_or(0, |cut| cut.count);
            table.push(Row::new(vec![
                Cell::text(name(rule)),
                share(losses.share),
                share(losses.share_of_longer),
                share(won.share),
                days(losses.days_before_closing),
                Cell::sorted(adds("losses").to_string(), adds("losses")),
                Cell::sorted(adds("won").to_string(), adds("won")),
            ]));
        }
        let section = Section::new("Rule by rule").charts(charts).table(table);
        Some(if judged.len() > MOST {
            section.note(format!("The first {MOST} of {} rules.", judged.len()))
        } else {
            section
        })
    }

    /// Won opportunities that would have been cut.
    fn wins_section(&self) -> Option<Section> {
        if self.wins_cut == 0 {
            return None;
        }
        let mut table =
            Table::new().sortable().texts("Opportunity").numbers("Worth").texts("Cut on").texts("Won on").texts("By");
        for win in &self.wins {
            table.push(self.win(win));
        }
        let section = Section::new("Won, and would have been cut").table(table);
        let named = u64::try_from(self.wins.len()).unwrap_or(u64::MAX);
        Some(if named < self.wins_cut {
            section.note(format!("{named} of {}, the largest first.", self.wins_cut))
        } else {
            section
        })
    }

    fn win(&self, win: &LostWin) -> Row {
        let name = win.key.clone().unwrap_or_else(|| format!("row {}", win.row));
        let rules: Vec<&str> =
            win.verdict.disqualified_by().iter().map(|rule| rule.title().unwrap_or(rule.rule())).collect();
        let date = |day: Option<crate::value::Date>| Cell::text(day.map(|day| day.to_string()).unwrap_or_default());
        let worth = Cell::sorted(self.money(win.worth), win.worth.map(|worth| worth.to_string()).unwrap_or_default());
        let cells = vec![
            Cell::text(clipped(&name, 80)),
            worth,
            date(win.verdict.as_of()),
            date(win.closed),
            Cell::text(rules.join("; ")),
        ];
        Row::new(cells).fold("Why", clipped(&win.verdict.explain().to_string(), FOLDED))
    }

    fn curve_section(&self) -> Option<Section> {
        if self.curve.is_empty() {
            return None;
        }
        let line = |name: &str, tone: Tone, of: fn(&super::CurvePoint) -> Option<Share>| Line {
            name: name.to_owned(),
            points: self.curve.iter().filter_map(|point| Some((point.below.points(), of(point)?.percent))).collect(),
            tone,
        };
        let chart = lines(
            "What `disqualify when chance < P` would have cut",
            ("P, %", "cut, %"),
            &[line("losses", Tone::Good, |point| point.losses), line("wins", Tone::Bad, |point| point.wins)],
        );
        let mut table = Table::new();
        for head in ["chance <, %", "Losses cut, %", "% of those open for more than a day", "Wins cut, %"] {
            table = table.numbers(head);
        }
        for point in &self.curve {
            let below = Cell::sorted(point.below.to_string(), point.below.points());
            table.push(Row::new(vec![below, share(point.losses), share(point.losses_of_longer), share(point.wins)]));
        }
        Some(Section::new("Where to set the threshold").charts(vec![chart]).table(table))
    }

    /// By when they began.
    fn drift(&self) -> Option<Section> {
        if self.periods.is_empty() {
            return None;
        }
        let shown = self.periods.iter().rev().take(MOST).rev();
        let drawn = |title: &str, tone: Tone, of: fn(&super::Period) -> Option<Share>| -> Chart {
            let point = |period: &super::Period| {
                let share = of(period)?;
                let shown = format!("{:.1} %", share.percent);
                Some(Bar { label: period.began.clone(), value: share.percent, shown, tone })
            };
            let last = self.periods.len().saturating_sub(DRAWN);
            bars(title, &self.periods.iter().skip(last).filter_map(point).collect::<Vec<_>>())
        };
        let charts = vec![
            drawn("Losses cut, by when they began", Tone::Good, |period| period.losses_cut),
            drawn("Wins cut, by when they began", Tone::Bad, |period| period.wins_cut),
        ];
        let mut table = Table::new().texts("Began");
        for head in ["Ended", "Open", "Won, %", "Losses cut, %", "Wins cut, %"] {
            table = table.numbers(head);
        }
        for period in shown {
            table.push(Row::new(vec![
                Cell::text(&period.began),
                Cell::sorted(period.ended.to_string(), period.ended),
                Cell::sorted(period.open.to_string(), period.open),
                share(period.won),
                share(period.losses_cut),
                share(period.wins_cut),
            ]));
        }
        Some(Section::new("Does it drift?").charts(charts).table(table))
    }
}

/// The chance held against what came of it.
fn calibration(fit: &Calibration) -> Section {
    let points = |of: fn(&super::ChanceGroup) -> Option<f64>| -> Vec<(f64, f64)> {
        fit.groups.iter().filter_map(|group| Some((group.chance, of(group)?))).collect()
    };
    let chart = lines(
        "The chance, and what was won",
        ("chance, %", "won, %"),
        &[
            Line { name: "as it came".to_owned(), points: points(|group| Some(group.won?.percent)), tone: Tone::Plain },
            Line { name: "as it was said".to_owned(), points: points(|group| Some(group.chance)), tone: Tone::Pale },
        ],
    );
    let mut table = Table::new();
    for head in ["Chance, %", "from", "to", "Count", "Won, %"] {
        table = table.numbers(head);
    }
    for group in &fit.groups {
        let [chance, from, to] =
            [group.chance, group.from, group.to].map(|points| Cell::sorted(format!("{points:.1}"), points));
        table.push(Row::new(vec![
            chance,
            from,
            to,
            Cell::sorted(group.count.to_string(), group.count),
            share(group.won),
        ]));
    }
    let auc = fit
        .auc
        .map(|auc| format!("AUC {:.3} ({:.3} to {:.3}). ", auc.percent / 100.0, auc.low / 100.0, auc.high / 100.0));
    let text = format!(
        "{}Brier score {} ({} if all had the same chance). Chances are off by {} points on the mean.",
        auc.unwrap_or_default(),
        fit.brier,
        fit.brier_of_base,
        fit.expected_error
    );
    Section::new("Are the chances true?").charts(vec![chart]).text(text).table(table)
}

fn name(rule: &JudgedRule) -> String {
    rule.title.clone().unwrap_or_else(|| rule.rule.clone())
}

/// `3.8%`.
fn one(share: Option<Share>) -> String {
    share.map(|share| format!("{:.1}%", share.percent)).unwrap_or_default()
}

/// `3.3 to 4.4 %`.
fn spread(share: Share) -> String {
    format!("{:.1} to {:.1} %", share.low, share.high)
}

fn share(share: Option<Share>) -> Cell {
    let text = share.map(|share| format!("{:.1} ({:.1}–{:.1})", share.percent, share.low, share.high));
    Cell::sorted(text.unwrap_or_default(), share.map(|share| share.percent.to_string()).unwrap_or_default())
}

fn days(days: Option<Quartiles>) -> Cell {
    let text = days.map(|days| format!("{} ({}–{})", days.median, days.first, days.third));
    Cell::sorted(text.unwrap_or_default(), days.map(|days| days.median.to_string()).unwrap_or_default())
}
