// The second thread: it answers one question after the other.
import { parentPort } from 'node:worker_threads';
import type { Answer, Question } from './index.ts';
import { jobs } from './jobs.ts';

const tell = (answer: Answer) => parentPort?.postMessage(answer);

parentPort?.on('message', async ({ id, name, input }: Question) => {
  try {
    tell({ id, output: await (jobs[name] as (input: unknown) => unknown)(input) });
  } catch (error) {
    tell({ id, error });
  }
});
