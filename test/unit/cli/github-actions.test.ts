import { describe, expect, it } from 'vitest';
import { actionsReports, withoutCommands } from '../../../src/cli/github-actions.ts';

const actions = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/tmp/summary.md' };
const annotations = (stream: 'out' | 'err') => ({ reporter: 'github', to: { stream } });
const summary = { reporter: 'markdown', to: { path: '/tmp/summary.md', append: true } };

describe('reports in GitHub Actions', () => {
  it('are annotations and a job summary, without being asked for', () => {
    expect(actionsReports(actions, [], false)).toEqual([annotations('out'), summary]);
  });

  it('leave stdout alone when a document stands there', () => {
    expect(actionsReports(actions, [], true)).toEqual([annotations('err'), summary]);
  });

  it('annotate once when annotations were asked for', () => {
    expect(actionsReports(actions, [{ reporter: 'github', to: { stream: 'out' } }], false)).toEqual([summary]);
  });

  it('exist nowhere else, and need no summary', () => {
    expect(actionsReports({}, [], false)).toEqual([]);
    expect(actionsReports({ GITHUB_STEP_SUMMARY: '/tmp/summary.md' }, [], false)).toEqual([]);
    expect(actionsReports({ GITHUB_ACTIONS: 'true' }, [], false)).toEqual([annotations('out')]);
  });

  it('stand outside of the text in which no line is a command', () => {
    const lines = withoutCommands('::error::x\n').split('\n');
    expect(lines).toHaveLength(4);
    const token = /^::stop-commands::([\da-f-]{36})$/.exec(lines[0] ?? '')?.[1];
    expect(lines.slice(1)).toEqual(['::error::x', `::${token}::`, '']);
  });
});
