//! Sixty-four rules as what the values of facts say of them: rows of bits, one row for every range of a value.
//!
//! A [`Lookup`] finds the row of one value, without jumps: it counts the constants that are not above it, or counts from the
//! lowest where the constants lie close together. The rows of all lookups are or-ed. The values lie in a [`Page`] of as many as
//! a byte can count, so that no place in it needs a look at the page's end.

/// Planes of one block: the conjunctions themselves, and alternatives.
pub(super) const PLANES: usize = 4;

/// A value that is looked up. Of an unknown one `known` is 0, else all bits are set.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Input {
    pub(crate) value: i64,
    pub(crate) known: usize,
}

impl Input {
    /// A value, and whether it is known.
    pub(crate) fn new(value: i64, is_known: bool) -> Self {
        Input { value, known: usize::from(is_known).wrapping_neg() }
    }
}

/// The values that a block looks up.
pub(crate) type Page = [Input; PAGE];
pub(crate) const PAGE: usize = 256;

/// Up to sixty-four rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    /// Where the values of its page lie among all inputs; empty where these are its page.
    pub(super) page: Vec<u32>,
    /// In each plane but the first, the rules that have an alternative there.
    pub(super) present: [u64; PLANES],
    /// The rules that are the opposite of their conjunction.
    pub(super) inverted: u64,
    rows: Rows,
    facts: Lookups<Single>,
    sums: Lookups<Sum>,
    odd_sums: Lookups<OddSum>,
}

/// Of every range of every value, the rules whose conjunction in each plane it decides.
#[derive(Clone, Debug)]
enum Rows {
    One(Vec<[u64; 1]>),
    Two(Vec<[u64; 2]>),
    Four(Vec<[u64; PLANES]>),
}

impl Default for Rows {
    fn default() -> Self {
        Rows::One(Vec::new())
    }
}

/// An input by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Single(pub(super) u8);

/// Two inputs and what they count; within bounds, so that the sum fits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    pub(super) first: (u8, i64),
    pub(super) second: (u8, i64),
}

/// A sum less one where the last bits, of those inputs that count and of the constant, are an odd number of ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct OddSum {
    pub(super) sum: Sum,
    pub(super) first: i64,
    pub(super) second: i64,
    pub(super) constant: i64,
}

/// What gives a value.
trait Source: Copy {
    fn read(self, page: &Page) -> Input;
}

impl Source for Single {
    #[inline]
    fn read(self, page: &Page) -> Input {
        input(page, self.0)
    }
}

impl Source for Sum {
    #[inline]
    fn read(self, page: &Page) -> Input {
        let (first, second) = (input(page, self.first.0), input(page, self.second.0));
        let value = first.value.wrapping_mul(self.first.1).wrapping_add(second.value.wrapping_mul(self.second.1));
        Input { value, known: first.known & second.known }
    }
}

impl Source for OddSum {
    #[inline]
    fn read(self, page: &Page) -> Input {
        let Sum { first, second } = self.sum;
        let odd = (input(page, first.0).value & self.first) ^ (input(page, second.0).value & self.second);
        let Input { value, known } = self.sum.read(page);
        Input { value: value.wrapping_sub(odd ^ self.constant), known }
    }
}

#[inline]
fn input(page: &Page, place: u8) -> Input {
    page.get(usize::from(place)).copied().unwrap_or_default()
}

/// A value's row.
#[derive(Clone, Debug)]
struct Lookup<S, R> {
    source: S,
    range: R,
    /// The row of what is unknown; behind it those of the ranges.
    rows: u32,
}

/// Lookups by how many constants there are.
#[derive(Clone, Debug)]
struct Lookups<S> {
    close: Vec<Lookup<S, Close>>,
    one: Vec<Lookup<S, Sorted<1>>>,
    three: Vec<Lookup<S, Sorted<3>>>,
    seven: Vec<Lookup<S, Sorted<7>>>,
    fifteen: Vec<Lookup<S, Sorted<15>>>,
    many: Vec<Lookup<S, Box<[i64]>>>,
}

