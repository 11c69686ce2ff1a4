//! Hand-written readers of the deals' files: what a programmer writes who knows the file, and answers `None` where it is another.

use std::io::{self, BufRead, Write};

use super::hand::short_40;
use super::{Deal, Decision, Industry, Kind, NO_DATE, Region, Segment, Source, Stage, read_iso};

/// A deal of which nothing is said yet.
impl Default for Deal {
    fn default() -> Self {
        Deal {
            amount: 0,
            list_price: 0,
            seats: 0,
            employees: 0,
            emails: 0,
            meetings: 0,
            stage_days: 0,
            discount: 0,
            budget: None,
            cost: None,
            revenue: None,
            rival_price: None,
            annual_value: None,
            penalty: None,
            created: NO_DATE,
            close_date: NO_DATE,
            last_activity: NO_DATE,
            decision_date: NO_DATE,
            kind: Kind::NewName,
            source: Source::Partner,
            region: Region::North,
            segment: Segment::Small,
            industry: Industry::Software,
            stage: Stage::Qualify,
        }
    }
}

/// Reads a JSON object without white space, its keys in any order, its texts without escapes.
pub fn json(line: &[u8]) -> Option<Deal> {
    let mut deal = Deal::default();
    let mut rest = line.strip_prefix(b"{")?;
    loop {
        let (key, behind) = text(rest)?;
        let (value, behind) = value(behind.strip_prefix(b":")?)?;
        set(&mut deal, key, value)?;
        match behind.split_first()? {
            (b',', more) => rest = more,
            (b'}', []) => return Some(deal),
            _ => return None,
        }
    }
}

/// Takes `"…"`.
fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let inner = bytes.strip_prefix(b"\"")?;
    let end = inner.iter().position(|&byte| byte == b'"')?;
    Some((&inner[..end], &inner[end + 1..]))
}

/// Takes a text without its quotes, or a word.
fn value(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    if bytes.first() == Some(&b'"') {
        return text(bytes);
    }
    let end = bytes.iter().position(|&byte| byte == b',' || byte == b'}')?;
    Some(bytes.split_at(end))
}

fn set(deal: &mut Deal, key: &[u8], value: &[u8]) -> Option<()> {
    match key {
        b"amount" => deal.amount = number(value)?,
        b"list_price" => deal.list_price = number(value)?,
        b"seats" => deal.seats = number(value)?,
        b"employees" => deal.employees = number(value)?,
        b"emails" => deal.emails = number(value)?,
        b"meetings" => deal.meetings = number(value)?,
        b"stage_days" => deal.stage_days = number(value)?,
        b"discount" => deal.discount = number(value)?,
        b"budget" => deal.budget = or_null(value)?,
        b"cost" => deal.cost = or_null(value)?,
        b"revenue" => deal.revenue = or_null(value)?,
        b"rival_price" => deal.rival_price = or_null(value)?,
        b"annual_value" => deal.annual_value = or_null(value)?,
        b"penalty" => deal.penalty = or_null(value)?,
        b"created" => deal.created = date(value)?,
        b"close_date" => deal.close_date = date(value)?,
        b"last_activity" => deal.last_activity = date(value)?,
        b"decision_date" => deal.decision_date = date(value)?,
        b"kind" => deal.kind = Kind::read(value)?,
        b"source" => deal.source = Source::read(value)?,
        b"region" => deal.region = Region::read(value)?,
        b"segment" => deal.segment = Segment::read(value)?,
        b"industry" => deal.industry = Industry::read(value)?,
        b"stage" => deal.stage = Stage::read(value)?,
        _ => {}
    }
    Some(())
}

/// Reads a row of CSV whose columns stand in their order, without quotes.
pub fn csv(line: &[u8]) -> Option<Deal> {
    let mut cells = line.split(|&byte| byte == b',');
    let mut next = || cells.next();
    let deal = Deal {
        amount: number(next()?)?,
        list_price: number(next()?)?,
        seats: number(next()?)?,
        employees: number(next()?)?,
        emails: number(next()?)?,
        meetings: number(next()?)?,
        stage_days: number(next()?)?,
        discount: number(next()?)?,
        budget: or_empty(next()?)?,
        cost: or_empty(next()?)?,
        revenue: or_empty(next()?)?,
        rival_price: or_empty(next()?)?,
        annual_value: or_empty(next()?)?,
        penalty: or_empty(next()?)?,
        created: date(next()?)?,
        close_date: date(next()?)?,
        last_activity: date(next()?)?,
        decision_date: date(next()?)?,
        kind: Kind::read(next()?)?,
        source: Source::read(next()?)?,
        region: Region::read(next()?)?,
        segment: Segment::read(next()?)?,
        industry: Industry::read(next()?)?,
        stage: Stage::read(next()?)?,
    };
    cells.next().is_none().then_some(deal)
}

fn number(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes.split_first()? {
        (b'-', digits) => (true, digits),
        _ => (false, bytes),
    };
    let mut number = 0_i64;
    for byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number.wrapping_mul(10).wrapping_add(i64::from(byte - b'0'));
    }
    let fits = !digits.is_empty() && digits.len() <= 18;
    fits.then_some(if negative { -number } else { number })
}

fn or_null(bytes: &[u8]) -> Option<Option<i64>> {
    if bytes == b"null" { Some(None) } else { number(bytes).map(Some) }
}

fn or_empty(bytes: &[u8]) -> Option<Option<i64>> {
    if bytes.is_empty() { Some(None) } else { number(bytes).map(Some) }
}

fn date(bytes: &[u8]) -> Option<i32> {
    if bytes.is_empty() || bytes == b"null" { Some(NO_DATE) } else { read_iso(bytes) }
}

/// How a line becomes a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    JsonLines,
    /// JSON lines read by `serde_json` into the struct.
    SerdeJson,
}

impl Format {
    fn read(self, line: &[u8]) -> Option<Deal> {
        match self {
            Format::Csv => csv(line),
            Format::JsonLines => json(line),
            Format::SerdeJson => serde_json::from_slice(line).ok(),
        }
    }
}

/// The whole program: a file to decisions by the forty rules, `row,decision,to`. Gives how many rows there were.
///
/// # Errors
///
/// Where input or output fails, or a row is none.
pub fn decide(format: Format, mut input: impl BufRead, mut output: impl Write, today: i32) -> io::Result<u64> {
    let mut line = Vec::with_capacity(1 << 10);
    if format == Format::Csv {
        input.read_until(b'\n', &mut line)?;
    }
    writeln!(output, "row,decision,to")?;
    let mut row = 0;
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            output.flush()?;
            return Ok(row);
        }
        row += 1;
        let bytes = line.strip_suffix(b"\n").unwrap_or(&line);
        let deal = format.read(bytes).ok_or_else(|| io::Error::other(format!("row {row} cannot be read")))?;
        let decision = short_40::MASKS.decide(&short_40::truths(&deal, today), deal.stage);
        write_row(&mut output, row, decision)?;
    }
}

fn write_row(output: &mut impl Write, row: u64, decision: Decision) -> io::Result<()> {
    let mut digits = [0; 20];
    let mut start = digits.len();
    let mut number = row;
    while number > 0 {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    output.write_all(&digits[start..])?;
    output.write_all(b",")?;
    output.write_all(decision.name().as_bytes())?;
    output.write_all(b",")?;
    output.write_all(decision.to().unwrap_or("").as_bytes())?;
    output.write_all(b"\n")
}
