import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { decodeAddress, insideProject, isFile, isUrl, placeAt, type SourceFile } from '../files.ts';
import { collect, didYouMean, endStage, type Problem, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { hasMarks } from '../quotes/ledger.ts';
import type { Rule } from '../rules.ts';
import { isPaint } from './backgrounds.ts';
import { placeFault } from './faults.ts';
import type { FrontMatter } from './front-matter.ts';
import { svgFaults } from './svg-picture.ts';

/** The media types of pictures, by the ending of their file. */
export const pictureTypes: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
};

/** Markdown's address in round brackets or after a reference's name, which may stand in angle brackets. */
const address = '(?:<(?<bracketed>[^<>\\n]+)>|(?<plain>[^\\s()<>]+))';
/** What an image shows, in which one pair of brackets may stand. */
const alt = '!\\[(?:[^[\\]]|\\[[^[\\]]*\\])*\\]';
const inline = new RegExp(`(?<before>${alt}\\(\\s*)${address}`, 'g');
const reference = /(?<=!)\[(?<alt>[^[\]]*)\](?:\[(?<name>[^[\]]*)\])?(?!\()/g;
const definition = new RegExp(`^(?<before> {0,3}\\[(?<name>[^[\\]]+)\\]:[ \\t]*)${address}`, 'gm');
/** An image in HTML, and the picture that a directive puts behind a slide. */
const html = /(?<before><img\b[^<>]*?\ssrc\s*=\s*["'])(?<bracketed>[^"'<>]+)(?=["'])/gi;
const behind = /(?<before>\b_?backgroundImage\s*:\s*["']?\s*url\(\s*["']?)(?<bracketed>[^"'()\n]+)/g;
/** Code, where an image is none. */
const code = [/^(```|~~~)[\s\S]*?^\1/gm, /(`+)[^\n]*?\1/g];
/** The directives of a comment that show images; all else in it is unseen. */
const comment = /<!--[\s\S]*?-->/g;
const showing = /^(?:<!--)?\s*_?(?:header|footer|backgroundImage)\s*:.*$/gm;

/**
 * The images of a slide file's Markdown: the text with each address replaced by its project path, and these paths.
 * Throws a problem for each that is not a picture or a chart of the project.
 */
export async function resolveImages(
  project: Project,
  file: SourceFile,
  body: string,
  matter: FrontMatter,
  language: string,
): Promise<{ markdown: string; images: string[]; matter: FrontMatter }> {
  const problems: Problem[] = [];
  const images = new Map<string, string>();
  const directives = Object.entries(matter).flatMap(([key, value]) => (shows.test(key) ? [[key, `${key}: ${value}`] as const] : []));
  for (const each of addresses([body, ...directives.map(([, line]) => line)].join('\n\n'))) {
    const path = await collect(problems, () => imagePath(project, file, each, language));
    if (path) images.set(each, path);
  }
  endStage(problems);
  const resolved = directives.map(([key, line]) => [key, replaceAddresses(line, images).slice(key.length + 2)]);
  return {
    markdown: replaceAddresses(body, images),
    images: [...images.values()],
    matter: { ...matter, ...Object.fromEntries(resolved) },
  };
}

/** The directives of a front matter that show images. */
const shows = /^_?(?:header|footer|backgroundImage)$/;

type Groups = Record<'before' | 'bracketed' | 'plain' | 'name' | 'alt', string | undefined>;

const groupsOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match.groups as Groups);
const addressOf = ({ bracketed, plain }: Groups) => (bracketed ?? plain) as string;
const nameOf = ({ name, alt }: Groups) => (name || alt || '').trim().replace(/\s+/g, ' ').toLowerCase();

/** The addresses of the images that Markdown shows, in place or by reference. */
function addresses(markdown: string): string[] {
  const seen = markdown.replace(comment, (text) => (text.match(showing) ?? []).join('\n').replaceAll('<!--', ''));
  const visible = code.reduce((text, pattern) => text.replace(pattern, ''), seen);
  const names = new Set(groupsOf(visible, reference).map(nameOf));
  const defined = groupsOf(visible, definition).filter((each) => names.has(nameOf(each)));
  const inlined = groupsOf(visible, inline).filter((each) => !paints(each));
  // What HTML and styles would fetch is refused where all of a slide is.
  const marked = [...groupsOf(visible, html), ...groupsOf(visible, behind)].filter((each) => isLocal(addressOf(each)));
  return [...new Set([...inlined, ...defined, ...marked].map(addressOf))];
}

const isLocal = (address: string) => !isUrl(address) && !/^(?:[\w+.-]+:|\/\/|#)/.test(address) && !hasMarks(address);

/** True for a background that is a colour or a gradient: what names no file. */
function paints(groups: Groups): boolean {
  const address = addressOf(groups);
  return /^!\[(?:[^\]]*\s)?bg[\s\]]/.test(groups.before ?? '') && isPaint(decodeAddress(address));
}

/** A path as an address that needs no angle brackets. */
const asAddress = (path: string) => encodeURI(path).replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'));

/** The Markdown with the addresses of images replaced. */
function replaceAddresses(markdown: string, images: ReadonlyMap<string, string>): string {
  const write = (...found: unknown[]) => {
    const path = images.get(addressOf(found.at(-1) as Groups));
    return path === undefined ? String(found[0]) : `${(found.at(-1) as Groups).before}${asAddress(path)}`;
  };
  return [inline, definition, html, behind].reduce((text, pattern) => text.replace(pattern, write), markdown);
}

/** The project path of an image that a slide file names by its address from there. */
async function imagePath(project: Project, file: SourceFile, address: string, language: string): Promise<string> {
  const place = placeAt(file, Math.max(0, file.text.indexOf(address)));
  const complain = (rule: Rule, reason: string, fix: string) => endStage([problem(place, rule, reason, fix)]);
  if (isUrl(address)) {
    const fix = 'copy the image into the project and name it by its path from the slide';
    complain('outside-project', `the image "${address}" is on the network`, fix);
  }
  const path = posix.normalize(posix.join(posix.dirname(file.path), decodeAddress(address)));
  await insideProject(project.root, path, place);
  if (path.endsWith('.vl.json')) {
    if (!project.charts.has(path)) complain('unknown-chart', `there is no chart "${path}"`, didYouMean(path, project.charts.keys()));
  } else if (!(await isFile(join(project.root, path)))) {
    complain('missing-image', `there is no image "${path}"`, 'mend the path, which begins at the slide');
  } else if (!(posix.extname(path).toLowerCase() in pictureTypes)) {
    complain('unknown-picture', `"${path}" is no picture that a deck can hold`, 'save it as PNG, JPEG, GIF, WebP or SVG');
  } else if (/\.svg$/i.test(path)) endStage(await pictureProblems(project, path, language));
  return path;
}

/** The problems of an SVG picture, in its own file. */
async function pictureProblems(project: Project, path: string, language: string): Promise<Problem[]> {
  const picture = { path, text: await readFile(join(project.root, path), 'utf8') };
  return svgFaults(picture.text, project.decks.literals, language).map((each) => placeFault(picture, each));
}