impl<S> Default for Lookups<S> {
    fn default() -> Self {
        Lookups {
            close: Vec::new(),
            one: Vec::new(),
            three: Vec::new(),
            seven: Vec::new(),
            fifteen: Vec::new(),
            many: Vec::new(),
        }
    }
}

/// In which range of the constants a value is.
trait Range {
    fn find(&self, value: i64) -> usize;
}

/// Constants that lie so close together that each value between them has a row.
#[derive(Clone, Copy, Debug)]
struct Close {
    below: i64,
    last: usize,
}

/// Few constants in order, filled up with the largest number there is.
#[derive(Clone, Copy, Debug)]
struct Sorted<const N: usize>([i64; N]);

impl Range for Close {
    #[inline]
    fn find(&self, value: i64) -> usize {
        let place = value.max(self.below).wrapping_sub(self.below).cast_unsigned();
        usize::try_from(place).unwrap_or(usize::MAX).min(self.last)
    }
}

impl<const N: usize> Range for Sorted<N> {
    #[inline]
    fn find(&self, value: i64) -> usize {
        let mut place: usize = 0;
        let mut step = N.div_ceil(2);
        while step > 0 {
            let middle = place.wrapping_add(step).wrapping_sub(1);
            let is_behind = self.0.get(middle).is_some_and(|&constant| constant <= value);
            place = place.wrapping_add(if is_behind { step } else { 0 });
            step /= 2;
        }
        place
    }
}

impl Range for Box<[i64]> {
    fn find(&self, value: i64) -> usize {
        self.partition_point(|&constant| constant <= value)
    }
}

impl<S: Source> Lookups<S> {
    /// Or-s the rows of all its values.
    #[inline]
    fn or<const P: usize>(&self, rows: &[[u64; P]], page: &Page, all: &mut [u64; P]) {
        or(&self.close, rows, page, all);
        or(&self.one, rows, page, all);
        or(&self.three, rows, page, all);
        or(&self.seven, rows, page, all);
        or(&self.fifteen, rows, page, all);
        or(&self.many, rows, page, all);
    }

    /// Adds the lookup of a value with those constants, which are sorted.
    fn add(&mut self, source: S, constants: &[i64], rows: u32) {
        if let Some(range) = Close::new(constants) {
            self.close.push(Lookup { source, range, rows });
        } else if let Some(range) = Sorted::new(constants) {
            self.one.push(Lookup { source, range, rows });
        } else if let Some(range) = Sorted::new(constants) {
            self.three.push(Lookup { source, range, rows });
        } else if let Some(range) = Sorted::new(constants) {
            self.seven.push(Lookup { source, range, rows });
        } else if let Some(range) = Sorted::new(constants) {
            self.fifteen.push(Lookup { source, range, rows });
        } else {
            self.many.push(Lookup { source, range: constants.into(), rows });
        }
    }
}

#[inline]
fn or<S: Source, R: Range, const P: usize>(
    lookups: &[Lookup<S, R>],
    rows: &[[u64; P]],
    page: &Page,
    all: &mut [u64; P],
) {
    let mut sum = *all;
    for lookup in lookups {
        let Input { value, known } = lookup.source.read(page);
        let place = lookup.range.find(value).wrapping_add(1) & known;
        if let Some(row) = rows.get(wide(lookup.rows).wrapping_add(place)) {
            for (all, bits) in sum.iter_mut().zip(row) {
                *all |= bits;
            }
        }
    }
    *all = sum;
}

impl Close {
    /// The rows that there may be for constants which could do with fewer.
    const MOST: i64 = 16;

    /// A row for each value from the lowest constant to the highest, where they are few.
    fn new(constants: &[i64]) -> Option<Self> {
        let (first, last) = (*constants.first()?, *constants.last()?);
        let span = last.checked_sub(first)?;
        let is_close = span < Close::MOST && constants.len() > 1;
        let last = usize::try_from(span).ok()?.checked_add(1)?;
        is_close.then_some(Close { below: first.checked_sub(1)?, last })
    }
}

