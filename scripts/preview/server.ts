import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** Other machines never reach this address. */
const loopback = '127.0.0.1';
/** The port that is tried first, so that an open page finds the preview again. */
const usualPort = 4321;

export interface Answer {
  type: string;
  body: string | Uint8Array;
  status?: number;
  location?: string;
}

/** What a server gives: pages by path, and live connections with what was asked of them. */
export interface Service {
  answer(path: string, host: string): Promise<Answer | undefined>;
  connect(socket: WebSocket, query: URLSearchParams): void;
}

export interface PreviewServer {
  /** `http://127.0.0.1:4321` */
  origin: string;
  close(): void;
}

/** Serves on loopback, at the usual port or, where that is taken, a free one. */
export async function serve(service: Service): Promise<PreviewServer> {
  const server = createServer((request, response) => void respond(service, request, response));
  const live = new WebSocketServer({ noServer: true, maxPayload: 2 ** 20, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    const url = pathOf(request);
    if (!isOwn(request, true) || url?.pathname !== '/live') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    live.handleUpgrade(request, socket, head, (each) => service.connect(each, url.searchParams));
  });
  await listen(server);
  const close = () => {
    for (const each of live.clients) each.terminate();
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://${loopback}:${(server.address() as AddressInfo).port}`, close };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') reject(error);
      else server.once('error', reject).listen(0, loopback, resolve);
    });
    server.listen(usualPort, loopback, resolve);
  });
}

/**
 * True for a request of a page of this server, or of somebody who types its address: a site whose name leads to
 * loopback has another Host, and a page of another site another Origin. A live connection must name its origin.
 */
function isOwn({ headers, socket }: IncomingMessage, live = false): boolean {
  const hosts = [loopback, 'localhost'].map((name) => `${name}:${socket.localPort}`);
  const { host = '', origin } = headers;
  if (!hosts.includes(host)) return false;
  return origin === undefined ? !live : origin === `http://${host}`;
}

const pathOf = ({ url = '/' }: IncomingMessage) => (URL.canParse(url, 'http://preview') ? new URL(url, 'http://preview') : undefined);

async function respond(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request)?.pathname;
  if (!isOwn(request)) return end(response, { type: 'text/plain', status: 403, body: 'this preview is for its own pages only\n' });
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return end(response, { type: 'text/plain', status: 405, body: 'only GET is answered\n' });
  const answer = path === undefined ? undefined : await service.answer(path, request.headers.host as string);
  end(response, answer ?? { type: 'text/plain', status: 404, body: 'there is no such deck\n' });
}

function end(response: ServerResponse, { type, body, status = 200, location }: Answer): void {
  response.writeHead(location ? 302 : status, {
    'Content-Type': `${type}${type.startsWith('text/') ? '; charset=utf-8' : ''}`,
    'Cache-Control': type.startsWith('font/') ? 'private, max-age=86400' : 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    ...(location && { Location: location }),
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
