import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDistribution } from '../analysis/index.ts';
import { chooseDeliveries } from '../engine/deliveries.ts';
import { refusedHost } from '../engine/guard.ts';
import { originOf } from '../expr/request-template.ts';
import { type DoctorReport, doctorText, type MachineFacts, type SelfTestRow } from '../reporters/doctor.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { priorityRefusal } from '../transports/priority.ts';
import { survey } from '../transports/survey.ts';
import { connectionOptions } from './connection-options.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { openFileLimit } from './open-file-limit.ts';
import { selfTest } from './self-test.ts';

export interface DoctorOptions {
  readonly target?: string;
  readonly bursts: number;
  readonly allowHost: readonly string[];
  readonly insecure: boolean;
  readonly cacert?: string;
  readonly json: boolean;
}

/** Of a burst for which the choice of `auto` is shown. */
const exampleMembers = 20;

/** `racehound doctor`: what this machine can do, as a receiver on it saw, or what a target speaks and does. */
export async function doctor(options: DoctorOptions, console: Console): Promise<ExitCode> {
  const looked = options.target === undefined ? undefined : await lookAt(options.target, options);
  const rows =
    looked === undefined ? await selfTest(options.bursts, (trial) => console.err.write(`firing: ${trial}\n`)) : [];
  const machine = await machineFacts();
  const report: DoctorReport = { machine, selfTest: rows, advice: advice(machine, rows), ...looked };
  console.out.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : doctorText(report, console.out.paint));
  return looked?.target.protocols.length === 0 ? exitCodes.untestable : exitCodes.held;
}

async function lookAt(target: string, options: DoctorOptions) {
  const origin = originOf(new URL(target));
  const refused = refusedHost(origin, options.allowHost);
  if (refused !== undefined) throw new RacehoundError('untestable', [{ code: 'RH301', title: refused }]);
  const facts = await survey(origin, connectionOptions(options, 0), () => Number(process.hrtime.bigint()));
  const { reasons } = chooseDeliveries([facts], {
    sync: 'auto',
    connections: 'warm',
    cores: availableParallelism(),
    members: exampleMembers,
  });
  return { target: facts, choice: facts.protocols.length === 0 ? [] : reasons };
}

async function machineFacts(): Promise<MachineFacts> {
  const late = createDistribution();
  for (let count = 0; count < 100; count += 1) {
    const dueNs = process.hrtime.bigint() + 1_000_000n;
    await sleep(1);
    late.record(Math.max(0, Number(process.hrtime.bigint() - dueNs)));
  }
  const openFiles = openFileLimit();
  const priorityRefused = priorityRefusal();
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    timerLateP50Us: late.quantile(50) / 1000,
    timerLateP95Us: late.quantile(95) / 1000,
    ...(openFiles !== undefined && { openFiles }),
    ...(priorityRefused !== undefined && { priorityRefused }),
  };
}

/** What to do about what was measured. */
function advice({ priorityRefused, openFiles }: MachineFacts, rows: readonly SelfTestRow[]): readonly string[] {
  const lastByte = (threads: number) =>
    rows.find((row) => row.method === 'last-byte' && row.threads === threads && row.members === 20);
  const [one, two] = [lastByte(1), lastByte(2)];
  const texts: string[] = [];
  if (one !== undefined && two !== undefined) {
    const better = two.seenP50Us < one.seenP50Us && two.seenP95Us < one.seenP95Us;
    texts.push(
      better
        ? 'two firing threads were tighter than one here: pin them with --workers 2 where you pin a method'
        : 'one firing thread is the sound choice here: two were not tighter in the median and the tail',
    );
  }
  if (priorityRefused !== undefined)
    texts.push(
      'grant the right to raise priority (root, CAP_SYS_NICE) when the service runs on this same host: it hits more often',
    );
  if (openFiles !== undefined && openFiles < 4_096)
    texts.push(`only ${openFiles} files may be open: raise it with \`ulimit -n\` before bursts of thousands`);
  return texts;
}
