//! A review as tables of 80 columns.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use stagegate::{Amount, Doubt, Review, ReviewedProcess, ReviewedRule, Standing, Weighted};

use crate::output::{inert, inert_line};

/// How wide it is.
const WIDTH: u16 = 80;
/// So many rules, questions, facts and groups are shown of each.
const MOST: usize = 8;

/// The whole text; it ends with a line break.
pub(crate) fn of(review: &Review) -> String {
    let mut page = Page { review, text: String::new() };
    page.head();
    for process in &review.processes {
        page.process(process);
    }
    page.rules("What holds back", &review.requirements, &["Requirement", "On hold", "By it alone"], |rule| {
        [rule.strikes, rule.alone]
    });
    page.rules("What ends", &review.disqualifiers, &["Disqualifier", "To end", "At risk"], |rule| {
        [rule.strikes, rule.at_risk]
    });
    page.questions();
    page.doubts();
    page.groups();
    page.talk();
    page.errors();
    page.notes();
    page.text
}

struct Page<'a> {
    review: &'a Review,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Adds words in lines of at most 80 letters, those after the first indented.
    fn words(&mut self, text: &str) {
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > usize::from(WIDTH) {
                self.line(&line);
                line = String::from(" ");
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(&line);
    }

    fn title(&mut self, text: &str) {
        self.line("");
        self.line(text);
    }

    fn table(&mut self, table: &Table) {
        for line in table.to_string().lines() {
            self.line(line.trim_end());
        }
    }

    /// `1.2M USD`; how many where no worth is said.
    fn worth(&self, amount: Amount) -> String {
        match (amount.worth_in_short(), self.review.currency) {
            (Some(worth), Some(currency)) => format!("{worth} {currency}"),
            (Some(worth), None) => worth,
            (None, _) => amount.count.to_string(),
        }
    }

    fn head(&mut self) {
        let review = self.review;
        let mut counts = vec![format!("{} open", review.all.open.count)];
        let closed = review.closed.map(|amount| amount.count);
        let words = ["won", "lost", "walked away from"];
        let mut rest: Vec<(u64, &str)> = closed.into_iter().zip(words).collect();
        rest.extend([(review.unrouted.count, "unrouted"), (review.errors, "in error")]);
        counts.extend(rest.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")));
        let rows = if review.rows == 1 { "1 row".to_owned() } else { format!("{} rows", review.rows) };
        self.words(&format!("Review as of {}: {rows}, {}", review.as_of, counts.join(", ")));
        if review.all.open.count > 0 {
            self.regraded();
        }
    }

    /// What is claimed, and what is left of it.
    fn regraded(&mut self) {
        let all = &self.review.all;
        self.line("");
        let mut table = plain();
        let rows = [
            ("claimed", all.open),
            ("stands where it claims to", all.stands),
            ("has earned less", all.moves_back),
            ("to disqualify", all.disqualify),
        ];
        for (name, amount) in rows {
            let share = amount.share_of(all.open).map(|share| format!("{share}%")).unwrap_or_default();
            let worth = amount.worth.map(|_| self.worth(amount)).unwrap_or_default();
            table.add_row([Cell::new(name), right(amount.count), right(worth), right(share)]);
        }
        self.table(&table);
        let (before, after) = (self.worth(all.open), self.worth(all.stands));
        let left = all.stands.share_of(all.open).filter(|left| self.review.has_stage && *left <= 100);
        if let Some(left) = left {
            self.words(&format!("Regraded by what is earned, it falls from {before} to {after}: by {}%.", 100 - left));
        }
        if all.overstated.count > 0 {
            let by = all.overstated_by.iter().enumerate().filter(|(_, amount)| amount.count > 0);
            let by: Vec<String> = by.map(|(at, amount)| format!("{} by {}", amount.count, stages(at + 1))).collect();
            self.words(&format!("Overstated: {}.", by.join(", ")));
        }
        if all.at_risk.count > 0 {
            self.words(&format!("At risk: {}.", self.both(all.at_risk)));
        }
        if let (Some(all), Some(after)) = (all.weighted, all.weighted_after) {
            let words = |sum: Weighted| {
                let [worst, likely, best] = [sum.worst, sum.likely, sum.best].map(|sum| self.short(sum));
                format!("{likely} likely, {worst} at worst, {best} at best")
            };
            let [all, after] = [all, after].map(words);
            self.words(&format!("By chance: {all}."));
            self.words(&format!("Without what is to disqualify: {after}."));
        }
    }

    fn short(&self, worth: stagegate::Decimal) -> String {
        self.worth(Amount { count: 0, worth: Some(worth) })
    }

    /// `12, 1.2M USD`.
    fn both(&self, amount: Amount) -> String {
        match amount.worth {
            Some(_) => format!("{}, {}", amount.count, self.worth(amount)),
            None => amount.count.to_string(),
        }
    }

    fn process(&mut self, process: &ReviewedProcess) {
        let title = process.title.as_deref().unwrap_or(&process.process);
        self.title(&inert_line(title));
        let mut table = framed(&["Stage", "Claimed", "Stands", "Less", "End", "Hold", "Risk", "Earned"]);
        for stage in &process.stages {
            let name = stage.title.as_deref().unwrap_or(&stage.stage);
            table.add_row(standing(name, &stage.all, Some(stage.earned)));
        }
        // Nothing that is open claims to be won.
        if process.earned_won.count > 0 {
            let won = [Cell::new("Won")].into_iter().chain((0..6).map(|_| Cell::new("")));
            table.add_row(won.chain([right(in_lines(process.earned_won))]));
        }
        table.add_row(standing("All", &process.all, None));
        self.table(&table);
    }

    fn rules(&mut self, title: &str, rules: &[ReviewedRule], heads: &[&str; 3], of: fn(&ReviewedRule) -> [Amount; 2]) {
        if rules.is_empty() {
            return;
        }
        self.title(&first_of(title, rules.len()));
        let mut table = framed(heads);
        for rule in rules.iter().take(MOST) {
            let how = rule.how.as_deref().unwrap_or_default();
            let how = inert(how).split_whitespace().collect::<Vec<_>>().join(" ");
            let name = [inert_line(rule.name()), how].join("\n");
            let cells = of(rule).map(|amount| right(in_lines(amount)));
            table.add_row([Cell::new(name.trim_end())].into_iter().chain(cells));
        }
        self.table(&table);
    }

    fn questions(&mut self) {
        let questions = &self.review.questions;
        if questions.is_empty() {
            return;
        }
        self.title(&first_of("What to ask: the answers that could move most", questions.len()));
        let mut table = framed(&["Fact", "Asked", "Why", "Waiting for it"]);
        for question in questions.iter().take(MOST) {
            let why: Vec<String> = question.why.iter().map(|(why, count)| format!("{count} {why}")).collect();
            let mut rules: Vec<String> = question.rules.iter().take(2).map(|rule| inert_line(rule)).collect();
            if question.rules.len() > 2 {
                rules.push(format!("and {} more", question.rules.len() - 2));
            }
            let rules = if rules.is_empty() { "the chance alone".to_owned() } else { rules.join("\n") };
            let cells = [Cell::new(&question.fact), right(in_lines(question.moves))];
            table.add_row(cells.into_iter().chain([Cell::new(why.join("\n")), Cell::new(rules)]));
        }
        self.table(&table);
    }

    fn doubts(&mut self) {
        let is_known = |doubt: &&Doubt| doubt.stale.count + doubt.weak.count + doubt.undated.count > 0;
        let doubts: Vec<&Doubt> = self.review.doubts.iter().filter(is_known).collect();
        if doubts.is_empty() {
            return;
        }
        self.title(&first_of("Known, but not well enough", doubts.len()));
        let mut table = framed(&["Fact", "Stale", "Too weak", "Opinion alone", "Undated"]);
        for doubt in doubts.into_iter().take(MOST) {
            let cells = [doubt.stale, doubt.weak, doubt.opinion, doubt.undated].map(|amount| right(in_lines(amount)));
            table.add_row([Cell::new(&doubt.fact)].into_iter().chain(cells));
        }
        self.table(&table);
    }

    fn groups(&mut self) {
        let Some(by) = &self.review.by else { return };
        let groups = &self.review.groups;
        self.title(&first_of(&format!("By {by}"), groups.len()));
        let mut table = framed(&[by, "Claimed", "Stands", "Less", "End", "Hold", "Risk"]);
        for group in groups.iter().take(MOST) {
            table.add_row(
                standing(group.value.as_deref().unwrap_or("(not known)"), &group.all, None).into_iter().take(7),
            );
        }
        self.table(&table);
    }

    fn talk(&mut self) {
        let talk = &self.review.talk;
        if talk.is_empty() {
            return;
        }
        self.title(&format!("To talk about, the worst first ({})", talk.len()));
        let heads: &[&str] =
            if self.review.has_worth { &["Opportunity", "Worth", "Why"] } else { &["Opportunity", "Why"] };
        let mut table = framed(heads);
        for talk in talk {
            let worth = talk.worth.map(|worth| self.short(worth)).unwrap_or_default();
            let worth = self.review.has_worth.then(|| right(worth));
            let (name, why) = (Cell::new(clip(&talk.name(), 24)), Cell::new(clip(&talk.why, 200)));
            table.add_row([name].into_iter().chain(worth).chain([why]));
        }
        self.table(&table);
    }

    fn errors(&mut self) {
        let named = &self.review.named_errors;
        if self.review.errors == 0 {
            return;
        }
        let more = self.review.errors.saturating_sub(named.len() as u64);
        self.title(&format!("Rows in error ({})", self.review.errors));
        for error in named {
            let file = error.file.as_deref().map(|file| format!("{file}, ")).unwrap_or_default();
            let key = error.key.as_deref().map(|key| format!(" ({})", clip(key, 40))).unwrap_or_default();
            self.words(&format!("{}row {}{key}: {}", inert_line(&file), error.row, inert_line(&error.message)));
        }
        if more > 0 {
            self.line(&format!("and {more} more"));
        }
    }

    fn notes(&mut self) {
        if self.review.notes.is_empty() {
            return;
        }
        self.line("");
        for note in &self.review.notes {
            self.words(&format!("Note: {}", inert_line(note)));
        }
    }
}

fn stages(count: usize) -> String {
    if count == 1 { "one stage".to_owned() } else { format!("{count} stages") }
}

fn first_of(title: &str, count: usize) -> String {
    if count > MOST { format!("{title} (the first {MOST} of {count})") } else { title.to_owned() }
}

fn clip(text: &str, most: usize) -> String {
    let text = inert_line(text);
    if text.chars().count() <= most { text } else { text.chars().take(most - 1).chain(['…']).collect() }
}

/// How many, and below what they are worth.
fn in_lines(amount: Amount) -> String {
    match (amount.count, amount.worth_in_short()) {
        (0, _) => String::new(),
        (count, Some(worth)) => format!("{count}\n{worth}"),
        (count, None) => count.to_string(),
    }
}

fn right(text: impl ToString) -> Cell {
    Cell::new(text).set_alignment(CellAlignment::Right)
}

fn standing(name: &str, standing: &Standing, earned: Option<Amount>) -> Vec<Cell> {
    let Standing { open, stands, moves_back, disqualify, hold, at_risk, .. } = standing;
    let amounts = [*open, *stands, *moves_back, *disqualify, *hold, *at_risk];
    let cells = amounts.into_iter().chain([earned.unwrap_or_default()]);
    [Cell::new(clip(name, 24))].into_iter().chain(cells.map(|amount| right(in_lines(amount)))).collect()
}

fn plain() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table
}

fn framed(heads: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table.set_header(heads.iter().map(|head| Cell::new(inert_line(head))));
    table
}
