import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePorts } from '../../src/lab/ports.ts';
import { loopbackCertificate } from '../unit/transports/wire-server.ts';
import { temporaryFolder } from './lab-fixture.ts';

/** nginx is a Debian package (`nginx-light`); `.ci/run` installs it. */
export function nginxIsThere(): boolean {
  return spawnSync('nginx', ['-v']).status === 0;
}

export interface Front {
  readonly url: string;
  /** File with the certificate to trust. */
  readonly certificate: string;
  stop(): Promise<void>;
}

/** Starts an nginx of the test's own, with TLS and HTTP/2, before a service on loopback. */
export async function nginxBefore(port: number): Promise<Front> {
  const folder = await temporaryFolder();
  const frontPort = await freePorts(1);
  const { key, cert } = await loopbackCertificate();
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const certificate = file('certificate.pem', cert);
  mkdirSync(join(folder, 'tmp'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, 'tmp', kind)};`,
  );
  const configuration = file(
    'nginx.conf',
    `daemon off; master_process off; pid ${join(folder, 'nginx.pid')}; error_log stderr warn;
events { worker_connections 512; }
http {
  access_log off; ${temporary.join(' ')}
  upstream service { server 127.0.0.1:${port}; keepalive 64; }
  server {
    listen 127.0.0.1:${frontPort} ssl http2;
    ssl_certificate ${certificate}; ssl_certificate_key ${file('key.pem', key)};
    location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`,
  );
  const nginx = spawn('nginx', ['-p', folder, '-c', configuration], { stdio: ['ignore', 'ignore', 'ignore'] });
  const ended = once(nginx, 'exit');
  while (!(await accepts(frontPort))) {
    if (nginx.exitCode !== null) throw new Error('nginx did not start');
    await new Promise((done) => setTimeout(done, 20));
  }
  return {
    url: `https://127.0.0.1:${frontPort}`,
    certificate,
    async stop() {
      nginx.kill('SIGTERM');
      await ended;
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1')
      .on('connect', () => {
        probe.destroy();
        resolve(true);
      })
      .on('error', () => resolve(false));
  });
}
