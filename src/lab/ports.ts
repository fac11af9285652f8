import { createServer } from 'node:net';

/** Where the system gives out ports by itself, on Linux from 32768 upwards, another program would soon be in the way. */
const [lowest, highest] = [20_000, 32_000];
const tries = 200;

/** The first of so many ports of loopback in a row that are free. Another program may take them before their user does. */
export async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest - count));
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(port + index)));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`found no ${count} free ports in a row between ${lowest} and ${highest}`);
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
