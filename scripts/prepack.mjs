// Makes the bundle that travels in the package, in prebuilt/: its name holds the hash of its files, as results are kept by it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeBundle } from './bundle.mjs';

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = dirname(dirname(createRequire(import.meta.url).resolve('liquidjs/package.json')));
const prebuilt = join(home, 'prebuilt');

/** Small packages that are quicker from inside, or whose default export a script cannot require. */
const inside = ['markdown-it-cjk-friendly', 'vfile-message'];

const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
const draft = join(prebuilt, 'draft');
rmSync(prebuilt, { recursive: true, force: true });
const left = Object.keys(dependencies).filter((name) => !inside.includes(name));
await writeBundle(home, modules, draft, left);
const hash = createHash('sha256');
for (const name of readdirSync(draft).sort()) hash.update(name).update(readFileSync(join(draft, name)));
renameSync(draft, join(prebuilt, `bundle-${hash.digest('hex').slice(0, 16)}`));
