import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/setup.ts'],
    // The rooms share what is slow to make (fonts, schema) between the tests of a file.
    pool: 'forks',
    // Far from any answer that a test expects, so that nothing passes by the machine's own settings.
    env: { TZ: 'Asia/Taipei', LANG: 'de_DE.UTF-8' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
