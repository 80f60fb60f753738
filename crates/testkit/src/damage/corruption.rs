//! What is done to a file: bits flipped, a stretch overwritten, the end cut off, all of it zeroed or removed, another
//! version put in its place.

use std::{fmt, fs, io::Write as _, ops::Range, path::Path};

use anyhow::Result;
use rand::{Rng as _, rngs::StdRng};

use super::pages::{Half, PAGE, Stretch, path_of};

/// Which of the profile's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    Cache,
    /// What was written here.
    User,
    /// The journal of that.
    Journal,
}

#[derive(Clone, Debug)]
pub(crate) enum Damage {
    /// Flipped bits, each by the number of its byte and its place there.
    Bits(Vec<(usize, u8)>),
    Nonsense(Range<usize>),
    Blank(Range<usize>),
    /// Everything from here on is cut off.
    Cut(usize),
    /// Every byte is zero.
    Zeroed,
    /// The file and its log are removed.
    Gone,
    /// The migrations table names a later version.
    Newer,
}

#[derive(Clone, Debug)]
pub(crate) struct Corruption {
    pub(crate) database: Database,
    pub(crate) half: Half,
    pub(crate) damage: Damage,
    /// Damage to the journal as well, where the database cannot be read any more.
    pub(crate) to_journal: Option<Damage>,
}

impl Corruption {
    /// Draws damage to one of the files; to the database itself where its log is empty.
    pub(crate) fn draw(random: &mut StdRng, folder: &Path, is_in_use: bool) -> Option<Self> {
        let database = match random.random_range(0..8) {
            0..3 => Database::Cache,
            3..7 => Database::User,
            _ => Database::Journal,
        };
        let length_of = |half| {
            let path = path_of(&folder.join(database.file()), half);
            fs::metadata(path).map_or(0, |found| found.len())
        };
        let mut half = match random.random_range(0..3) {
            0 if database != Database::Journal => Half::Wal,
            _ => Half::Main,
        };
        if length_of(half) == 0 && database != Database::Journal {
            half = match half {
                Half::Wal => Half::Main,
                Half::Main => Half::Wal,
            };
        }
        let length = usize::try_from(length_of(half)).ok()?;
        if length == 0 {
            return None;
        }
        let mut corruption = Self {
            database,
            half,
            damage: Damage::draw(random, length),
            to_journal: None,
        };
        if database != Database::Cache && !is_in_use && random.random_bool(0.5) {
            corruption.half = Half::Main;
            corruption.damage = match random.random_range(0..3) {
                0 => Damage::Zeroed,
                1 if database == Database::User => Damage::Newer,
                _ => Damage::Gone,
            };
            if database == Database::User && random.random_bool(0.4) {
                let journal = fs::metadata(folder.join(Database::Journal.file())).ok()?;
                let length = usize::try_from(journal.len()).ok()?;
                corruption.to_journal = Some(Damage::draw(random, length));
            }
        }
        Some(corruption)
    }

    /// Whether any of these bytes of the damaged database is hit.
    pub(crate) fn hits(&self, stretch: &Stretch) -> bool {
        self.half == stretch.half && self.damage.hits(&stretch.bytes)
    }

    pub(crate) async fn apply(&self, folder: &Path) -> Result<()> {
        let database = folder.join(self.database.file());
        match self.damage {
            Damage::Gone => {
                for half in [Half::Main, Half::Wal] {
                    let path = path_of(&database, half);
                    if path.exists() {
                        fs::remove_file(path)?;
                    }
                }
            }
            Damage::Newer => migrate_further(&database).await?,
            _ => self.damage.apply(&path_of(&database, self.half))?,
        }
        if let Some(damage) = &self.to_journal {
            damage.apply(&folder.join(Database::Journal.file()))?;
        }
        Ok(())
    }
}

/// Writes a migration into a database that no version of the program knows.
async fn migrate_further(database: &Path) -> Result<()> {
    use sqlx::{ConnectOptions as _, Connection as _};
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let mut conn = options.connect().await?;
    let sql =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'later', 1, x'00', 0); ALTER TABLE outbox ADD COLUMN later TEXT;";
    sqlx::raw_sql(sql).execute(&mut conn).await?;
    conn.close().await?;
    Ok(())
}

impl Damage {
    /// Whether any of these bytes of the damaged file is hit.
    pub(crate) fn hits(&self, bytes: &Range<usize>) -> bool {
        let meets = |range: &Range<usize>| range.start < bytes.end && bytes.start < range.end;
        match self {
            Self::Bits(bits) => bits.iter().any(|(at, _)| bytes.contains(at)),
            Self::Nonsense(range) | Self::Blank(range) => meets(range),
            Self::Cut(from) => bytes.end > *from,
            Self::Zeroed | Self::Gone | Self::Newer => true,
        }
    }

    fn apply(&self, path: &Path) -> Result<()> {
        let mut bytes = fs::read(path)?;
        match self {
            Self::Cut(from) => bytes.truncate(*from),
            Self::Bits(bits) => {
                for (at, bit) in bits {
                    if let Some(byte) = bytes.get_mut(*at) {
                        *byte ^= 1 << bit;
                    }
                }
            }
            Self::Nonsense(range) => fill(&mut bytes, range.clone(), 0xA5),
            Self::Blank(range) => fill(&mut bytes, range.clone(), 0),
            Self::Zeroed => bytes.fill(0),
            Self::Gone | Self::Newer => {}
        }
        // Written in place, for the file may be open.
        let mut file = fs::OpenOptions::new().write(true).open(path)?;
        file.set_len(bytes.len() as u64)?;
        file.write_all(&bytes)?;
        Ok(file.sync_all()?)
    }

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
            Self::User => "user.db",
            Self::Journal => "user.journal",
        }
    }
}

fn fill(bytes: &mut [u8], range: Range<usize>, with: u8) {
    if let Some(bytes) = bytes.get_mut(range) {
        bytes.fill(with);
    }
}

impl fmt::Display for Corruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let log = match self.half {
            Half::Main => "",
            Half::Wal => "-wal",
        };
        write!(f, "{}{log}: {:?}", self.database.file(), self.damage)?;
        match &self.to_journal {
            Some(damage) => write!(f, ", and its journal: {damage:?}"),
            None => Ok(()),
        }
    }
}
