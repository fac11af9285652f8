import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as send,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an unreliable gateway may do to a member; `reset` and `limited` keep it from the service, the others let it act first. */
export const fates = ['none', 'reset', 'none', 'cut', 'late', 'limited', 'unanswered', 'none', 'replaced'] as const;
type Fate = (typeof fates)[number];

export interface Gateway {
  readonly port: number;
  /** How often each fate befell a member. */
  readonly met: ReadonlyMap<Fate, number>;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Passes requests on to a service on loopback. Which members lose what is told by their numbers, so that each round differs. */
export async function unreliableGateway(servicePort: number): Promise<Gateway> {
  const agent = new Agent({ keepAlive: true });
  const met = new Map<Fate, number>();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const fate = fateOf(request.headers);
    met.set(fate, (met.get(fate) ?? 0) + 1);
    if (fate === 'reset') return void request.socket.resetAndDestroy();
    if (fate === 'limited') return page(response, 429);
    const answer = await passOn(request, body);
    if (fate === 'unanswered') return void request.socket.destroy();
    if (fate === 'replaced') return page(response, 504);
    if (fate === 'late') await new Promise((done) => setTimeout(done, 30));
    response.writeHead(answer.status, answer.headers);
    if (fate !== 'cut') return void response.end(answer.body);
    response.write(answer.body.subarray(0, answer.body.length / 2), () => request.socket.destroy());
  }

  async function passOn({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    const request = send({ host: '127.0.0.1', port: servicePort, method, path: url, headers, agent });
    request.end(body);
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    const { statusCode: status = 0, headers: of } = answer;
    return { status, headers: of, body: await bodyOf(answer) };
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    met,
    async stop() {
      agent.destroy();
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

function fateOf(headers: IncomingHttpHeaders): Fate {
  const [member, round] = [headers['x-racehound-member'], headers['x-racehound-round']];
  // Steps come through: without them no round would be judged.
  return (member !== undefined && fates[(Number(member) * 4 + Number(round)) % fates.length]) || 'none';
}

function page(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html', 'retry-after': '1' }).end('<p>sorry</p>');
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
