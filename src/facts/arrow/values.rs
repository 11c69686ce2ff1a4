//! One column of Arrow's scalars, said value by value as other sources would say them.

use std::fmt::{Display, Write as _};

use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, BooleanArray, LargeStringArray, PrimitiveArray, StringArray, StringViewArray,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, TimeUnit};
use serde::Serialize;

use super::hear::Hear;
use crate::facts::scalar::{self, Datum, Written};
use crate::value::Date;

/// A column, read in place.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    pub(super) values: Values,
    pub(super) nulls: Option<NullBuffer>,
    pub(super) length: usize,
}

/// The values by their type.
#[derive(Clone, Debug)]
pub(super) enum Values {
    Null,
    Bool(BooleanArray),
    I8(PrimitiveArray<Int8Type>),
    I16(PrimitiveArray<Int16Type>),
    I32(PrimitiveArray<Int32Type>),
    I64(PrimitiveArray<Int64Type>),
    U8(PrimitiveArray<UInt8Type>),
    U16(PrimitiveArray<UInt16Type>),
    U32(PrimitiveArray<UInt32Type>),
    U64(PrimitiveArray<UInt64Type>),
    F16(PrimitiveArray<Float16Type>),
    F32(PrimitiveArray<Float32Type>),
    F64(PrimitiveArray<Float64Type>),
    Text(StringArray),
    LargeText(LargeStringArray),
    TextView(StringViewArray),
    Decimal32(PrimitiveArray<Decimal32Type>, i8),
    Decimal64(PrimitiveArray<Decimal64Type>, i8),
    Decimal128(PrimitiveArray<Decimal128Type>, i8),
    Decimal256(PrimitiveArray<Decimal256Type>, i8),
    Days(PrimitiveArray<Date32Type>),
    DayMillis(PrimitiveArray<Date64Type>),
    /// So many a second, and whether the values are of a time zone, and so told in UTC.
    Seconds(PrimitiveArray<TimestampSecondType>, bool),
    Millis(PrimitiveArray<TimestampMillisecondType>, bool),
    Micros(PrimitiveArray<TimestampMicrosecondType>, bool),
    Nanos(PrimitiveArray<TimestampNanosecondType>, bool),
    /// For each row the place of its value.
    Dictionary(Vec<usize>, Box<Cells>),
}

impl Cells {
    /// A column of that array; nothing where its type is none of a fact.
    pub(super) fn new(array: &ArrayRef) -> Option<Self> {
        Some(Cells { values: values(array)?, nulls: array.nulls().cloned(), length: array.len() })
    }

    /// A column of which nothing is known.
    pub(super) fn null() -> Self {
        Cells { values: Values::Null, nulls: None, length: 0 }
    }

