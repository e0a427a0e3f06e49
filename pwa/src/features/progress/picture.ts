/** The charts as one picture, without a name in it: what is shown to others is the clinician's to say. */
import { lookOf } from "./draw";

const GAP = 24;
const HEAD = 44;
const MOST_COLUMNS = 2;

/** Put every chart that is drawn on the page onto one canvas, two beside each other. */
export function pictureOf(page: HTMLElement): HTMLCanvasElement {
  const drawn = [...page.querySelectorAll<HTMLElement>(".drawn")].flatMap((one) => {
    const canvas = one.querySelector("canvas");
    return canvas ? [{ canvas, title: one.dataset.title ?? "", under: one.dataset.under ?? "" }] : [];
  });
  const columns = Math.min(MOST_COLUMNS, Math.max(1, drawn.length));
  const wide = Math.max(...drawn.map(({ canvas }) => canvas.width));
  const high = Math.max(...drawn.map(({ canvas }) => canvas.height)) + HEAD;
  const picture = document.createElement("canvas");
  picture.width = columns * (wide + GAP) + GAP;
  picture.height = Math.ceil(drawn.length / columns) * (high + GAP) + GAP;
  const ctx = picture.getContext("2d");
  if (!ctx) return picture;
  const look = lookOf(page);
  ctx.fillStyle = look.sheet;
  ctx.fillRect(0, 0, picture.width, picture.height);
  drawn.forEach(({ canvas, title, under }, place) => {
    const x = GAP + (place % columns) * (wide + GAP);
    const y = GAP + Math.floor(place / columns) * (high + GAP);
    ctx.fillStyle = look.ink;
    ctx.font = `720 ${HEAD / 2}px ${look.font}`;
    ctx.fillText(title, x, y + HEAD / 2);
    const beside = x + ctx.measureText(`${title}  `).width;
    ctx.fillStyle = look.pencil;
    ctx.font = `420 ${HEAD / 2.4}px ${look.font}`;
    ctx.fillText(under, beside, y + HEAD / 2);
    ctx.drawImage(canvas, x, y + HEAD);
  });
  return picture;
}

/** Offer the picture as a download. The file's name tells the day and nothing of the patient. */
export function savePicture(picture: HTMLCanvasElement, name: string): void {
  picture.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }, "image/png");
}
