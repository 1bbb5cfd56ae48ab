import { expect, test } from 'vitest';
import { layProject, render } from '../project.ts';

const style = '<style scoped>@keyframes grow { to { opacity: 1 } } h1 { color: #123456; animation: grow }</style>';
const files = { 'slides/en/01-overview.md': `---\nsection: overview\n---\n\n# First\n\n${style}\n\n---\n\n# Other\n` };

test('a scoped style binds its own slide alone, and by the same name each time', async () => {
  const root = await layProject(undefined, files);
  const [once, again] = [await render(root, ['base.en']), await render(root, ['base.en'])].map(({ decks }) => decks[0]);
  const scopes = once?.slides.map(({ html }) => /data-marpit-scope-([\w-]+)/.exec(html)?.[1]);
  expect(scopes?.slice(0, 2)).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/), undefined]);
  expect(once?.css).toContain(`section[data-marpit-scope-${scopes?.[0]}] `);
  expect(once?.css).toContain(`@keyframes grow-${scopes?.[0]}`);
  expect(again?.slides.map(({ html }) => html)).toEqual(once?.slides.map(({ html }) => html));
  expect(again?.css).toBe(once?.css);
});
