import * as vega from 'vega';
import * as vegaLite from 'vega-lite';
import { endStage, type Problem, ProjectError } from '../problems.ts';
import { type Computed, computedIn } from './computed.ts';
import type { Drawing } from './drawing.ts';
import { emptyCells } from './empty.ts';
import { keepGaps } from './gaps.ts';
import { freshInterpreter, LimitError } from './interpreter.ts';
import { projectLoader } from './loader.ts';
import { type Locale, localeOf } from './locale.ts';
import { lossProblems } from './losses.ts';
import type { TextStyle } from './measure.ts';
import { hashPicture } from './picture.ts';
import { readTexts } from './reading.ts';
import { chartRows } from './rows.ts';
import { checkCuts, checkInside, type SceneMark } from './scene.ts';
import { pathOf, specProblem } from './spec.ts';
import { type Tick, writeTick } from './ticks.ts';
import { isHarmless } from './warnings.ts';

/** A chart as drawn. */
interface Drawn {
  svg: string;
  /** Texts of axes, legends and headers that a scale of tied values gives. */
  ticks: string[];
  /** Values that the spec computes itself. */
  computed: Computed[];
  /** Hash of what the marks draw. */
  drawing: string;
  /** Texts that leave the picture. */
  faults: Problem[];
}

/**
 * Draws a checked spec to SVG. Figures stand in it as marks of the ledger.
 * Throws a problem for each warning of Vega or Vega-Lite after which the picture misleads, and for each empty cell where a mark needs a value.
 */
export async function drawSpec(drawing: Drawing): Promise<Drawn> {
  const warnings: Problem[] = [];
  const logger = collectingLogger((said) => {
    if (!(typeof said === 'string' && isHarmless(said))) warnings.push(...asProblem(drawing, said).problems);
  });
  const compiled = compile(drawing, logger);
  endStage(warnings);
  vega.expressionFunction('tieout', (value: unknown, tick: Tick) => writeTick(value, tick, drawing));
  measureWith(drawing);
  const shapes: string[] = [];
  const loader = projectLoader(drawing, (each) => warnings.push(each), shapes);
  const guarded = structuredClone(compiled);
  keepGaps(guarded, drawing.spec);
  const view = open(drawing, guarded, {
    renderer: 'none',
    locale: localeFor(drawing, compiled) as never,
    loader,
    logger: logger as never,
    expr: freshInterpreter() as never,
  });
  try {
    for (const [name, table] of drawing.tables) if (reads(compiled, name)) view.data(name, chartRows(drawing, table));
    await view.runAsync();
    const scene = sceneOf(view);
    const lost = lossProblems(drawing, compiled, scene);
    endStage([...warnings, ...lost, ...emptyCells(drawing, compiled, scene), ...checkCuts(drawing, scene)]);
    const svg = await view.toSVG();
    const { ticks, problems } = readTexts(drawing, sceneOf(view));
    endStage([...warnings, ...problems]);
    const computed = computedIn(drawing, compiled, sceneOf(view));
    const faults = checkInside(drawing, svg, sceneOf(view));
    return { svg, ticks, computed, drawing: hashPicture(drawing, compiled, view, sceneOf(view), shapes), faults };
  } catch (error) {
    throw asProblem(drawing, error);
  } finally {
    view.finalize();
  }
}

/** Makes Vega measure by the fonts that the deck embeds; a mark is as wide as the figure that it stands for. */
function measureWith({ ledger, measure }: Drawing): void {
  const metrics = (vega as unknown as { textMetrics: { width: (style: TextStyle, text: unknown) => number } }).textMetrics;
  metrics.width = (style, text) => {
    const line = ledger.resolve(String(text ?? '')).trim();
    return line === '' ? 0 : measure(line, style);
  };
}

/** The locale of the deck's language, but for what the spec or the theme says of it. */
function localeFor({ language }: Drawing, { config }: vega.Spec): Locale {
  return { ...localeOf(language), ...(config?.locale as Partial<Locale> | undefined) };
}

/** A view of the compiled spec, whose expressions are interpreted, never run as code. */
function open(drawing: Drawing, compiled: vega.Spec, options: vega.ViewOptions): vega.View {
  try {
    return new vega.View(vega.parse(compiled, undefined, { ast: true } as never), options);
  } catch (error) {
    throw asProblem(drawing, error);
  }
}

/** What Vega threw, as a problem of the spec; at the expression where it names a word of one. */
function asProblem(drawing: Drawing, error: unknown): ProjectError {
  if (error instanceof ProjectError) return error;
  const [reason, fix] = told(error);
  const word = /Unrecognized (?:signal name|function): "?([\w$]+)/.exec(reason)?.[1];
  const rule = error instanceof LimitError ? 'limit' : 'vega';
  return new ProjectError([specProblem(drawing.spec, word ? pathOf(drawing.spec, word) : [], rule, reason, fix)]);
}

/** What went wrong, and what to do. */
function told(error: unknown): [string, string] {
  if (error instanceof LimitError) return [error.message, 'draw fewer rows: filter or aggregate them in a data/*.sql model'];
  if (error instanceof Error) return [error.message, 'mend the spec'];
  return [String(error), 'mend the spec so that Vega has nothing to warn of'];
}

/** A logger for Vega that tells its warnings (texts) and errors to `report`. */
function collectingLogger(report: (said: unknown) => void) {
  const tell = (...parts: unknown[]) => {
    const problems = parts.find((part) => part instanceof ProjectError);
    report(problems ?? (parts.length === 1 ? parts[0] : parts.map(String).join(' ')));
    return logger;
  };
  const ignore = () => logger;
  const logger = { level: ignore, error: tell, warn: tell, info: ignore, debug: ignore };
  return logger;
}

/** Settings that every chart needs whatever its theme: our own formats, no hidden filtering, one label for the whole. */
const baseConfig = { customFormatTypes: true, aria: false, mark: { invalid: 'show' } };

function compile(drawing: Drawing, logger: object): vega.Spec {
  const { mark, ...theme } = drawing.theme;
  const config = { font: drawing.font, ...theme, ...baseConfig, mark: { ...(mark as object), ...baseConfig.mark } };
  try {
    return vegaLite.compile(drawing.linted.json as never, { config: config as never, logger: logger as never }).spec;
  } catch (error) {
    throw asProblem(drawing, error);
  }
}

const reads = (compiled: vega.Spec, name: string) => compiled.data?.some((each) => each.name === name);

/** What the view has laid out; Vega's types do not tell what is in it. */
const sceneOf = (view: vega.View) => (view.scenegraph() as unknown as { root: SceneMark }).root;
