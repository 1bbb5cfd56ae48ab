import { Worker } from 'node:worker_threads';
import { doJob, type Jobs } from './jobs.ts';

/** Where the bundle's code is, as the command tells: how it is run, and where it is kept compiled. */
interface Code {
  compiled: string;
  folder: string;
  code: string;
}

/** What the thread beside is asked. */
export interface Question {
  id: number;
  name: keyof Jobs;
  input: unknown;
}

/** What it answers: what the job gives, or what it throws. */
export interface Answer {
  id: number;
  output?: unknown;
  error?: unknown;
}

interface Waiting extends Question {
  resolve(output: never): void;
  reject(error: unknown): void;
}

const start = `import(require('node:worker_threads').workerData.compiled)
  .then(({ runCompiled }) => runCompiled(...require('node:worker_threads').workerData.run))`;

const waiting = new Map<number, Waiting>();
let asked = 0;
let worker: Worker | undefined;
let isBroken = false;

/**
 * Has a job done by a second thread while this one goes on; by this one where tieout runs from its sources, and where the system gives no
 * second. Throws what the job throws.
 */
export function aside<Name extends keyof Jobs>(name: Name, input: Parameters<Jobs[Name]>[0]): Promise<Awaited<ReturnType<Jobs[Name]>>> {
  const code = (globalThis as { [key: symbol]: Code | undefined })[Symbol.for('tieout.code')];
  const question: Question = { id: asked++, name, input };
  if (!code || isBroken) return doJob(question) as Promise<never>;
  const thread = worker ?? open(code);
  worker = thread;
  return new Promise<never>((resolve, reject) => {
    waiting.set(question.id, { ...question, resolve, reject });
    // It ends with the process, unless something is still asked of it.
    thread.ref();
    thread.postMessage(question);
  });
}

function open({ compiled, folder, code }: Code): Worker {
  const opened = new Worker(start, { eval: true, workerData: { compiled, run: [`${folder}/thread.cjs`, `${code}/thread`] } });
  opened.on('message', ({ id, output, error }: Answer) => {
    const own = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) opened.unref();
    if (error === undefined) own?.resolve(output as never);
    else own?.reject(error);
  });
  opened.once('error', () => {
    isBroken = true;
    for (const own of waiting.values()) doJob(own).then((output) => own.resolve(output as never), own.reject);
    waiting.clear();
  });
  return opened;
}
