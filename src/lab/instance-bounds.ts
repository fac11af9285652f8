/** How many instances the lab may have beside its first one. */
export const instanceBounds = { least: 3, most: 50 } as const;
