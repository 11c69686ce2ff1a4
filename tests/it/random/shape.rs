//! A random shape of an opportunity: its declarations, and the paths that expressions can take.

use super::choices::Choices;

/// A type that a field is declared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Bool,
    Number,
    Percent,
    Fraction,
    Money(&'static str),
    Text,
    Date,
    Duration,
    /// Its place in [`Shape::enumerations`].
    Enumeration(usize),
    /// Its place in [`Shape::records`].
    Record(usize),
    List(usize),
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub ty: Type,
    pub label: Option<String>,
    pub blanks: Vec<String>,
    /// How data is written, where the type says so.
    pub style: Option<&'static str>,
    role: &'static str,
    /// Labels by variant.
    pub variant_labels: Vec<Vec<String>>,
}

impl Field {
    /// The key in the data.
    pub fn key(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }
}

#[derive(Clone, Debug)]
pub struct Record {
    pub name: String,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug)]
pub struct Shape {
    pub grades: Vec<&'static str>,
    pub enumerations: Vec<Vec<&'static str>>,
    pub records: Vec<Record>,
    pub fields: Vec<Field>,
    /// The key of the stage claim.
    pub stage: Option<Option<String>>,
}

/// What a path leads to.
#[derive(Clone, Debug)]
pub struct Path {
    pub text: String,
    pub ty: Type,
}

const CURRENCIES: [&str; 2] = ["USD", "EUR"];
const SCALARS: usize = 9;

pub fn shape(c: &mut Choices) -> Shape {
    let grades = [&[][..], &["opinion", "said", "signed"], &["low", "high"]][c.weighted(&[1, 3, 1])].to_vec();
    let second = *c.pick(&[["red", "blue", "b"], ["won", "lost", "key"], ["text", "call", "a"]]);
    let enumerations = vec![vec!["mild", "hot"], second.to_vec()];
    let mut shape = Shape { grades, enumerations, records: Vec::new(), fields: Vec::new(), stage: None };
    for name in c.several(2, 3, |_| ()).iter().zip(["deal", "contact"]).map(|(_, name)| name.to_owned()) {
        let nested = !shape.records.is_empty();
        let fields = fields(c, &shape, &["x", "y", "b", "text", "z"], nested, false);
        shape.records.push(Record { name, fields });
    }
    let names = ["a", "b", "c", "d", "e", "f", "key", "only", "amount"];
    shape.fields = fields(c, &shape, &names, true, true);
    shape.stage = match c.weighted(&[3, 1, 1]) {
        0 => Some(None),
        1 => Some(Some("Stage Name".to_owned())),
        _ => None,
    };
    shape
}

fn fields(c: &mut Choices, shape: &Shape, names: &[&str], nested: bool, top: bool) -> Vec<Field> {
    let mut roles = if top { vec!["worth ", "key ", "opened ", "closed "] } else { Vec::new() };
    let mut rest = names.iter();
    let first = c.place(|c| field(c, shape, rest.next().unwrap(), nested, &mut roles));
    let mut fields = c.several(names.len() - 1, 4, |c| field(c, shape, rest.next().unwrap(), nested, &mut roles));
    fields.insert(0, first);
    fields
}

fn field(c: &mut Choices, shape: &Shape, name: &str, nested: bool, roles: &mut Vec<&'static str>) -> Field {
    let ty = ty(c, shape, nested);
    let role = match &ty {
        Type::Number | Type::Money(_) if roles.contains(&"worth ") && c.once_in(3) => "worth ",
        Type::Date if roles.contains(&"opened ") && c.once_in(3) => "opened ",
        Type::Date if roles.contains(&"closed ") && c.once_in(2) => "closed ",
        Type::Number | Type::Text if roles.contains(&"key ") && c.once_in(2) => "key ",
        _ => "",
    };
    roles.retain(|other| *other != role);
    // Several fields may read one key.
    let label = match c.weighted(&[80, 18, 2]) {
        0 => None,
        1 => Some(format!("Label of {name}")),
        _ => Some("Shared".to_owned()),
    };
    let blanks = if c.once_in(5) { vec!["n/a".to_owned(), "Select one".to_owned()] } else { Vec::new() };
    let style = match &ty {
        Type::Number | Type::Money(_) if c.once_in(12) => Some("1.234,56"),
        Type::Date if c.once_in(8) => Some("DD-MM-YYYY"),
        _ => None,
    };
    let variant_labels = match &ty {
        Type::Enumeration(which) => {
            let label = |c: &mut Choices, v: &&str| if c.once_in(3) { vec![format!("As {v}")] } else { Vec::new() };
            shape.enumerations[*which].iter().map(|variant| label(c, variant)).collect()
        }
        _ => Vec::new(),
    };
    Field { name: name.to_owned(), ty, label, blanks, style, role, variant_labels }
}

