//! What is done to a file: bits flipped, a stretch overwritten, the end cut off.

use std::{
    fmt, fs,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    ops::Range,
    path::Path,
};

use rand::{Rng as _, rngs::StdRng};

use super::pages::{Half, PAGE, Stretch, path_of};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    Cache,
    Outbox,
}

#[derive(Clone, Debug)]
pub(crate) enum Blow {
    /// Single bits, each named by its byte and its place there.
    Bits(Vec<(usize, u8)>),
    Nonsense(Range<usize>),
    Blank(Range<usize>),
    /// Everything from here on is cut off.
    Cut(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Corruption {
    pub(crate) database: Database,
    pub(crate) half: Half,
    pub(crate) blow: Blow,
}

impl Corruption {
    /// Draws a blow to one of the files; of a log that is not there, to the database itself.
    pub(crate) fn draw(random: &mut StdRng, folder: &Path) -> Option<Self> {
        let database = match random.random_range(0..5) {
            0 | 1 => Database::Cache,
            _ => Database::Outbox,
        };
        let length_of = |half| {
            let path = path_of(&folder.join(database.file()), half);
            fs::metadata(path).map_or(0, |found| found.len())
        };
        let mut half = match random.random_range(0..3) {
            0 => Half::Wal,
            _ => Half::Main,
        };
        if length_of(half) == 0 {
            half = match half {
                Half::Wal => Half::Main,
                Half::Main => Half::Wal,
            };
        }
        let length = usize::try_from(length_of(half)).ok()?;
        (length > 0).then(|| Self {
            database,
            half,
            blow: Blow::draw(random, length),
        })
    }

    /// Whether it hits any of these bytes of the database that it is a blow to.
    pub(crate) fn hits(&self, stretch: &Stretch) -> bool {
        let meets = |range: &Range<usize>| {
            range.start < stretch.bytes.end && stretch.bytes.start < range.end
        };
        self.half == stretch.half
            && match &self.blow {
                Blow::Bits(bits) => bits.iter().any(|(at, _)| stretch.bytes.contains(at)),
                Blow::Nonsense(range) | Blow::Blank(range) => meets(range),
                Blow::Cut(from) => stretch.bytes.end > *from,
            }
    }

    pub(crate) fn apply(&self, folder: &Path) -> std::io::Result<()> {
        let path = path_of(&folder.join(self.database.file()), self.half);
        let mut file = fs::OpenOptions::new().read(true).write(true).open(path)?;
        match &self.blow {
            Blow::Cut(from) => file.set_len(*from as u64)?,
            Blow::Bits(bits) => {
                for (at, bit) in bits {
                    let mut byte = [0];
                    file.seek(SeekFrom::Start(*at as u64))?;
                    file.read_exact(&mut byte)?;
                    file.seek(SeekFrom::Start(*at as u64))?;
                    file.write_all(&byte.map(|byte| byte ^ (1 << bit)))?;
                }
            }
            Blow::Nonsense(range) | Blow::Blank(range) => {
                let filling = match self.blow {
                    Blow::Blank(_) => 0,
                    _ => 0xA5,
                };
                file.seek(SeekFrom::Start(range.start as u64))?;
                file.write_all(&vec![filling; range.len()])?;
            }
        }
        file.sync_all()
    }
}

impl Blow {
    fn draw(random: &mut StdRng, length: usize) -> Self {
        let at = random.random_range(0..length);
        match random.random_range(0..10) {
            0..6 => {
                let bits = random.random_range(1..=8);
                let places = (0..bits)
                    .map(|_| (random.random_range(0..length), random.random_range(0..8_u8)));
                Self::Bits(places.collect())
            }
            6 => Self::Nonsense(at..length.min(at + random.random_range(1..=512))),
            7 => {
                let page = at / PAGE * PAGE;
                Self::Blank(page..length.min(page + PAGE))
            }
            8 => Self::Cut(at / PAGE * PAGE),
            _ => Self::Cut(at),
        }
    }
}

impl Database {
    /// Its file's name in the profile's folder.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Cache => "cache.db",
            Self::Outbox => "user.db",
        }
    }
}

impl fmt::Display for Corruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let log = match self.half {
            Half::Main => "",
            Half::Wal => "-wal",
        };
        write!(f, "{}{log}: {:?}", self.database.file(), self.blow)
    }
}
