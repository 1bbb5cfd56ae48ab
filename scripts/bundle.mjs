// The rooms are TypeScript, and importing Vega and Marp from hundreds of files is slow, so they are bundled into a few
// files in the cache folder; the bundle's name holds the hash of all that went into it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCompiled } from './compiled.mjs';
import { keptFolder, removeUnused } from './folders.mjs';

/** The folder with the bundle of the sources as they are now; makes it when there is none yet, or a damaged one. */
export function makeBundle({ home, modules, cache, sources }) {
  const hash = createHash('sha256');
  for (const name of sources) if (existsSync(join(home, name))) hash.update(name).update(readFileSync(join(home, name)));
  return keptFolder(cache, `bundle-${hash.digest('hex').slice(0, 16)}`, (draft) => build(home, modules, cache, draft));
}

/** Packages that stay outside: those with files of their own beside their code, and those that few runs need. What each run needs is inside, where its code is kept. */
const outside =
  /^(?:@duckdb\/node-bindings|@napi-rs|@sparticuz|@marp-team\/marp-cli|subset-font|harfbuzzjs|ajv|pdfjs-dist|rolldown|open$|pg$|pg-cursor)/;
const outsideImport = /\bimport\((?=["`][^."`])/g;

/** Vega's modules wait for each other, so where they are outside they must be there before what requires them. */
const withVega = (code) =>
  code.replace(
    /import\((["'])\.\/chart\.ts\1\)/,
    "Promise.all([import('vega'), import('vega-lite'), import('vega-interpreter')]).then(() => $&)",
  );

/** Marp with what sets formulas, most of its code, read when there is one. */
const withLateFormulas = (code) =>
  `${code.replace(/\brequire\("(?:katex|mathjax-full\/[^"]*)"\)/g, 'late(() => $&)')}
function late(load) { return new Proxy({}, { get: (_, name) => load()[name], has: (_, name) => name in load() }); }`;

async function build(home, modules, cache, draft) {
  // It takes as long as all else here, and there is a second core.
  const schema = spawn(process.execPath, [fileURLToPath(new URL('schema.mjs', import.meta.url)), cache], { stdio: 'ignore' });
  const compiled = once(schema, 'exit').catch(() => {});
  await writeBundle(home, modules, draft);
  // What does not depend on any project is made once, here.
  const { loadFrame } = runCompiled(join(draft, 'frame.cjs'), join(draft, 'code'));
  await Promise.all([compiled, loadFrame({ lang: 'en', title: 'a', author: 'a', description: 'a' })]);
  removeUnused(cache, /^(bundle|chromium|schema)-/);
  // Where nothing can be kept, the bundle runs from elsewhere, and needs its packages there.
  if (!draft.startsWith(modules)) symlinkSync(modules, join(dirname(draft), 'node_modules'), 'junction');
}

/** Bundles the sources into a folder. With names of packages to be `left` outside, too, it is for travelling, and small. */
export async function writeBundle(home, modules, folder, left = []) {
  const [{ rolldown }, { minifySync }] = await Promise.all([import('rolldown'), import('rolldown/utils')]);
  const made = await rolldown({
    input: {
      main: join(home, 'scripts', 'main.ts'),
      frame: join(home, 'scripts', 'dist', 'frame.ts'),
      card: join(home, 'scripts', 'dist', 'card-program.ts'),
      thread: join(home, 'scripts', 'aside', 'thread.ts'),
    },
    platform: 'node',
    external: (id) => outside.test(id) || left.some((name) => id === name || id.startsWith(`${name}/`)),
    // Vega's own measures are replaced; its Node build would wait for another canvas that may be installed.
    resolve: { alias: { 'vega-canvas': join(modules, 'vega-canvas', 'build', 'vega-canvas.browser.js') } },
    plugins: [
      { name: 'vega', transform: (code, id) => (left.includes('vega') && /charts[\\/]index\.ts$/.test(id) ? withVega(code) : undefined) },
      { name: 'outside', renderChunk: (code) => code.replace(outsideImport, 'importOutside(') },
      { name: 'formulas', transform: (code, id) => (/marp-core[\\/]lib[\\/]marp\.js$/.test(id) ? withLateFormulas(code) : undefined) },
    ],
    logLevel: 'silent',
  });
  // V8 keeps compiled code of scripts, not of modules.
  const names = { entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' };
  await made.write({ dir: folder, format: 'cjs', ...names });
  await made.close();
  // Rolldown lays out anew what is minified on the way, so that comes last. What is written into decks as text stays as it is
  // in the sources.
  const small = left.length > 0 ? readdirSync(folder).filter((name) => name !== 'card.cjs') : [];
  for (const name of small) writeFileSync(join(folder, name), minifySync(name, readFileSync(join(folder, name), 'utf8')).code);
  // They stand in the middle of packages that may call themselves modules.
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  const { toMinify, asText } = createRequire(join(folder, 'card.cjs'))('./card.cjs');
  writeFileSync(join(folder, 'card.min.js'), asText(minifySync('card.js', toMinify()).code));
  // What travels needs it once.
  if (left.length > 0) rmSync(join(folder, 'card.cjs'));
}
