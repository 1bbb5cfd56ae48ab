// Read in before what is tried (node --import): ends the process, as `kill -9` would, at the nth thing that it does
// to the files below FOLDER, half of it done. So it knows nothing of how they are written.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

let left = Number(process.env.KILL_AT);
const folder = process.env.KILL_BELOW;
const concerns = (paths) => paths.some((path) => typeof path === 'string' && path.startsWith(folder));
const die = () => process.kill(process.pid, 'SIGKILL');

for (const room of [fs, fs.promises]) {
  for (const name of Object.keys(room).filter((each) => /^(writeFile|rename|link|unlink|rm|rmdir|mkdir|copyFile|cp|symlink|truncate)(Sync)?$/.test(each))) {
    const real = room[name];
    room[name] = (...words) => {
      if (!concerns(words.slice(0, 2)) || --left > 0) return real.apply(room, words);
      if (left < 0) return real.apply(room, words);
      if (name.startsWith('writeFile')) fs.appendFileSync(words[0], Buffer.from(words[1]).subarray(0, Buffer.from(words[1]).length >> 1));
      die();
      while (true);
    };
  }
}
syncBuiltinESMExports();
