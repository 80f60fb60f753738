//! What somebody typed into the search: words, and filters such as `from:سالم` or `before:2026-11-01`. Their names are
//! taken in English and in Arabic.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use protocol::UtcMs;
use serde::{Deserialize, Serialize};
use store::{SearchRequest, fold};

/// What a filter asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum SearchFilterKind {
    /// Who said it.
    From,
    /// In which conversation.
    In,
    /// About which order.
    Order,
    /// Before the beginning of a day.
    Before,
    /// From the beginning of a day on.
    After,
    /// With a picture.
    Has,
    /// With one of the user's own tags.
    Tag,
}

/// A filter as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TypedFilter {
    /// What it asks for.
    pub kind: SearchFilterKind,
    /// Its value, without quotation marks.
    pub value: String,
    /// All of it, as it stands in the text.
    pub typed: String,
    /// Whether its value says anything; one that does not is passed over.
    pub understood: bool,
}

/// The filters' names. An Arabic name is its words' translation.
const NAMES: &[(&str, SearchFilterKind)] = &[
    ("from", SearchFilterKind::From),
    ("من", SearchFilterKind::From),
    ("in", SearchFilterKind::In),
    ("في", SearchFilterKind::In),
    ("order", SearchFilterKind::Order),
    ("طلب", SearchFilterKind::Order),
    ("before", SearchFilterKind::Before),
    ("قبل", SearchFilterKind::Before),
    ("after", SearchFilterKind::After),
    ("بعد", SearchFilterKind::After),
    ("has", SearchFilterKind::Has),
    ("فيه", SearchFilterKind::Has),
    ("tag", SearchFilterKind::Tag),
    ("وسم", SearchFilterKind::Tag),
];

/// What can be asked for with `has:`, folded.
const PICTURES: [&str; 6] = ["image", "picture", "photo", "صوره", "صور", "الصور"];

/// Reads what was typed, at a moment and in a time zone.
pub(crate) fn read(typed: &str, now: UtcMs, zone: &TimeZone) -> (SearchRequest, Vec<TypedFilter>) {
    let mut request = SearchRequest::default();
    let mut filters = Vec::new();
    for token in tokens(typed) {
        match filter(token) {
            Some(mut filter) => {
                filter.understood = apply(&mut request, &filter, now, zone);
                filters.push(filter);
            }
            None => request.words.push(token.trim_matches('"').to_owned()),
        }
    }
    (request, filters)
}

/// The parts between white space; what stands in quotation marks is one.
fn tokens(typed: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = typed.split(|letter: char| {
        quoted ^= letter == '"';
        letter.is_whitespace() && !quoted
    });
    parts
        .filter(|part| !part.trim_matches('"').is_empty())
        .collect()
}

/// A filter, where the part before the colon is the name of one and something stands behind it.
fn filter(token: &str) -> Option<TypedFilter> {
    let (name, value) = token.split_once(':')?;
    let name = fold(name);
    let (_, kind) = NAMES.iter().find(|(known, _)| fold(known) == name)?;
    let value = value.trim_matches('"').trim();
    (!value.is_empty()).then(|| TypedFilter {
        kind: *kind,
        value: value.to_owned(),
        typed: token.to_owned(),
        understood: false,
    })
}

fn apply(request: &mut SearchRequest, filter: &TypedFilter, now: UtcMs, zone: &TimeZone) -> bool {
    let value = filter.value.clone();
    match filter.kind {
        SearchFilterKind::From => request
            .from
            .extend(value.split_whitespace().map(str::to_owned)),
        SearchFilterKind::In => request.within = Some(value),
        SearchFilterKind::Order => request.order = Some(value),
        SearchFilterKind::Tag => request.tags.push(value),
        SearchFilterKind::Before => match beginning_of(&value, now, zone) {
            Some(time) => request.before = Some(time),
            None => return false,
        },
        SearchFilterKind::After => match beginning_of(&value, now, zone) {
            Some(time) => request.after = Some(time),
            None => return false,
        },
        SearchFilterKind::Has => {
            let has_image = PICTURES.contains(&fold(&value).as_str());
            request.has_image |= has_image;
            return has_image;
        }
    }
    true
}

/// The beginning of a day: `2026-11-01`, `1/11/2026`, `today`, `yesterday`.
fn beginning_of(value: &str, now: UtcMs, zone: &TimeZone) -> Option<UtcMs> {
    let today = Timestamp::from_millisecond(now.0)
        .ok()?
        .to_zoned(zone.clone())
        .date();
    let day = match fold(value).as_str() {
        "today" | "اليوم" => today,
        "yesterday" | "امس" | "البارح" => today.checked_sub(1.day()).ok()?,
        other => date(other)?,
    };
    let begins = day.to_zoned(zone.clone()).ok()?;
    Some(UtcMs(begins.timestamp().as_millisecond()))
}

/// A date with the year first, or with the day first.
fn date(folded: &str) -> Option<Date> {
    let parts: Vec<i16> = folded
        .split(['-', '/', '.'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if *year > 31 => (*year, *month, *day),
        [day, month, year] => (*year, *month, *day),
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
