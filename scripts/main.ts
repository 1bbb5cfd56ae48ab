import { helpFor, usages, version } from './help.ts';

/** What is answered without any of the rooms: help, and the version. Undefined for all else. */
function answer(words: readonly string[]): string | undefined {
  const isHelp = (word: string | undefined) => word === '--help' || word === '-h';
  const [first, second, ...more] = words;
  if (first === '--version' && second === undefined) return `${version}\n`;
  if (more.length > 0) return undefined;
  if ((isHelp(first) || first === 'help') && second === undefined) return helpFor();
  const name = first === 'help' || isHelp(first) ? second : isHelp(second) ? first : undefined;
  return name !== undefined && name in usages ? helpFor(name) : undefined;
}

const text = answer(process.argv.slice(2));
if (text === undefined) void import('./cli.ts');
else process.stdout.once('error', () => process.exit(0)).write(text);
