#!/usr/bin/env python3
"""Draws the icons of Avvento Desk: `python3 icons/draw.py` writes them beside itself.

Everything is drawn as shapes and averaged over a fine grid, so that small sizes stay clean without
a drawing program. Needs Python's standard library only.
"""
import math
import struct
import zlib
from pathlib import Path

HERE = Path(__file__).parent
VIOLET, DEEP, WHITE, ALERT = (109, 27, 224), (84, 16, 184), (255, 255, 255), (224, 36, 62)


def rounded(x, y, left, top, right, bottom, radius):
    """Whether a point lies in a rounded rectangle."""
    dx = max(left + radius - x, 0, x - (right - radius))
    dy = max(top + radius - y, 0, y - (bottom - radius))
    return left <= x <= right and top <= y <= bottom and math.hypot(dx, dy) <= radius


def arc(cx, cy, radius, begin, end):
    """Points along an arc, by angles in degrees, clockwise from the right."""
    steps = [math.radians(begin + (end - begin) * step / 12) for step in range(13)]
    return [(cx + radius * math.cos(at), cy + radius * math.sin(at)) for at in steps]


# The marks of the window (`ui/src/screens/Logo.svelte`): an «A» whose bar is a message, and in Arabic an «أ». Strokes with
# half their width, in units of a box of 24.
PEAK = math.degrees(math.asin(math.sqrt(1.1**2 - 1) / 1.1))
LATIN = [
    (1.25, [(4.5, 19.5), *arc(12, 5.6 + math.sqrt(1.1**2 - 1), 1.1, 180 + PEAK, 360 - PEAK), (19.5, 19.5)]),
    (1.25, [(8.6, 14.4), *arc(13.3, 16.1, 1.7, 270, 360), (15, 16.4)]),
]
ARABIC = [
    (1.4, [(12, 10.4), (12, 20)]),
    (0.95, arc(12.4, 5.2, 1.7, 320, 130)),
    (0.95, [(10.2, 7.8), (13.9, 6.6)]),
]
# How large a mark is in the icon; its middle is the icon's.
UNIT = 0.029
MIDDLE = (12, 12.2)


def away(x, y, begin, end):
    """How far a point is from a line between two points."""
    (ax, ay), (bx, by) = begin, end
    dx, dy = bx - ax, by - ay
    along = max(0, min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy or 1)))
    return math.hypot(x - ax - along * dx, y - ay - along * dy)


def mark(x, y, strokes):
    """Whether a point of the unit square lies in a mark."""
    x, y = (x - 0.5) / UNIT + MIDDLE[0], (y - 0.5) / UNIT + MIDDLE[1]
    if not (2 <= x <= 22 and 2 <= y <= 22):
        return False
    lines = ((half, line) for half, stroke in strokes for line in zip(stroke, stroke[1:]))
    return any(away(x, y, *line) <= half for half, line in lines)


def colour(x, y, unread, strokes):
    """The colour at a point of the unit square, or None where it is see-through."""
    if unread:
        off = math.hypot(x - 0.79, y - 0.21)
        if off <= 0.19:
            return ALERT
        if off <= 0.25:
            return None
    if not rounded(x, y, 0.03, 0.03, 0.97, 0.97, 0.22):
        return None
    ground = tuple(round(a + (b - a) * y) for a, b in zip(VIOLET, DEEP))
    return WHITE if mark(x, y, strokes) else ground


def draw(size, unread=False, strokes=LATIN):
    """The icon's pixels as PNG bytes (RGBA)."""
    fine = 4 if size < 256 else 3
    rows = bytearray()
    for py in range(size):
        rows.append(0)
        for px in range(size):
            seen = [
                colour((px + (i + 0.5) / fine) / size, (py + (j + 0.5) / fine) / size, unread, strokes)
                for j in range(fine)
                for i in range(fine)
            ]
            solid = [c for c in seen if c]
            if solid:
                rows += bytes(round(sum(c[k] for c in solid) / len(solid)) for k in range(3))
                rows.append(round(255 * len(solid) / len(seen)))
            else:
                rows += b"\0\0\0\0"
    return png(size, bytes(rows))


def png(size, rows):
    """Wraps filtered rows as a PNG file."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def ico(images):
    """A Windows icon of PNG images, by size."""
    head, offset = struct.pack("<HHH", 0, 1, len(images)), 6 + 16 * len(images)
    entries, bodies = b"", b""
    for size, body in images.items():
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(body), offset + len(bodies))
        bodies += body
    return head + entries + bodies


def icns(images):
    """A macOS icon of PNG images, by their four-letter kind."""
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for kind, data in images.items())
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main():
    """Writes all files."""
    by_size = {size: draw(size) for size in (16, 24, 32, 48, 64, 128, 256, 512)}
    files = {
        "32x32.png": by_size[32],
        "128x128.png": by_size[128],
        "128x128@2x.png": by_size[256],
        "icon.png": by_size[512],
        "tray.png": by_size[64],
        "tray-unread.png": draw(64, unread=True),
        "icon-ar.png": draw(128, strokes=ARABIC),
        "tray-ar.png": draw(64, strokes=ARABIC),
        "tray-ar-unread.png": draw(64, unread=True, strokes=ARABIC),
        "icon.ico": ico({size: by_size[size] for size in (16, 24, 32, 48, 64, 256)}),
        "icon.icns": icns({b"ic07": by_size[128], b"ic08": by_size[256], b"ic09": by_size[512]}),
    }
    for name, data in files.items():
        (HERE / name).write_bytes(data)


main()
