//! What an expression reads.

use super::{ExprId, ExprKind, Operand, Playbook};

impl Playbook {
    /// What an expression reads, in the order of writing: its children, or what a define stands for.
    pub fn reads(&self, expr: ExprId) -> Vec<ExprId> {
        match &self.exprs.get(expr).kind {
            ExprKind::Literal(_)
            | ExprKind::Today
            | ExprKind::Fact { .. }
            | ExprKind::ChanceEnd(_)
            | ExprKind::ListKnown { .. } => Vec::new(),
            ExprKind::Define(define) => {
                let place = usize::try_from(define.0).unwrap_or(usize::MAX);
                self.defines.get(place).map(|define| define.expr).into_iter().collect()
            }
            ExprKind::CompareChance { right, .. } => vec![*right],
            ExprKind::ChanceBetween { low, high } => vec![*low, *high],
            ExprKind::And(operands) | ExprKind::Or(operands) => operands.clone(),
            ExprKind::Not(operand)
            | ExprKind::Negate(operand)
            | ExprKind::Calendar(_, operand)
            | ExprKind::Abs(operand)
            | ExprKind::Round(operand)
            | ExprKind::Length(operand)
            | ExprKind::Lower(operand)
            | ExprKind::Known { value: operand, .. } => vec![*operand],
            ExprKind::Compare { left, right, .. }
            | ExprKind::TextTest { left, right, .. }
            | ExprKind::Min(left, right)
            | ExprKind::Max(left, right) => vec![*left, *right],
            ExprKind::Between { value, low, high } => vec![*value, *low, *high],
            ExprKind::In { value, items, .. } => std::iter::once(*value).chain(items.iter().copied()).collect(),
            ExprKind::Arithmetic { first, rest } => {
                let right = rest.iter().filter_map(|step| match step.right {
                    Operand::Expr(expr) => Some(expr),
                    Operand::Months(_) => None,
                });
                std::iter::once(*first).chain(right).collect()
            }
            ExprKind::Call { args, .. } => args.clone(),
            ExprKind::Quantifier { condition, .. } => condition.iter().copied().collect(),
            ExprKind::Aggregate { value, condition, .. } => value.iter().chain(condition).copied().collect(),
        }
    }
}
