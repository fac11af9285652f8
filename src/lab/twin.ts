/** The two sides of every service of the lab: with the bug, and with its cure. */
export const twins = ['racy', 'mended'] as const;
export type Twin = (typeof twins)[number];
