import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { manySlides, millionRows, tenMillionRows } from './large.mjs';
import { home, importSource, peakOf, run, scratch, tieout } from './processes.mjs';

const modules = join(home, 'node_modules');
const cache = join(modules, '.cache', 'tieout');
const marp = join(modules, '@marp-team', 'marp-cli', 'marp-cli.js');
const deck = 'investor.zh-Hant';
const root = join(scratch, 'project');
const peer = join(scratch, 'peer');
const dist = join(root, 'dist');
const mailed = join(scratch, `${deck}.pdf`);

const build = (decks = [], where = root) => [tieout, ['build', ...decks, '--root', where]];

/** Removes what is kept, all but what matches. */
function forget(but) {
  for (const name of existsSync(cache) ? readdirSync(cache) : [])
    if (name !== 'scratch' && !but?.test(name)) rmSync(join(cache, name), { recursive: true, force: true });
}

/** What stands before the first build of a project: the bundle with what is made with it, and the browser. */
const forgetProject = () => forget(/^(?:bundle|chromium|v8|schema|frame)/);

/** Changes a text of the project; `write` gets the count of changes, so that each is a new one. */
let changes = 0;
function edit(path, from, write) {
  const file = join(root, path);
  const text = readFileSync(join(home, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} holds no "${from}"`);
  writeFileSync(file, text.replace(from, write(++changes)));
}

/** The project as it stands here, built once, with its peer's files beside it. */
let ready;
function project() {
  ready ??= (async () => {
    for (const name of ['data', 'charts', 'slides']) await cp(join(home, name), join(root, name), { recursive: true });
    await run(...build());
    copyFileSync(join(dist, `${deck}.pdf`), mailed);
    const { assemble } = await importSource('assemble');
    await assemble(root, deck, dist, peer);
  })();
  return ready;
}

/** The environment in which Marp CLI prints with the very browser and the fonts of tieout. */
function peerEnvironment() {
  const folder = join(
    cache,
    readdirSync(cache).find((name) => /^chromium-[\d.]+$/.test(name)),
  );
  const fonts = ['sans', 'serif'].flatMap((kind) =>
    ['400Regular', '700Bold'].map((face) => join(modules, '@expo-google-fonts', `noto-${kind}-tc`, face)),
  );
  const config = join(scratch, 'fonts.conf');
  const folders = fonts.map((each) => `<dir>${each}</dir>`).join('');
  writeFileSync(config, `<?xml version="1.0"?><fontconfig>${folders}<cachedir>${join(scratch, 'fontconfig')}</cachedir></fontconfig>`);
  const chrome = { CHROME_PATH: join(folder, 'chromium'), CHROME_NO_SANDBOX: '1' };
  return { ...chrome, LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: config };
}

const marpWith = (...args) =>
  run(marp, ['deck.md', '--theme-set', 'theme.css', '--allow-local-files', '--html', '--no-config-file', ...args], {
    cwd: peer,
    env: peerEnvironment(),
  });
const marpPdf = () => marpWith('--pdf', '--output', 'deck.pdf');

async function chainByHand() {
  let ms = 0;
  for (const name of readdirSync(join(peer, 'charts')).filter((each) => each.endsWith('.vl.json')))
    ms += (await run(join(modules, 'vega-lite', 'bin', 'vl2svg'), [name, 'drawn.svg'], { cwd: join(peer, 'charts') })).ms;
  return { ms: ms + (await marpWith('--output', 'deck.html')).ms + (await marpPdf()).ms };
}

/** A number of slides, with the memory of its own process on the first run. */
function slides(count) {
  let where;
  return {
    name: `slides-${count}`,
    title: `${count} slides, a chart on every third, nothing kept`,
    prepare: async () => {
      where = await manySlides(count);
    },
    before: forgetProject,
    run: () => run(...build([], where)),
    memory: () => peakOf(...build([], where)),
    mostMemory: 600,
  };
}

/** A large table, against DuckDB by itself as a whole process. */
function large(name, title, target, make, mostMemory) {
  let made;
  const duck = (peer) => run(join(home, 'tests', 'bench', 'duckdb.mjs'), peer);
  return [
    {
      name: `${name}-duckdb`,
      title: `${title}: DuckDB by itself`,
      prepare: async () => {
        made ??= await make();
      },
      run: () => duck(made.peer),
    },
    {
      name,
      title,
      unit: `${name}-duckdb`,
      target,
      prepare: async () => {
        made ??= await make();
      },
      before: forgetProject,
      run: () => run(tieout, ['check', '--root', made.root]),
      profiled: () => [tieout, ['check', '--root', made.root]],
      memory: () => peakOf(tieout, ['check', '--root', made.root]),
      mostMemory,
    },
  ];
}

/** A case that runs one command over the project; `target` is in shares of P1. */
const command = (name, title, target, [script, args], more = {}) => ({
  name,
  title,
  target,
  unit: 'p1',
  prepare: project,
  run: () => run(script, args, more),
  profiled: () => [script, args],
  ...more,
});

/** Every case, in the order of the table. `unit` names the case that it is divided by. */
export const cases = [
  {
    name: 'p1',
    title: 'P1: `marp --pdf` of the same slides, figures typed in, charts ready-made',
    unit: 'p1',
    target: 1,
    prepare: project,
    run: marpPdf,
  },
  {
    name: 'p2',
    title: 'P2: by hand: `vl2svg` for each chart, `marp` to HTML, `marp --pdf`',
    unit: 'p1',
    prepare: project,
    run: chainByHand,
  },
  command('deck', 'one deck, nothing kept but browser and bundle', 0.6, build([deck]), {
    before: forgetProject,
    also: { unit: 'p2', target: 0.2 },
  }),
  command('decks', 'four decks, likewise', 1.2, build(), { before: forgetProject }),
  command('unchanged', 'four decks, nothing changed', 0.1, build(), { warm: true }),
  command('cell', 'one cell changed', 0.35, build([deck]), {
    warm: true,
    before: () =>
      edit('data/capital_by_investor.csv', 'cumulative,累計投資,Cumulative,2,', (count) => `cumulative,累計投資,Cumulative,2.0${count},`),
  }),
  command('word', 'one word of one slide changed', 0.3, build([deck]), {
    warm: true,
    before: () =>
      edit('slides/zh-Hant/12-risks.md', '# ', (count) => `# ${['再', '又', '更', '還', '也'][count % 5].repeat(1 + (count % 3))}`),
  }),
  command('verify', '`verify` of a mailed PDF', 0.2, [tieout, ['verify', mailed, '--root', root]], { codes: [0, 1] }),
  command('diff', '`diff` of a mailed PDF', 0.2, [tieout, ['diff', mailed, '--root', root]], { codes: [0, 1] }),
  command('version', '`--version`', 0.03, [tieout, ['--version']]),
  command('help', '`--help`', 0.03, [tieout, ['--help']]),
  slides(50),
  slides(200),
  slides(500),
  ...large('csv', '1 million rows of CSV, primary key and constraints, one model', 2, millionRows, 500),
  ...large('parquet', '10 million rows of Parquet, likewise', 1.5, tenMillionRows),
  {
    name: 'first',
    title: 'the very first build of one deck',
    mostSeconds: 8,
    prepare: project,
    before: () => forget(),
    run: () => run(...build([deck])),
    profiled: () => build([deck]),
  },
];

// The preview reports its own times, from a save to what is seen; it brings its module when there is one.
const watch = new URL('watch.mjs', import.meta.url);
if (existsSync(watch)) cases.push(...(await import(watch.href)).cases({ home, root, project }));

mkdirSync(scratch, { recursive: true });
