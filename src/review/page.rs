//! A review as a page for a browser (feature `html`).
//!
//! All that grows with the data is bounded: opportunities and rows in error by the review's `top`, rules, questions, facts and groups by
//! constants here; what is left out is said. Texts are clipped where a longer one would only be in the way.

use crate::html::{
    Bar, Cell, Chart, Figure, Interval, Page, Row, Section, Step, Table, Tone, bars, clipped, funnel, intervals,
};
use crate::value::Decimal;
use crate::verdict::Decision;

use super::result::{Amount, Review, ReviewedProcess, ReviewedRule, Standing, Talk};

/// So many rules and facts are shown of each kind.
const MOST: usize = 20;
/// So many bars are drawn in a chart.
const BARS: usize = 8;
/// So many intervals are drawn.
const INTERVALS: usize = 20;
/// So many groups are shown.
const GROUPS: usize = 100;
/// So many letters are shown of a text in a cell, and of what is folded.
const LETTERS: usize = 160;
const FOLDED: usize = 8_000;

impl Review {
    /// The review as a page: one text of HTML that is whole in itself, asks for nothing, and is read in light, in the dark and
    /// on paper.
    ///
    /// ```
    /// # let playbook = stagegate::Playbook::parse("opportunity { key id: text paid: bool } process p { stage a { require paid that paid } }")?;
    /// let mut reviewing = playbook.review(stagegate::Date::new(2026, 11, 23)?);
    /// reviewing.push(&playbook.reader().read_json(r#"{"id": "<script>", "paid": false}"#)?);
    /// let page = reviewing.finish().to_html();
    /// assert!(page.starts_with("<!doctype html>"));
    /// assert!(page.contains("&#60;script&#62;"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut page = Page::new("The pipeline at a glance").lead(self.counted());
        if self.all.open.count > 0 {
            page = page.section(self.worth());
        }
        for process in self.processes.iter().filter(|process| process.all.open.count > 0) {
            page = page.section(self.process(process));
        }
        let sections =
            [self.holding_back(), self.chances(), self.asking(), self.doubted(), self.grouped(), self.talked_about()];
        for section in sections.into_iter().flatten() {
            page = page.section(section);
        }
        if self.errors > 0 {
            page = page.section(self.unread());
        }
        if !self.notes.is_empty() {
            let notes = Section::new("What could not be said");
            page = page.section(self.notes.iter().fold(notes, |section, note| section.note(note)));
        }
        page.to_html()
    }

    /// `As of 2026-11-23: 232 rows, 205 open, 12 won`.
    fn counted(&self) -> String {
        let [won, lost, walked] = self.closed.map(|amount| amount.count);
        let counts = [
            (self.all.open.count, "open"),
            (won, "won"),
            (lost, "lost"),
            (walked, "walked away from"),
            (self.unrouted.count, "of no known process"),
            (self.errors, "in error"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        let counts: Vec<String> = counts.collect();
        format!("As of {}. {} rows: {}.", self.as_of, self.rows, counts.join(", "))
    }

    /// `54.2M USD`; how many where no worth is said.
    fn shown(&self, amount: Amount) -> String {
        amount.worth.map_or_else(|| amount.count.to_string(), |worth| self.money(worth))
    }

    fn money(&self, worth: Decimal) -> String {
        let short = worth.in_short();
        self.currency.map_or_else(|| short.clone(), |currency| format!("{short} {currency}"))
    }

    /// `54.2M USD in 12`.
    fn both(&self, amount: Amount) -> String {
        amount
            .worth
            .map_or_else(|| amount.count.to_string(), |worth| format!("{} in {}", self.money(worth), amount.count))
    }

    fn size(amount: Amount) -> f64 {
        amount.worth.unwrap_or_else(|| whole(amount.count)).to_f64()
    }

    /// The pipeline before and after.
    fn worth(&self) -> Section {
        let all = &self.all;
        let share = |amount: Amount| {
            let share = amount.share_of(all.open).map(|share| format!("{share}%")).unwrap_or_default();
            let also = amount.worth.map(|_| format!("{}, ", counted(amount.count))).unwrap_or_default();
            format!("{also}{share}")
        };
        let fallen = all.stands.share_of(all.open).and_then(|share| 100_u32.checked_sub(share));
        let mut figures = vec![
            Figure::new("Claimed", self.shown(all.open)).note(counted(all.open.count)),
            Figure::new("Stands where it claims to", self.shown(all.stands)).note(share(all.stands)).tone(Tone::Good),
            Figure::new("Has earned less", self.shown(all.moves_back)).note(share(all.moves_back)).tone(Tone::Doubtful),
            Figure::new("To disqualify", self.shown(all.disqualify)).note(share(all.disqualify)).tone(Tone::Bad),
            Figure::new("At risk", self.shown(all.at_risk)).note(share(all.at_risk)).tone(Tone::Doubtful),
        ];
        if let Some(weighted) = all.weighted {
            let between = format!("{} to {}", self.money(weighted.worst), self.money(weighted.best));
            figures.push(Figure::new("By chance", self.money(weighted.likely)).note(between).tone(Tone::Plain));
        }
        if let Some(weighted) = all.weighted_after {
            let between = format!("{} to {}", self.money(weighted.worst), self.money(weighted.best));
            let figure = Figure::new("By chance, without what is to disqualify", self.money(weighted.likely));
            figures.push(figure.note(between).tone(Tone::Plain));
        }
        let mut section = Section::new("What stands");
        if let Some(fallen) = fallen.filter(|_| self.has_stage) {
            section = section.text(format!(
                "Regraded by what is earned, the pipeline falls from {} to {}: by {fallen}%.",
                self.shown(all.open),
                self.shown(all.stands)
            ));
        }
        section.figures(figures)
    }

    /// One process by its stages.
    fn process(&self, process: &ReviewedProcess) -> Section {
        let title = process.title.as_deref().unwrap_or(&process.process);
        let mut steps: Vec<Step> = Vec::new();
        let mut table = Table::new().texts("Stage");
        for head in ["Claimed", "Stands", "Has earned less", "To disqualify", "On hold", "At risk", "Earned"] {
            table = table.numbers(head);
        }
        for stage in &process.stages {
            let name = stage.title.as_deref().unwrap_or(&stage.stage);
            steps.push(self.step(name, stage.all.open, stage.earned));
            let mut cells = self.standing(name, &stage.all);
            cells.push(self.cell(stage.earned));
            table.push(Row::new(cells));
        }
        if process.earned_won.count > 0 {
            steps.push(self.step("Won", Amount::default(), process.earned_won));
        }
        if process.earned_won.count > 0 {
            let empty = (0..6).map(|_| Cell::text(""));
            let won = [Cell::text("Won")].into_iter().chain(empty).chain([self.cell(process.earned_won)]);
            table.push(Row::new(won.collect()));
        }
        let all = self.standing("All", &process.all).into_iter().chain([Cell::text("")]);
        table.push(Row::new(all.collect()));
        let chart = funnel("Claimed against earned", ("claimed", "earned"), &steps);
        let mut charts = vec![chart];
        charts.extend(self.overstated(process));
        let note =
            "Earned is what has earned that stage and no later one, whatever it claims, without what is to disqualify.";
        Section::new(clipped(title, LETTERS)).charts(charts).table(table).note(note)
    }

    fn step(&self, name: &str, left: Amount, right: Amount) -> Step {
        let side =
            |amount: Amount| (Review::size(amount), if amount.count == 0 { String::new() } else { self.both(amount) });
        Step { label: name.to_owned(), left: side(left), right: side(right) }
    }

    /// By how many stages claims are overstated.
    fn overstated(&self, process: &ReviewedProcess) -> Option<Chart> {
        let amounts = process.all.overstated_by.iter().zip(1_usize..).filter(|(amount, _)| amount.count > 0);
        let drawn: Vec<Bar> = amounts
            .map(|(amount, by)| Bar {
                label: if by == 1 { "by one stage".to_owned() } else { format!("by {by} stages") },
                value: Review::size(*amount),
                shown: self.both(*amount),
                tone: Tone::Doubtful,
            })
            .collect();
        (!drawn.is_empty()).then(|| bars("Overstated", &drawn))
    }

    /// A row of what is said of open opportunities, without what they have earned.
    fn standing(&self, name: &str, standing: &Standing) -> Vec<Cell> {
        let Standing { open, stands, moves_back, disqualify, hold, at_risk, .. } = standing;
        let amounts = [open, stands, moves_back, disqualify, hold, at_risk];
        let cells = amounts.into_iter().map(|amount| self.cell(*amount));
        [Cell::text(clipped(name, LETTERS))].into_iter().chain(cells).collect()
    }

    /// How many and how much, sorted by how much.
    fn cell(&self, amount: Amount) -> Cell {
        let text = match (amount.count, amount.worth_in_short()) {
            (0, _) => String::new(),
            (count, Some(worth)) => format!("{count} · {worth}"),
            (count, None) => count.to_string(),
        };
        let by = amount.worth.map_or_else(|| amount.count.to_string(), |worth| worth.to_string());
        Cell::sorted(text, by)
    }

    /// Requirements, disqualifiers and warnings.
    fn holding_back(&self) -> Option<Section> {
        let mut charts = Vec::new();
        let mut section = Section::new("What holds back, and what ends");
        for (title, rules, tone) in [
            ("Unmet in what is on hold", &self.requirements, Tone::Doubtful),
            ("True disqualifiers", &self.disqualifiers, Tone::Bad),
        ] {
            let struck: Vec<&ReviewedRule> = rules.iter().filter(|rule| rule.strikes.count > 0).take(BARS).collect();
            if !struck.is_empty() {
                let bar = |rule: &&ReviewedRule| Bar {
                    label: rule.name().to_owned(),
                    value: Review::size(rule.strikes),
                    shown: self.both(rule.strikes),
                    tone,
                };
                charts.push(bars(title, &struck.iter().map(bar).collect::<Vec<_>>()));
            }
        }
        if !charts.is_empty() {
            section = section.charts(charts);
        }
        let mut table = Table::new().texts("Rule").texts("Kind").numbers("Strikes").numbers("Alone").numbers("At risk");
        table = table.texts("How").sortable();
        let kinds =
            [("requirement", &self.requirements), ("disqualifier", &self.disqualifiers), ("warning", &self.warnings)];
        let mut left_out: usize = 0;
        for (kind, rules) in kinds {
            left_out = left_out.saturating_add(rules.len().saturating_sub(MOST));
            for rule in rules.iter().take(MOST) {
                let [strikes, alone, at_risk] =
                    [rule.strikes, rule.alone, rule.at_risk].map(|amount| self.cell(amount));
                let how = clipped(rule.how.as_deref().unwrap_or_default(), 600);
                let cells = vec![Cell::text(clipped(rule.name(), LETTERS)), Cell::text(kind), strikes, alone, at_risk];
                table.push(Row::new(cells.into_iter().chain([Cell::text(how)]).collect()));
            }
        }
        let is_empty = kinds.iter().all(|(_, rules)| rules.is_empty());
        let note = "A requirement strikes what is on hold where it is unmet, alone where no other is. At risk: nobody knows yet.";
        (!is_empty).then(|| left(section.table(table).note(note), left_out, "rules"))
    }

    /// The intervals of chance of the largest opportunities.
    fn chances(&self) -> Option<Section> {
        let interval = |talk: &Talk| {
            let chance = talk.chance()?;
            Some(Interval {
                label: talk.name(),
                points: [chance.worst, chance.likely, chance.best].map(crate::value::Percent::points),
                shown: talk.worth.map(|worth| self.money(worth)).unwrap_or_default(),
                tone: tone(talk),
            })
        };
        let drawn: Vec<Interval> = self.largest.iter().filter_map(interval).take(INTERVALS).collect();
        if drawn.is_empty() {
            return None;
        }
        let title = if self.has_worth { "Chance of winning, the most worth first" } else { "Chance of winning" };
        let chart = intervals(title, &drawn).legend(&[
            (Tone::Good, "stands"),
            (Tone::Doubtful, "has earned less, or is at risk"),
            (Tone::Bad, "to disqualify"),
        ]);
        let text = "Each line goes from the chance if all that is unknown turns out for the worst to that if it turns out for the best; the mark is the chance as things stand.";
        let section = Section::new("How likely").text(text).charts(vec![chart]);
        let rest = usize::try_from(self.all.open.count).unwrap_or(usize::MAX).saturating_sub(drawn.len());
        Some(left(section, rest, "open opportunities"))
    }

    fn asking(&self) -> Option<Section> {
        let text = "What an answer could move is the whole worth where a rule waits for it, else the part by which the chance's interval would shrink.";
        let mut table =
            Table::new().texts("Fact").numbers("Asked").texts("Why it is not known").texts("What waits for it");
        for question in self.questions.iter().take(MOST) {
            let why: Vec<String> = question.why.iter().map(|(why, count)| format!("{count} {why}")).collect();
            let rules =
                if question.rules.is_empty() { "the chance alone".to_owned() } else { question.rules.join("; ") };
            let cells = [Cell::text(&question.fact), self.cell(question.moves), Cell::text(why.join(", "))];
            table.push(Row::new(cells.into_iter().chain([Cell::text(clipped(&rules, 300))]).collect()));
        }
        let left_out = self.questions.len().saturating_sub(MOST);
        let section = Section::new("What to ask").text(text).table(table.sortable());
        (!self.questions.is_empty()).then(|| left(section, left_out, "facts"))
    }

    fn doubted(&self) -> Option<Section> {
        let mut table = Table::new().texts("Fact");
        for head in ["Stale", "Too weak", "Opinion alone", "Undated", "Not yet", "Missing"] {
            table = table.numbers(head);
        }
        for doubt in self.doubts.iter().take(MOST) {
            let amounts = [doubt.stale, doubt.weak, doubt.opinion, doubt.undated, doubt.not_yet, doubt.missing];
            let cells = amounts.into_iter().map(|amount| self.cell(amount));
            table.push(Row::new([Cell::text(&doubt.fact)].into_iter().chain(cells).collect()));
        }
        let text = "Facts that do not count where an unmet requirement or a disqualifier at risk reads them. The weak ones that are known by the weakest evidence alone are opinion.";
        let section = Section::new("What is stale, weak or missing").text(text).table(table.sortable());
        (!self.doubts.is_empty()).then(|| left(section, self.doubts.len().saturating_sub(MOST), "facts"))
    }

    fn grouped(&self) -> Option<Section> {
        let by = self.by.as_ref()?;
        let mut table = Table::new().texts(by);
        for head in ["Claimed", "Stands", "Has earned less", "To disqualify", "On hold", "At risk"] {
            table = table.numbers(head);
        }
        for group in self.groups.iter().take(GROUPS) {
            table.push(Row::new(self.standing(group.value.as_deref().unwrap_or("(not known)"), &group.all)));
        }
        let drawn = self.groups.iter().take(BARS).map(|group| Step {
            label: group.value.clone().unwrap_or_else(|| "(not known)".to_owned()),
            left: (Review::size(group.all.open), self.both(group.all.open)),
            right: (Review::size(group.all.stands), self.both(group.all.stands)),
        });
        let chart = funnel("Claimed against what stands", ("claimed", "stands"), &drawn.collect::<Vec<_>>());
        let section = Section::new(format!("By {by}")).charts(vec![chart]).table(table.sortable());
        Some(left(section, self.groups.len().saturating_sub(GROUPS), "groups"))
    }

    /// The opportunities to talk about, each with its explanation.
    fn talked_about(&self) -> Option<Section> {
        let has_chance = self.talk.iter().any(|talk| talk.chance().is_some());
        let mut table = Table::new().texts("Opportunity").texts("Decision");
        if self.has_worth {
            table = table.numbers(self.currency.map_or("Worth".to_owned(), |currency| format!("Worth, {currency}")));
        }
        if has_chance {
            table = table.numbers("Chance");
        }
        table = table.texts("Claims").texts("Has earned").texts(self.by.as_deref().unwrap_or("Process")).texts("Why");
        for talk in &self.talk {
            table.push(self.talk_row(talk, has_chance));
        }
        let text = "The worst first: what is to disqualify, overstated or at risk by its worth, then what is on hold. Open a row for the whole explanation.";
        let section = Section::new("To talk about").text(text).table(table.sortable());
        let all = self.all.disqualify.count.saturating_add(self.all.hold.count);
        let rest = usize::try_from(all).unwrap_or(usize::MAX).saturating_sub(self.talk.len());
        (!self.talk.is_empty()).then(|| left(section, rest, "opportunities that are on hold or to disqualify"))
    }

    fn talk_row(&self, talk: &Talk, has_chance: bool) -> Row {
        let decision = talk.verdict.decision();
        let mut cells =
            vec![Cell::text(clipped(&talk.name(), LETTERS)), Cell::text(decision.as_str()).tone(tone(talk))];
        if self.has_worth {
            let sort = talk.worth.map(|worth| worth.to_string()).unwrap_or_default();
            cells.push(Cell::sorted(talk.worth.map(grouped).unwrap_or_default(), sort));
        }
        if has_chance {
            let likely = talk.chance().map(|chance| chance.likely);
            let sort = likely.map(|likely| likely.points().to_string()).unwrap_or_default();
            cells.push(Cell::sorted(likely.map(|likely| likely.to_string()).unwrap_or_default(), sort));
        }
        let last = if self.by.is_some() { talk.group.clone().unwrap_or_default() } else { talk.process.clone() };
        let texts = [&talk.claimed, &talk.earned, &last, &talk.why];
        cells.extend(texts.map(|text| Cell::text(clipped(text, LETTERS))));
        Row::new(cells).fold("The whole explanation", shortened(&talk.verdict.explain().to_string()))
    }

    fn unread(&self) -> Section {
        let has_files = self.named_errors.iter().any(|error| error.file.is_some());
        let mut table = if has_files { Table::new().texts("File") } else { Table::new() };
        table = table.numbers("Row").texts("Key").texts("What is wrong");
        for error in &self.named_errors {
            let file = has_files.then(|| Cell::text(clipped(error.file.as_deref().unwrap_or_default(), LETTERS)));
            let key = Cell::text(clipped(error.key.as_deref().unwrap_or_default(), LETTERS));
            let message = Cell::text(clipped(&error.message, 400));
            table.push(Row::new(file.into_iter().chain([Cell::text(error.row.to_string()), key, message]).collect()));
        }
        let text = format!("{} of {} rows could not be read, and count for nothing else.", self.errors, self.rows);
        let errors = usize::try_from(self.errors).unwrap_or(usize::MAX);
        left(
            Section::new("Rows in error").text(text).table(table.sortable()),
            errors.saturating_sub(self.named_errors.len()),
            "rows in error",
        )
    }
}

/// Says how many are not shown.
fn left(section: Section, count: usize, what: &str) -> Section {
    if count == 0 { section } else { section.note(format!("{count} more {what} are not shown here.")) }
}

fn counted(count: u64) -> String {
    if count == 1 { "1 opportunity".to_owned() } else { format!("{count} opportunities") }
}

fn tone(talk: &Talk) -> Tone {
    match talk.verdict.decision() {
        Decision::Disqualify | Decision::Error => Tone::Bad,
        Decision::Hold | Decision::Advance { .. } | Decision::Unrouted | Decision::Closed { .. } => {
            let is_doubtful = talk.verdict.is_overstated() || !talk.verdict.at_risk().is_empty();
            if is_doubtful { Tone::Doubtful } else { Tone::Good }
        }
    }
}

fn whole(count: u64) -> Decimal {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Decimal::from_ten_thousandths(count.saturating_mul(crate::value::SCALE))
}

/// `1,234,567`, without what is less than one.
fn grouped(worth: Decimal) -> String {
    let whole = worth.ten_thousandths().checked_div(crate::value::SCALE).unwrap_or(0);
    let digits = whole.unsigned_abs().to_string();
    let mut text = String::from(if whole < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).checked_rem(3) == Some(0) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The first letters of a long text of several lines.
fn shortened(text: &str) -> String {
    let mut letters = text.trim_end().chars();
    let mut kept: String = letters.by_ref().take(FOLDED).collect();
    if letters.next().is_some() {
        kept.push_str("… (cut here)");
    }
    kept
}
