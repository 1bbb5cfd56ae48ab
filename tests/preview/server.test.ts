import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RawData, WebSocket } from 'ws';
import { build } from '../../scripts/build.ts';
import { serve } from '../../scripts/preview/server.ts';
import { htmlOnly, layProject, silent } from '../project.ts';
import { ended, startWatch } from './session.ts';

let origin: string;
let close: () => void;
const host = () => origin.replace('http://', '');

beforeEach(async () => {
  ({ origin, close } = await serve({
    answer: async (path) => (path === '/deck' ? { type: 'text/html', body: 'a deck' } : undefined),
    connect: (socket) => socket.send('welcome'),
  }));
});
afterEach(() => close());

function status(path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(`${origin}${path}`, { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

/** What a live connection says first; undefined when it is refused. */
function greeting(headers: Record<string, string>, path = '/live'): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${host()}${path}`, { headers });
    socket.on('message', (data: RawData) => {
      resolve(data.toString());
      socket.terminate();
    });
    socket.on('error', () => resolve(undefined));
  });
}

describe('the preview answers its own pages only', () => {
  test('a page of the preview, and somebody who types its address', async () => {
    expect(await status('/deck')).toBe(200);
    expect(await status('/deck', { Origin: origin })).toBe(200);
    expect(await greeting({ Origin: origin })).toBe('welcome');
  });

  test.each(['evil.example', 'evil.example:4321', '127.0.0.1', '127.0.0.1:1', '127.0.0.1.evil.example:4321', '[::1]:4321'])(
    'a foreign Host is refused: "%s"',
    async (foreign) => {
      expect(await status('/deck', { Host: foreign })).toBe(403);
      expect(await greeting({ Host: foreign, Origin: `http://${foreign}` })).toBeUndefined();
    },
  );

  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1', 'file://'])(
    'a foreign Origin is refused: %s',
    async (foreign) => {
      expect(await status('/deck', { Origin: foreign })).toBe(403);
      expect(await greeting({ Origin: foreign })).toBeUndefined();
    },
  );

  test('a live connection without an Origin is refused, and one to another path', async () => {
    expect(await greeting({})).toBeUndefined();
    expect(await greeting({ Origin: origin }, '/deck')).toBeUndefined();
  });

  test('it listens on loopback alone', async () => {
    const port = Number(host().split(':')[1]);
    const reached = await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.2', port });
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    });
    expect([host().split(':')[0], reached]).toEqual(['127.0.0.1', false]);
  });

  test('a second preview takes another port', async () => {
    const second = await serve({ answer: async () => undefined, connect: () => {} });
    expect(second.origin).not.toBe(origin);
    second.close();
  });
});

test('a watch serves its decks and no file, under a policy that asks no other origin', async () => {
  const root = await layProject();
  const session = await startWatch(root);
  origin = session.origin;
  const text = async (path: string) => (await fetch(`${origin}${path}`)).text();
  const page = await text('/base.en');
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  expect(policy).toContain(`connect-src ws://${host()};`);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("form-action 'none'");
  expect(await text('/')).toContain('<a href="/base.zh-Hant">');
  for (const path of [
    '/slides/decks.yaml',
    '/..%2fslides/decks.yaml',
    '/../package.json',
    '/fonts/9',
    '/fonts/../../package.json',
    '/base.en/',
    '/nothing',
  ])
    expect([path, await status(path)]).toEqual([path, 404]);
  const [font] = /\/fonts\/[0-9a-f]+/.exec(page) ?? [];
  expect(await status(font as string)).toBe(200);
});

test('what a preview writes on elements is in no built deck', async () => {
  const root = await layProject();
  await build(htmlOnly(root), silent);
  const html = await readFile(join(root, 'dist/base.en.html'), 'utf8');
  expect(html).not.toMatch(/data-source|data-preview|tieout-preview|morphdom|WebSocket/);
});

describe('the end', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it at once, and nothing stays', async (signal) => {
    const root = await layProject();
    const session = await startWatch(root);
    await fetch(`${session.origin}/base.en`);
    const begun = performance.now();
    await ended(session.process, signal);
    expect(performance.now() - begun).toBeLessThan(2000);
    await expect(fetch(session.origin)).rejects.toThrow();
    expect(existsSync(join(root, 'dist'))).toBe(false);
    const scratch = join(import.meta.dirname, '../../node_modules/.cache/tieout/scratch');
    const left = await readdir(scratch).catch(() => []);
    expect(left.filter((name) => name.includes(`-${session.process.pid}-`))).toEqual([]);
  });
});

test('an unknown deck, a folder that is none, and two decks to open are refused as by the other commands', async () => {
  const { execFile } = await import('node:child_process');
  const run = (words: string[]) =>
    new Promise<{ code: unknown; stderr: string }>((resolve) => {
      execFile(process.execPath, [join(import.meta.dirname, '../../scripts/tieout.mjs'), ...words], (error, _, stderr) =>
        resolve({ code: error?.code ?? 0, stderr }),
      );
    });
  const root = await layProject();
  const unknown = await run(['watch', 'base.ne', '--root', root]);
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('did you mean "base.en"?')]);
  expect((await run(['watch', '--root', '/nowhere/at/all'])).code).toBe(1);
  expect((await run(['open', 'a', 'b', '--root', root])).code).toBe(2);
  const unbuilt = await run(['open', 'base.en', '--root', root]);
  expect([unbuilt.code, unbuilt.stderr]).toEqual([1, expect.stringContaining('the deck is not built yet')]);
});
