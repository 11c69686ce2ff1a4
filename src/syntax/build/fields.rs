//! Shapes: fields, types, functions.

use super::super::ast::{self, Field, Role, Type, TypeKind, Variant};
use super::super::error;
use super::super::grammar::{Children, Kind, Node};
use super::Builder;
use crate::source::Span;
use crate::value::Currency;

impl Builder<'_> {
    pub(super) fn opportunity(&mut self, parts: Children<'_>, span: Span) -> Option<ast::Opportunity> {
        let mut opportunity = ast::Opportunity { fields: Vec::new(), stages: Vec::new(), span };
        for part in parts {
            if part.kind() == Kind::stage_line {
                let span = self.span(&part);
                let label = self.inner_text(part.children().next());
                opportunity.stages.push(ast::StageLine { label, span });
            } else if part.kind() == Kind::field {
                opportunity.fields.push(self.field(part)?);
            }
        }
        Some(opportunity)
    }

    pub(super) fn record(&mut self, mut parts: Children<'_>, span: Span) -> Option<ast::Record> {
        let name = self.name(&parts.next_of(Kind::name)?);
        let fields = parts.map(|part| self.field(part)).collect::<Option<_>>()?;
        Some(ast::Record { name, fields, span })
    }

    fn field(&mut self, node: Node<'_>) -> Option<Field> {
        let span = self.span(&node);
        let mut parts = node.children();
        let role = parts.next_of(Kind::role).and_then(|role| {
            let kind = Role::ALL.into_iter().find(|kind| kind.word() == role.text())?;
            Some((kind, self.span(&role)))
        });
        let name = self.name(&parts.next_of(Kind::name)?);
        let ty = self.ty(parts.next_of(Kind::type_)?)?;
        let label = self.inner_text(parts.next_of(Kind::from_label));
        let blanks = parts.next_of(Kind::blanks).map(|blanks| self.texts(blanks.children())).unwrap_or_default();
        Some(Field { role, name, ty, label, blanks, span })
    }

    pub(super) fn function(&mut self, mut parts: Children<'_>, span: Span) -> Option<ast::Function> {
        let name = self.name(&parts.next_of(Kind::name)?);
        let mut params = Vec::new();
        while let Some(param) = parts.next_of(Kind::param) {
            let mut parts = param.children();
            let name = self.name(&parts.next_of(Kind::name)?);
            params.push((name, self.ty(parts.next_of(Kind::type_)?)?));
        }
        let result = self.ty(parts.next_of(Kind::type_)?)?;
        Some(ast::Function { name, params, result, span })
    }

    fn ty(&mut self, node: Node<'_>) -> Option<Type> {
        let span = self.span(&node);
        let mut parts = node.children();
        let first = parts.next()?;
        let mut variants = Vec::new();
        for part in parts {
            variants.push(self.variant(part)?);
        }
        let kind = if !variants.is_empty() && first.kind() == Kind::variant {
            variants.insert(0, self.variant(first)?);
            TypeKind::Enumeration(variants)
        } else {
            if let Some(second) = variants.first() {
                self.report(error::type_in_enumeration(span, second.name.span));
            }
            self.one_type(first)?
        };
        Some(Type { kind, span })
    }

    fn variant(&mut self, node: Node<'_>) -> Option<Variant> {
        let mut parts = node.children();
        let name = self.name(&parts.next_of(Kind::name)?);
        Some(Variant { name, labels: self.texts(parts) })
    }

    /// A type that is no enumeration.
    fn one_type(&mut self, node: Node<'_>) -> Option<TypeKind> {
        let kind = node.kind();
        if kind == Kind::variant {
            return Some(self.word_type(self.span(&node), node.children()));
        }
        let mut parts = node.children();
        if kind == Kind::list_type {
            return Some(TypeKind::List(self.name(&parts.next_of(Kind::name)?)));
        }
        let currency = parts.next_of(Kind::currency)?;
        let name = ast::CurrencyName { currency: Currency::new(currency.text())?, span: self.span(&currency) };
        let format = parts.next().map(|text| self.text(&text));
        Some(TypeKind::Money(name, format))
    }

    /// A type word or a record's name, and the texts behind it.
    fn word_type(&mut self, span: Span, mut parts: Children<'_>) -> TypeKind {
        let Some(word) = parts.next() else { return TypeKind::Text };
        let texts = self.texts(parts);
        if !texts.is_empty() && !is_type_word(word.text()) {
            // An enumeration that lacks its second variant: the checker says so.
            return TypeKind::Enumeration(vec![Variant { name: self.name(&word), labels: texts }]);
        }
        let mut texts = texts.into_iter();
        let format = texts.next();
        let surplus = match word.text() {
            "number" | "percent" | "fraction" | "date" | "duration" => texts.next(),
            "money" => None,
            _ => format.clone(),
        };
        if let Some(surplus) = surplus {
            self.report(error::text_behind_type(surplus.span, word.text()));
        }
        match word.text() {
            "bool" => TypeKind::Bool,
            "number" => TypeKind::Number(format),
            "percent" => TypeKind::Percent(format),
            "fraction" => TypeKind::Fraction(format),
            "text" => TypeKind::Text,
            "date" => TypeKind::Date(format),
            "duration" => TypeKind::Duration(format),
            "money" => {
                let quoted = format.as_ref().filter(|text| Currency::new(&text.value).is_some());
                self.report(match quoted {
                    Some(text) => error::currency_otherwise(text.span, self.slice(text.span), text.value.clone(), true),
                    None => error::money_without_currency(span),
                });
                TypeKind::Text
            }
            _ => TypeKind::Record(self.name(&word)),
        }
    }
}

fn is_type_word(word: &str) -> bool {
    matches!(word, "bool" | "number" | "percent" | "fraction" | "text" | "date" | "duration" | "money")
}
