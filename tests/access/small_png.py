"""A screenshot with at most 256 colors, a third of its size; the browser counts them."""

import base64
import struct
import zlib

from playwright.sync_api import Page

# The most frequent colors stay exact; the edges of letters take the nearest of them.
COUNTED = """async ([address]) => {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const [width, height] = [picture.width, picture.height];
    const pen = new OffscreenCanvas(width, height).getContext("2d");
    pen.drawImage(picture, 0, 0);
    const pixels = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
    const counts = new Map();
    for (const one of pixels) counts.set(one, (counts.get(one) || 0) + 1);
    const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([c]) => c);
    const parts = (c) => [c & 255, (c >> 8) & 255, (c >> 16) & 255];
    const far = (a, b) => parts(a).reduce((sum, p, i) => sum + (p - parts(b)[i]) ** 2, 0);
    const nearest = new Map(palette.map((c, index) => [c, index]));
    for (const color of counts.keys()) {
        if (nearest.has(color)) continue;
        let best = 0;
        palette.forEach((c, i) => { if (far(c, color) < far(palette[best], color)) best = i; });
        nearest.set(color, best);
    }
    let text = "";
    for (const one of pixels) text += String.fromCharCode(nearest.get(one));
    return [width, height, palette.flatMap(parts), btoa(text)];
}"""


def small(page: Page, picture: bytes) -> bytes:
    """The same picture as an indexed PNG."""
    address = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    width, height, palette, encoded = page.evaluate(COUNTED, [address])
    pixels = base64.b64decode(encoded)
    rows = (pixels[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    lines = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = [(b"IHDR", head), (b"PLTE", bytes(palette)), (b"IDAT", lines)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, [*chunks, (b"IEND", b"")]))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, content = part
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check
