import type { MethodName } from '../history/delivery.ts';
import { barrier } from './barrier.ts';
import { lastByte } from './last-byte.ts';
import type { Method } from './method.ts';
import { pipelined } from './pipelined.ts';
import { singlePacket } from './single-packet.ts';
import { tlsRecord } from './tls-record.ts';

/** Every way of putting a burst on the wire. */
export const methodTable: Readonly<Record<MethodName, Method>> = {
  'tls-record': tlsRecord,
  'single-packet': singlePacket,
  'last-byte': lastByte,
  pipelined,
  barrier,
};
