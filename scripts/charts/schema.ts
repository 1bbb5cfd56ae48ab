import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ErrorObject } from 'ajv';
import { cacheFolder } from '../cache.ts';
import { runCompiled } from '../compiled.mjs';
import { didYouMean } from '../problems.ts';
import { compiledSchema } from '../schema.mjs';

type Validate = ((spec: unknown) => boolean) & { errors?: ErrorObject[] | null };

const require = createRequire(import.meta.url);
let loaded: Promise<Validate> | undefined;

/** The Vega-Lite schema as a function. */
export function loadValidator(): Promise<Validate> {
  loaded ??= compiledSchema(cacheFolder, require).then(
    (file) => runCompiled(file, join(dirname(file), `code-${process.version}`)) as Validate,
  );
  return loaded;
}

/** What is wrong with a spec by the schema. */
interface SchemaError {
  path: string[];
  reason: string;
  fix: string;
}

/** Every key that Vega-Lite does not know; else the deepest complaint, which is the one that a person can act on. */
export async function schemaErrors(spec: unknown): Promise<SchemaError[]> {
  const validate = await loadValidator();
  if (validate(spec)) return [];
  const errors = validate.errors ?? [];
  const unknown = unknownKeys(errors);
  if (unknown.length > 0) return unknown;
  const depth = (error: ErrorObject) => error.instancePath.split('/').length + (error.keyword === 'additionalProperties' ? 0.5 : 0);
  const useful = errors.filter((error) => error.keyword !== 'anyOf');
  const deepest = useful.reduce<ErrorObject | undefined>((best, error) => (best && depth(best) >= depth(error) ? best : error), undefined);
  return deepest ? [explain(deepest, useful)] : [];
}

/** The keys that no alternative of the schema has at their place: an alternative that was not meant complains too. */
function unknownKeys(errors: readonly ErrorObject[]): SchemaError[] {
  const extra = errors.filter((error) => error.keyword === 'additionalProperties');
  const found = new Map<string, SchemaError>();
  for (const { instancePath, params } of extra) {
    const name = String(params.additionalProperty);
    const here = extra.filter((each) => each.instancePath === instancePath);
    const known = new Set(here.flatMap((each) => Object.keys(each.parentSchema?.properties ?? {})));
    const path = [...steps(instancePath), name];
    if (!known.has(name)) found.set(path.join('/'), { path, reason: `Vega-Lite knows no "${name}" here`, fix: didYouMean(name, known) });
  }
  return [...found.values()];
}

/** The steps of a JSON pointer. */
const steps = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

function explain(error: ErrorObject, all: readonly ErrorObject[]): SchemaError {
  const path = steps(error.instancePath);
  const here = all.filter((each) => each.instancePath === error.instancePath);
  const values = here.flatMap((each) => (each.keyword === 'enum' ? (each.params.allowedValues as unknown[]).map(String) : []));
  const constants = here.flatMap((each) => (each.keyword === 'const' ? [String(each.params.allowedValue)] : []));
  const allowed = [...new Set([...values, ...constants])];
  if (allowed.length > 0) return { path, reason: 'the value is not one that Vega-Lite allows', fix: didYouMean('', allowed) };
  return { path, reason: error.message ?? 'the spec is not valid', fix: 'see the Vega-Lite reference for what may stand here' };
}
