import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { home, layProject } from '../project.ts';

const katex = join(home, 'node_modules/katex/dist/fonts');
const fixtures = join(home, 'tests/fonts/fixtures');

/** Where fonts of other makers stand here, by the paths that they have in a test project. */
const fontFiles: Record<string, string> = {
  'fonts/polish.ttf': join(fixtures, 'NotoSans-Polish-wght.ttf'),
  'node_modules/@maker/main/Regular.ttf': join(katex, 'KaTeX_Main-Regular.ttf'),
  'node_modules/@maker/main/Italic.ttf': join(katex, 'KaTeX_Main-Italic.ttf'),
  'node_modules/@maker/main/deep/Bold.ttf': join(katex, 'KaTeX_Main-Bold.ttf'),
  'node_modules/@fontsource/web/files/web.woff2': join(katex, 'KaTeX_Main-Bold.woff2'),
};

/** The base project with fonts beside it, and `files` laid over it; its decks.yaml names the `fonts`. */
export async function layFonts(fonts: readonly string[], files: Record<string, string> = {}): Promise<string> {
  const packages = ['@maker/main', '@fontsource/web'].map((name) => [
    `node_modules/${name}/package.json`,
    JSON.stringify({ name, version: '1.0.0' }),
  ]);
  const root = await layProject(undefined, { ...Object.fromEntries(packages), ...files });
  for (const [path, from] of Object.entries(fontFiles)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await cp(from, join(root, path));
  }
  const decks = join(root, 'slides/decks.yaml');
  await writeFile(decks, `fonts: ${JSON.stringify(fonts)}\n${await readFile(decks, 'utf8')}`);
  return root;
}
