//! A random playbook as text.

use super::choices::Choices;
use super::expr::{Chance, Exprs, Named, decimal};
use super::shape::{Path, Shape, Type, shape};

/// A playbook, and what the data needs to know about it.
pub struct Playbook {
    pub text: String,
    pub shape: Shape,
    pub processes: Vec<String>,
    /// What the data may claim as the stage.
    pub claims: Vec<String>,
    pub named: Vec<Named>,
}

/// How deep expressions mostly go.
const DEPTH: usize = 3;

/// How deep an expression goes.
fn depth(c: &mut Choices) -> usize {
    DEPTH + c.weighted(&[12, 2, 1])
}

pub fn playbook(c: &mut Choices) -> Playbook {
    c.place(|c| written(c, false))
}

/// A playbook, with parentheses wherever they change nothing.
pub fn in_parentheses(c: &mut Choices) -> Playbook {
    c.place(|c| written(c, true))
}

fn written(c: &mut Choices, needless: bool) -> Playbook {
    let shape = shape(c);
    let mut writer = Writer { exprs: Exprs::new(&shape), claims: Vec::new(), rules: 0 };
    writer.exprs.needless = needless;
    let defines = c.several(3, 2, |c| writer.define(c));
    let mut names = ["main", "other", "third"].into_iter();
    let mut processes = Vec::new();
    let mut process = |c: &mut Choices| {
        let name = names.next().unwrap();
        processes.push(name.to_owned());
        writer.process(c, name)
    };
    let mut blocks = vec![c.place(&mut process)];
    blocks.extend(c.several(2, 1, &mut process));
    let Writer { exprs, claims, .. } = writer;
    let named = exprs.named;
    // Order does not matter among kinds of declaration.
    let declarations =
        if c.below(2) == 0 { [shape.print(), defines.concat()] } else { [defines.concat(), shape.print()] };
    blocks.insert(0, declarations.concat());
    Playbook { text: blocks.concat(), shape, processes, claims, named }
}

struct Writer<'s> {
    exprs: Exprs<'s>,
    claims: Vec<String>,
    rules: usize,
}

