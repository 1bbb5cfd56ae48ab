/**
 * Gives again what was made before for the same key, which must tell all that it is made from. The longest unasked of
 * more than `most` make room. For work that a preview would do at each change, on slides of which one has changed.
 */
export function remember<T>(most: number): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const made = known.has(key) ? (known.get(key) as T) : make();
    known.delete(key);
    known.set(key, made);
    if (known.size > most) known.delete(known.keys().next().value as string);
    return made;
  };
}
