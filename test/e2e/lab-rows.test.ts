import { describe, expect, it } from 'vitest';
import { client, herd, labOfFile, statuses, together } from './lab-fixture.ts';

const { service, urlOf } = labOfFile();

describe.each(['racy', 'mended'])('one request after the other, the %s twin', (twin) => {
  it('books a room where it is free, also from the minute at which another booking ends', async () => {
    const ask = service(twin, 'double-booking');
    const [{ json: room }, { json: other }] = [await ask('POST /rooms'), await ask('POST /rooms')];
    const book = async (id: number | undefined, from: string, to: string) =>
      (await ask(`POST /rooms/${id}/bookings`, { from: `2030-05-02T${from}:00Z`, to: `2030-05-02T${to}:00Z` })).status;
    expect(await book(room.id, '09:00', '10:00')).toBe(201);
    expect([await book(room.id, '09:30', '10:30'), await book(room.id, '08:00', '12:00')]).toEqual([409, 409]);
    expect([await book(room.id, '10:00', '11:00'), await book(other.id, '09:00', '10:00')]).toEqual([201, 201]);
    expect(await book(room.id, '13:00', '12:00')).toBe(400);
    expect((await ask(`GET /rooms/${room.id}`)).json).toEqual({ id: room.id, bookings: 2, overlaps: 0 });
  });

  it('saves a document only in the version that the writer has seen', async () => {
    const ask = service(twin, 'lost-update');
    const { json } = await ask('POST /documents', { text: 'first' });
    const save = (text: string, etag: string) => ask(`PUT /documents/${json.id}`, { text }, { 'if-match': etag });
    expect(await save('second', '"1"')).toEqual({ status: 200, json: { id: json.id, text: 'second', version: 2 } });
    expect((await save('too late', '"1"')).status).toBe(412);
    expect((await ask(`PUT /documents/${json.id}`, { text: 'careless' })).status).toBe(428);
    expect((await save('vague', '*')).status).toBe(400);
    const response = await fetch(`${urlOf(twin)}/lost-update/documents/${json.id}`);
    expect([response.headers.get('etag'), await response.json()]).toEqual([
      '"2"',
      { id: json.id, text: 'second', version: 2 },
    ]);
  });

  it('changes one field and leaves the others', async () => {
    const ask = service(twin, 'lost-field');
    const { json } = await ask('POST /profiles');
    for (const [name, value] of [
      ['town', 'London'],
      ['job', 'poet'],
      ['job', 'engineer'],
    ] as const)
      expect((await ask(`PUT /profiles/${json.id}/fields/${name}`, { value })).status).toBe(200);
    expect((await ask(`GET /profiles/${json.id}`)).json['fields']).toEqual({ town: 'London', job: 'engineer' });
  });

  it('numbers the invoices of each company from 1', async () => {
    const ask = service(twin, 'invoice-numbers');
    const [{ json: one }, { json: other }] = [await ask('POST /companies'), await ask('POST /companies')];
    const write = async (id: number | undefined) =>
      (await ask(`POST /companies/${id}/invoices`, { amount: 100 })).json['number'];
    expect([await write(one.id), await write(one.id), await write(other.id)]).toEqual([1, 2, 1]);
    expect((await ask(`GET /companies/${one.id}`)).json).toEqual({ id: one.id, numbers: [1, 2] });
  });

  it('gives out jobs in their order until none is waiting', async () => {
    const ask = service(twin, 'job-queue');
    const { json: queue } = await ask('POST /queues', { jobs: 2 });
    const claim = () => ask(`POST /queues/${queue.id}/claims`, { worker: 'ada' });
    const [first, second, third] = [await claim(), await claim(), await claim()];
    expect([first.status, second.status, third.status]).toEqual([201, 201, 409]);
    expect(second.json['job']).toBe(Number(first.json['job']) + 1);
    expect((await ask(`GET /queues/${queue.id}`)).json).toEqual({
      id: queue.id,
      ready: 0,
      taken: [first, second].map((answer) => answer.json),
    });
  });

  it('lets doctors leave as long as another one stays', async () => {
    const ask = service(twin, 'write-skew');
    const { json: shift } = await ask('POST /shifts', { doctors: 3 });
    const leave = async (doctor: number) => (await ask(`POST /shifts/${shift.id}/leaves`, { doctor })).status;
    expect([await leave(1), await leave(9), await leave(2), await leave(3)]).toEqual([201, 404, 201, 409]);
    expect((await ask(`GET /shifts/${shift.id}`)).json).toEqual({ id: shift.id, onCall: 1 });
  });

  it.each([
    [
      'POST /double-booking/rooms/999999999/bookings',
      { from: '2030-05-02T09:00:00Z', to: '2030-05-02T10:00:00Z' },
      404,
    ],
    ['GET /lost-update/documents/999999999', undefined, 404],
    ['PUT /lost-field/profiles/999999999/fields/town', { value: 'London' }, 404],
    ['POST /invoice-numbers/companies/999999999/invoices', { amount: 1 }, 404],
    ['POST /job-queue/queues/999999999/claims', { worker: 'ada' }, 404],
    ['POST /job-queue/queues', { jobs: 0 }, 400],
    ['GET /write-skew/shifts/999999999', undefined, 404],
  ])('answers %s with %j by %i', async (line, json, status) => {
    expect((await client(urlOf(twin))(line, json)).status).toBe(status);
  });
});

