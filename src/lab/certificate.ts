import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate of loopback's own, for as long as the lab runs. */
export interface LabCertificate {
  /** PEM texts; the key never touches the disk. */
  readonly key: string;
  readonly cert: string;
  /** Where the certificate lies, for `--cacert`. */
  readonly path: string;
  remove(): Promise<void>;
}

const daysMs = 24 * 60 * 60 * 1000;
/** Kinds of subject alternative names (RFC 5280, section 4.2.1.6). */
const dnsName = 2;
const ipAddress = 7;

/** Makes a self-signed certificate for localhost, 127.0.0.1 and ::1, and writes it (not its key) to a temporary file. */
export async function labCertificate(): Promise<LabCertificate> {
  // A tenth of a second to load, and only a lab with TLS needs it.
  const { generate } = await import('selfsigned');
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    notBeforeDate: new Date(Date.now() - daysMs),
    notAfterDate: new Date(Date.now() + 30 * daysMs),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: dnsName, value: 'localhost' },
          { type: ipAddress, ip: '127.0.0.1' },
          { type: ipAddress, ip: '::1' },
        ],
      },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'racehound-lab-'));
  const path = join(folder, 'certificate.pem');
  await writeFile(path, cert);
  return { key, cert, path, remove: () => rm(folder, { recursive: true, force: true }) };
}
