import { packageFor } from '../fonts/advice.ts';
import { loadFonts, uncovered } from '../fonts/coverage.ts';
import { endStage, type Problem } from '../problems.ts';
import { placeFault } from '../slides/faults.ts';
import { plainText, type RenderedDeck } from '../slides/index.ts';

/** Throws a problem for the characters of each slide, or of its notes, that no face of the deck shows, by the font that would show them. */
export async function checkCoverage(deck: RenderedDeck, part: 'html' | 'notes' = 'html'): Promise<void> {
  const loaded = await loadFonts(deck.faces);
  const shows = part === 'notes' ? 'has in its notes, which the handout shows' : 'shows';
  const problems = deck.slides.flatMap((slide): Problem[] => {
    const advised = new Map<string | undefined, string[]>();
    for (const each of uncovered(loaded, deck.ledger.resolve(part === 'notes' ? slide.notes : plainText(slide.html)))) {
      const name = packageFor(each, deck.deck.language);
      advised.set(name, [...(advised.get(name) ?? []), each]);
    }
    const source = deck.files.find(({ file }) => file.path === slide.file)?.file ?? { path: slide.file, text: '' };
    return [...advised].map(([name, characters]) => {
      const reason = `no font of the deck has ${listed(characters)}, which slide ${slide.number} of "${deck.deck.name}" ${shows}`;
      return placeFault(source, { rule: 'uncovered-character', reason, fix: adviceOn(name, deck.fonts), seek: characters });
    });
  });
  endStage(problems);
}

/** More characters than these are counted. */
const mostListed = 4;

function listed(characters: readonly string[]): string {
  const named = characters.slice(0, mostListed).map((each) => `"${each}" (${codeOf(each)})`);
  const more = characters.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const codeOf = (character: string) => `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;

/** One command to type, and the line to write; there is nothing to add where the font is there already. */
function adviceOn(name: string | undefined, fonts: readonly string[]): string {
  if (name === undefined || fonts.includes(name))
    return 'add a font that has it to "fonts" in slides/decks.yaml, or write it with another character';
  const line = fonts.length === 0 ? `fonts: ["${name}"]` : `- "${name}" (below fonts:)`;
  return `type: npm i ${name}, and add to slides/decks.yaml: ${line}`;
}
