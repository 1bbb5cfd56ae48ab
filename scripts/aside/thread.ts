// The second thread: it answers one question after the other.
import { parentPort } from 'node:worker_threads';
import type { Answer, Question } from './index.ts';
import { doJob } from './jobs.ts';

const tell = (answer: Answer) => parentPort?.postMessage(answer);

parentPort?.on('message', (question: Question) =>
  doJob(question).then(
    (output) => tell({ id: question.id, output }),
    (error: unknown) => tell({ id: question.id, error }),
  ),
);
