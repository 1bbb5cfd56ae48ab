import type { Fault } from './records.ts';

/** A member of an object: the offset of its name, and its value: a string's text, or any other as it is written. */
export interface Member {
  at: number;
  kind: 'string' | 'number' | 'boolean' | 'null' | 'nested';
  value: string;
}

/** A row, at an offset: an object, or an array under one of `names`, which is a row (`isHeader`) itself. After one with a fault there is none. */
export interface JsonRow {
  at: number;
  isHeader?: boolean;
  members: ReadonlyMap<string, Member>;
  names?: readonly string[] | undefined;
  fault?: Fault;
}

/** How rows are written: one on each line, or in an array, which may be a member (`property`) of an object. */
export interface JsonForm {
  lines?: boolean | undefined;
  property?: string | undefined;
}

/** Walks the rows of a JSON text; from the row at an offset, under its names, where that is given. */
export function* jsonRows(
  text: string,
  { lines = false, property }: JsonForm = {},
  from?: Pick<JsonRow, 'at' | 'names'>,
): Generator<JsonRow> {
  const reader = new Reader(text, from?.at);
  let at = from?.at ?? 0;
  let { names } = from ?? {};
  try {
    if (!from && !lines) {
      if (property !== undefined) seekMember(reader, property);
      if (reader.space() !== '[') reader.refuse(...notRows(reader));
      reader.take('[');
      if (reader.skip(']')) return property === undefined ? reader.end() : undefined;
    }
    while (!lines || reader.space() !== undefined) {
      if (reader.space() === '[' && names === undefined) {
        at = reader.at;
        names = readNames(reader);
        yield { at, members: new Map(), names, isHeader: true };
      } else {
        if (reader.space() !== (names ? '[' : '{')) reader.refuse(...notRows(reader, lines));
        at = reader.at;
        yield { at, members: names ? readList(reader, names) : readObject(reader), names };
      }
      if (lines ? !reader.lineEnd() : !reader.skip(',')) break;
    }
    if (lines) return;
    reader.take(']', '"," or "]"');
    if (property === undefined) reader.end();
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
function notRows(reader: Reader, lines = false): [reason: string, fix?: string] {
  const start = reader.at;
  readValue(reader);
  reader.at = start;
  return lines ? ['the line is not an object', 'write an object on each line, one a row'] : ['the dataset is not an array of objects'];
}

/** Moves to the value of a member of the object that the text is. */
function seekMember(reader: Reader, property: string): void {
  const noMember = `the dataset is not an object with the member "${property}"`;
  if (reader.space() !== '{') reader.refuse(noMember, 'mend the property in the dialect');
  reader.take('{');
  do {
    reader.space();
    const name = reader.string('a name in quotation marks');
    reader.take(':', '":"');
    if (name === property) return;
    readValue(reader);
  } while (reader.skip(','));
  reader.refuse(noMember, 'mend the property in the dialect', 0);
}

/** The first of rows that are arrays: names. */
function readNames(reader: Reader): string[] {
  const names: string[] = [];
  reader.take('[');
  do {
    reader.space();
    names.push(reader.string('a name in quotation marks'));
  } while (reader.skip(','));
  reader.take(']', '"," or "]"');
  return names;
}

function readList(reader: Reader, names: readonly string[]): Map<string, Member> {
  const members = new Map<string, Member>();
  const start = reader.at;
  reader.take('[');
  do {
    reader.space();
    const at = reader.at;
    const name = names[members.size];
    if (name === undefined) reader.refuse('the row has more values than there are names', 'take it out, or name it', at);
    members.set(name, { at, ...readValue(reader) });
  } while (reader.skip(','));
  reader.take(']', '"," or "]"');
  if (members.size < names.length) reader.refuse('the row has fewer values than there are names', 'add them: null is a value too', start);
  return members;
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
  reader.space();
  const start = reader.at;
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
  return { kind: 'nested', value: reader.since(start) };
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

  /** Moves to the next line; false at the end of the text. What else stands on this one is refused. */
  lineEnd(): boolean {
    const start = this.at;
    if (this.space() === undefined) return false;
    if (!/[\n\r]/.test(this.since(start)))
      this.refuse('malformed JSON: text follows the object on its line', 'write one object on each line');
    return true;
  }

  /** The text from an offset to here. */
  since(start: number): string {
    return this.text.slice(start, this.at);
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
