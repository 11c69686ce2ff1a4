//! Fields and their types, as declared: each field of the opportunity and of every record once, whether or not the
//! record is used. Which records nest in which is known then: a record that contains itself leads nowhere.

use std::collections::HashMap;

use super::Type;
use super::collect::{Decl, Names, Placed};
use super::error::names as error;
use super::report::Report;
use super::style::{date_pattern, number_style};
use super::types::Enumerations;
use crate::schema::{DataType, DateStyle, NumberStyle, Variant};
use crate::syntax::ast;

/// A field with its type resolved.
pub(crate) struct Declared<'a> {
    pub(crate) field: &'a ast::Field,
    pub(crate) kind: Kind,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Scalar(DataType, Type),
    /// A record, by its place in [`Names::records`].
    Record(usize),
    List(usize),
    /// Its type could not be made out; the message has been given.
    Broken,
}

/// The words that are types.
const TYPE_WORDS: [&str; 8] = ["bool", "number", "percent", "fraction", "money", "text", "date", "duration"];

/// Resolves the types of fields.
pub(crate) struct Fields<'c, 'a> {
    pub(crate) names: &'c Names<'a>,
    pub(crate) enumerations: &'c mut Enumerations,
    pub(crate) report: &'c mut Report,
    /// Which records some field holds.
    pub(crate) used: &'c mut Vec<bool>,
}

