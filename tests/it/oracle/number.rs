//! Exact decimals of any length, and the calendar, the plain way.

/// ± digits × 10^exponent.
#[derive(Clone, Debug)]
pub struct Exact {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Exact {
    /// A JSON number as written, or plain digits with a point.
    pub fn parse(text: &str) -> Option<Exact> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], power(&rest[at + 1..])?),
            None => (rest, 0),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{part}");
        if whole.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = all.trim_start_matches('0').bytes().map(|byte| byte - b'0').collect();
        Some(Exact { negative, digits, exponent: power - part.len() as i64 })
    }

    pub fn shifted(mut self, places: i64) -> Exact {
        self.exponent += places;
        self
    }

    pub fn times(&self, other: &Exact) -> Exact {
        let mut product = vec![0_u32; self.digits.len() + other.digits.len()];
        for (i, a) in self.digits.iter().rev().enumerate() {
            for (j, b) in other.digits.iter().rev().enumerate() {
                product[i + j] += u32::from(*a) * u32::from(*b);
                let mut at = i + j;
                while product[at] > 9 {
                    product[at + 1] += product[at] / 10;
                    product[at] %= 10;
                    at += 1;
                }
            }
        }
        let digits: Vec<u8> =
            product.into_iter().rev().map(|digit| digit as u8).skip_while(|&digit| digit == 0).collect();
        Exact { negative: self.negative != other.negative, digits, exponent: self.exponent + other.exponent }
    }

    /// Whether it is from 0 to 1.
    pub fn is_fraction(&self) -> bool {
        let significant: Vec<u8> = {
            let mut digits = self.digits.clone();
            while digits.last() == Some(&0) {
                digits.pop();
            }
            digits
        };
        if significant.is_empty() {
            return true;
        }
        let size = self.digits.len() as i64 + self.exponent;
        !self.negative && (size <= 0 || (size == 1 && significant == [1]))
    }

    /// Whether it is 1 and not 0; nothing where it is neither.
    pub fn as_bool(&self) -> Option<bool> {
        let (first, rest) = match self.digits.split_first() {
            None => return Some(false),
            Some(split) => split,
        };
        let zeros = rest.iter().all(|&digit| digit == 0);
        let one = !self.negative && *first == 1 && zeros && self.exponent == -(rest.len() as i64);
        one.then_some(true)
    }

    /// Half-even to so many places, as a count of them; nothing where that is absurdly large.
    pub fn rounded(&self, places: i64) -> Option<i128> {
        let shift = self.exponent + places;
        if self.digits.is_empty() {
            return Some(0);
        }
        let length = self.digits.len() as i64;
        if length + shift > 35 {
            return None;
        }
        let kept = (length + shift).clamp(0, length) as usize;
        let mut count = self.digits[..kept].iter().fold(0_i128, |sum, &digit| sum * 10 + i128::from(digit));
        for _ in 0..shift.max(0) {
            count *= 10;
        }
        if length + shift >= 0 && shift < 0 {
            let rest = &self.digits[kept..];
            let half = rest[0] == 5 && rest[1..].iter().all(|&digit| digit == 0);
            if rest[0] > 5 || (rest[0] == 5 && (!half || count % 2 != 0)) {
                count += 1;
            }
        }
        Some(if self.negative { -count } else { count })
    }
}

fn power(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse::<i64>().unwrap_or(i64::MAX).min(1_000_000_000);
    Some(if text.starts_with('-') { -size } else { size })
}

/// `a / b` to the nearest whole, half to even.
pub fn divide(a: i128, b: i128) -> i128 {
    let (a, b) = if b < 0 { (-a, -b) } else { (a, b) };
    let floor = a.div_euclid(b);
    let rest = a.rem_euclid(b);
    match (rest * 2).cmp(&b) {
        std::cmp::Ordering::Less => floor,
        std::cmp::Ordering::Greater => floor + 1,
        std::cmp::Ordering::Equal => floor + floor.rem_euclid(2),
    }
}

pub fn is_leap(year: i128) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub fn days_in_month(year: i128, month: i128) -> i128 {
    match month {
        2 => 28 + i128::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01; nothing where there is no such day from year 1 to 9999.
pub fn date(year: i128, month: i128, day: i128) -> Option<i128> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    let before = year - 1;
    let years = before * 365 + before / 4 - before / 100 + before / 400;
    let months: i128 = (1..month).map(|month| days_in_month(year, month)).sum();
    Some(years + months + day - 1 - 719_162)
}

/// Year, month and day of a day from 0001-01-01 to 9999-12-31.
pub fn civil(days: i128) -> (i128, i128, i128) {
    let mut year = ((days + 719_162) / 366 + 1).clamp(1, 9999);
    while year < 9999 && date(year + 1, 1, 1).unwrap() <= days {
        year += 1;
    }
    let mut month = 1;
    while month < 12 && date(year, month + 1, 1).unwrap() <= days {
        month += 1;
    }
    (year, month, days - date(year, month, 1).unwrap() + 1)
}

/// The day so many months later, clamped to the month's end.
pub fn add_months(days: i128, months: i128) -> Option<i128> {
    let (year, month, day) = civil(days);
    let index = year * 12 + month - 1 + months;
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
    date(year, month, day.min(days_in_month(year, month)))
}

/// The day itself where it is in the calendar.
pub fn in_calendar(days: i128) -> Option<i128> {
    (-719_162..=2_932_896).contains(&days).then_some(days)
}
