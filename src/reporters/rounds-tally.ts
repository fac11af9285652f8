import type { RoundCounts } from '../analysis/run-report.ts';

/** `4 of 20 fired, 3 valid, 1 not judged, 1 violated; 2 more could not be fired`: the valid and those that count for nothing add up to the fired. */
export function roundsTally({ planned, fired, valid, violated, invalid, unjudged }: RoundCounts): string {
  const firedInVain = fired - valid - invalid;
  const neverFired = unjudged - firedInVain;
  const parts = [`${fired} of ${planned} fired, ${valid} valid`];
  if (invalid > 0) parts.push(`${invalid} not counted`);
  if (firedInVain > 0) parts.push(`${firedInVain} not judged`);
  parts.push(`${violated} violated`);
  return `${parts.join(', ')}${neverFired > 0 ? `; ${neverFired} more could not be fired` : ''}`;
}
