/** A certificate of loopback's own: PEM texts. */
export interface LabCertificate {
  readonly key: string;
  readonly cert: string;
}

const daysMs = 24 * 60 * 60 * 1000;
/** Kinds of subject alternative names (RFC 5280, section 4.2.1.6). */
const dnsName = 2;
const ipAddress = 7;

/** Makes a self-signed certificate for localhost, 127.0.0.1 and ::1. */
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
  return { key, cert };
}
