import { didYouMean } from '../support/did-you-mean.ts';
import { durationExpected, durationPattern } from '../support/duration.ts';
import { isMap, type Json } from '../support/json.ts';
import { codes, type Finding } from './finding.ts';
import { type Path, pathText, toPath, valueAt } from './path.ts';
import { closestBranch } from './schema-union.ts';
import { keysAt, type Shape, shapeAt } from './schema-shape.ts';
import { expectation, type Issue, shown, yamlText } from './schema-wording.ts';

/** More than these at once are read by nobody. */
const mostIssues = 25;

/** What zod found, in words that name the key, the actual and the expected value, and the remedy. */
export function schemaProblems(issues: readonly Issue[], shape: Shape, value: Json): readonly Finding[] {
  return issues.slice(0, mostIssues).flatMap((issue) => findingsOf(issue, [], shape, value));
}

function findingsOf(issue: Issue, above: Path, shape: Shape, root: Json): readonly Finding[] {
  const path: Path = [...above, ...toPath(issue.path)];
  switch (issue.code) {
    case 'unrecognized_keys':
      // Known, but not beside the others: the map mixes two kinds.
      if (issue.keys.some((key) => keysAt(shape, path, valueAt(root, path)).includes(key)))
        return [oneKeyOf(path, shape, root)];
      return issue.keys.map((key) => unknownKey(path, key, shape, root));
    case 'invalid_key':
      return [
        {
          code: codes.value,
          path,
          atKey: true,
          title: `\`${String(path.at(-1))}\` can't be a name here`,
          help: (issue.issues[0] ?? issue).message,
        },
      ];
    case 'invalid_union': {
      if (issue.errors.length === 0) return [wrongChoice(path, shape, root)];
      const branch = closestBranch(issue.errors as readonly (readonly Issue[])[]);
      if (branch.kind === 'one') return branch.issues.flatMap((inner) => findingsOf(inner, path, shape, root));
      if (branch.kind === 'several-maps') return [oneKeyOf(path, shape, root)];
      if (isMissing(path, root)) return [missing(path, shape)];
      return [wrongValue(path, branch.expected, shape, root)];
    }
    default:
      if (isMissing(path, root)) return [missing(path, shape)];
      return [wrongValue(path, expectation(issue), shape, root)];
  }
}

function unknownKey(path: Path, key: string, shape: Shape, root: Json): Finding {
  const known = keysAt(shape, path, valueAt(root, path));
  const owner = known.find((other) => keysAt(shape, [...path, other]).includes(key));
  const meant = owner === undefined ? didYouMean(key, known) : undefined;
  return {
    code: codes.unknownKey,
    path: [...path, key],
    atKey: true,
    title: `unknown key \`${key}\`${inside(path)}`,
    ...(meant === undefined
      ? { help: owner === undefined ? keysHere(known) : `\`${key}\` belongs into \`${owner}\`` }
      : { label: `did you mean \`${meant}\`?` }),
  };
}

function keysHere(known: readonly string[]): string {
  return known.length === 0 ? 'leave it out' : `keys here: ${known.join(', ')}`;
}

function isMissing(path: Path, root: Json): boolean {
  return path.length > 0 && valueAt(root, path) === undefined;
}

function missing(path: Path, root: Shape): Finding {
  const key = String(path.at(-1));
  const { shape } = shapeAt(root, path);
  const [example] = shape.examples ?? [];
  const described = shape.description === undefined ? '' : ` (${shape.description})`;
  return {
    code: codes.missingKey,
    path: path.slice(0, -1),
    title: `\`${key}\` is missing${inside(path.slice(0, -1))}`,
    help: `add ${key}: ${example === undefined ? '...' : yamlText(example)}${described}`,
  };
}

function wrongValue(path: Path, expected: string, root: Shape, value: Json): Finding {
  const found = valueAt(value, path);
  const { shape } = shapeAt(root, path);
  if (typeof found === 'number' && shape.pattern === durationPattern.source)
    return {
      code: codes.value,
      path,
      title: `${pathText(path)}: ${durationExpected}; found ${found}, without a unit`,
      label: `did you mean \`${found}ms\`?`,
    };
  const meant = typeof found === 'string' ? didYouMean(found, choicesAt(root, path)) : undefined;
  const [example] = shape.examples ?? [];
  const tellsActual = expected.includes(', found ');
  const key = path.at(-1);
  const shownKey = typeof key === 'string' ? `${key}: ` : '- ';
  return {
    code: codes.value,
    path,
    title: `${path.length === 0 ? 'the file' : pathText(path)}: ${expected}${tellsActual ? '' : `, found ${shown(found)}`}`,
    ...(meant !== undefined && { label: `did you mean \`${meant}\`?` }),
    ...(path.length === 0 && { help: 'begin with name: and one sentence that says what must be true' }),
    ...(meant === undefined && example !== undefined && { help: `for example ${shownKey}${yamlText(example)}` }),
  };
}

/** The key whose value tells the members of a union apart is missing, or none of them has such a value. */
function wrongChoice(path: Path, shape: Shape, root: Json): Finding {
  if (isMissing(path, root)) return missing(path, shape);
  return wrongValue(path, `expected one of ${choicesAt(shape, path).join(', ')}`, shape, root);
}

function choicesAt(root: Shape, path: Path): readonly string[] {
  const choices = shapeAt(root, path).alternatives.flatMap(({ enum: several, const: one }) => several ?? one ?? []);
  return choices.map(String);
}

/** A map that fits several kinds equally badly: `auth: {}`, or two captures in one. */
function oneKeyOf(path: Path, root: Shape, value: Json): Finding {
  const { shape, alternatives } = shapeAt(root, path);
  const kinds = alternatives.flatMap(({ required }) => (required?.length ? [required.join(' and ')] : []));
  const [example] = shape.examples ?? [];
  const written = valueAt(value, path);
  const found = isMap(written) ? Object.keys(written) : [];
  return {
    code: codes.value,
    path,
    title: `${pathText(path)}: expected exactly one of ${[...new Set(kinds)].join(', ')}, found ${found.join(' and ') || 'none'}`,
    ...(example !== undefined && { help: `for example ${String(path.at(-1))}: ${yamlText(example)}` }),
  };
}

function inside(path: Path): string {
  return path.length === 0 ? '' : ` in ${pathText(path)}`;
}