    /// The text of a row, where it is one.
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        if self.is_null(row) {
            return None;
        }
        match &self.values {
            Values::Text(texts) => Some(texts.value(row)),
            Values::LargeText(texts) => Some(texts.value(row)),
            Values::TextView(texts) => Some(texts.value(row)),
            Values::Dictionary(places, values) => values.text(*places.get(row)?),
            Values::Null
            | Values::Bool(_)
            | Values::I8(_)
            | Values::I16(_)
            | Values::I32(_)
            | Values::I64(_)
            | Values::U8(_)
            | Values::U16(_)
            | Values::U32(_)
            | Values::U64(_)
            | Values::F16(_)
            | Values::F32(_)
            | Values::F64(_)
            | Values::Decimal32(..)
            | Values::Decimal64(..)
            | Values::Decimal128(..)
            | Values::Decimal256(..)
            | Values::Days(_)
            | Values::DayMillis(_)
            | Values::Seconds(..)
            | Values::Millis(..)
            | Values::Micros(..)
            | Values::Nanos(..) => None,
        }
    }

    /// Says the value of a row, which there is. `room` is for texts that are made.
    pub(super) fn feed(&self, row: usize, hear: &mut impl Hear, room: &mut String) {
        if self.is_null(row) {
            return hear.scalar(Datum::Null);
        }
        match &self.values {
            Values::Null => hear.scalar(Datum::Null),
            Values::Bool(values) => hear.scalar(Datum::Bool(values.value(row))),
            Values::I8(values) => hear.whole(values.value(row)),
            Values::I16(values) => hear.whole(values.value(row)),
            Values::I32(values) => hear.whole(values.value(row)),
            Values::I64(values) => hear.whole(values.value(row)),
            Values::U8(values) => hear.whole(values.value(row)),
            Values::U16(values) => hear.whole(values.value(row)),
            Values::U32(values) => hear.whole(values.value(row)),
            Values::U64(values) => hear.whole(values.value(row)),
            Values::F16(values) => {
                let value = values.value(row).to_f32();
                float(hear, f64::from(value), value);
            }
            Values::F32(values) => float(hear, f64::from(values.value(row)), values.value(row)),
            Values::F64(values) => float(hear, values.value(row), values.value(row)),
            Values::Text(texts) => hear.scalar(Datum::Str(texts.value(row))),
            Values::LargeText(texts) => hear.scalar(Datum::Str(texts.value(row))),
            Values::TextView(texts) => hear.scalar(Datum::Str(texts.value(row))),
            Values::Decimal32(values, scale) => decimal(values.value(row), *scale, hear, room),
            Values::Decimal64(values, scale) => decimal(values.value(row), *scale, hear, room),
            Values::Decimal128(values, scale) => decimal(values.value(row), *scale, hear, room),
            Values::Decimal256(values, scale) => decimal(values.value(row), *scale, hear, room),
            Values::Days(values) => day(i64::from(values.value(row)), hear, room),
            Values::DayMillis(values) => day(values.value(row).div_euclid(86_400_000), hear, room),
            Values::Seconds(values, zoned) => moment(values.value(row), 1, *zoned, hear, room),
            Values::Millis(values, zoned) => moment(values.value(row), 1_000, *zoned, hear, room),
            Values::Micros(values, zoned) => moment(values.value(row), 1_000_000, *zoned, hear, room),
            Values::Nanos(values, zoned) => moment(values.value(row), 1_000_000_000, *zoned, hear, room),
            Values::Dictionary(places, values) => match places.get(row) {
                Some(&place) => values.feed(place, hear, room),
                None => hear.scalar(Datum::Null),
            },
        }
    }

    fn is_null(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| row >= nulls.len() || nulls.is_null(row))
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what Arrow may add is no fact")]
fn values(array: &ArrayRef) -> Option<Values> {
    Some(match array.data_type() {
        DataType::Null => Values::Null,
        DataType::Boolean => Values::Bool(array.as_boolean_opt()?.clone()),
        DataType::Int8 => Values::I8(primitive(array)?),
        DataType::Int16 => Values::I16(primitive(array)?),
        DataType::Int32 => Values::I32(primitive(array)?),
        DataType::Int64 => Values::I64(primitive(array)?),
        DataType::UInt8 => Values::U8(primitive(array)?),
        DataType::UInt16 => Values::U16(primitive(array)?),
        DataType::UInt32 => Values::U32(primitive(array)?),
        DataType::UInt64 => Values::U64(primitive(array)?),
        DataType::Float16 => Values::F16(primitive(array)?),
        DataType::Float32 => Values::F32(primitive(array)?),
        DataType::Float64 => Values::F64(primitive(array)?),
        DataType::Utf8 => Values::Text(array.as_string_opt::<i32>()?.clone()),
        DataType::LargeUtf8 => Values::LargeText(array.as_string_opt::<i64>()?.clone()),
        DataType::Utf8View => Values::TextView(array.as_string_view_opt()?.clone()),
        DataType::Decimal32(_, scale) => Values::Decimal32(primitive(array)?, *scale),
        DataType::Decimal64(_, scale) => Values::Decimal64(primitive(array)?, *scale),
        DataType::Decimal128(_, scale) => Values::Decimal128(primitive(array)?, *scale),
        DataType::Decimal256(_, scale) => Values::Decimal256(primitive(array)?, *scale),
        DataType::Date32 => Values::Days(primitive(array)?),
        DataType::Date64 => Values::DayMillis(primitive(array)?),
        DataType::Timestamp(TimeUnit::Second, zone) => Values::Seconds(primitive(array)?, zone.is_some()),
        DataType::Timestamp(TimeUnit::Millisecond, zone) => Values::Millis(primitive(array)?, zone.is_some()),
        DataType::Timestamp(TimeUnit::Microsecond, zone) => Values::Micros(primitive(array)?, zone.is_some()),
        DataType::Timestamp(TimeUnit::Nanosecond, zone) => Values::Nanos(primitive(array)?, zone.is_some()),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary_opt()?;
            let values = dictionary.values();
            if values.is_empty() {
                return Some(Values::Null);
            }
            Values::Dictionary(dictionary.normalized_keys(), Box::new(plain(values)?))
        }
        _other => return None,
    })
}

