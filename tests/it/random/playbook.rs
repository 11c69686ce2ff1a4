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

/// How deep expressions go.
const DEPTH: usize = 3;

pub fn playbook(c: &mut Choices) -> Playbook {
    let shape = shape(c);
    let mut writer = Writer { exprs: Exprs::new(&shape), claims: Vec::new(), rules: 0 };
    let mut defines = Vec::new();
    for at in 0..c.below(4) {
        defines.push(writer.define(c, at));
    }
    let count = 1 + c.weighted(&[3, 2, 1]);
    let processes: Vec<String> = (0..count).map(|at| ["main", "other", "third"][at].to_owned()).collect();
    let mut blocks: Vec<String> =
        processes.iter().enumerate().map(|(at, name)| writer.process(c, name, at + 1 == count)).collect();
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
    fn define(&mut self, c: &mut Choices, at: usize) -> String {
        use Type::{Bool, Date, Duration, Enumeration, Money, Number, Percent, Text};
        let types = [Bool, Number, Duration, Money("USD"), Percent, Date, Text, Enumeration(0), Enumeration(1)];
        let mut ty = c.pick(&types).clone();
        let has =
            |this: &Self, ty: &Type| this.exprs.shape.paths(&this.exprs.shape.fields, "").iter().any(|p| p.ty == *ty);
        if matches!(ty, Enumeration(_)) && !has(self, &ty) {
            ty = Bool;
        }
        let name = format!("d{at}");
        let text = match &ty {
            Enumeration(_) => {
                let paths = self.exprs.shape.paths(&self.exprs.shape.fields, "");
                paths.into_iter().find(|path| path.ty == ty).unwrap().text
            }
            ty => self.exprs.whole(c, ty, DEPTH),
        };
        self.exprs.defines.push(Path { text: name.clone(), ty });
        format!("define {name} as {text}\n")
    }

    fn process(&mut self, c: &mut Choices, name: &str, last: bool) -> String {
        self.exprs.chance = Chance::No;
        let mut parts = Vec::new();
        if c.weighted(&[if last { 3 } else { 1 }, 2]) == 1 {
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
        for _ in 0..c.below(4) {
            parts.push(self.rule(c, "  ", has_chance, false));
        }
        let stages = 1 + c.weighted(&[2, 3, 2]);
        for at in 0..stages {
            parts.push(self.stage(c, ["s1", "s2", "won_over"][at], has_chance));
        }
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
        for _ in 0..c.below(4) {
            body.push_str(&self.rule(c, "    ", has_chance, true));
        }
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
        let condition = self.exprs.clause(c, DEPTH);
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
        for _ in 0..1 + c.below(3) {
            let paths = self.exprs.scalars();
            match c.below(4) {
                0 if !paths.is_empty() => text.push_str(&format!(" {{{}}}", c.pick(&paths))),
                1 => text.push_str(" {{brace}}"),
                2 => text.push_str(" a } and \\\"quotes\\\" \\n twice"),
                _ => text.push_str(" nicely."),
            }
        }
        if c.once_in(5) {
            format!("\"\"\"\n      {text}\n        and so on\n      \"\"\"")
        } else {
            format!("\"{text}\"")
        }
    }

    fn chance(&mut self, c: &mut Choices) -> String {
        let mut out = format!("  chance {{\n    base {}\n", base(c));
        for _ in 0..c.below(4) {
            if c.below(2) == 0 {
                let otherwise = if c.once_in(3) { format!(" otherwise times {}", factor(c)) } else { String::new() };
                let case = self.case(c);
                out.push_str(&format!("    odds {case}{otherwise}\n"));
            } else {
                let cases: String = (0..1 + c.below(3)).map(|_| format!("      {}\n", self.case(c))).collect();
                let otherwise =
                    if c.once_in(2) { format!("      otherwise times {}\n", factor(c)) } else { String::new() };
                out.push_str(&format!("    odds {{\n{cases}{otherwise}    }}\n"));
            }
        }
        out.push_str("  }\n");
        out
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