impl<'a> Fields<'_, 'a> {
    /// The fields of the opportunity.
    pub(crate) fn opportunity(&mut self, (_, opportunity): Placed<'a, ast::Opportunity>) -> Vec<Declared<'a>> {
        if let [first, second, ..] = opportunity.stages.as_slice() {
            self.report.push(error::second_stage_line(second.span, first.span));
        }
        let declared = self.fields(&opportunity.fields);
        for role in ast::Role::ALL {
            self.check_role(role, &declared);
        }
        declared
    }

    /// The fields of a record.
    pub(crate) fn record(&mut self, (_, record): Placed<'a, ast::Record>) -> Vec<Declared<'a>> {
        if TYPE_WORDS.contains(&record.name.text.as_str()) || record.name.text == "list" {
            self.report.push(error::record_named_as_type(&record.name));
        }
        for field in &record.fields {
            if let Some((role, span)) = field.role {
                self.report.push(error::role_in_record(role, span));
            }
        }
        self.fields(&record.fields)
    }

    /// The type of a function's parameter or result: a scalar.
    pub(crate) fn scalar(&mut self, ty: &'a ast::Type) -> Option<Type> {
        match self.kind(ty) {
            Kind::Scalar(_, ty) => Some(ty),
            Kind::Record(_) | Kind::List(_) => {
                self.report.push(error::function_over_records(ty.span));
                None
            }
            Kind::Broken => None,
        }
    }

    fn fields(&mut self, fields: &'a [ast::Field]) -> Vec<Declared<'a>> {
        let mut seen: HashMap<&str, &ast::Name> = HashMap::new();
        let mut declared = Vec::with_capacity(fields.len());
        for field in fields {
            if let Some(first) = seen.get(field.name.text.as_str()) {
                self.report.push(error::second_field(&field.name, first.span));
                continue;
            }
            seen.insert(&field.name.text, &field.name);
            let kind = self.kind(&field.ty);
            self.check_blanks(field, &kind);
            declared.push(Declared { field, kind });
        }
        declared
    }

    /// A mark stands at most once, and on a type that fits.
    fn check_role(&mut self, role: ast::Role, declared: &[Declared<'a>]) {
        let mut marked = declared.iter().filter_map(|field| match field.field.role {
            Some((found, span)) if found == role => Some((field, span)),
            _ => None,
        });
        let Some((first, span)) = marked.next() else { return };
        if let Some((_, second)) = marked.next() {
            self.report.push(error::second_role(role, second, span));
        }
        let fits = match (&first.kind, role) {
            (Kind::Broken, _) => true,
            (Kind::Scalar(_, Type::Number | Type::Text), ast::Role::Key) => true,
            (Kind::Scalar(_, Type::Number | Type::Money(_)), ast::Role::Worth) => true,
            (Kind::Scalar(_, Type::Date), ast::Role::Opened | ast::Role::Closed) => true,
            (Kind::Scalar(..) | Kind::Record(_) | Kind::List(_), _) => false,
        };
        if !fits {
            self.report.push(error::role_of_type(role, span, first.field.ty.span));
        }
    }

    /// A text that stands for no answer cannot stand for an answer too.
    fn check_blanks(&mut self, field: &ast::Field, kind: &Kind) {
        let Kind::Scalar(DataType::Enumeration(variants), _) = kind else { return };
        if field.blanks.is_empty() {
            return;
        }
        let mut meanings: HashMap<&str, &str> = HashMap::new();
        for variant in variants {
            meanings.insert(&variant.name, &variant.name);
            meanings.extend(variant.labels.iter().map(|label| (label.as_str(), variant.name.as_str())));
        }
        for blank in &field.blanks {
            if let Some(variant) = meanings.get(blank.value.as_str()) {
                self.report.push(error::blank_is_label(blank, variant));
            }
        }
    }

    fn kind(&mut self, ty: &'a ast::Type) -> Kind {
        match &ty.kind {
            ast::TypeKind::Bool => Kind::Scalar(DataType::Bool, Type::Bool),
            ast::TypeKind::Number(style) => Kind::Scalar(DataType::Number(self.style(style)), Type::Number),
            ast::TypeKind::Percent(style) => Kind::Scalar(DataType::Percent(self.style(style)), Type::Percent),
            ast::TypeKind::Fraction(style) => Kind::Scalar(DataType::Fraction(self.style(style)), Type::Percent),
            ast::TypeKind::Money(name, style) => {
                Kind::Scalar(DataType::Money(name.currency, self.style(style)), Type::Money(name.currency))
            }
            ast::TypeKind::Text => Kind::Scalar(DataType::Text, Type::Text),
            ast::TypeKind::Date(pattern) => Kind::Scalar(DataType::Date(self.pattern(pattern)), Type::Date),
            ast::TypeKind::Duration(style) => Kind::Scalar(DataType::Duration(self.style(style)), Type::Duration),
            ast::TypeKind::Enumeration(variants) => self.enumeration(variants, ty),
            ast::TypeKind::List(name) => self.record_named(name, true).map_or(Kind::Broken, Kind::List),
            ast::TypeKind::Record(name) => self.record_named(name, false).map_or(Kind::Broken, Kind::Record),
        }
    }

    fn style(&mut self, sample: &Option<ast::Text>) -> NumberStyle {
        let Some(sample) = sample else { return NumberStyle::default() };
        number_style(&sample.value).unwrap_or_else(|| {
            self.report.push(error::number_style(sample));
            NumberStyle::default()
        })
    }

    fn pattern(&mut self, pattern: &Option<ast::Text>) -> DateStyle {
        let Some(pattern) = pattern else { return DateStyle::Iso };
        match date_pattern(&pattern.value) {
            Ok(pieces) => DateStyle::Pattern(pieces),
            Err(fault) => {
                self.report.push(error::date_pattern(pattern, &fault));
                DateStyle::Iso
            }
        }
    }

    fn enumeration(&mut self, variants: &'a [ast::Variant], ty: &ast::Type) -> Kind {
        if let [only] = variants {
            self.report.push(error::one_variant(ty.span, &only.name.text));
        }
        let mut names: HashMap<&str, &ast::Name> = HashMap::new();
        for variant in variants {
            match names.get(variant.name.text.as_str()) {
                Some(first) => self.report.push(error::second_variant(&variant.name, first.span)),
                None => {
                    names.insert(&variant.name.text, &variant.name);
                }
            }
        }
        self.check_labels(variants, &names);
        let list = self.enumerations.intern(variants.iter().map(|variant| variant.name.text.clone()).collect());
        let labels = |variant: &ast::Variant| variant.labels.iter().map(|label| label.value.clone()).collect();
        let data = variants.iter().map(|variant| Variant { name: variant.name.text.clone(), labels: labels(variant) });
        Kind::Scalar(DataType::Enumeration(data.collect()), Type::Enumeration(list))
    }

    /// A label stands once in its enumeration, and is no other variant's name.
    fn check_labels(&mut self, variants: &'a [ast::Variant], names: &HashMap<&str, &ast::Name>) {
        let mut labels: HashMap<&str, &ast::Text> = HashMap::new();
        for variant in variants {
            for label in &variant.labels {
                if let Some(first) = labels.get(label.value.as_str()) {
                    self.report.push(error::second_label(label, first.span));
                    continue;
                }
                labels.insert(&label.value, label);
                if let Some(other) = names.get(label.value.as_str())
                    && other.text != variant.name.text
                {
                    self.report.push(error::label_is_variant(label, other));
                }
            }
        }
    }

    fn record_named(&mut self, name: &ast::Name, in_list: bool) -> Option<usize> {
        match self.names.get(&name.text) {
            Some(Decl::Record(record)) => {
                if let Some(used) = self.used.get_mut(record) {
                    *used = true;
                }
                Some(record)
            }
            Some(Decl::Broken(_)) => None,
            Some(other) => {
                self.report.push(error::no_record(name, other.noun()));
                None
            }
            None if self.names.broken.nameless => None,
            None if in_list && TYPE_WORDS.contains(&name.text.as_str()) => {
                self.report.push(error::list_of_scalars(name));
                None
            }
            None => {
                let known = self.report.known(|| self.names.of_kind(ast::ItemKind::Record));
                let near = self.report.nearest(&name.text, known.iter().copied().chain(TYPE_WORDS));
                self.report.push(error::unknown_type(name, near.as_deref(), &known));
                None
            }
        }
    }
}
