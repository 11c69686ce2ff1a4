//! Random well-typed expressions as text.

use super::choices::Choices;
use super::shape::{Path, Shape, Type};

/// How tightly an expression binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Binding {
    /// A quantifier or aggregate with `where`: a whole clause, an argument or in parentheses.
    Where,
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Minus,
    Atom,
}

/// An expression's text. Blanks that must stay one blank are [`FIXED`].
#[derive(Clone, Debug)]
pub struct Expr {
    pub text: String,
    pub binding: Binding,
}

/// Stands for the one blank between a number and its unit.
pub const FIXED: char = '\u{1}';

/// Stand round an expression where parentheses would change nothing.
const NEEDLESS: [char; 2] = ['\u{2}', '\u{3}'];

/// A value that the playbook names, near which data gets interesting.
#[derive(Clone, Debug, PartialEq)]
pub enum Named {
    /// In ten-thousandths: numbers, percents and amounts.
    Decimal(i64),
    Days(i64),
    /// Year, month, day.
    Date(i32, u32, u32),
    Text(&'static str),
}

/// What an expression may mention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Chance {
    No,
    /// Comparisons of the interval.
    Interval,
    /// `chance.worst` and so on too.
    Ends,
}

pub struct Exprs<'s> {
    pub shape: &'s Shape,
    /// The paths from the opportunity.
    top: Vec<Path>,
    /// The defines so far.
    pub defines: Vec<Path>,
    /// The paths from the element of the innermost `where`.
    element: Option<Vec<Path>>,
    pub named: Vec<Named>,
    pub chance: Chance,
    /// Whether to write parentheses that change nothing.
    pub needless: bool,
    today: bool,
}

fn expr(text: impl Into<String>, binding: Binding) -> Expr {
    Expr { text: text.into(), binding }
}

fn atom(text: impl Into<String>) -> Expr {
    expr(text, Binding::Atom)
}

impl Expr {
    /// In parentheses where it binds less tightly.
    fn at_least(self, binding: Binding) -> String {
        if self.binding < binding {
            return format!("({})", self.text);
        }
        format!("{}{}{}", NEEDLESS[0], self.text, NEEDLESS[1])
    }

    /// As an argument.
    fn argument(self) -> String {
        self.at_least(Binding::Where)
    }
}

const NUMBERS: [i64; 12] =
    [0, 10_000, 20_000, 5_000, 30_000, 22_500, 1_000_000, 1, 12_345_000, 100_000_000, i64::MAX, 9_999];
const PERCENTS: [i64; 7] = [0, 1_000, 10_000, 5_000, 250, 1, 20_000];
const DAYS: [i64; 8] = [0, 1, 30, 2, 7, 90, 365, 4_000_000];
const DATES: [(i32, u32, u32); 8] = [
    (2026, 11, 23),
    (2026, 3, 31),
    (2024, 2, 29),
    (2026, 1, 1),
    (2025, 12, 31),
    (2026, 10, 1),
    (1, 1, 1),
    (9999, 12, 31),
];
pub const TEXTS: [&str; 9] = ["", "a", "ab", "Cut churn", "É", "a \"b\" \\ c", "# no  comment", "n/a", "ΑΣ"];

