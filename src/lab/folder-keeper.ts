import { z } from 'zod';
import { runKeeper } from './keeper-entry.ts';

/** Entry file of a child process that owns a folder, into which its parent writes. */
runKeeper(z.object({ folder: z.string() }), async () => ({ ready: null, close: async () => undefined }));
