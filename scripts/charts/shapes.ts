import { ProjectError } from '../problems.ts';
import { isObject, type Json, type JsonObject, type Spec, specProblem } from './spec.ts';

/** True for a `data` that reads the shapes of a map: TopoJSON, or the features of GeoJSON. */
export function readsShapes(data: JsonObject): boolean {
  const format = isObject(data.format) ? data.format : {};
  return format.type === 'topojson' || format.property === 'features';
}

/**
 * The text of a map's file without the numbers that its shapes carry beside their geometry: a figure comes from a
 * dataset. Throws a problem where the file is no JSON, or where the spec names such a number.
 */
export function withoutFigures(text: string, uri: string, spec: Spec): string {
  const complain = (reason: string, fix: string) => new ProjectError([specProblem(spec, [], 'map-shapes', reason, fix)]);
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch {
    throw complain(`"${uri}" is not JSON`, 'give the shapes as TopoJSON or GeoJSON');
  }
  const names = new Set<string>();
  const copy = withoutNumbers(json, names);
  const named = [...names].find((name) => new RegExp(`properties(?:\\.|\\[\\W*)${name.replace(/\W/g, '\\$&')}\\b`).test(spec.file.text));
  if (named !== undefined) {
    const reason = `"${named}" is a number in the shapes of "${uri}", which no record holds`;
    throw complain(reason, 'put the values into a dataset and look them up by the id of the shape');
  }
  return JSON.stringify(copy);
}

/** What places a shape, and the id by which it is looked up. */
const placing = new Set(['arcs', 'coordinates', 'bbox', 'transform', 'id']);

/** A copy without the numbers that place no shape; their names go to `names`. */
function withoutNumbers(json: Json, names: Set<string>): Json {
  if (Array.isArray(json)) return json.filter((each) => !statesNumber(each)).map((each) => withoutNumbers(each, names));
  if (!isObject(json)) return json;
  const kept = Object.entries(json).filter(([name, value]) => {
    if (placing.has(name) || !statesNumber(value)) return true;
    names.add(name);
    return false;
  });
  return Object.fromEntries(kept.map(([name, value]) => [name, placing.has(name) ? value : withoutNumbers(value, names)]));
}

const statesNumber = (json: Json) =>
  typeof json === 'number' || (typeof json === 'string' && json.trim() !== '' && Number.isFinite(Number(json)));
