import type { ChalkInstance } from 'chalk';
import type { TargetFacts } from '../history/target-facts.ts';
import { harmless } from '../support/visible-text.ts';
import { duration } from './words.ts';

/** What one way of firing came to on this machine, by the client's account and by the receiver's. */
export interface SelfTestRow {
  /** Such as `TLS, HTTP/2`. */
  readonly wire: string;
  readonly method: string;
  readonly summary: string;
  readonly threads: number;
  readonly members: number;
  /** Median release spread as the client measured it. */
  readonly claimedP50Us: number;
  /** Spread of the held parts as the receiver read them. */
  readonly seenP50Us: number;
  readonly seenP95Us: number;
  /** Reads that it took the receiver to get the held parts of all members: fewest and most of all bursts. */
  readonly reads: readonly [fewest: number, most: number];
  /** How far apart the threads began; missing for one. */
  readonly skewP50Us?: number;
  readonly unanswered: number;
}

export interface MachineFacts {
  readonly node: string;
  readonly platform: string;
  readonly cores: number;
  /** How late a timer of 1 ms fires. */
  readonly timerLateP50Us: number;
  readonly timerLateP95Us: number;
  readonly openFiles?: number;
  /** Why the system refuses a higher priority for the release; missing when it grants it. */
  readonly priorityRefused?: string;
}

export interface DoctorReport {
  readonly machine: MachineFacts;
  readonly selfTest: readonly SelfTestRow[];
  readonly advice: readonly string[];
  readonly target?: TargetFacts;
  /** How `sync: auto` would put 20 members on the wire of the target, and why. */
  readonly choice?: readonly string[];
}

export function doctorText({ machine, selfTest, advice, target, choice }: DoctorReport, paint: ChalkInstance): string {
  const fact = (label: string, text: string) => `  ${paint.dim(label.padEnd(16))} ${harmless(text)}`;
  const lines = [
    paint.bold('This machine'),
    fact('node', `${machine.node} on ${machine.platform}, ${machine.cores} cores`),
    fact(
      'timer of 1 ms',
      `late by ${duration(machine.timerLateP50Us * 1e3)}, p95 ${duration(machine.timerLateP95Us * 1e3)}`,
    ),
    fact('open files', machine.openFiles === undefined ? 'the system does not tell' : String(machine.openFiles)),
    fact('priority', machine.priorityRefused ?? 'may be raised for the release'),
    '',
  ];
  if (selfTest.length > 0) {
    lines.push(paint.bold('Spread of a burst, as the client claims and as the receiver saw it'));
    lines.push(
      paint.dim(
        `  ${'method'.padEnd(58)}${'members'.padStart(8)}${'claimed'.padStart(10)}${'seen p50'.padStart(10)}${'p95'.padStart(10)}${'reads'.padStart(13)}`,
      ),
    );
    for (const row of selfTest) {
      lines.push(
        `  ${`${row.summary}${row.wire.startsWith('TLS') ? ', TLS' : ''}`.padEnd(58)}${String(row.members).padStart(8)}${duration(row.claimedP50Us * 1e3).padStart(10)}${duration(row.seenP50Us * 1e3).padStart(10)}${duration(row.seenP95Us * 1e3).padStart(10)}${readsText(row.reads).padStart(13)}${row.unanswered > 0 ? paint.red(`  ${row.unanswered} unanswered`) : ''}`,
      );
    }
    lines.push('');
  }
  if (target !== undefined) {
    lines.push(paint.bold(`Target ${harmless(target.origin)}`));
    for (const [label, text] of targetFacts(target)) lines.push(fact(label, text));
    for (const [place, reason] of (choice ?? []).entries()) lines.push(fact(place === 0 ? 'sync: auto' : '', reason));
    lines.push('');
  }
  lines.push(...advice.map((text) => `${paint.yellow('→')} ${harmless(text)}`));
  return `${lines.join('\n').trimEnd()}\n`;
}

function readsText([fewest, most]: SelfTestRow['reads']): string {
  return fewest === most ? String(most) : `${fewest} to ${most}`;
}

function targetFacts(target: TargetFacts): readonly (readonly [label: string, text: string])[] {
  const { protocols, tls, streamLimit, roundTripUs, keepAlive, startsAtHeaders, refused } = target;
  const names: Readonly<Record<string, string>> = { h2: 'HTTP/2', 'http/1.1': 'HTTP/1.1' };
  const early = startsAtHeaders.map((protocol) => names[protocol]).join(' and ');
  return [
    ['TLS', tls ?? withoutTls(target)],
    ['speaks', protocols.map((protocol) => names[protocol]).join(', ') || 'nothing that was tried'],
    ...Object.entries(refused).map(([protocol, why]) => [`not ${names[protocol]}`, why] as const),
    ...(protocols.includes('h2')
      ? [['stream limit', streamLimit === undefined ? 'none' : String(streamLimit)] as const]
      : []),
    ...(protocols.includes('http/1.1')
      ? [['keep-alive', keepAlive ? 'yes' : 'no: it closes after an answer'] as const]
      : []),
    ...(roundTripUs === undefined ? [] : [['round trip', duration(roundTripUs * 1e3)] as const]),
    ...(protocols.length === 0
      ? []
      : [
          [
            'early dispatch',
            startsAtHeaders.length === 0
              ? 'not seen: a request whose end was held back was not answered'
              : `over ${early} it answers a request whose end is still held back`,
          ] as const,
        ]),
  ];
}

function withoutTls({ origin, speaksTls }: TargetFacts): string {
  if (speaksTls) return 'yes, though the URL says http';
  return origin.startsWith('https:') ? 'no handshake was completed' : 'no';
}