describe('all at once, the mended twin', () => {
  it('books one of the bookings that overlap, and all that do not', async () => {
    const ask = service('mended', 'double-booking');
    const { json: room } = await ask('POST /rooms');
    const book = (day: number, minute: number) =>
      ask(`POST /rooms/${room.id}/bookings`, {
        from: `2030-05-${10 + day}T09:${10 + minute}:00Z`,
        to: `2030-05-${10 + day}T10:${10 + minute}:00Z`,
      });
    expect(statuses(await together((member) => book(0, member)))).toEqual({ 201: 1, 409: herd - 1 });
    expect(statuses(await together((member) => book(member + 1, 0)))).toEqual({ 201: herd });
  });

  it('saves one of the writers who saw the same version', async () => {
    const ask = service('mended', 'lost-update');
    const { json } = await ask('POST /documents', { text: 'first' });
    const answers = await together((member) =>
      ask(`PUT /documents/${json.id}`, { text: `by ${member}` }, { 'if-match': '"1"' }),
    );
    expect(statuses(answers)).toEqual({ 200: 1, 412: herd - 1 });
    const saved = answers.find(({ status }) => status === 200);
    expect((await ask(`GET /documents/${json.id}`)).json).toEqual(saved?.json);
  });

  it('keeps every field that was changed', async () => {
    const ask = service('mended', 'lost-field');
    const { json } = await ask('POST /profiles');
    await together((member) => ask(`PUT /profiles/${json.id}/fields/field-${member}`, { value: 'x' }));
    expect((await ask(`GET /profiles/${json.id}`)).json['names']).toHaveLength(herd);
  });

  it('numbers invoices without gap or double', async () => {
    const ask = service('mended', 'invoice-numbers');
    const { json } = await ask('POST /companies');
    await together(() => ask(`POST /companies/${json.id}/invoices`, { amount: 100 }));
    expect((await ask(`GET /companies/${json.id}`)).json['numbers']).toEqual(
      Array.from({ length: herd }, (_, index) => index + 1),
    );
  });

  it('gives every worker a job of his own', async () => {
    const ask = service('mended', 'job-queue');
    const { json: queue } = await ask('POST /queues', { jobs: herd });
    const answers = await together((member) => ask(`POST /queues/${queue.id}/claims`, { worker: `worker ${member}` }));
    expect(new Set(answers.map((answer) => answer.json['job'])).size).toBe(herd);
    expect((await ask(`GET /queues/${queue.id}`)).json['taken']).toHaveLength(herd);
  });

  it('keeps one doctor of the whole shift on call', async () => {
    const ask = service('mended', 'write-skew');
    const { json: shift } = await ask('POST /shifts', { doctors: herd });
    const answers = await together((member) => ask(`POST /shifts/${shift.id}/leaves`, { doctor: member + 1 }));
    expect(statuses(answers)).toEqual({ 201: herd - 1, 409: 1 });
  });
});
