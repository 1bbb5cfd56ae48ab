// The Vega-Lite schema as a function. It takes seconds to compile, so the code is kept in the cache folder; it is made
// together with the bundle, by this module as a process of its own.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptFolder } from './folders.mjs';

/** The file of the compiled schema in a cache folder, made when it is not there yet. `require` finds the packages. */
export async function compiledSchema(cache, require) {
  const schema = readFileSync(require.resolve('vega-lite/vega-lite-schema.json'), 'utf8');
  const version = createHash('sha256')
    .update(`ascii ${require.resolve('ajv')}`)
    .update(schema)
    .digest('hex')
    .slice(0, 16);
  const folder = await keptFolder(cache, `schema-${version}`, async (draft) =>
    writeFileSync(join(draft, 'validate.cjs'), compile(JSON.parse(schema), require)),
  );
  return join(folder, 'validate.cjs');
}

function compile(schema, require) {
  const { Ajv } = require('ajv');
  const { default: standalone } = require('ajv/dist/standalone/index.js');
  const ajv = new Ajv({ strict: false, validateFormats: false, allowUnionTypes: true, verbose: true, code: { source: true } });
  // It stands outside of every package when the cache cannot be written to, and still finds what it needs.
  return (
    standalone(ajv, ajv.compile(schema))
      .replace(/\brequire\("([^"]+)"\)/g, (_, name) => `require(${JSON.stringify(require.resolve(name))})`)
      // One character beyond Latin doubles the memory of its millions.
      .replace(/[^\p{ASCII}]/gu, (char) => `\\u{${char.codePointAt(0).toString(16)}}`)
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) compiledSchema(process.argv[2], createRequire(import.meta.url));
