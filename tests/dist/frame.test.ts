import { describe, expect, test } from 'vitest';
import { localizeControls } from '../../scripts/dist/controls.ts';
import { renderBespoke, renderWhole, speaksToMarpCli } from '../../scripts/dist/html.ts';
import { home, layProject, render } from '../project.ts';

describe('a deck in its kept frame has the very bytes that Marp CLI makes of it', () => {
  const same = async (root: string) => {
    const { decks } = await render(root);
    expect(decks.length).toBeGreaterThan(0);
    for (const deck of decks) {
      expect(speaksToMarpCli(deck.markdown)).toBe(false);
      expect(await renderBespoke(deck)).toBe(localizeControls(await renderWhole(deck), deck.deck.language));
    }
  };

  test('the shipped decks', () => same(home));

  test('the base project', async () => same(await layProject()));

  test('signs of HTML, patterns of replacement and words of the frame itself, in titles, notes and slides', async () => {
    const slide =
      '# Signs & <b>bold</b> $&\n\nslot-title slot-notes\n\n<!-- A "note" & <tags> $& -->\n\n<!-- slot-title\n\nin paragraphs -->\n';
    const decks = `title: '"Signs" & <tags> $&'\nauthor: "O'Neil & Sons"\ndate: 2025-10-15\ndecks:\n  - name: signs\n    title: '"Signs" & <tags> $& slot-author'\n    subject: slot-html & more\n    language: en\n    slides: [en/09-signs.md]\n`;
    await same(await layProject(undefined, { 'slides/decks.yaml': decks, 'slides/en/09-signs.md': slide }));
  });

  test('layers of pictures, classes, headers, a style of its own and a slide without notes', async () => {
    const slide =
      '---\nheader: Above\nfooter: Below\n---\n\n<!-- _class: lead -->\n\n# A picture\n\n![bg right](../pictures/mark.png)\n\n<style scoped>h1 { color: red }</style>\n\n---\n\n# A list\n\n- a\n- b\n';
    await same(await layProject(undefined, { 'slides/en/09-more.md': slide }));
  });
});

test.each(['transition: fade', '{ "transition": "fade" }', '_transition: fade', 'image: a.png', 'keywords: [a]', 'theme: a\ntitle: Other'])(
  'a comment that says "%s" is left to Marp CLI',
  async (directive) => {
    const { decks } = await render(await layProject(undefined, { 'slides/en/09-more.md': `<!--\n${directive}\n-->\n\n# A slide\n` }), [
      'base.en',
    ]);
    expect(decks.map((deck) => speaksToMarpCli(deck.markdown))).toEqual([true]);
  },
);
