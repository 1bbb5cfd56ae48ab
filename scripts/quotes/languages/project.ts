import { parseConfig } from '../../config.ts';
import { readFolder, readSource, type SourceFile } from '../../files.ts';
import { type Graph, hashOf } from '../../graph.ts';
import { collect, endStage, type Problem, problem } from '../../problems.ts';
import { isLanguage, ownWords, type ProjectWords, wordedLanguages } from './index.ts';
import { type OwnWords, wordsSchema } from './schema.ts';

const folder = 'slides/languages';

/** Reads the words of a project, `slides/languages/<tag>.yaml` by language. Throws every problem of them, located. */
export async function readWords(root: string): Promise<ProjectWords> {
  const problems: Problem[] = [];
  const words = new Map<string, OwnWords>();
  for (const name of await readFolder(root, folder)) {
    const path = `${folder}/${name}`;
    const tag = /^(.+)\.yaml$/.exec(name)?.[1] ?? '';
    if (!isLanguage(tag)) {
      const fix = `name it by a BCP 47 tag, such as ${wordedLanguages.join(', ')}: pl.yaml`;
      problems.push(problem({ file: path }, 'invalid-config', 'the name of the file is no language', fix));
      continue;
    }
    const { $schema: _, ...own } = (await collect(problems, async () => parseWords((await readSource(root, path)) as SourceFile))) ?? {};
    words.set(tag, own);
  }
  endStage(problems);
  return words;
}

/** Tells a walk what it finds under `words <tag>`: what the project says of a language. */
export const findWords = (graph: Graph, own: ProjectWords): void =>
  graph.find('words', (tag) => hashOf(JSON.stringify(ownWords(own, tag))));

const parseWords = (file: SourceFile) => parseConfig(file, wordsSchema);
