import { readFile } from 'node:fs/promises';
import * as vega from 'vega';
import { insideProject, isUrl } from '../files.ts';
import { type Problem, ProjectError } from '../problems.ts';
import type { Drawing } from './drawing.ts';
import { withoutFigures } from './shapes.ts';
import { pathOfKey, specProblem } from './spec.ts';

/** Where a link may lead. */
const linkable = /^(?:https?:\/\/|mailto:)/i;

/**
 * A loader for Vega that reads nothing but map shapes of the project, named from `charts/`, and lets through no link
 * but to the web and to mail. What Vega would swallow goes to `report`; each text read goes to `loaded`.
 */
export function projectLoader({ root, spec }: Drawing, report: (problem: Problem) => void, loaded: string[]): vega.Loader {
  const loader = vega.loader();
  const refuse = (uri: string) => {
    const fix = 'name a data file of the project by its path from the chart';
    return new ProjectError([specProblem(spec, [], 'outside-project', `"${uri}" is not a file of the project`, fix)]);
  };
  const link = (uri: string) => {
    if (linkable.test(uri)) return { href: uri };
    report(
      specProblem(
        spec,
        pathOfKey(spec, ['href']),
        'link',
        `the link "${uri}" leads nowhere safe`,
        'begin it with https://, http:// or mailto:',
      ),
    );
    return { href: '' };
  };
  loader.sanitize = async (uri: string, options: { context?: string } = {}) => {
    if (options.context === 'href') return link(String(uri));
    if (isUrl(uri)) throw refuse(uri);
    return { href: await insideProject(root, `charts/${uri}`, spec.place([])) };
  };
  loader.http = async (uri: string) => Promise.reject(refuse(uri));
  loader.load = async (uri: string) => {
    const { href } = await loader.sanitize(uri, {} as never);
    const text = await readFile(href, 'utf8');
    loaded.push(text);
    return withoutFigures(text, uri, spec);
  };
  return loader;
}