impl<'s> Exprs<'s> {
    pub fn new(shape: &'s Shape) -> Exprs<'s> {
        let top = shape.paths(&shape.fields, "");
        Exprs {
            shape,
            top,
            defines: Vec::new(),
            element: None,
            named: Vec::new(),
            chance: Chance::No,
            needless: false,
            today: true,
        }
    }

    /// A whole clause: what stands behind `when` and the like.
    pub fn clause(&mut self, c: &mut Choices, depth: usize) -> String {
        let text = self.expr(c, &Type::Bool, depth).argument();
        spaced(c, &text, self.needless)
    }

    /// What stands behind `define … as`.
    pub fn whole(&mut self, c: &mut Choices, ty: &Type, depth: usize) -> String {
        let text = self.expr(c, ty, depth).argument();
        spaced(c, &text, self.needless)
    }

    /// The scalar facts of the opportunity, by path.
    pub fn scalars(&self) -> Vec<String> {
        self.top.iter().filter(|path| !matches!(path.ty, Type::List(_))).map(|path| path.text.clone()).collect()
    }

    /// The paths of that sort in scope, as they are written there; facts, without defines.
    fn paths(&self, wanted: impl Fn(&Type) -> bool) -> Vec<Path> {
        let mut found: Vec<Path> = Vec::new();
        let first = |path: &Path| path.text.split('.').next().unwrap_or("").to_owned();
        let element = self.element.as_deref().unwrap_or(&[]);
        found.extend(element.iter().filter(|path| wanted(&path.ty)).cloned());
        for path in self.top.iter().filter(|path| wanted(&path.ty)) {
            let hidden = element.iter().any(|other| first(other) == first(path));
            let text = if hidden { format!("opportunity.{}", path.text) } else { path.text.clone() };
            found.push(Path { text, ty: path.ty.clone() });
        }
        found
    }

    fn expr(&mut self, c: &mut Choices, ty: &Type, depth: usize) -> Expr {
        c.place(|c| self.within_place(c, ty, depth))
    }

    fn within_place(&mut self, c: &mut Choices, ty: &Type, depth: usize) -> Expr {
        if *ty == Type::Bool {
            return self.truth_within(c, depth);
        }
        if depth == 0 || c.below(5) < 2 {
            return self.leaf(c, ty);
        }
        let depth = depth - 1;
        match ty {
            Type::Number => self.number(c, depth),
            Type::Percent | Type::Fraction => self.percent(c, depth),
            Type::Money(_) => self.money(c, ty, depth),
            Type::Duration => self.duration(c, depth),
            Type::Date => self.date(c, depth),
            Type::Text => atom(format!("lower({})", self.expr(c, &Type::Text, depth).argument())),
            Type::Enumeration(_) => self.leaf(c, ty),
            Type::Bool | Type::Record(_) | Type::List(_) => unreachable!("{ty:?}"),
        }
    }

    /// A fact, a define or a literal.
    fn leaf(&mut self, c: &mut Choices, ty: &Type) -> Expr {
        let paths = self.paths(|other| same(other, ty));
        let defines: Vec<Path> = self.defines.iter().filter(|define| same(&define.ty, ty)).cloned().collect();
        let literals = if *ty == Type::Bool && !paths.is_empty() { 0 } else { 2 };
        let choice = c.weighted(&[5 * paths.len().min(1), 2 * defines.len().min(1), literals.max(1)]);
        match choice {
            0 if !paths.is_empty() => {
                let path = {
                    let path = c.pick(&paths).text.clone();
                    self.path_from_top(c, path)
                };
                let evidence = if c.once_in(4) { self.evidence(c) } else { String::new() };
                atom(format!("{path}{evidence}"))
            }
            1 if !defines.is_empty() => atom(c.pick(&defines).text.clone()),
            _ => self.literal(c, ty),
        }
    }

    /// A path, outside of lists sometimes with the word that says where it starts.
    fn path_from_top(&self, c: &mut Choices, path: String) -> String {
        let long = self.element.is_none() && c.once_in(20);
        if long { format!("opportunity.{path}") } else { path }
    }

    /// ` by G within D`, either or neither.
    fn evidence(&mut self, c: &mut Choices) -> String {
        let mut text = String::new();
        if !self.shape.grades.is_empty() && c.below(2) == 0 {
            text.push_str(&format!(" by {}", c.pick(&self.shape.grades)));
        }
        if self.today && c.below(2) == 0 {
            let days = *c.pick(&DAYS[..7]);
            self.named.push(Named::Days(days));
            let age = match c.below(3) {
                0 => format!("{days}{FIXED}days"),
                1 => format!("{}{FIXED}month", 1 + c.below(14)),
                _ => format!("{}{FIXED}weeks", 1 + c.below(3)),
            };
            text.push_str(&format!(" within {age}"));
        }
        text
    }

    fn literal(&mut self, c: &mut Choices, ty: &Type) -> Expr {
        let text = match ty {
            Type::Number => {
                let count = *c.pick(&NUMBERS);
                self.named.push(Named::Decimal(count));
                number(c, count, 4)
            }
            Type::Percent | Type::Fraction => {
                let count = *c.pick(&PERCENTS);
                self.named.push(Named::Decimal(count));
                format!("{}%", decimal(count, 2))
            }
            Type::Money(currency) => {
                let count = *c.pick(&NUMBERS);
                self.named.push(Named::Decimal(count));
                format!("{}{FIXED}{currency}", number(c, count, 4))
            }
            Type::Duration => {
                let days = *c.pick(&DAYS);
                self.named.push(Named::Days(days));
                match (days, c.below(2)) {
                    (7, 1) => format!("1{FIXED}week"),
                    (1, _) => format!("1{FIXED}day"),
                    (days, _) => format!("{days}{FIXED}days"),
                }
            }
            Type::Date => {
                let (year, month, day) = *c.pick(&DATES);
                self.named.push(Named::Date(year, month, day));
                if self.today && c.below(2) == 1 {
                    return atom("today");
                }
                format!("{year:04}-{month:02}-{day:02}")
            }
            Type::Text => {
                let text = *c.pick(&TEXTS);
                self.named.push(Named::Text(text));
                if c.once_in(12) && !text.contains('"') { multi_line(text) } else { string(text) }
            }
            Type::Bool => ["true", "false"][c.below(2)].to_owned(),
            Type::Enumeration(_) | Type::Record(_) | Type::List(_) => unreachable!("{ty:?} has no literals"),
        };
        atom(text)
    }

    fn number(&mut self, c: &mut Choices, depth: usize) -> Expr {
        match c.below(10) {
            0 => self.count(c, depth),
            1 => self.sum(c, &Type::Number, &Type::Number, depth),
            2 => self.product(c, &Type::Number, "*", &Type::Number, depth),
            3 => self.product(c, &Type::Number, "/", &Type::Number, depth),
            4 => {
                let ty = c.pick(&[Type::Percent, Type::Money("USD"), Type::Money("EUR"), Type::Duration]).clone();
                self.product(c, &ty, "/", &ty, depth)
            }
            5 => self.scaled(c, &Type::Number, depth),
            6 => atom(format!("length({})", self.expr(c, &Type::Text, depth).argument())),
            7 => atom(format!("round({})", self.expr(c, &Type::Number, depth).argument())),
            8 => self.common(c, &Type::Number, depth),
            _ => self.aggregate(c, &Type::Number, depth),
        }
    }

    fn percent(&mut self, c: &mut Choices, depth: usize) -> Expr {
        match c.below(4) {
            0 => self.sum(c, &Type::Percent, &Type::Percent, depth),
            1 => self.product(c, &Type::Percent, "*", &Type::Percent, depth),
            2 => self.common(c, &Type::Percent, depth),
            _ if self.chance == Chance::Ends => atom(*c.pick(&["chance.worst", "chance.likely", "chance.best"])),
            _ => self.aggregate(c, &Type::Percent, depth),
        }
    }

    fn money(&mut self, c: &mut Choices, ty: &Type, depth: usize) -> Expr {
        match c.below(5) {
            0 => self.sum(c, ty, ty, depth),
            1 => self.scaled(c, ty, depth),
            2 => self.common(c, ty, depth),
            3 => atom(format!("round({})", self.expr(c, ty, depth).argument())),
            _ => self.aggregate(c, ty, depth),
        }
    }

    fn duration(&mut self, c: &mut Choices, depth: usize) -> Expr {
        match c.below(5) {
            0 => {
                let left = self.expr(c, &Type::Date, depth).at_least(Binding::Sum);
                let right = self.expr(c, &Type::Date, depth).at_least(Binding::Product);
                expr(format!("{left} - {right}"), Binding::Sum)
            }
            1 => self.sum(c, &Type::Duration, &Type::Duration, depth),
            2 => self.scaled(c, &Type::Duration, depth),
            3 => self.common(c, &Type::Duration, depth),
            _ => self.aggregate(c, &Type::Duration, depth),
        }
    }

    fn date(&mut self, c: &mut Choices, depth: usize) -> Expr {
        match c.below(5) {
            0 => self.sum(c, &Type::Date, &Type::Duration, depth),
            1 => {
                let left = self.expr(c, &Type::Date, depth).at_least(Binding::Sum);
                let sign = c.pick(&["+", "-"]);
                let (count, unit) = *c.pick(&[(1, "month"), (3, "months"), (1, "year"), (11, "months"), (20, "years")]);
                expr(format!("{left} {sign} {count}{FIXED}{unit}"), Binding::Sum)
            }
            2 => {
                let edge = c.pick(&["start", "end"]);
                let unit = c.pick(&["month", "quarter", "year"]);
                atom(format!("{edge}_of_{unit}({})", self.expr(c, &Type::Date, depth).argument()))
            }
            3 => self.lesser(c, &Type::Date, depth),
            _ => self.aggregate(c, &Type::Date, depth),
        }
    }

    fn sum(&mut self, c: &mut Choices, left: &Type, right: &Type, depth: usize) -> Expr {
        let left = self.expr(c, left, depth).at_least(Binding::Sum);
        let sign = c.pick(&["+", "-"]);
        let right = self.expr(c, right, depth).at_least(Binding::Product);
        expr(format!("{left} {sign} {right}"), Binding::Sum)
    }

    fn product(&mut self, c: &mut Choices, left: &Type, sign: &str, right: &Type, depth: usize) -> Expr {
        let left = self.expr(c, left, depth).at_least(Binding::Product);
        let right = self.expr(c, right, depth).at_least(Binding::Minus);
        expr(format!("{left} {sign} {right}"), Binding::Product)
    }

    /// What is scaled by a number or a percent.
    fn scaled(&mut self, c: &mut Choices, ty: &Type, depth: usize) -> Expr {
        let scale = c.pick(&[Type::Number, Type::Percent]).clone();
        match c.below(3) {
            0 => self.product(c, ty, "*", &scale, depth),
            1 => self.product(c, ty, "/", &scale, depth),
            _ => self.product(c, &scale, "*", ty, depth),
        }
    }

    /// What all that can be negative have in common.
    fn common(&mut self, c: &mut Choices, ty: &Type, depth: usize) -> Expr {
        match c.below(3) {
            0 => expr(format!("-{}", self.expr(c, ty, depth).at_least(Binding::Minus)), Binding::Minus),
            1 => atom(format!("abs({})", self.expr(c, ty, depth).argument())),
            _ => self.lesser(c, ty, depth),
        }
    }

    fn lesser(&mut self, c: &mut Choices, ty: &Type, depth: usize) -> Expr {
        let which = c.pick(&["min", "max"]);
        let left = self.expr(c, ty, depth).argument();
        let right = self.expr(c, ty, depth).argument();
        atom(format!("{which}({left}, {right})"))
    }

    /// The lists in scope, with their records.
    fn lists(&self) -> Vec<(String, usize)> {
        let lists = self.paths(|ty| matches!(ty, Type::List(_)));
        let record = |path: Path| match path.ty {
            Type::List(record) => (path.text, record),
            _ => unreachable!("a list"),
        };
        lists.into_iter().map(record).collect()
    }

    /// ` where …`, or nothing.
    fn condition(&mut self, c: &mut Choices, record: usize, depth: usize) -> (String, Binding) {
        if c.once_in(3) {
            return (String::new(), Binding::Atom);
        }
        let element = self.shape.paths(&self.shape.records[record].fields, "");
        let outer = self.element.replace(element);
        let condition = self.truth(c, depth).argument();
        self.element = outer;
        (format!(" where {condition}"), Binding::Where)
    }

    fn count(&mut self, c: &mut Choices, depth: usize) -> Expr {
        let lists = self.lists();
        if lists.is_empty() {
            return self.leaf(c, &Type::Number);
        }
        let (list, record) = c.pick(&lists).clone();
        let (condition, binding) = self.condition(c, record, depth);
        expr(format!("count of {list}{condition}"), binding)
    }

    fn aggregate(&mut self, c: &mut Choices, ty: &Type, depth: usize) -> Expr {
        let mut paths = Vec::new();
        for (list, record) in self.lists() {
            let fields = self.shape.paths(&self.shape.records[record].fields, "");
            paths.extend(fields.into_iter().filter(|path| same(&path.ty, ty)).map(|path| (list.clone(), record, path)));
        }
        if paths.is_empty() {
            return self.leaf(c, ty);
        }
        let (list, record, path) = c.pick(&paths).clone();
        let words = if *ty == Type::Date { &["min", "max"][..] } else { &["sum", "min", "max"] };
        let word = c.pick(words);
        let (condition, binding) = self.condition(c, record, depth);
        expr(format!("{word} of {list}.{}{condition}", path.text), binding)
    }

    fn truth(&mut self, c: &mut Choices, depth: usize) -> Expr {
        self.expr(c, &Type::Bool, depth)
    }

    fn truth_within(&mut self, c: &mut Choices, depth: usize) -> Expr {
        if depth == 0 {
            let has = !self.paths(|ty| *ty == Type::Bool).is_empty();
            return if has && c.below(2) == 0 { self.leaf(c, &Type::Bool) } else { self.comparison(c, 0) };
        }
        let depth = depth - 1;
        match c.weighted(&[5, 3, 3, 2, 1, 1, 2, 3, 2, 3, 2, 1]) {
            0 => self.comparison(c, depth),
            1 => self.chain(c, "and", Binding::And, depth),
            2 => self.chain(c, "or", Binding::Or, depth),
            3 => expr(format!("not {}", self.truth(c, depth).at_least(Binding::Not)), Binding::Not),
            4 => self.between(c, depth),
            5 => self.within_items(c, depth),
            6 => self.choice(c, depth),
            7 => self.is_known(c, depth),
            8 => self.text_test(c, depth),
            9 => self.quantifier(c, depth),
            10 if self.chance != Chance::No => self.about_chance(c, depth),
            _ => self.leaf(c, &Type::Bool),
        }
    }

    fn chain(&mut self, c: &mut Choices, word: &str, binding: Binding, depth: usize) -> Expr {
        let count = 2 + c.weighted(&[4, 1]);
        let items: Vec<String> = (0..count).map(|_| self.truth(c, depth).at_least(Binding::Not)).collect();
        expr(items.join(&format!(" {word} ")), binding)
    }

    /// A type with an order.
    fn ordered(&mut self, c: &mut Choices) -> Type {
        use Type::{Bool, Date, Duration, Enumeration, List, Money, Number, Percent, Record, Text};
        let paths = self.paths(|ty| !matches!(ty, Bool | Text | Enumeration(_) | List(_) | Record(_)));
        if !paths.is_empty() && c.below(6) > 0 {
            return c.pick(&paths).ty.clone();
        }
        c.pick(&[Number, Date, Money("USD"), Percent, Duration, Money("EUR")]).clone()
    }

    fn comparison(&mut self, c: &mut Choices, depth: usize) -> Expr {
        let ty = match c.weighted(&[6, 1, 1]) {
            0 => self.ordered(c),
            1 => Type::Text,
            _ => Type::Bool,
        };
        let ops = match ty {
            Type::Text | Type::Bool => &["is", "is not"][..],
            _ => &["<", "<=", ">", ">=", "is", "is not"],
        };
        let op = *c.pick(ops);
        let left = self.expr(c, &ty, depth).at_least(Binding::Sum);
        let right = self.expr(c, &ty, depth).at_least(Binding::Sum);
        expr(format!("{left} {op} {right}"), Binding::Comparison)
    }

    fn between(&mut self, c: &mut Choices, depth: usize) -> Expr {
        let ty = self.ordered(c);
        let [value, low, high] = [(); 3].map(|()| self.expr(c, &ty, depth).at_least(Binding::Sum));
        expr(format!("{value} between {low} and {high}"), Binding::Comparison)
    }

    fn within_items(&mut self, c: &mut Choices, depth: usize) -> Expr {
        let ty = match c.weighted(&[2, 2]) {
            0 => self.ordered(c),
            _ => Type::Text,
        };
        let value = self.expr(c, &ty, depth).at_least(Binding::Sum);
        let count = 1 + c.below(3);
        let items: Vec<String> = (0..count).map(|_| self.expr(c, &ty, depth).at_least(Binding::Sum)).collect();
        let word = c.pick(&["in", "not in"]);
        expr(format!("{value} {word} ({})", items.join(", ")), Binding::Comparison)
    }

    /// A test of an enumeration.
    fn choice(&mut self, c: &mut Choices, depth: usize) -> Expr {
        let which = c.below(self.shape.enumerations.len());
        let ty = Type::Enumeration(which);
        let mut lefts = self.paths(|other| *other == ty);
        lefts.extend(self.defines.iter().filter(|define| define.ty == ty).cloned());
        if lefts.is_empty() {
            return self.comparison(c, depth);
        }
        let left = atom(c.pick(&lefts).text.clone()).at_least(Binding::Sum);
        let others: Vec<String> = self.top.iter().filter(|path| path.ty == ty).map(|path| path.text.clone()).collect();
        let variants = &self.shape.enumerations[which];
        let right = |c: &mut Choices| {
            if !others.is_empty() && c.once_in(4) {
                format!("opportunity.{}", c.pick(&others))
            } else {
                (*c.pick(variants)).to_owned()
            }
        };
        let text = match c.below(4) {
            0 => format!("{left} is {}", right(c)),
            1 => format!("{left} is not {}", right(c)),
            2 => format!("{left} in ({}, {})", right(c), right(c)),
            _ => format!("{left} not in ({})", right(c)),
        };
        expr(text, Binding::Comparison)
    }

    fn is_known(&mut self, c: &mut Choices, depth: usize) -> Expr {
        let word = c.pick(&["known", "unknown"]);
        let paths = self.paths(|_| true);
        let text = match c.weighted(&[4, 1]) {
            0 if !paths.is_empty() => {
                let path = c.pick(&paths).clone();
                let list = matches!(path.ty, Type::List(_));
                let evidence = if !list && c.below(2) == 1 { self.evidence(c) } else { String::new() };
                let bare = list || !evidence.is_empty();
                let path = if bare { path.text } else { atom(path.text).at_least(Binding::Sum) };
                format!("{path} is {word}{evidence}")
            }
            _ => {
                let ty = if c.once_in(3) { Type::Bool } else { self.ordered(c) };
                format!("{} is {word}", self.expr(c, &ty, depth).at_least(Binding::Sum))
            }
        };
        expr(text, Binding::Comparison)
    }

    fn text_test(&mut self, c: &mut Choices, depth: usize) -> Expr {
        let left = self.expr(c, &Type::Text, depth).at_least(Binding::Sum);
        let word = c.pick(&["contains", "starts with", "ends with"]);
        let right = self.expr(c, &Type::Text, depth).at_least(Binding::Sum);
        expr(format!("{left} {word} {right}"), Binding::Comparison)
    }

    fn quantifier(&mut self, c: &mut Choices, depth: usize) -> Expr {
        let lists = self.lists();
        if lists.is_empty() {
            return self.comparison(c, depth);
        }
        let (list, record) = c.pick(&lists).clone();
        let list = self.path_from_top(c, list);
        let word = match c.below(6) {
            0 => "any".to_owned(),
            1 => "all".to_owned(),
            2 => "none".to_owned(),
            3 => format!("at least {}", c.below(3)),
            4 => format!("at most {}", c.below(3)),
            _ => format!("exactly {}", c.below(3)),
        };
        let (condition, binding) = self.condition(c, record, depth);
        expr(format!("{word} of {list}{condition}"), binding)
    }

    fn about_chance(&mut self, c: &mut Choices, depth: usize) -> Expr {
        let bound =
            |this: &mut Self, c: &mut Choices| this.expr(c, &Type::Percent, depth.min(1)).at_least(Binding::Sum);
        let text = match c.below(5) {
            4 => {
                let low = bound(self, c);
                format!("chance between {low} and {}", bound(self, c))
            }
            op => format!("chance {} {}", ["<", ">=", "<=", ">"][op], bound(self, c)),
        };
        expr(text, Binding::Comparison)
    }
}

/// Whether an expression of one type stands where the other is wanted.
fn same(a: &Type, b: &Type) -> bool {
    let plain = |ty: &Type| if *ty == Type::Fraction { Type::Percent } else { ty.clone() };
    plain(a) == plain(b)
}

/// A count of 10^-places without trailing zeros.
pub fn decimal(count: i64, places: usize) -> String {
    let digits = format!("{:0>width$}", count.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let part = part.trim_end_matches('0');
    let sign = if count < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A number literal, sometimes grouped.
fn number(c: &mut Choices, count: i64, places: usize) -> String {
    let text = decimal(count, places);
    match text.strip_suffix("000") {
        Some(thousands) if !text.contains('.') && c.below(2) == 1 => format!("{thousands}_000"),
        _ => text,
    }
}

/// A string literal.
pub fn string(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{escaped}\"")
}

/// A string literal over several lines.
fn multi_line(text: &str) -> String {
    format!("\"\"\"\n        {text}\n      \"\"\"")
}

/// The text with other white space in some places, outside of strings.
fn spaced(c: &mut Choices, text: &str, needless: bool) -> String {
    let unusual = c.once_in(4);
    let mut out = String::new();
    let (mut quoted, mut escaped) = (false, false);
    for letter in text.chars() {
        if letter == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && letter == '\\' && !escaped;
        match letter {
            FIXED => out.push(' '),
            _ if NEEDLESS.contains(&letter) => {
                out.push_str(if !needless {
                    ""
                } else if letter == NEEDLESS[0] {
                    "("
                } else {
                    ")"
                });
            }
            ' ' if unusual && !quoted => {
                out.push_str(c.pick::<&str>(&[" ", "  ", "\n      ", "\t", " # why\n  ", "\u{a0}", "\r\n"]))
            }
            other => out.push(other),
        }
    }
    out
}
