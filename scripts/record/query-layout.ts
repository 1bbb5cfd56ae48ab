import { duckdb, formatDialect } from 'sql-formatter';

/** A query of more characters is left as it stands. */
const mostQuery = 20_000;

const known = new Map<string, string>();

/** A query laid out in lines, word for word as it was; as it stands where the formatter does not read it. */
export function formatQuery(query: string): string {
  const found = known.get(query) ?? layOut(query);
  known.set(query, found);
  return found;
}

/** True when two queries say the same, however they are laid out. */
export const sameQuery = (a = '', b = '') => a === b || formatQuery(a) === formatQuery(b);

function layOut(query: string): string {
  if (query.length > mostQuery) return query;
  try {
    const laid = formatDialect(query, { dialect: duckdb, keywordCase: 'preserve', expressionWidth: 50 });
    return followCalls(query, laid) ?? query;
  } catch {
    return query;
  }
}

/** The layout with calls written as in the query, `lag(id)`; undefined where it says anything else than the query. */
function followCalls(query: string, laid: string): string | undefined {
  let at = 0;
  let text = '';
  for (const sign of laid) {
    if (/\s/.test(sign)) {
      text += sign;
      continue;
    }
    const before = at;
    while (/\s/.test(query[at] ?? '')) at++;
    if (!query.startsWith(sign, at)) return undefined;
    if (sign === '(' && at === before && / $/.test(text) && /[\w"]/.test(query[at - 1] ?? '')) text = text.slice(0, -1);
    text += sign;
    at += sign.length;
  }
  return query.slice(at).trim() === '' ? text : undefined;
}