impl<const N: usize> Sorted<N> {
    fn new(constants: &[i64]) -> Option<Self> {
        if constants.len() > N {
            return None;
        }
        let mut padded = [i64::MAX; N];
        for (place, &constant) in padded.iter_mut().zip(constants) {
            *place = constant;
        }
        Some(Sorted(padded))
    }
}

impl Block {
    /// An empty block whose rules have so many planes.
    pub(super) fn new(planes: usize) -> Self {
        let rows = match planes {
            0 | 1 => Rows::One(Vec::new()),
            2 => Rows::Two(Vec::new()),
            _ => Rows::Four(Vec::new()),
        };
        Block { rows, ..Block::default() }
    }

    /// The rules that are true, one bit a rule.
    pub(crate) fn holding(&self, inputs: &[Input]) -> u64 {
        if !self.page.is_empty() {
            let mut page = [Input::default(); PAGE];
            for (value, &place) in page.iter_mut().zip(&self.page) {
                *value = inputs.get(wide(place)).copied().unwrap_or_default();
            }
            return self.of_page(&page);
        }
        inputs.first_chunk().map_or(0, |page| self.of_page(page))
    }

    fn of_page(&self, page: &Page) -> u64 {
        match &self.rows {
            Rows::One(rows) => self.combine(self.or(rows, page)),
            Rows::Two(rows) => self.combine(self.or(rows, page)),
            Rows::Four(rows) => self.combine(self.or(rows, page)),
        }
    }

    fn or<const P: usize>(&self, rows: &[[u64; P]], page: &Page) -> [u64; P] {
        let mut all = [0; P];
        self.facts.or(rows, page, &mut all);
        self.sums.or(rows, page, &mut all);
        self.odd_sums.or(rows, page, &mut all);
        all
    }

    /// The true rules, from what decides their conjunctions and alternatives: a rule is decided by a literal of it, or by an
    /// alternative that no literal of it keeps.
    fn combine<const P: usize>(&self, decided: [u64; P]) -> u64 {
        let mut planes = decided.into_iter().zip(self.present);
        let (first, _) = planes.next().unwrap_or_default();
        let decided = planes.fold(first, |all, (kept, present)| all | (present & !kept));
        decided ^ !self.inverted
    }

    /// Adds an input's lookup; its rows follow.
    pub(super) fn look_up(&mut self, single: Single, constants: &[i64]) {
        self.facts.add(single, constants, self.rows.len());
    }

    /// Adds a sum's lookup; its rows follow.
    pub(super) fn look_up_sum(&mut self, sum: Sum, constants: &[i64]) {
        self.sums.add(sum, constants, self.rows.len());
    }

    /// Adds the lookup of a sum that may be one less; its rows follow.
    pub(super) fn look_up_odd_sum(&mut self, sum: OddSum, constants: &[i64]) {
        self.odd_sums.add(sum, constants, self.rows.len());
    }

    /// Adds a row.
    pub(super) fn push_row(&mut self, row: [u64; PLANES]) {
        let [first, second, ..] = row;
        match &mut self.rows {
            Rows::One(rows) => rows.push([first]),
            Rows::Two(rows) => rows.push([first, second]),
            Rows::Four(rows) => rows.push(row),
        }
    }
}

/// The values for which a lookup with those constants has rows, one of each range.
pub(super) fn ranges(constants: &[i64]) -> Vec<i64> {
    if let Some(close) = Close::new(constants) {
        return std::iter::successors(Some(close.below), |value| value.checked_add(1))
            .take(close.last.saturating_add(1))
            .collect();
    }
    let sizes = [1, 3, 7, 15];
    let size = sizes.into_iter().find(|&size| constants.len() <= size).unwrap_or(constants.len());
    let padded = constants.iter().copied().chain(std::iter::repeat(i64::MAX)).take(size);
    std::iter::once(i64::MIN).chain(padded).collect()
}

impl Rows {
    fn len(&self) -> u32 {
        let rows = match self {
            Rows::One(rows) => rows.len(),
            Rows::Two(rows) => rows.len(),
            Rows::Four(rows) => rows.len(),
        };
        u32::try_from(rows).unwrap_or(u32::MAX)
    }
}

fn wide(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