impl Writer<'_> {
    fn clause(&mut self, c: &mut Choices) -> String {
        let depth = depth(c);
        self.exprs.clause(c, depth)
    }

    fn define(&mut self, c: &mut Choices) -> String {
        use Type::{Bool, Date, Duration, Enumeration, Money, Number, Percent, Text};
        let types = [Bool, Number, Duration, Money("USD"), Percent, Date, Text, Enumeration(0), Enumeration(1)];
        let mut ty = c.pick(&types).clone();
        let has =
            |this: &Self, ty: &Type| this.exprs.shape.paths(&this.exprs.shape.fields, "").iter().any(|p| p.ty == *ty);
        if matches!(ty, Enumeration(_)) && !has(self, &ty) {
            ty = Bool;
        }
        let name = format!("d{}", self.exprs.defines.len());
        let text = match &ty {
            Enumeration(_) => {
                let paths = self.exprs.shape.paths(&self.exprs.shape.fields, "");
                paths.into_iter().find(|path| path.ty == ty).unwrap().text
            }
            ty => {
                let depth = depth(c);
                self.exprs.whole(c, ty, depth)
            }
        };
        self.exprs.defines.push(Path { text: name.clone(), ty });
        format!("define {name} as {text}\n")
    }

    fn process(&mut self, c: &mut Choices, name: &str) -> String {
        self.exprs.chance = Chance::No;
        let mut parts = Vec::new();
        if c.below(2) == 1 {
            parts.push(format!("  applies when {}\n", self.exprs.clause(c, DEPTH - 1)));
        }
        for outcome in ["won", "lost", "walked"] {
            self.claims.push(outcome.to_owned());
            if c.once_in(4) {
                let label = format!("Closed {outcome}");
                parts.push(format!("  {outcome} from \"{label}\", \"{outcome} {name}\"\n"));
                self.claims.push(label);
            }
        }
        let has_chance = c.below(3) > 0;
        if has_chance {
            parts.push(self.chance(c));
        }
        self.rules = 0;
        parts.extend(c.several(4, 2, |c| self.rule(c, "  ", has_chance, false)));
        let mut names = ["s1", "s2", "won_over"].into_iter();
        parts.push(c.place(|c| self.stage(c, names.next().unwrap(), has_chance)));
        parts.extend(c.several(2, 2, |c| self.stage(c, names.next().unwrap(), has_chance)));
        if c.once_in(3) && parts.len() > 1 {
            // The stages' order matters, and that of rules; other lines may stand anywhere.
            let first = parts.remove(0);
            parts.push(first);
        }
        let title = if c.once_in(3) { " \"A process\"" } else { "" };
        format!("process {name}{title} {{\n{}}}\n", parts.concat())
    }

    fn stage(&mut self, c: &mut Choices, name: &str, has_chance: bool) -> String {
        self.claims.push(name.to_owned());
        let mut header = format!("  stage {name}");
        if c.once_in(4) {
            header.push_str(" \"A stage\"");
        }
        if c.once_in(4) {
            header.push_str(&format!(" from \"Label of {name}\""));
            self.claims.push(format!("Label of {name}"));
        }
        let mut body = String::new();
        if has_chance && c.once_in(3) {
            body.push_str(&format!("    base {}\n", base(c)));
        }
        body.push_str(&c.several(4, 2, |c| self.rule(c, "    ", has_chance, true)).concat());
        format!("{header} {{\n{body}  }}\n")
    }

    fn rule(&mut self, c: &mut Choices, indent: &str, has_chance: bool, in_stage: bool) -> String {
        let kind = if in_stage { c.weighted(&[4, 2, 1]) } else { 1 + c.weighted(&[3, 1]) };
        self.rules += 1;
        let name = format!("r{}", self.rules);
        let title = if c.once_in(4) { " \"A rule\"" } else { "" };
        self.exprs.chance = match (has_chance, kind) {
            (false, _) => Chance::No,
            (true, 2) => Chance::Ends,
            (true, _) => Chance::Interval,
        };
        let condition = self.clause(c);
        let mut out = match kind {
            0 => {
                let once = if c.once_in(4) { "once " } else { "" };
                let when =
                    if c.once_in(3) { format!(" when {}", self.exprs.clause(c, DEPTH - 1)) } else { String::new() };
                format!("{indent}require {once}{name}{title} that {condition}{when}")
            }
            1 => format!("{indent}disqualify {name}{title} when {condition}"),
            _ => format!("{indent}warn {name}{title} when {condition}"),
        };
        self.exprs.chance = Chance::No;
        if c.once_in(4) {
            out.push_str(&format!(" how {}", self.how(c)));
        }
        out.push('\n');
        out
    }

    fn how(&mut self, c: &mut Choices) -> String {
        let mut text = String::from("Ask");
        let paths = self.exprs.scalars();
        let pieces = c.several(3, 2, |c| match c.below(4) {
            0 if !paths.is_empty() => format!(" {{{}}}", c.pick(&paths)),
            1 => " {{brace}}".to_owned(),
            2 => " a } and \\\"quotes\\\" \\n twice".to_owned(),
            _ => " nicely.".to_owned(),
        });
        text.push_str(&pieces.concat());
        if c.once_in(5) {
            format!("\"\"\"\n      {text}\n        and so on\n      \"\"\"")
        } else {
            format!("\"{text}\"")
        }
    }

    fn chance(&mut self, c: &mut Choices) -> String {
        let mut out = format!("  chance {{\n    base {}\n", base(c));
        out.push_str(&c.several(4, 2, |c| self.odds(c)).concat());
        out.push_str("  }\n");
        out
    }

    fn odds(&mut self, c: &mut Choices) -> String {
        if c.below(2) == 0 {
            let otherwise = if c.once_in(3) { format!(" otherwise times {}", factor(c)) } else { String::new() };
            return format!("    odds {}{otherwise}\n", self.case(c));
        }
        let first = c.place(|c| self.case(c));
        let cases: Vec<String> =
            c.several(2, 2, |c| self.case(c)).into_iter().map(|case| format!("      {case}\n")).collect();
        let otherwise = if c.once_in(2) { format!("      otherwise times {}\n", factor(c)) } else { String::new() };
        format!("    odds {{\n      {first}\n{}{otherwise}    }}\n", cases.concat())
    }

    fn case(&mut self, c: &mut Choices) -> String {
        let factor = factor(c);
        format!("times {factor} when {}", self.exprs.clause(c, DEPTH - 1))
    }
}

fn base(c: &mut Choices) -> String {
    format!("{}%", decimal(*c.pick(&[2_000, 1_800, 5_000, 1, 9_999, 333]), 2))
}

fn factor(c: &mut Choices) -> &'static str {
    c.pick::<&str>(&["2", "0.5", "1", "3.2", "0.4", "1.3", "0.0001", "922337203685477", "1.0001"])
}
