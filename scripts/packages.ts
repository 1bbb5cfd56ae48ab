import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The folder of an installed package. */
export function packageFolder(name: string): string {
  const folders = (require.resolve.paths(name) ?? []).map((each) => join(each, name));
  return folders.find((each) => existsSync(each)) ?? dirname(require.resolve(name));
}
