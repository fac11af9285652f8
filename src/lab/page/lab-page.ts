import type { Pool } from 'pg';
import type { Page, Reply, Routes } from '../http/router.ts';
import type { Replicas } from '../replicas.ts';
import { type Counts, countName, type Served } from '../served.ts';
import type { Service } from '../service.ts';
import { services } from '../services/index.ts';
import { type Twin, twins } from '../twin.ts';
import { huntCommand } from './hunt-command.ts';
import { type ClassView, renderPage } from './render-page.ts';

/** What the page tells besides the classes. */
export interface LabFacts {
  readonly url: string;
  readonly port: number;
  /** Folder of the scenarios, as the commands name it. */
  readonly scenarios: string;
  /** PEM file to trust. */
  readonly certificate?: string;
  /** Instances beside the first one. */
  readonly instances: number;
  readonly leftOut: readonly string[];
  readonly replicas: Replicas;
  /** Connections of the page's own: its numbers must not cost those that are hunted a connection. */
  readonly pools: Readonly<Record<Twin, Pool>>;
}

/** Numbers of one twin: requests served by all instances, and what is worth watching in its tables, or why that is not known. */
interface TwinState {
  readonly served: number;
  readonly watched: Readonly<Record<string, number>>;
  readonly trouble?: string;
}

/** The page at the base address, what it lists as JSON, and the numbers that it refreshes. */
export function labPage(facts: LabFacts): (served: Served) => Routes<Reply | Page> {
  const views = services.map((service) => viewOf(service, facts));
  return (served) => ({
    'GET /': () => ({
      status: 200,
      headers: {
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
      },
      html: renderPage({ url: facts.url, instances: facts.instances, classes: views }),
    }),
    'GET /classes': () => ({ status: 200, json: { classes: views.map((view) => ({ ...view })) } }),
    'GET /live': async () => {
      const counts = [served.counts(), ...facts.replicas.counts()];
      const open = services.filter(({ name }) => !facts.leftOut.includes(name));
      const states = open.map(async (service) => {
        const [racy, mended] = await Promise.all(
          twins.map((twin) => stateOf(service, twin, facts.pools[twin], counts)),
        );
        return [service.name, { racy: { ...racy }, mended: { ...mended } }] as const;
      });
      const classes = Object.fromEntries(await Promise.all(states));
      return { status: 200, json: { lostPorts: facts.replicas.lostPorts(), classes } };
    },
  });
}

async function stateOf(
  { name, watch = {} }: Service,
  twin: Twin,
  pool: Pool,
  counts: readonly Counts[],
): Promise<TwinState> {
  const served = counts.reduce((sum, count) => sum + (count[countName(twin, name)] ?? 0), 0);
  const watched: Record<string, number> = {};
  try {
    for (const [label, query] of Object.entries(watch)) {
      const { rows } = await pool.query<string[]>({ text: query, rowMode: 'array' });
      watched[label] = Number(rows[0]?.[0] ?? 0);
    }
    return { served, watched };
  } catch (error) {
    return { served, watched: {}, trouble: error instanceof Error ? error.message || error.name : String(error) };
  }
}

function viewOf({ name, title, harm, bug, cure, observe, needs = [] }: Service, facts: LabFacts): ClassView {
  const missing = facts.leftOut.includes(name);
  return {
    name,
    title,
    harm,
    bug,
    cure,
    observe,
    needs,
    missing,
    paths: { racy: `/racy/${name}`, mended: `/mended/${name}` },
    commands: { racy: huntCommand(facts, name, 'racy'), mended: huntCommand(facts, name, 'mended') },
  };
}