fn ty(c: &mut Choices, shape: &Shape, nested: bool) -> Type {
    let records = if nested { shape.records.len() } else { 0 };
    match c.below(SCALARS + 3 * records.min(1)) {
        0 => Type::Number,
        1 => Type::Bool,
        2 => Type::Percent,
        3 => Type::Money(c.pick::<&str>(&CURRENCIES)),
        4 => Type::Text,
        5 => Type::Date,
        6 => Type::Duration,
        7 => Type::Enumeration(c.below(shape.enumerations.len())),
        8 => Type::Fraction,
        9 => Type::Record(c.below(records)),
        _ => Type::List(c.below(records)),
    }
}

impl Shape {
    /// The declarations.
    pub fn print(&self) -> String {
        let mut out = String::new();
        if !self.grades.is_empty() {
            out.push_str(&format!("evidence {}\n", self.grades.join(" < ")));
        }
        out.push_str("opportunity {\n");
        for field in &self.fields {
            out.push_str(&self.field(field));
        }
        match &self.stage {
            None => {}
            Some(None) => out.push_str("  stage\n"),
            Some(Some(label)) => out.push_str(&format!("  stage from \"{label}\"\n")),
        }
        out.push_str("}\n");
        for record in &self.records {
            let fields: String = record.fields.iter().map(|field| self.field(field)).collect();
            out.push_str(&format!("record {} {{\n{fields}}}\n", record.name));
        }
        out
    }

    fn field(&self, field: &Field) -> String {
        let style = field.style.map(|style| format!(" \"{style}\"")).unwrap_or_default();
        let ty = match &field.ty {
            Type::Bool => "bool".to_owned(),
            Type::Number => "number".to_owned(),
            Type::Percent => "percent".to_owned(),
            Type::Fraction => "fraction".to_owned(),
            Type::Money(currency) => format!("money {currency}"),
            Type::Text => "text".to_owned(),
            Type::Date => "date".to_owned(),
            Type::Duration => "duration".to_owned(),
            Type::Enumeration(which) => {
                let variant = |(name, labels): (&&str, &Vec<String>)| {
                    let labels: String = labels.iter().map(|label| format!(" \"{label}\"")).collect();
                    format!("{name}{labels}")
                };
                let variants = self.enumerations[*which].iter().zip(&field.variant_labels).map(variant);
                variants.collect::<Vec<_>>().join(" | ")
            }
            Type::Record(record) => self.records[*record].name.clone(),
            Type::List(record) => format!("list of {}", self.records[*record].name),
        };
        let label = field.label.as_ref().map(|label| format!(" from \"{label}\"")).unwrap_or_default();
        let blanks: Vec<String> = field.blanks.iter().map(|blank| format!("\"{blank}\"")).collect();
        let blanks = if blanks.is_empty() { String::new() } else { format!(" blank {}", blanks.join(", ")) };
        format!("  {}{}: {ty}{style}{label}{blanks}\n", field.role, field.name)
    }

    /// All paths to scalars and lists from these fields, those of nested records too.
    pub fn paths(&self, fields: &[Field], prefix: &str) -> Vec<Path> {
        let mut paths = Vec::new();
        for field in fields {
            let text = format!("{prefix}{}", field.name);
            match &field.ty {
                Type::Record(record) => {
                    paths.extend(self.paths(&self.records[*record].fields, &format!("{text}.")));
                }
                ty => paths.push(Path { text, ty: ty.clone() }),
            }
        }
        paths
    }
}
