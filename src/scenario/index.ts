export { findScenarios, isScenarioFile } from './find-scenarios.ts';
export { jsonSchema } from './json-schema.ts';
export { keysReference } from './keys-reference.ts';
export { checkSource, type LoadOptions, loadScenario } from './load-scenario.ts';
export type { LoadedScenario } from './loaded-scenario.ts';
export type { Project, Scenario } from './schema.ts';
