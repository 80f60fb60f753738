//! A database's bytes, read without SQLite: the pages of its file, and the frames of its `-wal`, in
//! which the last changes stand (<https://www.sqlite.org/fileformat2.html>).

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

use crate::db::files;

/// SQLite's usual size of a page, for a file that does not say it any more.
const USUAL_PAGE: usize = 4096;

/// The length of a WAL's header and of a frame's, in bytes.
const WAL_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Whether a page is what it was last, or a former state of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Age {
    /// The newest.
    Now,
    /// Overwritten since.
    Former,
}

/// The bytes of a database.
#[derive(Debug)]
pub(crate) struct Image {
    page_size: usize,
    main: Vec<u8>,
    wal: Vec<u8>,
    frames: Vec<Frame>,
    /// The newest frame of each page.
    newest: HashMap<usize, usize>,
    torn: bool,
}

/// One page in the `-wal`.
#[derive(Clone, Copy, Debug)]
struct Frame {
    page: usize,
    /// Where its bytes begin.
    at: usize,
    /// Of the WAL's present round; an older one is overwritten from the front.
    current: bool,
    /// Its checksum is right.
    sound: bool,
    /// The last one of a transaction.
    commits: bool,
}

impl Image {
    /// Reads a database's file and its `-wal`; what is missing is empty.
    ///
    /// # Errors
    /// Those of the disk.
    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        let main = read_or_empty(path)?;
        let wal = read_or_empty(&files::with_suffix(path, "-wal"))?;
        let page_size = page_size(&main, &wal);
        let frames = frames(&wal, page_size);
        let torn = is_torn(&wal, &frames);
        let mut image = Self {
            page_size,
            main,
            wal,
            frames,
            newest: HashMap::new(),
            torn,
        };
        if !torn {
            image.leave_uncommitted();
        }
        for (index, frame) in image.frames.iter().enumerate() {
            if frame.current && frame.sound {
                image.newest.insert(frame.page, index);
            }
        }
        Ok(image)
    }

    /// Whether the `-wal` holds commits behind a place at which it is damaged. SQLite takes that place
    /// for its end: it would show the state before, without a word.
    pub(crate) fn is_torn(&self) -> bool {
        self.torn
    }

    /// Whether the file itself is empty or gone.
    pub(crate) fn is_empty(&self) -> bool {
        self.main.is_empty()
    }

    /// A page's newest bytes.
    pub(crate) fn page(&self, number: usize) -> Option<&[u8]> {
        match self.newest.get(&number) {
            Some(index) => self.frames.get(*index).and_then(|frame| self.framed(frame)),
            None => self.in_file(number),
        }
    }

    /// All pages, in all states that can still be read; those of now first.
    pub(crate) fn pages(&self) -> Vec<(Age, &[u8])> {
        let in_file = self.main.len().div_ceil(self.page_size);
        let last = self.newest.keys().copied().max().unwrap_or(0).max(in_file);
        let mut pages = Vec::new();
        for number in 1..=last {
            pages.extend(self.page(number).map(|bytes| (Age::Now, bytes)));
        }
        for number in self.newest.keys() {
            pages.extend(self.in_file(*number).map(|bytes| (Age::Former, bytes)));
        }
        for (index, frame) in self.frames.iter().enumerate() {
            if self.newest.get(&frame.page) != Some(&index) {
                pages.extend(self.framed(frame).map(|bytes| (Age::Former, bytes)));
            }
        }
        pages
    }

    /// What no transaction has committed was never acknowledged.
    fn leave_uncommitted(&mut self) {
        let last = self
            .frames
            .iter()
            .rposition(|frame| frame.current && frame.sound && frame.commits);
        let mut index = 0;
        self.frames.retain(|frame| {
            let kept = !frame.current || last.is_some_and(|last| index <= last);
            index += 1;
            kept
        });
    }

    fn in_file(&self, number: usize) -> Option<&[u8]> {
        let from = number.checked_sub(1)?.checked_mul(self.page_size)?;
        let to = from.checked_add(self.page_size)?.min(self.main.len());
        self.main.get(from..to).filter(|bytes| !bytes.is_empty())
    }

    fn framed(&self, frame: &Frame) -> Option<&[u8]> {
        self.wal.get(frame.at..frame.at + self.page_size)
    }
}

