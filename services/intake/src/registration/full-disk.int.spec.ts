import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
});
afterAll(() => fixture.drop());

const ready = () => call(`${intake.url}/health/ready`);

it('where the disk of the database is full nothing is registered and 503 says so, `database-room` is down, and it goes on by itself', async () => {
  expect((await ready()).body).toMatchObject({ status: 'up', checks: { 'database-room': 'up' } });
  await fixture.rows(`CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`);
  await fixture.rows('CREATE TRIGGER no_room BEFORE INSERT ON message FOR EACH STATEMENT EXECUTE FUNCTION no_room()');
  const refused = await pushMessage(intake, message('room-1'));
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([503, true]);
  expect(await ready()).toMatchObject({ status: 200, body: { status: 'degraded', checks: { database: 'up', 'database-room': 'down' } } });
  await fixture.rows('DROP TRIGGER no_room ON message');
  expect((await pushMessage(intake, message('room-1'))).status).toBe(201);
  expect(await fixture.count('message')).toBe(1);
});
