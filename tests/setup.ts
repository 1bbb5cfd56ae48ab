import { loadValidator } from '../scripts/charts/schema.ts';
import { closeBrowser, openBrowser } from '../scripts/dist/index.ts';

/** Fills the cache folder once, before the test files run side by side: the browser and the compiled schema. */
export default async function setup(): Promise<void> {
  const [browser] = await Promise.all([openBrowser(), loadValidator()]);
  await closeBrowser(browser);
}
