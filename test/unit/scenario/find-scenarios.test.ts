import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScenarios } from '../../../src/scenario/index.ts';
import { temporaryProject } from './temporary-project.ts';

describe('the scenarios among files and folders', () => {
  const files = {
    'b.race.yaml': '',
    'a/z.race.yml': '',
    'a/other.yaml': '',
    'node_modules/x/x.race.yaml': '',
    '.hidden/y.race.yaml': '',
  };

  it('are found to the bottom of a folder, sorted, each once', () => {
    const folder = temporaryProject(files);
    const found = findScenarios([folder, join(folder, 'b.race.yaml')]);
    expect(found).toEqual([join(folder, 'a/z.race.yml'), join(folder, 'b.race.yaml')]);
  });

  it('are any file that is named itself', () => {
    const other = join(temporaryProject(files), 'a/other.yaml');
    expect(findScenarios([other])).toEqual([other]);
  });

  it('are not what they share', () => {
    const folder = temporaryProject({ ...files, 'racehound.yaml': '{}' });
    expect(() => findScenarios([join(folder, 'racehound.yaml')])).toThrow(
      /racehound\.yaml holds what the scenarios beside it share/,
    );
    expect(findScenarios([folder])).toHaveLength(2);
  });

  it('do not lie below a file', () => {
    const below = join(temporaryProject(files), 'b.race.yaml', 'x');
    expect(() => findScenarios([below])).toThrow(/there is no file or folder .*b\.race\.yaml\/x/);
  });

  it('are suggested when a name is misspelt', () => {
    const folder = temporaryProject(files);
    const misspelt = join(folder, 'b.rac.yaml');
    expect(() => findScenarios([misspelt])).toThrow(
      expect.objectContaining({
        kind: 'usage',
        diagnostics: [expect.objectContaining({ help: `did you mean ${join(folder, 'b.race.yaml')}?` })],
      }),
    );
  });
});
