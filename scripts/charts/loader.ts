import { readFile } from 'node:fs/promises';
import * as vega from 'vega';
import { insideProject, isUrl } from '../files.ts';
import { ProjectError } from '../problems.ts';
import type { Drawing } from './drawing.ts';
import { specProblem } from './spec.ts';

/** A loader for Vega that reads nothing but files of the project, named from `charts/`. */
export function projectLoader({ root, spec }: Pick<Drawing, 'root' | 'spec'>): vega.Loader {
  const loader = vega.loader();
  const refuse = (uri: string) => {
    const fix = 'name a data file of the project by its path from the chart';
    return new ProjectError([specProblem(spec, [], 'outside-project', `"${uri}" is not a file of the project`, fix)]);
  };
  loader.sanitize = async (uri: string) => {
    if (isUrl(uri)) throw refuse(uri);
    return { href: await insideProject(root, `charts/${uri}`, spec.place([])) };
  };
  loader.http = async (uri: string) => Promise.reject(refuse(uri));
  loader.load = async (uri: string) => {
    const { href } = await loader.sanitize(uri, {} as never);
    return readFile(href, 'utf8');
  };
  return loader;
}
