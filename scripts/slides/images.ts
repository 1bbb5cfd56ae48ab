import { join, posix } from 'node:path';
import { insideProject, isFile, isUrl, placeAt, type SourceFile } from '../files.ts';
import { collect, didYouMean, endStage, type Problem, problem } from '../problems.ts';
import type { Project } from '../project.ts';

/** A Markdown image with its address, which may stand in angle brackets before a title. */
const image = /!\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)/g;
/** Comments and code, where an image is none. */
const unseen = [/<!--[\s\S]*?-->/g, /^(```|~~~)[\s\S]*?^\1/gm];

/**
 * The images of a slide file's Markdown: the text with each address replaced by its project path, and these paths.
 * Throws a problem for each that is not a picture or a chart of the project.
 */
export async function resolveImages(project: Project, file: SourceFile, markdown: string): Promise<{ markdown: string; images: string[] }> {
  const problems: Problem[] = [];
  const images = new Map<string, string>();
  const visible = unseen.reduce((text, pattern) => text.replace(pattern, ''), markdown);
  for (const [, address = ''] of visible.matchAll(image)) {
    const path = await collect(problems, () => imagePath(project, file, address));
    if (path) images.set(address, path);
  }
  endStage(problems);
  const resolved = [...images].reduce((text, [address, path]) => text.replaceAll(`](${address}`, `](${encodeURI(path)}`), markdown);
  return { markdown: resolved, images: [...images.values()] };
}

/** The project path of an image that a slide file names by its address from there. */
async function imagePath(project: Project, file: SourceFile, address: string): Promise<string> {
  const place = placeAt(file, Math.max(0, file.text.indexOf(address)));
  const complain = (rule: string, reason: string, fix: string) => endStage([problem(place, rule, reason, fix)]);
  if (isUrl(address)) {
    const fix = 'copy the image into the project and name it by its path from the slide';
    complain('outside-project', `the image "${address}" is on the network`, fix);
  }
  const path = posix.normalize(posix.join(posix.dirname(file.path), decodeURI(address)));
  await insideProject(project.root, path, place);
  if (path.endsWith('.vl.json')) {
    if (!project.charts.has(path)) complain('unknown-chart', `there is no chart "${path}"`, didYouMean(path, project.charts.keys()));
  } else if (!(await isFile(join(project.root, path)))) {
    complain('missing-image', `there is no image "${path}"`, 'mend the path, which begins at the slide');
  }
  return path;
}
