import type { Page } from 'puppeteer-core';
import { contrast, neededFor } from '../visual/checks.ts';
import type { Box, Colour, Seen, SlideLook, Words } from '../visual/look.ts';

/** How much of what a text stands on may be worse than it should: letters stand on all of it, and few touch a speck. */
const worstPart = 0.05;

/** Looks at slides with the pixels of their page: what is under a text that stands on a picture is known by them alone. */
export async function seePictures(page: Page, looks: readonly SlideLook[]): Promise<SlideLook[]> {
  const isAsked = (look: SlideLook) => look.texts.some(isOpen);
  const seen = [...looks];
  if (!looks.some(isAsked)) return seen;
  const sections = await page.$$('section');
  for (const [index, look] of looks.entries()) {
    if (!isAsked(look)) continue;
    const hiding = await page.addStyleTag({ content: withoutText });
    const picture = await sections[index]?.screenshot({ type: 'png', captureBeyondViewport: true });
    await hiding.evaluate((each) => (each as Element).remove());
    if (!picture) continue;
    const pixelsIn = await readPixels(picture);
    seen[index] = {
      ...look,
      texts: look.texts.map((each) => (isOpen(each) ? judged(each, pixelsIn) : each)),
    };
  }
  return seen;
}

/** True for a text on a picture, or on a gradient of which not all is sound for it. */
const isOpen = (words: Words) =>
  words.on === 'picture' ||
  (words.on === 'gradient' &&
    !words.seen.every((ways) => ways.length > 0 && ways.every(({ colour, ground }) => contrast(colour, ground) >= neededFor(words))));

/** Letters alone go: lines and boxes in the colour of their text stay. */
const withoutText = '*{-webkit-text-fill-color:transparent!important;text-shadow:none!important}svg text{visibility:hidden!important}';

/** Reads the pixels of a picture: gives those in a box, four numbers each. */
async function readPixels(picture: Uint8Array): Promise<(box: Box) => Uint8ClampedArray> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const image = await loadImage(Buffer.from(picture));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return ({ left, top, right, bottom }) => {
    const [x, y] = [Math.round(left), Math.round(top)];
    return context.getImageData(x, y, Math.max(1, Math.round(right) - x), Math.max(1, Math.round(bottom) - y)).data;
  };
}

/** A text with what is seen where it stands worst but for a small part of it. */
function judged(words: Words, pixelsIn: (box: Box) => Uint8ClampedArray): Words {
  const [red, green, blue, alpha] = words.colour;
  const places: (Seen & { has: number })[] = [];
  for (const line of words.lines) {
    const pixels = pixelsIn(line);
    for (let at = 0; at < pixels.length; at += 4) {
      // Beyond the slide there is nothing.
      if (pixels[at + 3] === 0) continue;
      const ground = [...pixels.subarray(at, at + 3)] as unknown as Colour;
      const colour = [red, green, blue].map((each, part) => each * alpha + (ground[part] as number) * (1 - alpha)) as unknown as Colour;
      places.push({ colour, ground, has: contrast(colour, ground) });
    }
  }
  const worst = places.sort((a, b) => a.has - b.has)[Math.floor(worstPart * places.length)];
  return { ...words, seen: worst ? [[worst]] : [] };
}