/// Whether a `-wal` is torn, and nothing else of the database.
///
/// # Errors
/// Those of the disk.
pub(crate) fn has_torn_wal(path: &Path) -> io::Result<bool> {
    let wal = read_or_empty(&files::with_suffix(path, "-wal"))?;
    let size = page_size(&[], &wal);
    Ok(is_torn(&wal, &frames(&wal, size)))
}

fn read_or_empty(path: &Path) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

fn page_size(main: &[u8], wal: &[u8]) -> usize {
    let in_wal = word(wal, 8).and_then(|size| usize::try_from(size).ok());
    let in_main = main.get(16..18).and_then(|size| match size {
        [0, 1] => Some(65_536),
        [high, low] => Some(usize::from(*high) * 256 + usize::from(*low)),
        _ => None,
    });
    let sound = |size: &usize| size.is_power_of_two() && (512..=65_536).contains(size);
    in_main
        .filter(sound)
        .or(in_wal.filter(sound))
        .unwrap_or(USUAL_PAGE)
}

fn frames(wal: &[u8], page_size: usize) -> Vec<Frame> {
    let big_endian = word(wal, 0).is_some_and(|magic| magic & 1 == 1);
    let mut salts = salts(wal, 16);
    if !has_sound_header(wal) {
        // The first frame is of the present round whatever the header says.
        salts = self::salts(wal, WAL_HEADER + 8);
    }
    let mut before = (word(wal, 24), word(wal, 28));
    let mut frames = Vec::new();
    let mut at = WAL_HEADER;
    while let Some(header) = wal.get(at..at + FRAME_HEADER) {
        let from = at + FRAME_HEADER;
        let Some(bytes) = wal.get(from..from + page_size) else {
            break;
        };
        let stored = (word(header, 16), word(header, 20));
        // Each checksum goes on from the one before it, as it stands there: so one damaged frame
        // does not condemn those behind it.
        let sum = before.0.zip(before.1).map(|seed| {
            let seed = checksum(seed, header.get(..8).unwrap_or_default(), big_endian);
            checksum(seed, bytes, big_endian)
        });
        let page = word(header, 0).and_then(|page| usize::try_from(page).ok());
        frames.push(Frame {
            page: page.unwrap_or(0),
            at: from,
            current: self::salts(header, 8) == salts,
            sound: sum.is_some() && sum == stored.0.zip(stored.1),
            commits: word(header, 4).is_some_and(|size| size > 0),
        });
        before = stored;
        at = from + page_size;
    }
    frames
}

fn has_sound_header(wal: &[u8]) -> bool {
    let big_endian = word(wal, 0).is_some_and(|magic| magic & 1 == 1);
    let sum = wal.get(..24).map(|head| checksum((0, 0), head, big_endian));
    let magic = word(wal, 0).is_some_and(|magic| magic & !1 == 0x377f_0682);
    magic && sum.is_some() && sum == word(wal, 24).zip(word(wal, 28))
}

fn is_torn(wal: &[u8], frames: &[Frame]) -> bool {
    if frames.is_empty() {
        return false;
    }
    if !has_sound_header(wal) {
        return frames.iter().any(|frame| frame.commits);
    }
    let broken = frames.iter().position(|frame| !frame.sound);
    broken.is_some_and(|broken| {
        let behind = frames.iter().skip(broken);
        behind
            .filter(|frame| frame.current)
            .any(|frame| frame.commits)
    })
}

fn salts(bytes: &[u8], at: usize) -> Option<(u32, u32)> {
    word(bytes, at).zip(word(bytes, at + 4))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

fn checksum(seed: (u32, u32), bytes: &[u8], big_endian: bool) -> (u32, u32) {
    let (mut one, mut two) = seed;
    let word = |bytes: &[u8]| {
        let bytes = bytes.try_into().unwrap_or_default();
        if big_endian {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        }
    };
    for pair in bytes.chunks_exact(8) {
        let (left, right) = pair.split_at(4);
        one = one.wrapping_add(word(left)).wrapping_add(two);
        two = two.wrapping_add(word(right)).wrapping_add(one);
    }
    (one, two)
}
