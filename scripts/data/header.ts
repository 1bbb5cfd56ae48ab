import { didYouMean, type Place, type Problem, problem } from '../problems.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { clip } from './raw.ts';

/** The problems of a file's column names: missing, not in the schema, or else in another order than the schema's. */
export function headerProblems(
  resource: Resource,
  header: readonly string[],
  place: Place = { file: resourceFile(resource), line: 1 },
): Problem[] {
  const declared = resource.schema.fields.map((field) => field.name);
  if (header.length === 0) {
    return [problem(place, 'missing-column', 'the file is empty', `begin it with the columns: ${declared.join(', ')}`)];
  }
  const missing = declared.filter((name) => !header.includes(name));
  const extra = header.filter((name) => !declared.includes(name));
  if (missing.length === 0 && extra.length === 0) return orderProblems(declared, header, place);
  const takeOut = `add it, or take it out of the schema of "${resource.name}"`;
  const likely = missing.length > 0 ? missing : declared;
  return [
    ...missing.map((name) => problem(place, 'missing-column', `the column "${name}" is missing`, takeOut)),
    ...extra.map((name) => problem(place, 'extra-column', `the column "${clip(name)}" is not in the schema`, didYouMean(name, likely))),
  ];
}

function orderProblems(declared: readonly string[], header: readonly string[], place: Place): Problem[] {
  if (header.join('\n') === declared.join('\n')) return [];
  const fix = `write the columns in the order ${declared.join(', ')}`;
  return [problem(place, 'column-order', 'the columns are not in the order of the schema', fix)];
}
