// Runs the bundle with its compiled code kept between runs, which Node does by itself from 22 on and only for files
// that it loads. Code is kept by command, as V8 keeps the functions that a run has called.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { crc32 } from 'node:zlib';

/**
 * Runs `file`, and what it requires from its own folder, with the code kept in `code`; keeps what is not there yet when
 * the process ends. Gives what `file` exports.
 */
export function runCompiled(file, code) {
  const folder = dirname(file);
  const fromOutside = createRequire(file);
  const modules = new Map();
  const fresh = [];

  const load = (path) => {
    const known = modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const run = compile(path).runInThisContext();
    run.call(module.exports, module.exports, require, module, path, folder, importFromHere);
    return module.exports;
  };
  const outer = (name) => imported.get(name) ?? fromOutside(name);
  const require = Object.assign((name) => (name.startsWith('./') ? load(join(folder, name)) : outer(name)), fromOutside);

  const compile = (path) => {
    const kept = join(code, path.slice(folder.length + 1));
    const script = new vm.Script(wrapped(readFileSync(path, 'utf8')), { filename: path, cachedData: readCode(kept) });
    if (script.cachedDataRejected !== false) fresh.push({ script, kept });
    return script;
  };

  // A run that was stopped ends at once, and a bundle that was made for one run is gone.
  process.once('exit', (status) => {
    if (status <= 1 && existsSync(folder)) for (const { script, kept } of fresh) keepCode(kept, script.createCachedData());
  });
  return load(file);
}

/** The source as Node wraps a module. Code that was kept has lost its way to import, so it gets one. */
const wrapped = (source) => `(function (exports, require, module, __filename, __dirname, importOutside) { ${source}\n})`;

/** Modules that were imported; some of them wait, and could not be required. */
const imported = new Map();
async function importFromHere(name) {
  const all = await import(name);
  imported.set(name, all);
  return all;
}

/** Kept code after its checksum; V8 itself checks its own version and settings, and the length of the source. */
function readCode(file) {
  try {
    const bytes = readFileSync(file);
    const code = bytes.subarray(4);
    return crc32(code) === bytes.readUInt32LE() ? code : undefined;
  } catch {
    return undefined;
  }
}

function keepCode(file, code) {
  const draft = `${file}.${process.pid}`;
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32(code));
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, Buffer.concat([checksum, code]));
    renameSync(draft, file);
  } catch {
    // Where nothing can be kept, it is compiled again.
  }
}
