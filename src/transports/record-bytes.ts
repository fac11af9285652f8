/** Header of a TLS record: type, version, length (RFC 8446, section 5.1). */
const headerBytes = 5;

/** Length of the first TLS record in `ciphertext`, its header included; that of all of it when the record is not complete. */
export function firstRecordBytes(ciphertext: Buffer): number {
  if (ciphertext.length < headerBytes) return ciphertext.length;
  return Math.min(ciphertext.length, headerBytes + ciphertext.readUInt16BE(headerBytes - 2));
}
