// Read in before what is tried (node --import): writes down, in the file CONNECTIONS, each connection that the process
// would open and each name that it would look up, and refuses it.
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const refuse = (what) => (...words) => {
  fs.appendFileSync(process.env.CONNECTIONS, `${what} ${JSON.stringify(words[0])}\n`);
  throw new Error('there is no network here');
};

net.Socket.prototype.connect = refuse('connect');
dgram.Socket.prototype.send = refuse('send');
for (const room of [dns, dns.promises]) for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) room[name] = refuse(name);
syncBuiltinESMExports();
