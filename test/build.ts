import { execFileSync } from 'node:child_process';

/** Worker threads and end-to-end tests run the compiled tool, so it is compiled once before any test. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
