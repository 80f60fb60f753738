//! Where in a database's files a row lies, byte for byte: the format of SQLite's pages and of its
//! write-ahead log, as far as finding a row's cell and its overflow pages needs.

use std::{
    collections::BTreeMap,
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

/// The size of a page in bytes, as the store makes them.
pub(crate) const PAGE: usize = 4096;
const WAL_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// The file's own header stands before that of the first page.
const FILE_HEADER: usize = 100;
const TABLE_LEAF: u8 = 0x0D;

/// One of the two files that a database may consist of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Half {
    Main,
    Wal,
}

/// Bytes of one of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) half: Half,
    pub(crate) bytes: Range<usize>,
}

/// A database's files as they lie on disk.
pub(crate) struct Files {
    main: Vec<u8>,
    wal: Vec<u8>,
    /// Where the newest image of each page stands.
    newest: BTreeMap<usize, (Half, usize)>,
}

/// The path of one of a database's files.
pub(crate) fn path_of(database: &Path, half: Half) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    if half == Half::Wal {
        name.push("-wal");
    }
    PathBuf::from(name)
}

impl Files {
    /// Reads them; a missing one counts as empty.
    pub(crate) fn read(database: &Path) -> io::Result<Self> {
        let read = |half| match fs::read(path_of(database, half)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            bytes => bytes,
        };
        let (main, wal) = (read(Half::Main)?, read(Half::Wal)?);
        let mut newest: BTreeMap<_, _> = (0..main.len() / PAGE)
            .map(|number| (number + 1, (Half::Main, number * PAGE)))
            .collect();
        for frame in (WAL_HEADER..wal.len()).step_by(FRAME_HEADER + PAGE) {
            let image = frame + FRAME_HEADER;
            // What is left of an earlier log carries another salt.
            let current = wal.get(frame + 8..frame + 16) == wal.get(16..24);
            if let (Some(number), true) = (number(&wal, frame, 4), current)
                && wal.len() >= image + PAGE
            {
                newest.insert(number, (Half::Wal, image));
            }
        }
        Ok(Self { main, wal, newest })
    }

    /// Where the rows of tables lie whose cell holds all of these pieces of text. Each row is
    /// given as the stretches that it consists of.
    pub(crate) fn rows_with(&self, pieces: &[&str]) -> Vec<Vec<Stretch>> {
        let mut found = Vec::new();
        for (&number, &(half, start)) in &self.newest {
            for cell in self.cells(number, half, start).unwrap_or_default() {
                let bytes = self.of(half).get(cell.local.clone()).unwrap_or_default();
                if pieces.iter().all(|piece| holds(bytes, piece)) {
                    let mut row = vec![Stretch {
                        half,
                        bytes: cell.local,
                    }];
                    row.extend(self.overflow(cell.overflow));
                    found.push(row);
                }
            }
        }
        found
    }

    fn of(&self, half: Half) -> &[u8] {
        match half {
            Half::Main => &self.main,
            Half::Wal => &self.wal,
        }
    }

    fn cells(&self, page: usize, half: Half, start: usize) -> Option<Vec<Cell>> {
        let bytes = self.of(half);
        let header = start + if page == 1 { FILE_HEADER } else { 0 };
        if *bytes.get(header)? != TABLE_LEAF {
            return None;
        }
        let count = number(bytes, header + 3, 2)?;
        let pointers = (0..count).map(|cell| number(bytes, header + 8 + 2 * cell, 2));
        Some(
            pointers
                .filter_map(|pointer| Cell::at(bytes, start + pointer?))
                .collect(),
        )
    }

    fn overflow(&self, first: Option<usize>) -> Vec<Stretch> {
        let mut chain = Vec::new();
        let mut next = first;
        while let Some(&(half, start)) = next.and_then(|page| self.newest.get(&page)) {
            chain.push(Stretch {
                half,
                bytes: start..start + PAGE,
            });
            next = number(self.of(half), start, 4).filter(|page| *page != 0);
        }
        chain
    }
}

/// A cell of a leaf page.
struct Cell {
    local: Range<usize>,
    overflow: Option<usize>,
}

impl Cell {
    fn at(bytes: &[u8], start: usize) -> Option<Self> {
        let (payload, at) = varint(bytes, start)?;
        let (_, at) = varint(bytes, at)?;
        let most = PAGE - 35;
        if payload <= most {
            return Some(Self {
                local: start..at + payload,
                overflow: None,
            });
        }
        let least = (PAGE - 12) * 32 / 255 - 23;
        let wanted = least + (payload - least) % (PAGE - 4);
        let end = at + if wanted <= most { wanted } else { least };
        Some(Self {
            local: start..end + 4,
            overflow: number(bytes, end, 4),
        })
    }
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let digits = bytes.get(at..at + width)?;
    Some(
        digits
            .iter()
            .fold(0, |sum, digit| sum << 8 | usize::from(*digit)),
    )
}

/// SQLite's number of variable length, and where the next byte stands. Of nine bytes none is met here.
fn varint(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut sum = 0;
    for _ in 0..8 {
        let byte = *bytes.get(at)?;
        at += 1;
        sum = sum << 7 | usize::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((sum, at));
        }
    }
    None
}

fn holds(bytes: &[u8], piece: &str) -> bool {
    let piece = piece.as_bytes();
    bytes.windows(piece.len()).any(|window| window == piece)
}
