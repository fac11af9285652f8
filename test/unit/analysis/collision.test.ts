import { expect, it } from 'vitest';
import { collisionOf } from '../../../src/analysis/collision.ts';
import { round } from '../invariants/history-builder.ts';

const { operations } = round('sold@1000-9000; sold@3000-5000; sold@6000-7000; lost; unsent; sold@2000-');

it('tells how far apart two requests were released, and how long both were in flight', () => {
  expect(collisionOf([0, 1], operations)).toEqual({ releasedApartUs: 2, togetherUs: 2 });
});

it('tells of three that there was no instant at which all were in flight', () => {
  expect(collisionOf([0, 1, 2], operations)).toEqual({ releasedApartUs: 5, togetherUs: 0 });
});

it('leaves open how long they were together when the end of one is unknown', () => {
  expect(collisionOf([0, 3], operations)).toEqual({ releasedApartUs: 1 });
  expect(collisionOf([0, 5], operations)).toEqual({ releasedApartUs: 1 });
});

it('has nothing to tell of one request, of none, and of one that never left', () => {
  expect(collisionOf([0], operations)).toBeUndefined();
  expect(collisionOf([], operations)).toBeUndefined();
  expect(
    collisionOf(
      [0, 4],
      operations.map(({ releasedAtNs, ...rest }) => ({
        ...rest,
        ...(rest.outcome !== 'unsent' && releasedAtNs !== undefined && { releasedAtNs }),
      })),
    ),
  ).toBeUndefined();
});
