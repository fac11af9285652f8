import type { InvariantReport, ScenarioReport } from '../analysis/run-report.ts';

/** What a person should do next; the command that shows the result again comes apart. */
export function adviceOf({ verdict, invariants, doubts, interrupted }: ScenarioReport): readonly string[] {
  const violated = invariants.filter((invariant) => invariant.verdict === 'violated');
  const serial = violated.filter(({ cause }) => cause === 'serial');
  const races = violated.filter(({ cause }) => cause !== 'serial');
  if (serial.length > 0) {
    const what = races.length === 0 ? 'This' : serial.map(({ name }) => `"${name}"`).join(', ');
    return [
      `${what} is no race: it breaks even one request at a time. Mend the service, or correct the invariant.`,
      ...curesOf(races),
    ];
  }
  if (verdict === 'inconclusive' && interrupted)
    return ['It was interrupted before it could tell: let it come to its end.'];
  if (verdict === 'inconclusive')
    return [doubts.length > 0 ? 'Mend what stood in the way: the doubts say how.' : 'Mend what stood in the way.'];
  return curesOf(races);
}

const checkThenAct =
  'Look for a check and an act that are two steps on the path of these requests; a conditional write, a lock or a unique constraint makes them one.';
const readThenWrite =
  'Look for a value that is read, changed and written back; let the database do it in one statement (`SET n = n + 1`), lock the row before it is read, or write only where the version is still the same.';
const sharedWork =
  'Look for work that each request does for itself (a cache that each of them fills, an answer that each computes); let one do it and the others wait for its result.';
const sharedState =
  'Where one request gets what belongs to another, look for what they share: a variable outside of the handler, a cache whose key lacks the user.';
const staleCopy =
  'Look for a copy that outlives a write (a cache in the process, a replica that lags); drop it when the write commits, or read from where it was written.';

/** By the kind of the invariant; the commonest cause stands for the others. */
const cures: Readonly<Record<string, string>> = {
  conserved: readThenWrite,
  noLostUpdate: readThenWrite,
  versionChain: readThenWrite,
  identical: `${sharedWork} Where several instances answer, look for a copy that one of them kept.`,
  idempotent:
    'Look at when the key is remembered: claim it (a unique constraint) in the transaction that has the effect, and give whoever comes second the stored answer.',
  ledger:
    'Look for an answer that is given before its entry is safe, or a retry that books again; answer after the commit, and let a key make the entry unique.',
  limit:
    'Look for a counter that is read, compared and then raised; raise it first, in one step, and compare what came out.',
  mutualExclusion:
    'Look for a lock that is taken in two steps, or that runs out while its holder still works; take it in one step under the name of its owner, let nobody else give it back, and keep a late holder out by a fencing token.',
  latency:
    'Look at what the requests wait for when they come together: a lock, a pool of connections, a single worker.',
  sometimes: 'No round got there: check that the burst can reach this case at all, then why it never did.',
  converges: staleCopy,
  readYourWrites: staleCopy,
  monotonicReads: staleCopy,
  noErrors:
    'Look at what failed under the burst: a deadlock, a constraint that surfaces as an error, a pool that ran out. A retry in the service, or an answer that says what happened, mends it.',
};

function curesOf(invariants: readonly InvariantReport[]): readonly string[] {
  return [...new Set(invariants.flatMap(curesOfOne))];
}

/** What is said of single answers may also break by their getting mixed up. */
function curesOfOne({ kind, first }: InvariantReport): readonly string[] {
  const ofAnswers = kind === 'assert' && /\bresponses\b/.test(first?.expected ?? '');
  return ofAnswers ? [sharedState, checkThenAct] : [cures[kind] ?? checkThenAct];
}
