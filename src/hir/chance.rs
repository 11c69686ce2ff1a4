//! The chance of a process: its base and its odds.

use super::check::Checker;
use super::error::{chance as error, processes as process_error};
use super::infer::{Place, Setting};
use super::{Chance, ExprId, OddsLine};
use crate::source::FileId;
use crate::syntax::ast::{self, ChancePart};
use crate::value::SCALE;

impl<'a> Checker<'a> {
    pub(crate) fn process_chance(&mut self, file: FileId, chance: &'a ast::Chance) -> Option<Chance> {
        let mut base: Option<&ast::Base> = None;
        let mut lines = Vec::new();
        for part in &chance.parts {
            match (part, base) {
                (ChancePart::Base(line), Some(first)) => {
                    self.report.push(process_error::second_base(line.span, first.span));
                }
                (ChancePart::Base(line), None) => {
                    self.check_base(line);
                    base = Some(line);
                }
                (ChancePart::Odds(odds), _) => lines.extend(self.odds(file, odds)),
            }
        }
        if base.is_none() {
            self.report.push(error::no_base(crate::hir::error::head(chance.span, "chance")));
        }
        let base = base?;
        Some(Chance { base: base.percent, base_span: base.percent_span, lines })
    }

    pub(crate) fn check_base(&mut self, base: &ast::Base) {
        if base.percent <= 0 || base.percent >= SCALE {
            self.report.push(error::base_out_of_range(base.percent_span));
        }
    }

    fn odds(&mut self, file: FileId, odds: &'a ast::Odds) -> Option<OddsLine> {
        if odds.cases.is_empty() {
            self.report.push(error::no_case(crate::hir::error::head(odds.span, "odds")));
        }
        for factor in odds.cases.iter().map(|case| &case.factor).chain(&odds.otherwise) {
            if factor.decimal <= 0 {
                self.report.push(error::factor_not_positive(factor.span));
            }
        }
        // A chance within odds is wrong of its own accord, whether or not the process has one.
        let setting = Setting::new(file, Place::Odds, true);
        let cases: Vec<Option<(f64, ExprId)>> = odds
            .cases
            .iter()
            .map(|case| self.condition(setting, case.condition).map(|condition| (case.factor.value, condition)))
            .collect();
        Some(OddsLine {
            cases: cases.into_iter().collect::<Option<Vec<_>>>()?,
            otherwise: odds.otherwise.map_or(1.0, |factor| factor.value),
            factor_spans: odds.cases.iter().map(|case| &case.factor).chain(&odds.otherwise).map(|it| it.span).collect(),
            span: odds.span,
        })
    }
}