/// The values of a dictionary, which are none themselves.
fn plain(array: &ArrayRef) -> Option<Cells> {
    if matches!(array.data_type(), DataType::Dictionary(..)) { None } else { Cells::new(array) }
}

fn primitive<T: ArrowPrimitiveType>(array: &ArrayRef) -> Option<PrimitiveArray<T>> {
    array.as_primitive_opt::<T>().cloned()
}

/// Says a float, which counts as its shortest decimal.
fn float(hear: &mut impl Hear, number: f64, written: impl Serialize) {
    scalar::say_float(number, written, |datum| hear.scalar(datum));
}

/// Says a number of which so many digits stand behind the mark.
fn decimal(number: impl Display, scale: i8, hear: &mut impl Hear, room: &mut String) {
    if scale == 0 {
        return hear.scalar(Datum::Number(Written::whole(number).as_str()));
    }
    let written = Written::whole(number);
    let (sign, digits) = match written.as_str().strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", written.as_str()),
    };
    let places = usize::from(scale.unsigned_abs());
    room.clear();
    room.push_str(sign);
    if scale < 0 {
        room.push_str(digits);
        room.extend(std::iter::repeat_n('0', if digits == "0" { 0 } else { places }));
    } else {
        let whole = digits.len().saturating_sub(places);
        room.push_str(if whole == 0 { "0" } else { digits.get(..whole).unwrap_or("0") });
        room.push('.');
        room.extend(std::iter::repeat_n('0', places.saturating_sub(digits.len())));
        room.push_str(digits.get(whole..).unwrap_or(""));
    }
    hear.scalar(Datum::Number(room));
}

/// Says a day, by its distance from 1970-01-01.
fn day(days: i64, hear: &mut impl Hear, room: &mut String) {
    if hear.day(days) {
        return;
    }
    write_day(days, room);
    hear.scalar(Datum::Day(room));
}

/// Says a moment, of so many units a second: of a field that is a date its day counts.
fn moment(value: i64, units: i64, zoned: bool, hear: &mut impl Hear, room: &mut String) {
    let seconds = value.div_euclid(units);
    let days = seconds.div_euclid(86_400);
    if hear.day(days) {
        return;
    }
    write_day(days, room);
    let second = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    let _ = write!(room, "T{hour:02}:{minute:02}:{second:02}");
    let part = value.rem_euclid(units);
    if part != 0 {
        let nanos = part.saturating_mul(1_000_000_000_i64.checked_div(units).unwrap_or(1));
        let digits = format!("{nanos:09}");
        let _ = write!(room, ".{}", digits.trim_end_matches('0'));
    }
    if zoned {
        room.push('Z');
    }
    hear.scalar(Datum::Day(room));
}

/// Writes a day; one that no calendar has as what it is.
fn write_day(days: i64, room: &mut String) {
    room.clear();
    let _ = match Date::from_days(days) {
        Some(date) => write!(room, "{date}"),
        None => write!(room, "day {days} from 1970-01-01"),
    };
}
