import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import type { Place } from '../problems.ts';

/** Editors in windows of their own, and how each is told a line; those in the terminal take `+line file`. */
const windowed: readonly [names: RegExp, words: (file: string, line: number) => string[]][] = [
  [/^(?:code|code-insiders|codium|vscodium|cursor|windsurf)$/i, (file, line) => ['-g', `${file}:${line}`]],
  [/^(?:subl|sublime_text|zed|atom)$/i, (file, line) => [`${file}:${line}`]],
  [/^(?:mate|idea|webstorm|pycharm|goland|rider|phpstorm)(?:64)?$/i, (file, line) => ['--line', `${line}`, file]],
  [/^notepad\+\+$/i, (file, line) => [`-n${line}`, file]],
  [/^(?:gvim|mvim|gedit|kate|emacsclient)$/i, (file, line) => [`+${line}`, file]],
];

/** Editors that do nothing without a terminal. */
const terminalOnly = /^(?:vi|vim|nvim|view|nano|pico|micro|joe|ed|hx|kak)$/i;

/**
 * The command that opens a file at a line in the editor that `VISUAL` or `EDITOR` names; undefined where neither does, or
 * where it needs a terminal and there is none.
 */
export function editorCommand(
  { file, line = 1 }: Place,
  env = process.env,
  hasTerminal = process.stdin.isTTY,
): { words: string[]; inTerminal: boolean } | undefined {
  const [editor, ...options] = wordsOf(env.VISUAL || env.EDITOR || '');
  if (editor === undefined) return undefined;
  const name = basename(editor).replace(/\.(?:exe|cmd|bat)$/i, '');
  if (!hasTerminal && terminalOnly.test(name)) return undefined;
  const known = windowed.find(([names]) => names.test(name));
  return { words: [editor, ...options, ...(known?.[1](file, line) ?? [`+${line}`, file])], inTerminal: !known };
}

/** The words of a command line: `"/my tools/edit" --wait`. */
const wordsOf = (text: string) => [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');

/** Runs an editor; one in the terminal has it until it ends. Gives what is to be said when it cannot be run. */
export function runEditor({
  words: [editor = '', ...words],
  inTerminal,
}: {
  words: string[];
  inTerminal: boolean;
}): Promise<string | undefined> {
  return new Promise((resolve) => {
    const waits = inTerminal && process.stdin.isTTY;
    const child = spawn(editor, words, { stdio: waits ? 'inherit' : 'ignore', detached: !waits });
    child.once('error', (error) => resolve(`the editor "${editor}" cannot be run: ${error.message}`));
    if (waits) child.once('exit', () => resolve(undefined));
    else {
      child.unref();
      child.once('spawn', () => resolve(undefined));
    }
  });
}
