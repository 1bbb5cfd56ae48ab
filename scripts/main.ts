import { help, version } from './help.ts';

// What needs none of the rooms loads none of them.
const [word, ...more] = process.argv.slice(2);
const answer = word === '--help' ? help : word === '--version' ? `${version()}\n` : undefined;
if (answer && more.length === 0) process.stdout.once('error', () => process.exit(0)).write(answer);
else void import('./cli.ts');
