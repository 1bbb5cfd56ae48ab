import { didYouMean, endStage, type Place, type Problem, problem } from '../problems.ts';
import { type Resource, type ResourceField, resourceFile } from './descriptor.ts';
import type { Column } from './plain.ts';
import { clip } from './raw.ts';

/**
 * The fields that the columns of a file hold, by the names of these, or by their order in a file without names (`header` is undefined).
 * Throws the problems of the names: missing, not in the schema, or in another order than the schema's, as far as it asks for that.
 */
export function matchColumns(resource: Resource, header: readonly string[] | undefined, place?: Place): Column[] {
  const { fields } = resource.schema;
  if (!header) return fields;
  endStage(headerProblems(resource, header, place ?? { file: resourceFile(resource), line: 1 }));
  return header.map((name) => fields.find((field) => isNamed(resource, field, name)));
}

/** True for the name of a field as a file has it. */
const isNamed = ({ dialect }: Resource, field: Pick<ResourceField, 'name'>, name: string) =>
  field.name === name || (dialect?.caseSensitiveHeader === false && field.name.toLowerCase() === name.toLowerCase());

function headerProblems(resource: Resource, header: readonly string[], place: Place): Problem[] {
  const { fields, fieldsMatch = 'exact' } = resource.schema;
  const declared = fields.map((field) => field.name);
  if (header.length === 0) {
    return [problem(place, 'missing-column', 'the file is empty', `begin it with the columns: ${declared.join(', ')}`)];
  }
  const absent = declared.filter((name) => !header.some((each) => isNamed(resource, { name }, each)));
  const missing = fieldsMatch === 'superset' || (fieldsMatch === 'partial' && absent.length < declared.length) ? [] : absent;
  const isOpen = fieldsMatch === 'subset' || fieldsMatch === 'partial';
  const extra = isOpen ? [] : header.filter((name) => !declared.some((each) => isNamed(resource, { name: each }, name)));
  if (missing.length === 0 && extra.length === 0)
    return fieldsMatch === 'exact' ? orderProblems(resource, header, place) : twinProblems(declared, header, place);
  const takeOut = `add it, or take it out of the schema of "${resource.name}"`;
  const likely = missing.length > 0 ? missing : declared;
  return [
    ...missing.map((name) => problem(place, 'missing-column', `the column "${name}" is missing`, takeOut)),
    ...extra.map((name) => problem(place, 'extra-column', `the column "${clip(name)}" is not in the schema`, didYouMean(name, likely))),
  ];
}

function orderProblems(resource: Resource, header: readonly string[], place: Place): Problem[] {
  const { fields } = resource.schema;
  const isInOrder = header.length === fields.length && fields.every((field, index) => isNamed(resource, field, header[index] as string));
  if (isInOrder) return [];
  const fix = `write the columns in the order ${fields.map(({ name }) => name).join(', ')}`;
  return [problem(place, 'column-order', 'the columns are not in the order of the schema', fix)];
}

/** Names by which columns are found cannot stand twice. */
function twinProblems(declared: readonly string[], header: readonly string[], place: Place): Problem[] {
  const twins = declared.filter((name) => header.filter((each) => each === name).length > 1);
  return twins.map((name) => problem(place, 'duplicate-field', `two columns are named "${name}"`, 'rename one'));
}
