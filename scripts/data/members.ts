import type { Fault } from './records.ts';

/** A member of an object: the offset of its name, and its value: a string's text, or a number as it is written. */
export interface Member {
  at: number;
  kind: 'string' | 'number' | 'boolean' | 'null' | 'nested';
  value: string;
}

/** An object of the array, at an offset. After one with a fault there is none. */
export interface JsonRow {
  at: number;
  members: ReadonlyMap<string, Member>;
  fault?: Fault;
}

/** Walks the objects of a JSON text, which is an array of them; from the object at offset `from`, where that is given. */
export function* jsonRows(text: string, from?: number): Generator<JsonRow> {
  const reader = new Reader(text, from);
  let at = 0;
  try {
    if (from === undefined) {
      if (reader.space() !== '[') reader.refuse(...notRows(reader));
      reader.take('[');
      if (reader.skip(']')) return reader.end();
    }
    do {
      if (reader.space() !== '{') reader.refuse(...notRows(reader));
      at = reader.at;
      yield { at, members: readObject(reader) };
    } while (reader.skip(','));
    reader.take(']', '"," or "]"');
    reader.end();
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    yield { at, members: new Map(), fault: error.fault };
  }
}

class JsonFault extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.reason);
    this.fault = fault;
  }
}

/** What to say where a row should stand: there is no value at all, or one of another shape. */
function notRows(reader: Reader): [reason: string] {
  const start = reader.at;
  readValue(reader);
  reader.at = start;
  return ['the dataset is not an array of objects'];
}

function readObject(reader: Reader): Map<string, Member> {
  const members = new Map<string, Member>();
  reader.take('{');
  if (reader.skip('}')) return members;
  do {
    reader.space();
    const at = reader.at;
    const name = reader.string('a name in quotation marks');
    if (members.has(name)) reader.refuse(`"${name.slice(0, 100)}" is given twice in one object`, 'keep one of the two', at);
    reader.take(':', '":"');
    members.set(name, { at, ...readValue(reader) });
  } while (reader.skip(','));
  reader.take('}', '"," or "}"');
  return members;
}

function readValue(reader: Reader): Omit<Member, 'at'> {
  const start = reader.space();
  if (start === '"') return { kind: 'string', value: reader.string() };
  if (start === '{' || start === '[') return skipNested(reader);
  const value = reader.word();
  if (value === 'null') return { kind: 'null', value };
  return { kind: value === 'true' || value === 'false' ? 'boolean' : 'number', value };
}

/** An object or array within a row fits no field, so it only has to be well-formed. No recursion: it may be deep. */
function skipNested(reader: Reader): Omit<Member, 'at'> {
  const value = reader.space() === '{' ? '{…}' : '[…]';
  const open: string[] = [];
  do {
    const char = reader.space();
    if (char === '{' || char === '[') {
      open.push(char);
      reader.take(char);
      if (!reader.skip(char === '{' ? '}' : ']')) {
        readName(reader, open);
        continue;
      }
      open.pop();
    } else readValue(reader);
    while (open.length > 0 && !reader.skip(',')) reader.take(open.pop() === '{' ? '}' : ']', 'the next value, or the end of this one');
    readName(reader, open);
  } while (open.length > 0);
  return { kind: 'nested', value };
}

function readName(reader: Reader, open: readonly string[]): void {
  if (open.at(-1) !== '{') return;
  reader.space();
  reader.string('a name in quotation marks');
  reader.take(':', '":"');
}

/** Reads the words of JSON one by one, strictly. */
class Reader {
  at: number;
  private readonly text: string;

  constructor(text: string, from = 0) {
    this.text = text;
    this.at = from;
  }

  refuse(reason: string, fix = 'write an array of objects, one a row', at = this.at): never {
    throw new JsonFault({ at, reason, fix });
  }

  /** Moves over space; gives the character that stands then. */
  space(): string | undefined {
    while (' \n\r\t'.includes(this.text[this.at] ?? '-')) this.at++;
    return this.text[this.at];
  }

  /** True where `char` is next, after space, and is now passed. */
  skip(char: string): boolean {
    if (this.space() !== char) return false;
    this.at++;
    return true;
  }

  take(char: string, words = `"${char}"`): void {
    if (!this.skip(char)) this.expected(words);
  }

  end(): void {
    if (this.space() !== undefined) this.refuse('malformed JSON: text follows the end of the array');
  }

  /** A string, which must be text: half of a surrogate pair is none. */
  string(words = 'a text'): string {
    if (this.text[this.at] !== '"') this.expected(words);
    let end = this.text.indexOf('"', this.at + 1);
    while (end > 0 && this.isEscaped(end)) end = this.text.indexOf('"', end + 1);
    if (end < 0) this.refuse('malformed JSON: a string is not closed');
    const value = this.parse(this.text.slice(this.at, end + 1));
    if (half.test(value)) this.refuse('a string holds half of a surrogate pair', 'write the whole character');
    this.at = end + 1;
    return value;
  }

  /** A number, or one of true, false and null. */
  word(): string {
    plainWord.lastIndex = this.at;
    const word = plainWord.exec(this.text)?.[0];
    if (word === undefined) this.expected('a value');
    this.at += word.length;
    return word;
  }

  private expected(words: string): never {
    const reason = this.at >= this.text.length ? 'the text ends too early' : `expected ${words}`;
    this.refuse(`malformed JSON: ${reason}`);
  }

  private isEscaped(at: number): boolean {
    let before = at;
    while (this.text[before - 1] === '\\') before--;
    return (at - before) % 2 === 1;
  }

  private parse(literal: string): string {
    if (!literal.includes('\\') && !control.test(literal)) return literal.slice(1, -1);
    try {
      return JSON.parse(literal) as string;
    } catch {
      return this.refuse('malformed JSON: a string holds a wrong escape, or a control character that is not escaped');
    }
  }
}

const plainWord = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const control = /\p{Cc}/u;
const half = /\p{Cs}/u;
