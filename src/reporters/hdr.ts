import { HistogramLogWriter } from 'hdr-histogram-js';
import type { RunReport } from '../analysis/run-report.ts';
import type { Recorded } from './reporter.ts';

/** Values are nanoseconds; the maximum on a line is told in milliseconds, as HdrHistogram's own tools do. */
const maxValueUnitRatio = 1e6;

/**
 * The latencies as an HdrHistogram log (format 1.3): one tagged histogram for each scenario, request and outcome. Made for
 * hdr-plot, HistogramLogAnalyzer and whatever else merges such logs.
 */
export function hdrReport(report: RunReport, recorded: Recorded): string {
  const lines: string[] = [];
  const writer = new HistogramLogWriter((text) => lines.push(text));
  const startMs = Date.parse(report.startedAt);
  writer.outputComment(`[racehound ${report.racehound}, run ${report.run}; release to last byte, nanoseconds]`);
  writer.outputLogFormatVersion();
  writer.outputComment(`[StartTime: ${(startMs / 1000).toFixed(3)} (seconds since epoch), ${report.startedAt}]`);
  writer.outputLegend();
  for (const { scenario, request, outcome, startedAtMs, endedAtMs, histogram } of recorded.latencies()) {
    histogram.tag = [scenario, request, outcome].map(tagPart).join('/');
    writer.outputIntervalHistogram(
      histogram,
      (startedAtMs - startMs) / 1000,
      (endedAtMs - startMs) / 1000,
      maxValueUnitRatio,
    );
  }
  return lines.join('');
}

/** A tag ends at a comma, and readers stumble over spaces. */
function tagPart(text: string): string {
  return text.replace(/[^\p{L}\p{N}.-]+/gu, '_');
}
