/**
 * Draw the icons: one clock face, as SVG and as PNG (`npm run icons`).
 *
 * A treated stretch of time is the solid sector. "any" has rounded corners of its
 * own, "maskable" fills the square and keeps the drawing inside the safe circle.
 */
import { writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const GROUND = [13, 92, 79];
const FACE = [253, 253, 251];
const SECTOR = [92, 196, 170];
const FOLDER = new URL("../public/icons/", import.meta.url);
const SAMPLES = 4;
const KINDS = { any: { corner: 0.2, radius: 0.34 }, maskable: { corner: 0, radius: 0.29 } };

for (const [name, kind] of Object.entries(KINDS)) {
  for (const size of [192, 512]) writeFileSync(new URL(`${name}-${size}.png`, FOLDER), png(size, kind));
}
writeFileSync(new URL("any.svg", FOLDER), svg(KINDS.any));

function colour(x, y, { corner, radius }) {
  if (!insideRoundedSquare(x, y, corner)) return null;
  const distance = Math.hypot(x - 0.5, y - 0.5);
  if (distance > radius) return GROUND;
  if (distance > radius * 0.86) return FACE;
  const turn = (Math.atan2(x - 0.5, 0.5 - y) / (2 * Math.PI) + 1) % 1;
  return turn < 1 / 3 ? SECTOR : GROUND;
}

function insideRoundedSquare(x, y, corner) {
  const dx = Math.max(corner - x, x - (1 - corner), 0);
  const dy = Math.max(corner - y, y - (1 - corner), 0);
  return Math.hypot(dx, dy) <= corner || (dx === 0 && dy === 0);
}

function pixel(column, row, size, kind) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) / size;
    const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / size;
    const found = colour(x, y, kind);
    for (const [channel, value] of (found ? [...found, 255] : []).entries()) sum[channel] += value;
  }
  const covered = sum[3] / 255;
  return covered === 0
    ? [0, 0, 0, 0]
    : [...sum.slice(0, 3).map((v) => Math.round(v / covered)), Math.round(sum[3] / SAMPLES ** 2)];
}

function png(size, kind) {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      rows.set(pixel(column, row, size, kind), row * (size * 4 + 1) + 1 + column * 4);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type, body) {
  const named = Buffer.concat([Buffer.from(type, "ascii"), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

function svg({ corner, radius }) {
  const hex = (rgb) => `#${rgb.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  const inner = 512 * radius * 0.86;
  const x = 256 + inner * Math.sin((2 * Math.PI) / 3);
  const y = 256 - inner * Math.cos((2 * Math.PI) / 3);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
  <rect width="512" height="512" rx="${512 * corner}" fill="${hex(GROUND)}"/>
  <circle cx="256" cy="256" r="${512 * radius}" fill="${hex(FACE)}"/>
  <circle cx="256" cy="256" r="${inner.toFixed(1)}" fill="${hex(GROUND)}"/>
  <path d="M256 256V${(256 - inner).toFixed(1)}A${inner.toFixed(1)} ${inner.toFixed(1)} 0 0 1 ${x.toFixed(1)} ${y.toFixed(1)}Z" fill="${hex(SECTOR)}"/>
</svg>
`;
}
