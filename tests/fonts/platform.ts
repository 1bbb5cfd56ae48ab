import type { Page } from 'puppeteer-core';

/** A text of a page as it is drawn: the families of the fonts, with a star where they did not come with the page. */
interface Drawn {
  html: string;
  families: string[];
}

/** The fonts that the browser takes for the texts of all elements that a selector matches. */
export async function fontsOf(page: Page, selector = 'section *'): Promise<Drawn[]> {
  await page.evaluate('document.fonts.ready.then(() => true)');
  const session = await page.createCDPSession();
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector });
  const drawn: Drawn[] = [];
  for (const nodeId of nodeIds) {
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    if (fonts.length === 0) continue;
    const { outerHTML } = await session.send('DOM.getOuterHTML', { nodeId });
    drawn.push({
      html: outerHTML.slice(0, 200),
      families: fonts.map(({ familyName, isCustomFont }) => `${familyName}${isCustomFont ? '' : '*'}`).sort(),
    });
  }
  await session.detach();
  return drawn;
}
