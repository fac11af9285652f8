/** Where a scenario file stood in version control when it was run. */
export interface ScenarioCommit {
  /** The commit that was checked out, in full. */
  readonly id: string;
  /** `same`: the file is as in that commit. `changed`: it differs. `untracked`: that commit does not have it. */
  readonly file: 'same' | 'changed' | 'untracked';
}
