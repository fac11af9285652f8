import type { Pool } from 'pg';
import { z } from 'zod';
import { firstRow, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const booking = z
  .object({ from: z.iso.datetime(), to: z.iso.datetime() })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), 'must begin before it ends');
type Slot = z.output<typeof booking>;

/** The id of the new booking; undefined when the room is taken at some time of it. */
type Book = (pool: Pool, room: string | undefined, slot: Slot) => Promise<number | undefined>;

/** No unique constraint can help here: bookings clash when they overlap, not when they are equal. */
const bookRacy: Book = async (pool, room, { from, to }) => {
  const clash = await firstRow(
    pool,
    'SELECT id FROM bookings WHERE room = $1 AND during && tstzrange($2, $3) LIMIT 1',
    [room, from, to],
  );
  if (clash !== undefined) return undefined;
  const { id } = await insertedRow<Id>(
    pool,
    'INSERT INTO bookings (room, during) VALUES ($1, tstzrange($2, $3)) RETURNING id',
    [room, from, to],
  );
  return id;
};

/**
 * The constraint decides. ON CONFLICT DO NOTHING takes exclusion constraints too (PostgreSQL docs, INSERT), and makes the later
 * one give way; two plain INSERTs that overlap can end in a deadlock.
 */
const bookMended: Book = async (pool, room, { from, to }) => {
  const booked = await firstRow<Id>(
    pool,
    'INSERT INTO bookings (room, during) VALUES ($1, tstzrange($2, $3)) ON CONFLICT DO NOTHING RETURNING id',
    [room, from, to],
  );
  return booked?.id;
};

const constraint: Readonly<Record<Twin, string>> = {
  racy: '',
  // PostgreSQL docs, 8.17.10. There `room WITH =` needs the extension btree_gist; a range of one number needs none.
  mended: ", EXCLUDE USING gist (int4range(room, room, '[]') WITH &&, during WITH &&)",
};

/** Meeting rooms: nobody is in a room that somebody else has booked. */
export const doubleBooking: Service = {
  name: 'double-booking',
  title: 'Double booking',
  harm: 'two people are promised the same room at the same time',
  bug: 'looks for a booking that overlaps, then inserts: requests that look together all find the room free',
  cure: 'an exclusion constraint on room and time, and one INSERT that tells whether it won',
  observe: 'the calendar: pairs of bookings that overlap',
  watch: {
    'bookings that overlap another one':
      'SELECT count(*) FROM bookings one WHERE EXISTS (SELECT FROM bookings other WHERE other.room = one.room AND other.id <> one.id AND other.during && one.during)',
  },
  tables: (twin) => `
    CREATE TABLE rooms (id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY);
    CREATE TABLE bookings (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      room integer NOT NULL REFERENCES rooms,
      during tstzrange NOT NULL
      ${constraint[twin]}
    );
    CREATE INDEX ON bookings (room)`,
  open: (twin, { pool }) => {
    const book = { racy: bookRacy, mended: bookMended }[twin];
    return {
      routes: {
        'POST /rooms': async () => ({
          status: 201,
          json: await insertedRow(pool, 'INSERT INTO rooms DEFAULT VALUES RETURNING id', []),
        }),
        'GET /rooms/:id': async ({ params: { id } }) => ({
          status: 200,
          json: await requiredRow(pool, 'room', calendar, [id]),
        }),
        'POST /rooms/:id/bookings': async ({ params: { id }, body }) => {
          const slot = valid(booking, body);
          await requiredRow(pool, 'room', 'SELECT id FROM rooms WHERE id = $1', [id]);
          const booked = await book(pool, id, slot);
          return booked === undefined
            ? { status: 409, json: { error: 'the room is taken' } }
            : { status: 201, json: { id: booked, ...slot } };
        },
      },
    };
  },
};

const calendar = `
  SELECT id,
    (SELECT count(*)::integer FROM bookings WHERE room = rooms.id) AS bookings,
    (SELECT count(*)::integer FROM bookings one JOIN bookings other USING (room)
     WHERE room = rooms.id AND one.id < other.id AND one.during && other.during) AS overlaps
  FROM rooms WHERE id = $1`;
