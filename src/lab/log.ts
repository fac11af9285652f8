/** Takes one line for the operator of the lab. */
export type Log = (line: string) => void;
