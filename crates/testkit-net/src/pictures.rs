//! Small files that say of themselves that they are huge.

/// A PNG that says that it is of this size; its checks are right.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for chunk in [
        header,
        b"IDAT\x78\x9c\x03\x00\x00\x00\x00\x01".to_vec(),
        b"IEND".to_vec(),
    ] {
        let length = u32::try_from(chunk.len().saturating_sub(4)).unwrap_or_default();
        file.extend(length.to_be_bytes());
        file.extend(&chunk);
        file.extend(crc32(&chunk).to_be_bytes());
    }
    file
}

/// A GIF with a screen of one side and frames of others.
pub fn gif(screen: u16, frames: &[u16]) -> Vec<u8> {
    let mut file = b"GIF89a".to_vec();
    file.extend([screen.to_le_bytes(), screen.to_le_bytes()].concat());
    file.extend([0x80, 0, 0, 0xFF, 0, 0, 0, 0, 0xFF]);
    for side in frames {
        file.extend([0x2C, 0, 0, 0, 0]);
        file.extend([side.to_le_bytes(), side.to_le_bytes()].concat());
        // The pixels: cleared, one of the first colour, ended.
        file.extend([0, 2, 2, 0x44, 0x01, 0]);
    }
    file.push(0x3B);
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| match crc & 1 {
            1 => (crc >> 1) ^ 0xEDB8_8320,
            _ => crc >> 1,
        })
    })
}
