import { keepFile } from './keep-file.ts';

/** What a second thread can do: each job is a function of its input alone. */
const jobs = {
  cutFont: async (input: import('../fonts/cut.ts').Cut): Promise<Uint8Array> => (await import('../fonts/cut.ts')).cutFont(input),
  formatQuery: async (query: string): Promise<string> => (await import('../record/query-layout.ts')).formatQuery(query),
  keepFile,
};

export type Jobs = typeof jobs;

/** Does a job, and gives what it gives. */
export const doJob = async ({ name, input }: { name: keyof Jobs; input: unknown }): Promise<unknown> =>
  (jobs[name] as (input: unknown) => unknown)(input);
