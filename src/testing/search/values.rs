//! What a case may become from one step to the next.

use crate::hir::{ExprId, ExprKind};
use crate::schema::{ColumnId, ListId, TableId};
use crate::testing::boundary::Boundaries;
use crate::testing::coverage::{Kind, list_of};
use crate::value::{Date, Truth};

use super::row::{Case, Row};
use super::space::{self, Value, Var};
use super::{EFFORT, Finder, Want, aim, row, set, usual_day};

/// An element of a list.
struct Element {
    /// Whether its `where` is true.
    counts: bool,
    row: Row,
    /// One of which it is, where it is not of this one.
    beside: Option<Row>,
}

impl Finder<'_> {
    /// What may be changed, and to what.
    pub(super) fn moves(&mut self, case: &Case, place: usize) -> Vec<(Var, Vec<Value>)> {
        let mut vars = self.vars.get(place).cloned().unwrap_or_default();
        let root = self.roots.get(place).copied().flatten().filter(|&root| root != place);
        let is_rule = |root: usize| matches!(self.conditions.all.get(root).map(|it| it.kind), Some(Kind::Rule(..)));
        if let Some(root) = root.filter(|&root| !is_rule(root)) {
            vars.extend(self.vars.get(root).into_iter().flatten());
        }
        let beside = self.beside(case, place);
        let moves = vars.into_iter().map(|var| (var, self.values(case, var, &beside)));
        let mut moves: Vec<(Var, Vec<Value>)> = moves.collect();
        // Where effort runs out, much has been tried.
        moves.sort_by_key(|(_, values)| values.len());
        moves
    }

    /// What is worth trying for a variable.
    fn values(&mut self, case: &Case, var: Var, beside: &[(Var, i64)]) -> Vec<Value> {
        let checked = self.playbook.checked();
        let extra: Vec<i64> = beside.iter().filter(|(other, _)| *other == var).map(|(_, value)| *value).collect();
        let (day, dated) = (self.day(case), self.dated);
        match var {
            Var::Cell(column) => {
                let boundaries = self.boundaries(day);
                space::of_cell(checked, boundaries, (TableId(0), column), case.row.get(column), &extra, dated)
            }
            Var::Element(list, column) => {
                let table = row::elements_of(&checked.schema, TableId(0), list).unwrap_or(TableId(0));
                let first = case.row.list(list).and_then(|rows| rows.first()).and_then(|row| row.get(column));
                space::of_cell(checked, self.boundaries(day), (table, column), first, &extra, dated)
            }
            Var::List(list) => self.lists(case, list, day, beside),
        }
    }

    /// Lists worth trying: unknown, empty, elements of which the `where`s are true, false and unknown, in the numbers asked for; each
    /// true one with another value of each fact; and what is there with one more or less.
    fn lists(&mut self, case: &Case, list: ListId, day: Date, beside: &[(Var, i64)]) -> Vec<Value> {
        let (checked, dated) = (self.playbook.checked(), self.dated);
        let table = row::elements_of(&checked.schema, TableId(0), list).unwrap_or(TableId(0));
        let lengths: Vec<u32> = self.boundaries(day).lengths(TableId(0), list).collect();
        let current = case.row.list(list).map(<[Row]>::to_vec).unwrap_or_default();
        let mut all = vec![None, Some(Vec::new())];
        let mut elements = self.elements(list);
        if elements.is_empty() {
            let row = Row::empty(&checked.schema, table);
            elements.push(Element { counts: true, row, beside: None });
        }
        for Element { counts, row, beside: others } in &elements {
            for &length in &lengths {
                all.push(Some(std::iter::repeat_n(row.clone(), usize::try_from(length).unwrap_or(0)).collect()));
            }
            let more = current.iter().cloned().chain([row.clone()]);
            all.push(Some(more.collect()));
            // The last that would make up the number.
            for &length in lengths.iter().filter(|&&length| length > 1) {
                let others = others.iter().flat_map(|other| {
                    std::iter::repeat_n(other, usize::try_from(length).unwrap_or(0).saturating_sub(1))
                });
                all.push(Some(others.chain([row]).cloned().collect()));
            }
            for column in (0..).map(ColumnId).take(if *counts { row.cells.len() } else { 0 }) {
                let var = Var::Element(list, column);
                let extra = beside.iter().filter(|(other, _)| *other == var).map(|(_, value)| *value);
                let extra: Vec<i64> = extra.collect();
                let place = (table, column);
                let values = space::of_cell(checked, self.boundaries(day), place, row.get(column), &extra, dated);
                all.extend(values.into_iter().filter_map(|value| match value {
                    Value::Cell(known) => {
                        let mut row = row.clone();
                        row.set(column, known);
                        Some(Some(vec![row]))
                    }
                    Value::List(_) => None,
                }));
            }
        }
        if let Some((_, fewer)) = current.split_last() {
            all.push(Some(fewer.to_vec()));
        }
        all.into_iter().map(Value::List).collect()
    }

    /// Elements worth trying: of which the `where`s of a list are true, false and unknown, also by one atom alone.
    fn elements(&mut self, list: ListId) -> Vec<Element> {
        let mut elements = Vec::new();
        for place in space::wheres(self.playbook.checked(), &self.conditions, list) {
            let counting = self.template(place, None, Truth::True);
            let atoms = self.conditions.all.get(place).map_or(0, |condition| condition.atoms.len());
            let alone = (0..atoms).map(Some).filter(|_| atoms > 1);
            for atom in [None].into_iter().chain(alone) {
                for truth in [Truth::True, Truth::False, Truth::Unknown] {
                    let counts = atom.is_none() && truth == Truth::True;
                    let beside = counting.clone().filter(|_| !counts);
                    let row = self.template(place, atom, truth);
                    elements.extend(row.map(|row| Element { counts, row, beside }));
                }
            }
        }
        elements
    }

    /// An element of which the `where`, or one of its atoms where that decides, is that; looked for once.
    fn template(&mut self, place: usize, atom: Option<usize>, truth: Truth) -> Option<Row> {
        let key = (place, atom, truth);
        if let Some(known) = self.templates.get(&key) {
            return known.clone();
        }
        // Whoever asks for it on the way does without.
        self.templates.insert(key, None);
        let condition = self.conditions.all.get(place)?;
        let Kind::Where(list) = condition.kind else { return None };
        let list = list_of(self.playbook.checked(), list)?.0.list;
        let want = match atom {
            None => Want::Whole(truth),
            Some(atom) => {
                let mut aim = aim::deciding(condition, atom, 0);
                set(&mut aim, atom, truth);
                Want::Atoms(aim, None)
            }
        };
        let mut effort = EFFORT;
        let case = self.look(place, &want, &mut effort);
        let row = case.and_then(|case| case.row.list(list).and_then(|rows| rows.first()).cloned());
        self.templates.insert(key, row.clone());
        row
    }

    fn boundaries(&mut self, day: Date) -> &Boundaries {
        let playbook = self.playbook.checked();
        self.boundaries.entry(day).or_insert_with(|| Boundaries::of(playbook, day))
    }

    fn day(&self, case: &Case) -> Date {
        case.as_of.unwrap_or_else(|| usual_day(self.playbook))
    }

    /// What each fact is compared with in the condition just now.
    fn beside(&mut self, case: &Case, place: usize) -> Vec<(Var, i64)> {
        let Some(condition) = self.conditions.all.get(place).cloned() else { return Vec::new() };
        let playbook = self.playbook;
        let list = match condition.kind {
            Kind::Where(list) => list_of(playbook.checked(), list).map(|(list, _)| list.list),
            Kind::Applies(_) | Kind::Rule(..) | Kind::Odds(..) | Kind::Define(_) => None,
        };
        let of_fact = |id: ExprId, list: Option<ListId>| {
            let ExprKind::Fact { fact, .. } = &playbook.checked().exprs.get(id).kind else { return None };
            let is_own = fact.table == TableId(0);
            if is_own { Some(Var::Cell(fact.column)) } else { list.map(|list| Var::Element(list, fact.column)) }
        };
        let var = |id: ExprId| {
            // Of one element alone, an aggregate is its value.
            if let ExprKind::Aggregate { list, value: Some(value), .. } = &playbook.checked().exprs.get(id).kind {
                return of_fact(*value, Some(list.list));
            }
            of_fact(id, list)
        };
        let mut found = Vec::new();
        self.each_run(case, &mut |at, machine| {
            if at != place {
                return;
            }
            for end in condition.ends.iter().flatten() {
                for (fact, other) in [(end.left, end.right), (end.right, end.left)] {
                    let cell = machine.cell_of(other);
                    found.extend(var(fact).filter(|_| cell.is_known()).map(|var| (var, cell.value)));
                }
            }
        });
        found
    }

    /// The changes of one fact or list of a case.
    pub(crate) fn neighbors(&mut self, case: &Case) -> Vec<Case> {
        let table = self.playbook.checked().schema.tables.first();
        let cells = (0..).map(|column| Var::Cell(ColumnId(column))).take(table.map_or(0, |table| table.columns.len()));
        let lists = (0..).map(|list| Var::List(ListId(list))).take(table.map_or(0, |table| table.lists.len()));
        let vars: Vec<Var> = cells.chain(lists).collect();
        self.changed(case, &vars, &[])
    }

    /// The changes of one fact or list that a condition reads.
    pub(crate) fn neighbors_in(&mut self, case: &Case, place: usize) -> Vec<Case> {
        let moves = self.moves(case, place);
        let checked = self.playbook.checked();
        let changes = moves.iter().flat_map(|(var, values)| values.iter().map(|value| (*var, value)));
        changes.map(|(var, value)| space::with(checked, case, var, value)).collect()
    }

    fn changed(&mut self, case: &Case, vars: &[Var], beside: &[(Var, i64)]) -> Vec<Case> {
        let checked = self.playbook.checked();
        let mut all = Vec::new();
        for &var in vars {
            let values = self.values(case, var, beside);
            all.extend(values.iter().map(|value| space::with(checked, case, var, value)));
        }
        all
    }
}
