//! The rows that a page holds, whatever became of the pages around it. A row that is too long for its
//! page goes on in others.

use super::image::Image;
use super::record;

/// A row longer than this is none of ours, in bytes: 5,000 characters and what goes with them.
const LONGEST: usize = 128 * 1024;

/// A row's bytes.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// Its number, where the table has them.
    pub(crate) number: Option<i64>,
    pub(crate) payload: Vec<u8>,
}

/// The kinds of pages that hold rows, by their first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The leaf of a table with numbers.
    Table,
    /// The leaf of a table without numbers, or of an index.
    Index,
    /// The branch of one: before each row stands the number of a page.
    IndexBranch,
}

impl Kind {
    fn of(page: &[u8]) -> Option<Self> {
        match page.first()? {
            13 => Some(Self::Table),
            10 => Some(Self::Index),
            2 => Some(Self::IndexBranch),
            _ => None,
        }
    }

    fn header(self) -> usize {
        match self {
            Self::Table | Self::Index => 8,
            Self::IndexBranch => 12,
        }
    }
}

/// The rows that a page lists.
pub(crate) fn listed(image: &Image, page: &[u8]) -> Vec<Cell> {
    let Some(kind) = Kind::of(page) else {
        return Vec::new();
    };
    let count = short(page, 3).unwrap_or(0);
    let pointers = (0..count).map_while(|index| short(page, kind.header() + 2 * index));
    pointers
        .filter_map(|at| cell(image, page, kind, at))
        .collect()
}

/// Whatever reads as a row of a table with numbers, at any place of a page: where its list is lost.
pub(crate) fn unlisted<'a>(image: &'a Image, page: &'a [u8]) -> impl Iterator<Item = Cell> + 'a {
    let likely = (0..page.len()).filter(|at| begins_a_row(page.get(*at..).unwrap_or_default()));
    likely.filter_map(|at| cell(image, page, Kind::Table, at))
}

/// A glance, for this is asked at every byte: the header of some columns, the first of them empty,
/// for that is the row's number, which stands before.
fn begins_a_row(bytes: &[u8]) -> bool {
    let header = || {
        let (long, ingested) = record::length(bytes)?;
        let (_, number) = record::varint(bytes.get(ingested..)?)?;
        let header = bytes.get(ingested + number..)?;
        Some((4..=LONGEST).contains(&long) && matches!(header, [16..=80, 0, ..]))
    };
    header().unwrap_or(false)
}

fn cell(image: &Image, page: &[u8], kind: Kind, at: usize) -> Option<Cell> {
    let mut rest = page.get(at..)?;
    if kind == Kind::IndexBranch {
        rest = rest.get(4..)?;
    }
    let (long, ingested) = record::length(rest)?;
    if !(4..=LONGEST).contains(&long) {
        return None;
    }
    rest = rest.get(ingested..)?;
    let mut number = None;
    if kind == Kind::Table {
        let (found, ingested) = record::varint(rest)?;
        number = i64::try_from(found).ok();
        rest = rest.get(ingested..)?;
    }
    let here = kept_here(kind, page.len(), long);
    let mut payload = rest.get(..here)?.to_vec();
    if here < long {
        let next = rest.get(here..here + 4)?;
        let next = u32::from_be_bytes(next.try_into().ok()?);
        follow(image, usize::try_from(next).ok()?, long, &mut payload);
    }
    Some(Cell { number, payload })
}

/// How much of a row stands on its page. The rule is SQLite's.
fn kept_here(kind: Kind, usable: usize, long: usize) -> usize {
    let most = match kind {
        Kind::Table => usable.saturating_sub(35),
        Kind::Index | Kind::IndexBranch => {
            (usable.saturating_sub(12) * 64 / 255).saturating_sub(23)
        }
    };
    if long <= most {
        return long;
    }
    let least = (usable.saturating_sub(12) * 32 / 255).saturating_sub(23);
    let behind = usable.saturating_sub(4).max(1);
    let wanted = least + long.saturating_sub(least) % behind;
    if wanted <= most { wanted } else { least }
}

/// Reads on, as far as the pages can be read.
fn follow(image: &Image, mut next: usize, long: usize, payload: &mut Vec<u8>) {
    while payload.len() < long {
        let Some(page) = image.page(next) else { return };
        let Some((head, bytes)) = page.split_at_checked(4) else {
            return;
        };
        let missing = long - payload.len();
        payload.extend(bytes.iter().take(missing));
        let head = head.try_into().map(u32::from_be_bytes).unwrap_or(0);
        next = usize::try_from(head).unwrap_or(0);
    }
}

fn short(page: &[u8], at: usize) -> Option<usize> {
    match page.get(at..at + 2)? {
        [high, low] => Some(usize::from(*high) * 256 + usize::from(*low)),
        _ => None,
    }
}
