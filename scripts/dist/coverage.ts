import { type Problem, ProjectError, problem } from '../problems.ts';
import { plainText, type RenderedDeck } from '../slides/index.ts';
import { uncovered } from './fonts.ts';

/** Throws a problem for each character of the slides, or of their notes, that no shipped font covers, with its slide. */
export async function checkCoverage(deck: RenderedDeck, part: 'html' | 'notes' = 'html'): Promise<void> {
  const problems: Problem[] = [];
  const shows = part === 'notes' ? 'has in its notes, which the handout shows' : 'shows';
  for (const slide of deck.slides) {
    for (const char of await uncovered(deck.ledger.resolve(part === 'notes' ? slide.notes : plainText(slide.html)))) {
      const code = `U+${(char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
      const reason = `no shipped font has "${char}" (${code}), which slide ${slide.number} of "${deck.deck.name}" ${shows}`;
      problems.push(problem({ file: slide.file }, 'uncovered-character', reason, 'write it with another character'));
    }
  }
  if (problems.length > 0) throw new ProjectError(problems);
}
